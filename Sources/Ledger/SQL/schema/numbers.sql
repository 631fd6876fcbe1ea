-- Where a number may be found among the packed blocks, at a cost that does not grow with days and accounts. A block is written
-- with the tags of its numbers; a little later they are taken up by a run of the index, and the block has a number instead.
-- Runs of one size are merged into one of the next. What an index says is a hint: whoever asks unpacks the block and looks.

CREATE TABLE ledger.block_range (
    first_no   integer PRIMARY KEY,
    last_no    integer NOT NULL,
    account_id integer NOT NULL REFERENCES ledger.account,
    kind       text NOT NULL REFERENCES ledger.bill_kind,
    CONSTRAINT blocks_are_in_order CHECK (first_no >= 1 AND first_no <= last_no)
);
COMMENT ON TABLE ledger.block_range IS
    'Whose the blocks of these numbers are: of kind trade those of ledger.plain_block, of kind funds those of ledger.movement_block.';

CREATE TABLE ledger.number_run (
    run_no      integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    first_block integer NOT NULL,
    last_block  integer NOT NULL,
    numbers     bigint NOT NULL CHECK (numbers >= 0),
    bucket_bits smallint NOT NULL CHECK (bucket_bits BETWEEN 0 AND 24),
    block_bytes smallint NOT NULL CHECK (block_bytes BETWEEN 1 AND 4)
);
COMMENT ON TABLE ledger.number_run IS 'Runs of the index of numbers: blocks that were taken up together, and runs merged.';
COMMENT ON COLUMN ledger.number_run.numbers IS 'How many there are, one that several blocks have once for each.';
COMMENT ON COLUMN ledger.number_run.bucket_bits IS 'How many of a tag''s leading bits are the number of its bucket.';
COMMENT ON COLUMN ledger.number_run.block_bytes IS 'How many bytes a block takes in a bucket, counted from first_block.';

CREATE TABLE ledger.number_bucket (
    run_no integer NOT NULL REFERENCES ledger.number_run ON DELETE CASCADE,
    bucket integer NOT NULL CHECK (bucket >= 0),
    tags   bytea NOT NULL,
    blocks bytea NOT NULL,
    PRIMARY KEY (run_no, bucket)
);
-- They are random bytes, which nothing makes shorter.
ALTER TABLE ledger.number_bucket ALTER tags SET STORAGE EXTERNAL, ALTER blocks SET STORAGE EXTERNAL,
    ALTER tags SET STATISTICS 0, ALTER blocks SET STATISTICS 0;
COMMENT ON TABLE ledger.number_bucket IS 'Numbers of a run whose tags begin alike, and the blocks that have them.';
COMMENT ON COLUMN ledger.number_bucket.tags IS
    'ledger.tag of each number, without the whole bytes that the bucket''s number says.';
COMMENT ON COLUMN ledger.number_bucket.blocks IS 'Of each of them the block, as many bytes as the run says.';

ALTER TABLE ledger.plain_block ADD block_no integer;
ALTER TABLE ledger.movement_block ADD block_no integer;
COMMENT ON COLUMN ledger.plain_block.block_no IS
    'Its number in the index of numbers, which has its tags then; those of counted pairs stay here too. Empty: not taken up yet.';
COMMENT ON COLUMN ledger.movement_block.block_no IS 'As in ledger.plain_block.';
-- What is not taken up yet is looked through whole: NULLs are found by the same index.
CREATE UNIQUE INDEX plain_block_no ON ledger.plain_block (block_no, account_id);
CREATE UNIQUE INDEX movement_block_no ON ledger.movement_block (block_no, account_id);
ALTER TABLE ledger.plain_block DROP CONSTRAINT an_entry_is_in_one_place, ADD CONSTRAINT an_entry_is_in_one_place CHECK (
    length(payment_tags) = 4 * (entries + coalesce(cardinality(taken_out), 0)) OR block_no IS NOT NULL AND payment_tags = '') NOT VALID;

-- The account comes first in every key: results lie and are looked for by account. People ask for a day of all accounts, too.
CREATE INDEX plain_block_day ON ledger.plain_block (bill_date);
CREATE INDEX entry_day ON ledger.entry (bill_date);
CREATE INDEX movement_block_day ON ledger.movement_block (bill_date);
CREATE INDEX movement_day ON ledger.movement (bill_date);
ALTER TABLE ledger.plain_block DROP CONSTRAINT plain_block_pkey,
    ADD PRIMARY KEY (account_id, bill_date, entry_type, file_no, first_line);
ALTER TABLE ledger.movement_block DROP CONSTRAINT movement_block_pkey,
    ADD PRIMARY KEY (account_id, bill_date, file_no, first_line);
ALTER TABLE ledger.entry DROP CONSTRAINT entry_pkey, ADD PRIMARY KEY (account_id, bill_date, file_no, line_no);
ALTER TABLE ledger.movement DROP CONSTRAINT movement_pkey, ADD PRIMARY KEY (account_id, bill_date, file_no, line_no);
DROP INDEX ledger.entry_open;
CREATE INDEX entry_open ON ledger.entry (account_id, bill_date) WHERE outcome <> 'matched' OR flag IS NOT NULL;
DROP INDEX ledger.plain_block_counted;
CREATE INDEX plain_block_counted ON ledger.plain_block (account_id, bill_date) WHERE line_runs IS NOT NULL;

-- Which keys are open, in any day of any account: whoever matches a day holds every pair against them.
CREATE TABLE ledger.open_key (
    note_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tags    bytea NOT NULL,
    numbers bytea NOT NULL
);
ALTER TABLE ledger.open_key ALTER tags SET STORAGE EXTERNAL, ALTER numbers SET STORAGE EXTERNAL, ALTER tags SET STATISTICS 0,
    ALTER numbers SET STATISTICS 0;
COMMENT ON TABLE ledger.open_key IS
    'Keys that a shop record or an entry is open under, and some that were: noted by each settlement, gathered anew from time to time.';
COMMENT ON COLUMN ledger.open_key.tags IS 'ledger.key_tag of each.';
COMMENT ON COLUMN ledger.open_key.numbers IS 'ledger.tag of their payment numbers.';
INSERT INTO ledger.open_key (tags, numbers)
SELECT string_agg(int4send(hashtext(payment_no || CASE entry_type WHEN 'refund' THEN E'\n' || refund_no ELSE '' END)), ''),
       string_agg(int4send(hashtext(payment_no)), '')
FROM (SELECT entry_type, payment_no, refund_no FROM ledger.record
      UNION SELECT entry_type, payment_no, refund_no FROM ledger.entry WHERE outcome <> 'matched') k
HAVING count(*) > 0;
-- A key is looked for among the records of all accounts.
CREATE INDEX record_payment ON ledger.record (payment_no);
