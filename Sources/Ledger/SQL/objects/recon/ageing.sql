CREATE OR REPLACE VIEW recon.ageing AS
SELECT c.code, c.label_en, c.label_zh, i.status, g.age, count(*) AS items,
       recon.yuan(sum(abs(i.difference_fen::numeric)))::numeric(18, 2) AS money_at_risk,
       recon.yuan(sum(i.difference_fen))::numeric(18, 2) AS difference, min(i.bill_date) AS oldest,
       s.label_en AS status_en, s.label_zh AS status_zh
FROM ledger.item i
JOIN recon.codes c ON c.code = i.code::text
LEFT JOIN recon.labels s ON s.word_of = 'status' AND s.word = i.status
CROSS JOIN LATERAL (
    SELECT coalesce((now() AT TIME ZONE 'Asia/Shanghai')::date - i.bill_date, 0) AS days) d
CROSS JOIN LATERAL (
    SELECT CASE WHEN days <= 1 THEN '0-1 days' WHEN days <= 3 THEN '2-3 days' WHEN days <= 7 THEN '4-7 days'
                WHEN days <= 30 THEN '8-30 days' ELSE 'over 30 days' END AS age,
           CASE WHEN days <= 1 THEN 1 WHEN days <= 3 THEN 2 WHEN days <= 7 THEN 3 WHEN days <= 30 THEN 4 ELSE 5 END AS step) g
WHERE i.status <> 'resolved'
GROUP BY c.code, c.label_en, c.label_zh, i.status, s.label_en, s.label_zh, g.age, g.step
ORDER BY g.step DESC, sum(abs(i.difference_fen::numeric)) DESC, c.code, i.status;

COMMENT ON VIEW recon.ageing IS
    'Money at risk (在险金额) by code, status and age (账龄), the oldest and largest first; without what is resolved.';
COMMENT ON COLUMN recon.ageing.code IS 'Code, see recon.codes; of a pending item the one it becomes when it falls due';
COMMENT ON COLUMN recon.ageing.label_en IS 'English label';
COMMENT ON COLUMN recon.ageing.label_zh IS 'Chinese label';
COMMENT ON COLUMN recon.ageing.status IS 'pending, open or acknowledged';
COMMENT ON COLUMN recon.ageing.age IS 'Age in days since the bill date (账龄)';
COMMENT ON COLUMN recon.ageing.items IS 'How many there are';
COMMENT ON COLUMN recon.ageing.money_at_risk IS 'Sum of the differences in yuan, each without its sign (在险金额)';
COMMENT ON COLUMN recon.ageing.difference IS 'Sum of the differences in yuan: channel minus order; of money, what moved minus what was expected';
COMMENT ON COLUMN recon.ageing.oldest IS 'The earliest bill date among them';
COMMENT ON COLUMN recon.ageing.status_en IS 'Status in English';
COMMENT ON COLUMN recon.ageing.status_zh IS 'Status in Chinese';
