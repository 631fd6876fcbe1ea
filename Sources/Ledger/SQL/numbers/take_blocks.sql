-- Blocks of one account that are not taken up yet, in the order of its days. They stay locked: who changes one, or writes its
-- day anew, waits for the end of this. Those that somebody is at are left for the next time.
CREATE TEMP TABLE taken_block ON COMMIT DROP AS
SELECT t.*, :first_no - 1 + row_number() OVER (ORDER BY :key) AS block_no
FROM (SELECT :key FROM :table WHERE block_no IS NULL AND account_id = :account_id
      ORDER BY :key LIMIT :blocks FOR UPDATE SKIP LOCKED) t;
ANALYZE pg_temp.taken_block
