CREATE OR REPLACE VIEW ledger.mix AS
SELECT d.bill_date, a.channel, sum(p.rows) AS payments, sum(p.amount_fen) AS payment_fen, sum(f.rows) AS refunds,
       sum(f.amount_fen) AS refund_fen,
       sum(p.fees_e5) + sum(f.fees_e5) AS fees_e5, count(*) AS account_days
FROM ledger.day d
JOIN ledger.account a USING (account_id)
JOIN ledger.run_total p ON p.account_id = d.account_id AND p.run_id = d.run_id AND p.entry_type = 'payment'
JOIN ledger.run_total f ON f.account_id = d.account_id AND f.run_id = d.run_id AND f.entry_type = 'refund'
WHERE d.kind = 'trade' AND d.concluded GROUP BY 1, 2;

COMMENT ON VIEW ledger.mix IS
    'Sums by concluded day and channel, behind recon.channel_mix.';
