CREATE OR REPLACE VIEW recon.bill_files AS
SELECT f.bill_file_id, a.channel, a.account, f.bill_date, f.received_at, f.size_bytes AS size, f.sha256, f.rows,
       f.archive_path, f.source, f.deleted_at, f.kind, nullif(f.pot, '') AS pot
FROM ledger.bill_file f JOIN ledger.account a USING (account_id)
ORDER BY f.bill_file_id DESC;

COMMENT ON VIEW recon.bill_files IS
    'Bill files (对账单文件) as they were received and lie in the archive, newest first.';
COMMENT ON COLUMN recon.bill_files.bill_file_id IS 'Number of the file';
COMMENT ON COLUMN recon.bill_files.channel IS 'Channel (渠道), a word of recon.channels';
COMMENT ON COLUMN recon.bill_files.account IS 'Merchant number at the channel (商户号): mchid or PID';
COMMENT ON COLUMN recon.bill_files.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日)';
COMMENT ON COLUMN recon.bill_files.received_at IS 'When it was received';
COMMENT ON COLUMN recon.bill_files.size IS 'Bytes on disk';
COMMENT ON COLUMN recon.bill_files.sha256 IS 'SHA-256 of the bytes on disk';
COMMENT ON COLUMN recon.bill_files.rows IS 'Rows of the bill; empty while it was never read whole';
COMMENT ON COLUMN recon.bill_files.archive_path IS 'Where it lies';
COMMENT ON COLUMN recon.bill_files.source IS 'channel or import';
COMMENT ON COLUMN recon.bill_files.deleted_at IS 'When retention deleted the file, or its loss was noted; empty while it is there';
COMMENT ON COLUMN recon.bill_files.kind IS 'Kind of the bill (账单种类): trade or funds';
COMMENT ON COLUMN recon.bill_files.pot IS 'Of a funds bill the pot (资金账户) that the file is of; empty for a trade bill';
