-- A fee that is no fee_mismatch is the contracted one, to the fen: what is contracted follows from what was charged.
CREATE OR REPLACE VIEW recon.monthly_fees AS
SELECT t.month, a.channel, a.account, round(a.contracted_rate_e7 / 10000000.0, 7) AS contracted_rate,
       round(t.fees_e5 / 1000.0 / nullif(t.settled_fen, 0), 6) AS charged_rate, recon.yuan(t.settled_fen)::numeric(18, 2) AS settled_amount,
       recon.short(recon.yuan_of_e5(t.fees_e5)) AS charged_fees,
       CASE WHEN a.contracted_rate_e7 IS NOT NULL
            THEN recon.short(recon.yuan_of_e5(t.fees_e5 - coalesce(m.difference_fen, 0) * 1000)) END AS contracted_fees,
       CASE WHEN a.contracted_rate_e7 IS NOT NULL THEN recon.yuan(coalesce(m.difference_fen, 0)) END::numeric(18, 2) AS difference,
       coalesce(m.items, 0) AS fee_mismatches, recon.short(recon.yuan_of_e5(-t.returned_e5)) AS returned_fees
FROM (SELECT d.account_id, date_trunc('month', d.bill_date::timestamp)::date AS month,
             sum(r.settled_fen) FILTER (WHERE r.entry_type = 'payment') AS settled_fen,
             sum(r.fees_e5) FILTER (WHERE r.entry_type = 'payment') AS fees_e5,
             sum(r.fees_e5) FILTER (WHERE r.entry_type = 'refund') AS returned_e5
      FROM ledger.day d JOIN ledger.run_total r ON r.account_id = d.account_id AND r.run_id = d.run_id
      WHERE d.kind = 'trade' AND d.concluded GROUP BY 1, 2) t
JOIN ledger.account a USING (account_id)
LEFT JOIN (SELECT account_id, date_trunc('month', bill_date::timestamp)::date AS month, count(*) AS items,
                  sum(difference_fen) AS difference_fen
           FROM ledger.item WHERE code = 'fee_mismatch' AND found GROUP BY 1, 2) m USING (account_id, month)
ORDER BY t.month DESC, a.channel, a.account;

COMMENT ON VIEW recon.monthly_fees IS
    'Fees that were charged against the contracted ones (手续费核对), by account and month, of the trade bills'' runs in force. The difference is that of all fee_mismatch discrepancies, whatever was decided about them; each is in recon.discrepancies.';
COMMENT ON COLUMN recon.monthly_fees.month IS 'First day of the month (月份)';
COMMENT ON COLUMN recon.monthly_fees.channel IS 'Channel (渠道), a word of recon.channels';
COMMENT ON COLUMN recon.monthly_fees.account IS 'Merchant number at the channel (商户号): mchid or PID';
COMMENT ON COLUMN recon.monthly_fees.contracted_rate IS 'Contracted rate (签约费率), from 0 to 1, as the last run had it; empty where fees are not compared';
COMMENT ON COLUMN recon.monthly_fees.charged_rate IS 'Fees of the payments for each yuan of their settled amounts (实际费率)';
COMMENT ON COLUMN recon.monthly_fees.settled_amount IS 'Settled amounts of the payments in yuan, on which fees are charged';
COMMENT ON COLUMN recon.monthly_fees.charged_fees IS 'Fees of the payments in yuan (实收手续费)';
COMMENT ON COLUMN recon.monthly_fees.contracted_fees IS 'What they are by contract (应收手续费): what was charged, without the difference; empty where fees are not compared';
COMMENT ON COLUMN recon.monthly_fees.difference IS 'Charged minus contracted in yuan, of fee_mismatch discrepancies; one that a worse difference hides is not in it';
COMMENT ON COLUMN recon.monthly_fees.fee_mismatches IS 'How many discrepancies that is';
COMMENT ON COLUMN recon.monthly_fees.returned_fees IS 'Fees given back with refunds, in yuan, positive (退还手续费)';
