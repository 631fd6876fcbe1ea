CREATE OR REPLACE VIEW recon.daily_summary AS
SELECT d.bill_date, a.channel, a.account,
       d.verdict,
       coalesce(p.rows, 0) AS payments, recon.yuan(coalesce(p.amount_fen, 0))::numeric(18, 2) AS payment_amount,
       coalesce(f.rows, 0) AS refunds, recon.yuan(coalesce(f.amount_fen, 0))::numeric(18, 2) AS refund_amount,
       recon.yuan_of_e5(t.fees_e5)::numeric(20, 5) AS fees,
       recon.yuan_of_e5((coalesce(p.amount_fen, 0)::numeric - coalesce(f.amount_fen, 0)) * 1000 - t.fees_e5)::numeric(20, 5)
           AS net_amount,
       r.matched, d.waiting AS pending, d.open AS open_discrepancies, d.run_id, d.last_attempt_run_id,
       l.verdict::text AS last_attempt_verdict, ledger.reason_text(l.reason, l.expected, l.found, l.place, l.because, a.channel || ':' || a.account, l.bill_date) AS last_attempt_reason,
       d.bill_date <= (SELECT coalesce(max(closed_through), '-infinity') FROM ledger.period) AS closed,
       recon.yuan_of_e5((coalesce(p.settled_fen, 0)::numeric + coalesce(f.settled_fen, 0)) * 1000 - t.fees_e5)::numeric(20, 5)
           AS received_amount,
       l.reason_code AS last_attempt_reason_code, l.hint AS last_attempt_hint,
       recon.yuan(b.amount_fen)::numeric(18, 2) AS booked_amount, m.verdict AS funds_verdict,
       v.label_en AS verdict_en, v.label_zh AS verdict_zh, w.label_en AS funds_verdict_en, w.label_zh AS funds_verdict_zh,
       h.verdict AS sharing_verdict
FROM ledger.day_verdict d
JOIN ledger.account a USING (account_id)
LEFT JOIN ledger.run r USING (account_id, run_id)
JOIN ledger.run l ON l.account_id = d.account_id AND l.run_id = d.last_attempt_run_id
LEFT JOIN ledger.run_total p ON p.account_id = d.account_id AND p.run_id = d.run_id AND p.entry_type = 'payment'
LEFT JOIN ledger.run_total f ON f.account_id = d.account_id AND f.run_id = d.run_id AND f.entry_type = 'refund'
LEFT JOIN ledger.day_verdict m ON m.account_id = d.account_id AND m.bill_date = d.bill_date AND m.kind = 'funds'
LEFT JOIN ledger.day_verdict h ON h.account_id = d.account_id AND h.bill_date = d.bill_date AND h.kind = 'sharing'
LEFT JOIN ledger.bridge_line b ON b.account_id = m.account_id AND b.run_id = m.run_id AND b.line = 'booked'
LEFT JOIN recon.labels v ON v.word_of = 'verdict' AND v.word = d.verdict
LEFT JOIN recon.labels w ON w.word_of = 'verdict' AND w.word = m.verdict
CROSS JOIN LATERAL (SELECT coalesce(p.fees_e5, 0)::numeric + coalesce(f.fees_e5, 0) AS fees_e5) t
WHERE d.kind = 'trade'
ORDER BY d.bill_date DESC, a.channel, a.account;

COMMENT ON VIEW recon.daily_summary IS
    'One line for each account and day (日对账汇总), of the trade bill''s run in force, and beside it what moved by the funds bill''s; verdicts are live.';
COMMENT ON COLUMN recon.daily_summary.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日)';
COMMENT ON COLUMN recon.daily_summary.channel IS 'Channel (渠道), a word of recon.channels';
COMMENT ON COLUMN recon.daily_summary.account IS 'Merchant number at the channel (商户号): mchid or PID';
COMMENT ON COLUMN recon.daily_summary.verdict IS 'Of the trade bill: incomplete (无法下结论), discrepancies (有差错), pending (仅存疑) or balanced (平); only balanced is green';
COMMENT ON COLUMN recon.daily_summary.payments IS 'Payments in the bill';
COMMENT ON COLUMN recon.daily_summary.payment_amount IS 'Sum of the payments in yuan';
COMMENT ON COLUMN recon.daily_summary.refunds IS 'Refunds in the bill';
COMMENT ON COLUMN recon.daily_summary.refund_amount IS 'Sum of the refunds in yuan, positive';
COMMENT ON COLUMN recon.daily_summary.fees IS 'Fees in yuan (手续费), what was handed back taken off';
COMMENT ON COLUMN recon.daily_summary.net_amount IS 'Payments minus refunds minus fees in yuan, in what the buyers were asked for. Not what the channel pays out: vouchers that the merchant bears, and refunds that were not executed, are in it; see received_amount';
COMMENT ON COLUMN recon.daily_summary.matched IS 'Entries paired and equal, both on this day (平账)';
COMMENT ON COLUMN recon.daily_summary.pending IS 'Items in doubt (存疑)';
COMMENT ON COLUMN recon.daily_summary.open_discrepancies IS 'Discrepancies that are open or acknowledged now';
COMMENT ON COLUMN recon.daily_summary.run_id IS 'Number of the run (批次号)';
COMMENT ON COLUMN recon.daily_summary.last_attempt_run_id IS 'The last attempt on this day, also one that reached no conclusion';
COMMENT ON COLUMN recon.daily_summary.last_attempt_verdict IS 'Verdict of the last attempt; empty when it failed';
COMMENT ON COLUMN recon.daily_summary.last_attempt_reason IS 'Why the last attempt reached no conclusion, or failed';
COMMENT ON COLUMN recon.daily_summary.closed IS 'The day is in a closed period (已月结): no run changes it any more';
COMMENT ON COLUMN recon.daily_summary.received_amount IS 'What the merchant gets by the trade bill, in yuan: settled amounts minus fees; proven against the bill''s own totals (应结订单总金额, 退款总金额, 手续费总金额; 实收净额)';
COMMENT ON COLUMN recon.daily_summary.last_attempt_reason_code IS 'Stable code of that reason; recon.problems says what it means';
COMMENT ON COLUMN recon.daily_summary.last_attempt_hint IS 'What to do about that reason';
COMMENT ON COLUMN recon.daily_summary.booked_amount IS 'What moved on this day for payments, refunds and fees, in yuan, over all pots of the account (实际入账): the line booked of recon.bridge; empty without a concluded funds bill. It may be of entries of other days: recon.bridge has the way from received_amount';
COMMENT ON COLUMN recon.daily_summary.funds_verdict IS 'Verdict of the day''s funds bill (资金对账结论), like verdict; empty where the account has none or it has not been run';
COMMENT ON COLUMN recon.daily_summary.verdict_en IS 'Verdict in English';
COMMENT ON COLUMN recon.daily_summary.verdict_zh IS 'Verdict in Chinese';
COMMENT ON COLUMN recon.daily_summary.funds_verdict_en IS 'Verdict of the funds bill in English';
COMMENT ON COLUMN recon.daily_summary.funds_verdict_zh IS 'Verdict of the funds bill in Chinese';
COMMENT ON COLUMN recon.daily_summary.sharing_verdict IS 'Live verdict on what was shared with partners that day (分账对账结论); empty where nothing of that is reconciled';
