CREATE OR REPLACE VIEW recon.daemons AS
SELECT p.process_id, p.host, p.pid, p.version, p.status, p.started_at, p.seen_at, cardinality(p.accounts) AS accounts
FROM ledger.process p WHERE p.kind = 'daemon' AND ledger.is_alive(p.process_id)
ORDER BY p.process_id;

COMMENT ON VIEW recon.daemons IS
    'Daemons (守护进程) that are at work on this database now.';
COMMENT ON COLUMN recon.daemons.process_id IS 'Number of the process in this database';
COMMENT ON COLUMN recon.daemons.host IS 'Machine it runs on';
COMMENT ON COLUMN recon.daemons.pid IS 'Its process number there';
COMMENT ON COLUMN recon.daemons.version IS 'Version of the program';
COMMENT ON COLUMN recon.daemons.status IS 'What it does, or waits for';
COMMENT ON COLUMN recon.daemons.started_at IS 'When it connected';
COMMENT ON COLUMN recon.daemons.seen_at IS 'When it last said so';
COMMENT ON COLUMN recon.daemons.accounts IS 'How many accounts it serves';
