CREATE OR REPLACE FUNCTION recon.entries_of(number text) RETURNS SETOF recon.bill_entries
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT e.bill_date, a.channel, a.account, e.line_no, e.entry_type::text, e.payment_no,
           nullif(e.refund_no, ''), nullif(e.channel_trade_no, ''),
           nullif(e.channel_refund_no, ''), recon.yuan(e.amount_fen),
           recon.yuan(e.settled_fen), (e.fee_e5 / 100000.0)::numeric(20, 5), e.currency, e.occurred_at, e.state,
           CASE WHEN e.outcome IN ('matched', 'cross_day') THEN coalesce(e.flag, e.outcome) ELSE e.outcome END::text,
           e.file_no, (e.occurred_at AT TIME ZONE 'Asia/Shanghai')::date <> e.bill_date
    FROM ledger.find_entries($1) e JOIN ledger.account a USING (account_id)
    ORDER BY e.occurred_at, e.bill_date, e.file_no, e.line_no $$;

COMMENT ON FUNCTION recon.entries_of IS
    'Entries of the bills in force (对账单明细) that bear a payment, refund or channel number, at once whatever the size of the days.';
