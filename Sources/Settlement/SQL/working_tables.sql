-- The working tables of a settlement. They live in the session, and each settlement finds them empty. Steps hand each other
-- values (SettleDay.swift); what is too much for a value lies here. Each table names who fills it and who reads it.

-- 1. What has to be looked at ------------------------------------------------------------------------------------------

-- Keys that the rules must look at, some of them several times.
-- Filled by take_up_day, take_up_open_records, touch_opened, Sides/ReadSides (records that no entry claimed) and touch_keys
-- (staged entries). Read by Sides/ReadSides and touch_keys.
CREATE TEMP TABLE touched_key (
    entry_type ledger.entry_type, payment_no text, refund_no text);

-- The touched keys, each once.
-- Filled by touch_keys. Read by Keys/ReadRecordsOfKeys, Blocks/TakeOut, take_out_touched, gather_open_entries,
-- apply_outcomes, touch_refunds and lock_known_items.
CREATE TEMP TABLE key (
    entry_type ledger.entry_type, payment_no text, refund_no text, payment_hash bigint);
CREATE UNIQUE INDEX ON pg_temp.key (entry_type, payment_no, refund_no);

-- Payments whose refunds have to be added up.
-- Filled by take_up_day, Sides/TakeUpDay and Sides/TouchedPayments. Read by touch_refunds.
CREATE TEMP TABLE touched_payment (account_id integer, payment_no text);

-- 2. Both sides --------------------------------------------------------------------------------------------------------

-- Entries of the day's bill that are not plain.
-- Filled by Sides/ReadBill and Sides/ReadHeldBill. Read by touch_keys, shop_side, gather_open_entries and apply_outcomes.
CREATE TEMP TABLE staged_entry (LIKE ledger.entry);

-- The shop's records of the touched keys, of whatever account; of an account that is not in the ledger, without its number.
-- Filled by Keys/ReadRecordsOfKeys. Read by shop_side, concluded_days, keys_to_resolve, apply_outcomes and
-- find_items.
CREATE TEMP TABLE read_record (
    entry_type ledger.entry_type, payment_no text, refund_no text, account_id integer, channel text, account text,
    channel_no text, amount_fen bigint, currency text, state text, occurred_at timestamptz, order_nos text);
CREATE UNIQUE INDEX ON pg_temp.read_record (entry_type, payment_no, refund_no, channel, account);

-- 3. Plain entries that are looked at again ----------------------------------------------------------------------------

-- Lines of plain entries that become rows, or are forgotten.
-- Filled by Sides/ReadHeldBill and wanted_refunds. Read by Sides/ReadHeldBill, Blocks/TakeOut, find_wanted_blocks and
-- take_out_lines.
CREATE TEMP TABLE wanted_line (
    account_id integer, bill_date date, entry_type ledger.entry_type, file_no smallint, line_no integer);

-- Blocks in which something is looked for.
-- Filled by Blocks/FindBlocks, Keys/OpenedMeanwhile and find_wanted_blocks. Read by blocks_to_restore, touch_opened,
-- take_out_touched and billed_amounts.
CREATE TEMP TABLE found_block (
    account_id integer, bill_date date, entry_type ledger.entry_type, file_no smallint, first_line integer);

-- Blocks as an archived bill gives them once more.
-- Filled by Blocks/CountedLines. Read by restore_lines, restored_sums and Blocks/CountedLines.
CREATE TEMP TABLE read_block AS SELECT * FROM ledger.plain_block WITH NO DATA;
ALTER TABLE pg_temp.read_block ALTER lines SET STORAGE EXTERNAL, ALTER packed SET STORAGE EXTERNAL,
    ALTER steps SET STORAGE EXTERNAL;

-- Blocks that have their lines only for the time being.
-- Filled and read by Blocks/CountedLines.
CREATE TEMP TABLE restored_block (LIKE pg_temp.found_block);

-- Entries on their way out of their blocks, with the block and their place in it.
-- Filled by take_out_touched and take_out_lines. Read by keep_taken and note_taken.
CREATE TEMP TABLE taken (LIKE ledger.entry, first_line integer, place bigint);

-- 4. The rules ---------------------------------------------------------------------------------------------------------

-- Every entry that bears a touched key, of whatever account and day in force.
-- Filled by gather_open_entries. Read by concluded_days, keys_to_resolve, apply_outcomes, note_open_keys, find_items and
-- carry_totals.
CREATE TEMP TABLE open_entry (
    is_stored boolean, account_id integer, bill_date date, file_no smallint, line_no integer, entry_type ledger.entry_type,
    payment_no text, refund_no text, channel_no text, channel_trade_no text, channel_refund_no text, amount_fen bigint,
    fee_e5 bigint, expected_fee_fen bigint, currency text, occurred_at timestamptz, is_classified boolean,
    is_executed boolean, old_outcome ledger.outcome, flag ledger.outcome);
CREATE INDEX ON pg_temp.open_entry (entry_type, payment_no, refund_no);

-- What the rules say of these entries.
-- Filled by Keys/ResolveOpenKeys. Read by apply_outcomes, note_open_keys, find_items and carry_totals.
CREATE TEMP TABLE new_outcome (
    account_id integer, bill_date date, file_no smallint, line_no integer, outcome ledger.outcome, due_date date);
CREATE UNIQUE INDEX ON pg_temp.new_outcome (account_id, bill_date, file_no, line_no);

-- What the rules say of the records.
-- Filled by Keys/ResolveOpenKeys. Read by apply_outcomes.
CREATE TEMP TABLE record_outcome (
    account_id integer, entry_type ledger.entry_type, payment_no text, refund_no text, outcome ledger.outcome,
    due_date date, paired_bill_date date, paired_file_no smallint, paired_line_no integer, paired_amount_fen bigint);
CREATE UNIQUE INDEX ON pg_temp.record_outcome (account_id, entry_type, payment_no, refund_no);

-- Records of the touched keys as the ledger had them, and as it has them now.
-- Filled by apply_outcomes. Read by apply_outcomes; the new ones by note_open_keys and find_items.
CREATE TEMP TABLE old_record (
    account_id integer, entry_type ledger.entry_type, payment_no text, refund_no text, channel_no text, amount_fen bigint,
    currency text, state text, occurred_at timestamptz, order_nos text[], outcome ledger.outcome, due_date date,
    paired_bill_date date, paired_file_no smallint, paired_line_no integer, paired_amount_fen bigint);
CREATE TEMP TABLE new_record (LIKE pg_temp.old_record);

-- 5. Refunds beyond their payment --------------------------------------------------------------------------------------

-- What payments amount to, as far as that is known: what the shop says, else what a bill says.
-- Filled by Sides/RefundedAmounts, Conclusion/PaymentsOfRefunds and billed_amounts. Read by touch_refunds, known_amounts and
-- find_excess.
CREATE TEMP TABLE payment_amount (
    account_id integer, payment_hash bigint, payment_no text, amount_fen bigint);

-- Payments, by their numbers' hashes, whose refunds have to be added up.
-- Filled and read by touch_refunds.
CREATE TEMP TABLE touched_hash (account_id integer, payment_hash bigint);

-- Of these, the ones whose refunds are not within them at first sight, and all their refunds.
-- Filled by touch_refunds. Read by touch_refunds and lock_known_items; the refunds by find_excess and
-- mark_excess.
CREATE TEMP TABLE refunded_payment (account_id integer, payment_hash bigint, payment_no text);
CREATE TEMP TABLE touched_refund (LIKE ledger.refund);

-- Of these, the ones whose amount is not known yet.
-- Filled by touch_refunds. Read by Conclusion/PaymentsOfRefunds, known_amounts and billed_amounts.
CREATE TEMP TABLE unknown_payment (LIKE pg_temp.refunded_payment);

-- Payments whose refunds add up to more.
-- Filled by find_excess. Read by Conclusion/AddUpRefunds and mark_excess.
CREATE TEMP TABLE excess (account_id integer, payment_no text, payment_fen bigint, total_fen numeric);

-- The refund of each with which the sum first exceeds the payment.
-- Filled by mark_excess. Read by mark_excess, wanted_refunds and find_items.
CREATE TEMP TABLE over_refund (
    account_id integer, payment_no text, refund_no text, bill_date date, file_no smallint, line_no integer,
    payment_fen bigint, total_fen bigint);

-- Refunds that are one now and were none, the other way round, or by another amount.
-- Filled by mark_excess. Read by mark_excess, Conclusion/AddUpRefunds and flag_excess.
CREATE TEMP TABLE changed_excess (
    account_id integer, bill_date date, file_no smallint, line_no integer, payment_fen bigint, total_fen bigint);
