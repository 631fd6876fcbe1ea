-- Blocks that are not taken up yet, account by account, in the order of their days. They stay locked: who changes one, or writes
-- its day anew, waits for the end of this. Those that somebody is at are left for the next time.
CREATE TEMP TABLE taken_block ON COMMIT DROP AS
SELECT t.*, (:first_no - 1 + row_number() OVER (ORDER BY :key))::integer AS block_no
FROM (SELECT :key FROM :table WHERE block_no IS NULL ORDER BY :key LIMIT :blocks FOR UPDATE SKIP LOCKED) t;
ANALYZE pg_temp.taken_block;
INSERT INTO ledger.block_range (first_no, last_no, account_id, kind)
SELECT min(block_no), max(block_no), account_id, ':kind' FROM pg_temp.taken_block GROUP BY account_id
