-- Profit sharing (分账, Contract 6): what the channel says was shared, what the shop says, and how the two differ.

-- New values cannot be named before they are committed: constraints name those around them.
ALTER TYPE ledger.outcome ADD VALUE 'share_only';
ALTER TYPE ledger.outcome ADD VALUE 'share_missing';
ALTER TYPE ledger.outcome ADD VALUE 'share_amount_mismatch';
ALTER TYPE ledger.outcome ADD VALUE 'share_frozen';
ALTER TABLE ledger.item DROP CONSTRAINT a_code_of_its_kind, DROP CONSTRAINT only_one_sided_items_wait;
ALTER TABLE ledger.item
    ADD CONSTRAINT a_code_of_its_kind CHECK (
        CASE kind WHEN 'funds' THEN code BETWEEN 'not_booked' AND 'balance_break'
                  WHEN 'sharing' THEN code > 'balance_break' OR code = 'unclassified' ELSE code < 'not_booked' END),
    ADD CONSTRAINT only_one_sided_items_wait CHECK (
        status <> 'pending' OR kind = 'sharing' OR code IN ('channel_only', 'order_only', 'not_booked'));
-- The sharing order that an item is about, in front of its receiver; no number has a tab.
CREATE INDEX item_sharing ON ledger.item (account_id, split_part(channel_no, E'\t', 1)) WHERE kind = 'sharing';

CREATE TABLE ledger.share (
    account_id         integer NOT NULL,
    bill_date          date NOT NULL,
    file_no            smallint NOT NULL,
    line_no            integer NOT NULL CHECK (line_no >= 1),
    share_kind         text NOT NULL CHECK (share_kind IN ('share', 'share_return', 'release', 'other')),
    is_executed        boolean NOT NULL,
    amount_fen         ledger.fen NOT NULL CHECK (amount_fen >= 0),
    channel_trade_no   text NOT NULL,
    channel_sharing_no text NOT NULL,
    detail_no          text NOT NULL,
    sharing_no         text NOT NULL,
    receiver           text NOT NULL,
    type               text NOT NULL,
    state              text NOT NULL,
    shared_at          timestamptz NOT NULL,
    outcome            ledger.outcome NOT NULL DEFAULT 'not_executed',
    paired_receiver    text,
    PRIMARY KEY (account_id, bill_date, file_no, line_no)
);
CREATE INDEX share_sharing_no ON ledger.share (account_id, sharing_no);
CREATE INDEX share_channel_sharing_no ON ledger.share (account_id, channel_sharing_no);
CREATE INDEX share_detail_no ON ledger.share (account_id, detail_no) WHERE detail_no <> '';
CREATE INDEX share_trade_no ON ledger.share (account_id, channel_trade_no);
COMMENT ON TABLE ledger.share IS 'Rows of the sharing bills in force.';
COMMENT ON COLUMN ledger.share.receiver IS
    'A merchant number; of a person no more than tells one receiver of a sharing order from another.';
COMMENT ON COLUMN ledger.share.type IS 'The bill''s own words, with state, where it is not known what they say.';
COMMENT ON COLUMN ledger.share.outcome IS 'not_executed also of what is no share: a release.';
COMMENT ON COLUMN ledger.share.paired_receiver IS 'As the shop''s record has it that the row is paired with.';

CREATE TABLE ledger.share_record (
    account_id       integer NOT NULL,
    payment_no       text NOT NULL CHECK (payment_no <> ''),
    sharing_no       text NOT NULL CHECK (sharing_no <> ''),
    receiver         text NOT NULL,
    amount_fen       ledger.fen NOT NULL,
    state            text NOT NULL CHECK (state IN ('succeeded', 'processing', 'closed')),
    shared_at        timestamptz,
    booked_on        date GENERATED ALWAYS AS ((shared_at AT TIME ZONE 'Asia/Shanghai')::date) STORED,
    channel_trade_no text NOT NULL,
    order_nos        text[],
    outcome          ledger.outcome NOT NULL DEFAULT 'pending',
    PRIMARY KEY (account_id, payment_no, sharing_no, receiver)
);
CREATE INDEX share_record_sharing_no ON ledger.share_record (account_id, sharing_no);
CREATE INDEX share_record_booked ON ledger.share_record (account_id, booked_on);
CREATE INDEX share_record_trade_no ON ledger.share_record (account_id, channel_trade_no) WHERE channel_trade_no <> '';
COMMENT ON TABLE ledger.share_record IS 'What the shop says it shared, as the last run that had to do with it read it.';
COMMENT ON COLUMN ledger.share_record.amount_fen IS 'What was given back (分账回退) is negative.';
