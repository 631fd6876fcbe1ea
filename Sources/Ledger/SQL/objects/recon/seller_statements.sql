CREATE OR REPLACE VIEW recon.seller_statements AS
SELECT h.shop, s.pot, s.statement_id, s.first_at, s.last_at, s.rows_in + s.rows_out AS rows, recon.yuan(s.in_fen)::numeric(18, 2) AS money_in,
       recon.yuan(s.out_fen)::numeric(18, 2) AS money_out, recon.yuan(s.in_fen - s.out_fen)::numeric(18, 2) AS net,
       recon.yuan(s.opening_fen)::numeric(18, 2) AS opening, recon.yuan(s.closing_fen)::numeric(18, 2) AS closing,
       l.copies, l.repeated, s.notes, s.file_name, s.size_bytes, s.sha256, s.has_totals, s.flagged_rows, s.imported_at, s.imported_by
FROM ledger.seller_statement s
JOIN ledger.shop h USING (shop_id)
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE reason = 'copy') AS copies, count(*) FILTER (WHERE reason = 'repeated') AS repeated
    FROM ledger.seller_row_left_out l WHERE l.shop_id = s.shop_id AND l.statement_id = s.statement_id) l
ORDER BY h.shop, s.first_at DESC, s.pot, s.statement_id DESC;

COMMENT ON VIEW recon.seller_statements IS
    'Statements of a seller''s pots that were imported (店铺资金账单), one line for each file.';
COMMENT ON COLUMN recon.seller_statements.shop IS 'The shop, by the name that its statements are imported under (店铺)';
COMMENT ON COLUMN recon.seller_statements.pot IS 'aggregated (聚合账户), deposit (保证金) or alipay (支付宝账户)';
COMMENT ON COLUMN recon.seller_statements.statement_id IS 'Number of the statement (账单编号)';
COMMENT ON COLUMN recon.seller_statements.first_at IS 'Its earliest movement (最早入账时间)';
COMMENT ON COLUMN recon.seller_statements.last_at IS 'Its latest movement (最晚入账时间)';
COMMENT ON COLUMN recon.seller_statements.rows IS 'How many movements it lists (笔数)';
COMMENT ON COLUMN recon.seller_statements.money_in IS 'What came in, in yuan (收入)';
COMMENT ON COLUMN recon.seller_statements.money_out IS 'What went out, in yuan, positive (支出)';
COMMENT ON COLUMN recon.seller_statements.net IS 'In less out (净额)';
COMMENT ON COLUMN recon.seller_statements.opening IS 'Balance before its first movement, where its balances follow from each other (期初余额)';
COMMENT ON COLUMN recon.seller_statements.closing IS 'Balance after its last one (期末余额)';
COMMENT ON COLUMN recon.seller_statements.copies IS 'Movements that only mirror the aggregated account, and count there (镜像)';
COMMENT ON COLUMN recon.seller_statements.repeated IS 'Movements that an earlier file has (重复)';
COMMENT ON COLUMN recon.seller_statements.notes IS 'What was odd about the file: columns that came or went, a title that was blank';
COMMENT ON COLUMN recon.seller_statements.file_name IS 'The file''s name';
COMMENT ON COLUMN recon.seller_statements.size_bytes IS 'Its size in bytes';
COMMENT ON COLUMN recon.seller_statements.sha256 IS 'Its SHA-256; one file is imported once';
COMMENT ON COLUMN recon.seller_statements.has_totals IS 'The file had totals of its own, and they agree';
COMMENT ON COLUMN recon.seller_statements.flagged_rows IS 'Rows of which a cell holds something else than a number; it stays in the file';
COMMENT ON COLUMN recon.seller_statements.imported_at IS 'When it was imported';
COMMENT ON COLUMN recon.seller_statements.imported_by IS 'Who imported it: the database role';
