-- The working tables of a sharing day's settlement.

-- Groups that the rules must look at: the shop's sharing numbers, or its payment numbers where the channel's movements name
-- nothing else.
-- Filled by take_up_sharing, touch_movements and Sharing/ReadSharings. Read by Sharing/ReadSharings, Sharing/SettleSharing,
-- replace_records, gather_shares, find_share_items and lock_share_items.
CREATE TEMP TABLE share_key (label text PRIMARY KEY);

-- The shop's records of these groups.
-- Filled by Sharing/ReadSharings. Read by Sharing/ReadSharings and replace_records.
CREATE TEMP TABLE read_sharing (
    payment_no text, sharing_no text, receiver text, amount_fen bigint, state text, shared_at timestamptz, channel_trade_no text,
    order_nos text);

-- Payments of rows that the shop has no record of; of a channel that names the trade alone, those of all movements and groups.
-- Filled by Sharing/ReadSharings. Read by Sharing/ReadSharings, gather_shares and find_share_items.
CREATE TEMP TABLE share_payment (channel_trade_no text PRIMARY KEY, payment_no text);

-- Movements of class sharing: the day's, and those that may be of these groups. What went out is positive.
-- Filled by touch_movements and gather_shares. Read by touch_movements, Sharing/ReadSharings, gather_shares, find_share_items and
-- sharing_functions.
CREATE TEMP TABLE share_movement (
    bill_date date, file_no smallint, line_no integer, business_no text, voucher_no text, flow_no text, fen bigint,
    booked_at timestamptz, label text, is_known boolean, PRIMARY KEY (bill_date, file_no, line_no));

-- What the channel says of these groups: rows of sharing bills, or movements.
-- Filled by gather_shares, changed by pair_shares. Read by pair_shares, apply_shares, find_share_items, sharing_functions and
-- Sharing/SettleSharing.
CREATE TEMP TABLE share_row (
    row_id integer GENERATED ALWAYS AS IDENTITY, bill_date date, file_no smallint, line_no integer, label text, receiver text,
    form text, fen bigint, occurred_at timestamptz, channel_trade_no text, channel_sharing_no text, pair_id integer,
    outcome ledger.outcome);

-- What the shop says of them.
-- Filled by gather_shares, changed by pair_shares. Read by pair_shares, apply_shares, find_share_items, sharing_functions and
-- Sharing/SettleSharing.
CREATE TEMP TABLE share_side (
    side_id integer GENERATED ALWAYS AS IDENTITY, label text, payment_no text, sharing_no text, receiver text, form text,
    fen bigint, state text, shared_at timestamptz, booked_on date, channel_trade_no text, order_nos text[], pair_id integer,
    outcome ledger.outcome, due_date date);
