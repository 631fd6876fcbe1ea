-- Ranges of which no block is left.
DELETE FROM ledger.block_range g
WHERE g.kind = 'trade' AND NOT EXISTS (
    SELECT FROM ledger.plain_block b WHERE b.account_id = g.account_id AND b.block_no BETWEEN g.first_no AND g.last_no);
DELETE FROM ledger.block_range g
WHERE g.kind = 'funds' AND NOT EXISTS (
    SELECT FROM ledger.movement_block b
    WHERE b.account_id = g.account_id AND b.block_no BETWEEN g.first_no AND g.last_no AND b.lines <> '');
-- Runs that know of none that is there.
DELETE FROM ledger.number_run r
WHERE NOT EXISTS (SELECT FROM ledger.block_range g WHERE g.first_no BETWEEN r.first_block AND r.last_block)
