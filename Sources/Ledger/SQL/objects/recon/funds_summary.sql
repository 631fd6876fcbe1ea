-- A day without a conclusion has no balances: its pots are those of the configuration.
CREATE OR REPLACE VIEW recon.funds_summary AS
SELECT v.bill_date, a.channel, a.account, p.pot, recon.yuan(p.shown_opening_fen)::numeric(18, 2) AS opening,
       recon.yuan(p.into_fen)::numeric(18, 2) AS money_in, recon.yuan(p.out_fen)::numeric(18, 2) AS money_out,
       recon.yuan(p.shown_closing_fen)::numeric(18, 2) AS closing, v.verdict, p.is_proven IS TRUE AS proven,
       p.into_rows AS movements_in, p.out_rows AS movements_out, p.file_no IS NOT NULL AS has_statement,
       p.is_controlled AS controlled, v.waiting AS pending, v.open AS open_discrepancies, v.run_id, v.last_attempt_run_id,
       l.verdict::text AS last_attempt_verdict, ledger.reason_text(l.reason, l.expected, l.found, l.place, l.because, a.channel || ':' || a.account, l.bill_date) AS last_attempt_reason,
       l.reason_code AS last_attempt_reason_code, l.hint AS last_attempt_hint,
       v.bill_date <= (SELECT coalesce(max(closed_through), '-infinity') FROM ledger.period) AS closed,
       w.label_en AS verdict_en, w.label_zh AS verdict_zh
FROM ledger.day_verdict v
JOIN ledger.account a USING (account_id)
JOIN ledger.run l ON l.account_id = v.account_id AND l.run_id = v.last_attempt_run_id
CROSS JOIN LATERAL (
    SELECT p.pot, p.shown_opening_fen, p.into_fen, p.out_fen, p.shown_closing_fen, p.is_proven, p.into_rows, p.out_rows,
           p.file_no, p.is_controlled
    FROM ledger.pot_day p
    WHERE p.account_id = v.account_id AND p.bill_date = v.bill_date AND v.verdict <> 'incomplete'
    UNION ALL
    SELECT pot, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM unnest(coalesce(nullif(a.pots, '{}'), '{NULL}')) AS pot
    WHERE v.verdict = 'incomplete') p
LEFT JOIN recon.labels w ON w.word_of = 'verdict' AND w.word = v.verdict
WHERE v.kind = 'funds'
ORDER BY v.bill_date DESC, a.channel, a.account, p.pot;

COMMENT ON VIEW recon.funds_summary IS
    'One line for each account, pot and day (资金日汇总), of the funds bill''s run in force: what the pot opened with, what moved, what it closed with; the verdict is live and the whole account''s.';
COMMENT ON COLUMN recon.funds_summary.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日)';
COMMENT ON COLUMN recon.funds_summary.channel IS 'Channel (渠道), a word of recon.channels';
COMMENT ON COLUMN recon.funds_summary.account IS 'Merchant number at the channel (商户号): mchid or PID';
COMMENT ON COLUMN recon.funds_summary.pot IS 'Account of money at the channel (资金账户): BASIC (基本账户), OPERATION (运营账户), FEES (手续费账户), BALANCE (余额)';
COMMENT ON COLUMN recon.funds_summary.opening IS 'Opening balance in yuan (期初余额); empty while no balance is known';
COMMENT ON COLUMN recon.funds_summary.money_in IS 'What came in, in yuan (收入)';
COMMENT ON COLUMN recon.funds_summary.money_out IS 'What went out, in yuan, positive (支出)';
COMMENT ON COLUMN recon.funds_summary.closing IS 'Closing balance in yuan (期末余额); empty while no balance is known';
COMMENT ON COLUMN recon.funds_summary.verdict IS 'Of the account''s whole funds day: incomplete (无法下结论), discrepancies (有差错), pending (仅存疑) or balanced (平); while an opening balance is not proven or a trade bill is missing, pending at best';
COMMENT ON COLUMN recon.funds_summary.proven IS 'The opening balance is proven: the day before is in force, or this is the account''s first (期初已核)';
COMMENT ON COLUMN recon.funds_summary.movements_in IS 'How many movements came in (收入笔数)';
COMMENT ON COLUMN recon.funds_summary.movements_out IS 'How many movements went out (支出笔数)';
COMMENT ON COLUMN recon.funds_summary.has_statement IS 'The channel gave a statement out; without one it said that nothing moved';
COMMENT ON COLUMN recon.funds_summary.controlled IS 'The channel promises these balances, so that a break is a discrepancy; where not, it is a note';
COMMENT ON COLUMN recon.funds_summary.pending IS 'Items in doubt of the account''s funds day (存疑)';
COMMENT ON COLUMN recon.funds_summary.open_discrepancies IS 'Discrepancies of the account''s funds day that are open or acknowledged now';
COMMENT ON COLUMN recon.funds_summary.run_id IS 'Number of the run (批次号)';
COMMENT ON COLUMN recon.funds_summary.last_attempt_run_id IS 'The last attempt on this day, also one that reached no conclusion';
COMMENT ON COLUMN recon.funds_summary.last_attempt_verdict IS 'Verdict of the last attempt; empty when it failed';
COMMENT ON COLUMN recon.funds_summary.last_attempt_reason IS 'Why the last attempt reached no conclusion, or failed';
COMMENT ON COLUMN recon.funds_summary.last_attempt_reason_code IS 'Stable code of that reason; recon.problems says what it means';
COMMENT ON COLUMN recon.funds_summary.last_attempt_hint IS 'What to do about that reason';
COMMENT ON COLUMN recon.funds_summary.closed IS 'The day is in a closed period (已月结): no run changes it any more';
COMMENT ON COLUMN recon.funds_summary.verdict_en IS 'Verdict in English';
COMMENT ON COLUMN recon.funds_summary.verdict_zh IS 'Verdict in Chinese';
