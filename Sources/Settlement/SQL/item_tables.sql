-- The working tables of what a settlement finds, of either kind of bill: items, and the days that they change. The money
-- side of a day finds them empty again after the trade side's.

-- Every item (a discrepancy, or one side in doubt) that stands now under the touched keys.
-- Filled by find_items, find_money_items, find_share_items and Sharing/SettleSharing. Read by lock_known_items, lock_money_items,
-- changed_days, items_gone, items_persisting and items_new.
CREATE TEMP TABLE found_item (
    account_id integer, code ledger.outcome, bill_date date, entry_type ledger.entry_type, payment_no text,
    refund_no text, channel_no text, occurrence integer, order_nos text[], channel_trade_no text, channel_refund_no text,
    order_fen bigint, channel_fen bigint, difference_fen bigint, currency text, occurred_at timestamptz, due_date date,
    is_waiting boolean, details jsonb, pot text NOT NULL DEFAULT '', movement_class text NOT NULL DEFAULT '');
CREATE INDEX ON pg_temp.found_item (account_id, entry_type, payment_no, refund_no, code, channel_no, occurrence);

-- Every item that the ledger has of them.
-- Filled by lock_known_items, lock_money_items, lock_share_items and lock_frozen. Read by changed_days, items_gone,
-- items_persisting and items_new.
CREATE TEMP TABLE known_item (LIKE ledger.item);
CREATE INDEX ON pg_temp.known_item (account_id, entry_type, payment_no, refund_no, code, channel_no, occurrence);

-- Days of which something changed, some of them several times.
-- Filled by apply_outcomes, mark_excess, changed_days, changed_money, waiting_days and Money/ChainPots. Read by lock_changed_days and
-- open_runs.
CREATE TEMP TABLE changed_day (account_id integer, bill_date date);

-- The run in force that each day gets: the day that is settled, and every other that changed.
-- Filled by this_run and open_runs. Read by open_runs, items_persisting, items_new, items_untouched, note_items, carry_totals,
-- statement_totals, statement_entries, statement_booked, statement_paired, write_verdicts, bridge_sums, funds_sums,
-- Money/WriteBridges, write_money_verdicts, write_sharing_verdicts, sharing_functions and Verify/DayInForce.
CREATE TEMP TABLE day_run (
    account_id integer, bill_date date, run_id bigint, former_run_id bigint, bill_id bigint,
    PRIMARY KEY (account_id, bill_date));

-- What became of each item.
-- Filled by items_gone, items_persisting, items_new and items_untouched. Read by note_items.
CREATE TEMP TABLE item_change (
    account_id integer, item_id bigint, change text, event text, former_day date, former_status text, former_fen bigint);
