CREATE OR REPLACE VIEW recon.account_moves AS
SELECT moved_at, direction, channel, account, moved_by, moved_rows AS rows, shift, sha256
FROM ledger.account_move ORDER BY moved_at DESC, move_no DESC;

COMMENT ON VIEW recon.account_moves IS
    'Accounts whose history came from another database (direction in) or went to one (out), the last first (账户迁移). A run, discrepancy, bill or event of an old ticket has the old number + shift here.';
COMMENT ON COLUMN recon.account_moves.moved_at IS 'When it happened';
COMMENT ON COLUMN recon.account_moves.direction IS 'in: it came from another database; out: it went, and nothing else of it is here';
COMMENT ON COLUMN recon.account_moves.channel IS 'Channel (渠道), a word of recon.channels';
COMMENT ON COLUMN recon.account_moves.account IS 'Merchant number at the channel (商户号): mchid or PID';
COMMENT ON COLUMN recon.account_moves.moved_by IS 'Who did it';
COMMENT ON COLUMN recon.account_moves.rows IS 'Rows of the ledger that were moved';
COMMENT ON COLUMN recon.account_moves.shift IS 'What is to be added to a number (批次号、差异编号等) that was given before this move; empty where it went';
COMMENT ON COLUMN recon.account_moves.sha256 IS 'SHA-256 of the file';
