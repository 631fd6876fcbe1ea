-- The working tables of the money side of one day.

-- Numbers of the channel and of the shop that bind what has to be looked at; new ones are those that nothing was gathered by yet.
-- Filled by take_up_money, Money/GatherMoney, number_open_entries, number_open_movements and new_numbers. Read by
-- Money/GatherMoney, gather_entries, take_out_numbered, new_numbers, label_movements, replace_parts and lock_money_items.
CREATE TEMP TABLE number (number text PRIMARY KEY, is_new boolean NOT NULL DEFAULT true);

-- Entries of the day's trade bill, and lines of its funds bill, that do not plainly agree.
-- Filled by Money/ReadMoney. Read by number_open_entries; lines by take_out_open.
CREATE TEMP TABLE open_place (entry_type ledger.entry_type, file_no smallint, line_no integer);
CREATE INDEX ON pg_temp.open_place (entry_type, file_no, line_no);
CREATE TEMP TABLE open_line (file_no smallint, line_no integer);
CREATE INDEX ON pg_temp.open_line (file_no, line_no);

-- Blocks in which a number may lie: of trade entries, and of movements.
-- Filled by Money/GatherMoney. Read by gather_entries; those of movements by take_out_numbered.
CREATE TEMP TABLE trade_block (
    bill_date date, entry_type ledger.entry_type, file_no smallint, first_line integer);
CREATE TEMP TABLE funds_block (bill_date date, file_no smallint, first_line integer);

-- Movements on their way out of their blocks, with the block.
-- Filled by take_out_open and take_out_numbered. Read by note_taken_movements, number_open_movements and Money/GatherMoney.
CREATE TEMP TABLE taken_movement (LIKE ledger.movement, first_line integer);

-- Every entry of the trade bills in force that bears one of the numbers.
-- Filled by number_open_entries and gather_entries; label by label_movements. Read by new_numbers, label_movements,
-- refunds_returned, Money/ResolveMoneyGroups, money_groups and find_money_items.
CREATE TEMP TABLE money_entry (
    bill_date date, file_no smallint, line_no integer, entry_type ledger.entry_type, payment_no text, refund_no text,
    channel_trade_no text, channel_refund_no text, channel_no text, shop_no text, label text, settled_fen bigint,
    fee_e5 bigint, occurred_at timestamptz, currency text, is_classified boolean, is_executed boolean,
    is_succeeded boolean NOT NULL DEFAULT false, PRIMARY KEY (bill_date, file_no, line_no));
CREATE INDEX ON pg_temp.money_entry (channel_no);
CREATE INDEX ON pg_temp.money_entry (shop_no);

-- Every movement of the funds bills in force that bears one of them; label is the number that binds a group.
-- Filled by label_movements. Read by refunds_returned, money_groups, find_money_items, changed_money and apply_money.
CREATE TEMP TABLE money_movement (
    bill_date date, file_no smallint, line_no integer, movement_class text, business_no text, voucher_no text,
    amount_fen bigint, label text, old_outcome text, old_entry_date date, PRIMARY KEY (bill_date, file_no, line_no));

-- What the rules say of these movements.
-- Filled by Money/MoneyOutcomes. Read by replace_parts, changed_money and apply_money.
CREATE TEMP TABLE movement_outcome (
    bill_date date, file_no smallint, line_no integer, outcome text, entry_date date, entry_file_no smallint,
    entry_line_no integer);
CREATE UNIQUE INDEX ON pg_temp.movement_outcome (bill_date, file_no, line_no);

-- What these groups add to the bridges, and added until now.
-- Filled by Money/MoneyOutcomes and replace_parts. Read by replace_parts and changed_money.
CREATE TEMP TABLE new_part (channel_no text, bill_date date, line text, amount_fen bigint);
CREATE TEMP TABLE old_part (LIKE pg_temp.new_part);

-- Every difference and every wait that the rules found, by what it is about: an entry, a movement, or a group.
-- Filled by Money/MoneyOutcomes. Read by find_money_items.
CREATE TEMP TABLE money_item (
    code ledger.outcome, label text, bill_date date, difference_fen bigint, expected_fen bigint, due_date date,
    entry_date date, entry_file_no smallint, entry_line_no integer, movement_date date, movement_file_no smallint,
    movement_line_no integer);

-- Pots whose balance does not follow from the day before, of the days that were looked at; and the first of these days.
-- Filled by Money/ChainPots. Read by find_money_items and lock_money_items.
CREATE TEMP TABLE pot_break (pot text, bill_date date, opening_fen bigint, last_closing_fen bigint);
CREATE TEMP TABLE chained_day (pot text, bill_date date);
