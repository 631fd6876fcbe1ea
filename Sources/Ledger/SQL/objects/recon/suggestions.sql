CREATE OR REPLACE VIEW recon.suggestions AS
SELECT h.shop, p.plus_item, p.minus_item, recon.yuan(p.amount_fen)::numeric(18, 2) AS amount,
       coalesce(p.decision, 'open') AS status, p.actor AS decided_by, p.note, p.decided_at
FROM ledger.seller_pair p JOIN ledger.shop h USING (shop_id) ORDER BY 1, 4 DESC, 2;

COMMENT ON VIEW recon.suggestions IS
    'Two open items that cancel, the only ones of their amount (建议配对). Nothing is applied before a person accepts it with recon.decide_suggestion.';
COMMENT ON COLUMN recon.suggestions.shop IS 'The shop, by the name that its statements are imported under (店铺)';
COMMENT ON COLUMN recon.suggestions.plus_item IS 'The item that has too much';
COMMENT ON COLUMN recon.suggestions.minus_item IS 'The item that has too little';
COMMENT ON COLUMN recon.suggestions.amount IS 'By how much, in yuan';
COMMENT ON COLUMN recon.suggestions.status IS 'open (待定), accepted (已接受) or refused (已拒绝)';
COMMENT ON COLUMN recon.suggestions.decided_by IS 'Who decided';
COMMENT ON COLUMN recon.suggestions.note IS 'Why';
COMMENT ON COLUMN recon.suggestions.decided_at IS 'When';
