CREATE OR REPLACE VIEW recon.business_codes AS
SELECT k.code, c.class, coalesce(c.text, s.text) AS text, c.code IS NOT NULL AS known, coalesce(s.rows, 0) AS rows,
       recon.yuan(coalesce(s.amount_fen, 0))::numeric(18, 2) AS amount, s.first_at, s.last_at,
       CASE WHEN c.is_ours THEN 'reconciled' ELSE c.set_by END AS set_by, c.set_at
FROM (SELECT counted_as AS code, sum(rows)::bigint AS rows, sum(amount_fen) AS amount_fen,
             min(first_at) AS first_at, max(last_at) AS last_at, min(text) FILTER (WHERE text <> '') AS text
      FROM ledger.seller_sum WHERE left_out IS NULL AND counted_as <> '' GROUP BY 1) s
FULL JOIN ledger.business_code c USING (code)
CROSS JOIN LATERAL (SELECT coalesce(s.code, c.code) AS code) k
ORDER BY c.code IS NOT NULL, abs(coalesce(s.amount_fen, 0)) DESC, 1;

COMMENT ON VIEW recon.business_codes IS
    'Business codes of the platform (业务码), and types of rows without one: unknown ones first, with count and sum. recon.classify_code says what one is.';
COMMENT ON COLUMN recon.business_codes.code IS 'The code as text, such as 0170155T, or a type (业务类型)';
COMMENT ON COLUMN recon.business_codes.class IS 'receipt, refund, deposit_refund, fee, insurance, marketing, donation, subsidy or own_funds; empty while it is unknown';
COMMENT ON COLUMN recon.business_codes.text IS 'What it is called';
COMMENT ON COLUMN recon.business_codes.known IS 'It has a class; where not, its movements are unresolved';
COMMENT ON COLUMN recon.business_codes.rows IS 'Movements that count (笔数)';
COMMENT ON COLUMN recon.business_codes.amount IS 'Their sum in yuan (金额)';
COMMENT ON COLUMN recon.business_codes.first_at IS 'Seen first';
COMMENT ON COLUMN recon.business_codes.last_at IS 'Seen last';
COMMENT ON COLUMN recon.business_codes.set_by IS 'Who gave the class';
COMMENT ON COLUMN recon.business_codes.set_at IS 'When';
