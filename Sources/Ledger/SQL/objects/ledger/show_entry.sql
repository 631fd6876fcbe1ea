-- Not SECURITY DEFINER and without SET, so that the planner takes it apart: a view of millions of entries is as quick with it.
CREATE OR REPLACE FUNCTION ledger.show_entry(entry ledger.entry, account ledger.account, outcome text)
RETURNS SETOF ledger.shown_entry LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT entry.bill_date, account.channel, account.account, entry.line_no, entry.entry_type::text, entry.payment_no,
           nullif(entry.refund_no, ''), nullif(entry.channel_trade_no, ''), nullif(entry.channel_refund_no, ''),
           recon.yuan(entry.amount_fen)::numeric(18, 2), recon.yuan(entry.settled_fen)::numeric(18, 2),
           (entry.fee_e5 / 100000.0)::numeric(20, 5), entry.currency, entry.occurred_at, entry.state, outcome, entry.file_no,
           (entry.occurred_at AT TIME ZONE 'Asia/Shanghai')::date <> entry.bill_date;
END;

COMMENT ON FUNCTION ledger.show_entry IS 'An entry as people see it. outcome stands apart, so that a question for one skips the plain pairs.';
