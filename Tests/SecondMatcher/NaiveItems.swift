extension NaiveMatcher {
    /// Every open discrepancy and every pending item.
    static let items = """
        DELETE FROM naive.item;
        INSERT INTO naive.item
        SELECT CASE base WHEN 'pending' THEN 'pending' ELSE 'open' END,
               CASE base WHEN 'pending' THEN 'channel_only' ELSE base END,
               e.bill_date, e.channel, e.account, e.entry_type, e.payment_no, nullif(e.refund_no, ''), e.channel_trade_no,
               e.channel_refund_no,
               CASE WHEN base IN ('currency_mismatch', 'status_mismatch', 'amount_mismatch') THEN o.record_amount END,
               e.amount,
               CASE WHEN base = 'amount_mismatch' OR base = 'status_mismatch' AND o.record_is_money
                    THEN e.amount - o.record_amount ELSE e.amount END,
               e.currency, e.at, CASE base WHEN 'pending' THEN e.bill_date + 1 END
        FROM naive.entry e JOIN naive.outcome o USING (entry_id)
        WHERE base NOT IN ('matched', 'cross_day', 'not_executed');

        INSERT INTO naive.item
        SELECT status, 'order_only', booked, channel, account, entry_type, payment_no, nullif(refund_no, ''), NULL, NULL,
               amount, NULL, -amount, currency, at, due_date
        FROM naive.one_sided;

        INSERT INTO naive.item
        SELECT 'open', 'fee_mismatch', e.bill_date, e.channel, e.account, e.entry_type, e.payment_no,
               nullif(e.refund_no, ''), e.channel_trade_no, e.channel_refund_no, round(e.settled_amount * a.fee_rate, 2),
               round(e.fee, 2), round(e.fee, 2) - round(e.settled_amount * a.fee_rate, 2), e.currency, e.at, NULL
        FROM naive.entry e JOIN naive.outcome o USING (entry_id) JOIN naive.account a USING (channel, account)
        WHERE o.flag = 'fee_mismatch';

        INSERT INTO naive.item
        SELECT 'open', 'over_refund', e.bill_date, e.channel, e.account, e.entry_type, e.payment_no,
               nullif(e.refund_no, ''), e.channel_trade_no, e.channel_refund_no, x.paid, x.refunded, x.refunded - x.paid,
               e.currency, e.at, NULL
        FROM naive.entry e JOIN naive.over_refund x USING (entry_id)
        """

    /// 3.6: from the shop's total to the channel's.
    static let statement = """
        DELETE FROM naive.statement;
        INSERT INTO naive.statement
        WITH line (line_no, line) AS (
            VALUES (1, 'orders'), (2, 'booked_other_day'), (3, 'from_other_day'), (4, 'pending_orders'),
                   (5, 'order_only'), (6, 'channel_only'), (7, 'pending_channel'), (8, 'account_mismatch'),
                   (9, 'duplicate_in_channel'), (10, 'unclassified'), (11, 'status_mismatch'), (12, 'currency_mismatch'),
                   (13, 'not_executed'), (14, 'amount_mismatch'), (15, 'channel'), (16, 'other_discounts'),
                   (17, 'channel_total'), (18, 'residual')
        ), pair AS (
            SELECT e.channel, e.account, e.bill_date, e.entry_type, o.booked, o.record_amount, o.base, e.amount
            FROM naive.entry e JOIN naive.outcome o USING (entry_id)
            WHERE o.is_pair AND o.record_is_money
        ), part (channel, account, bill_date, entry_type, line, entries, amount) AS (
            -- Money records booked on the day: paired (but for other currencies), in doubt, or missed.
            SELECT channel, account, booked, entry_type, 'orders', 1, record_amount FROM pair
            WHERE base <> 'currency_mismatch'
            UNION ALL
            SELECT channel, account, booked, entry_type, 'orders', 1, amount FROM naive.one_sided
            UNION ALL
            SELECT channel, account, booked, entry_type, 'booked_other_day', -1, -record_amount FROM pair
            WHERE base <> 'currency_mismatch' AND booked <> bill_date
            UNION ALL
            SELECT channel, account, bill_date, entry_type, 'from_other_day', 1, record_amount FROM pair
            WHERE base <> 'currency_mismatch' AND booked IS DISTINCT FROM bill_date
            UNION ALL
            SELECT channel, account, booked, entry_type, CASE status WHEN 'pending' THEN 'pending_orders' ELSE 'order_only' END,
                   -1, -amount
            FROM naive.one_sided
            UNION ALL
            SELECT channel, account, bill_date, entry_type, CASE base WHEN 'pending' THEN 'pending_channel' ELSE base END,
                   CASE WHEN base = 'amount_mismatch' OR base = 'status_mismatch' AND record_is_money THEN 0 ELSE 1 END,
                   CASE WHEN base = 'amount_mismatch' OR base = 'status_mismatch' AND record_is_money
                        THEN amount - record_amount ELSE amount END
            FROM naive.entry JOIN naive.outcome USING (entry_id)
            WHERE base NOT IN ('matched', 'cross_day')
            UNION ALL
            SELECT channel, account, bill_date, entry_type, 'channel', 1, amount FROM naive.entry
            UNION ALL
            SELECT channel, account, bill_date, entry_type, 'other_discounts', 0, amount FROM naive.other_discount
            UNION ALL
            SELECT channel, account, bill_date, entry_type, 'channel_total', 1, amount FROM naive.entry
            UNION ALL
            SELECT channel, account, bill_date, entry_type, 'channel_total', 0, amount FROM naive.other_discount
        )
        SELECT c.bill_date, c.channel, c.account, t.entry_type, l.line_no, l.line, coalesce(sum(p.entries), 0),
               coalesce(sum(p.amount), 0)
        FROM naive.concluded c
        CROSS JOIN (VALUES ('payment'), ('refund')) t (entry_type)
        CROSS JOIN line l
        LEFT JOIN part p ON (p.channel, p.account, p.bill_date, p.entry_type, p.line)
                            = (c.channel, c.account, c.bill_date, t.entry_type, l.line)
        GROUP BY 1, 2, 3, 4, 5, 6
        """

    /// 3.5: the live verdict, with the figures beside it.
    static let summary = """
        DELETE FROM naive.summary;
        INSERT INTO naive.summary
        SELECT c.bill_date, c.channel, c.account,
               CASE WHEN i.open > 0 THEN 'discrepancies' WHEN i.pending > 0 THEN 'pending' ELSE 'balanced' END,
               e.payments, e.payment_amount, e.refunds, e.refund_amount, e.fees,
               e.payment_amount - e.refund_amount - e.fees, e.matched, i.pending, i.open, e.settled - e.fees
        FROM naive.concluded c
        CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE status = 'open') AS open, count(*) FILTER (WHERE status = 'pending') AS pending
            FROM naive.item i
            WHERE (i.channel, i.account, i.bill_date) = (c.channel, c.account, c.bill_date)) i
        CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE entry_type = 'payment') AS payments,
                   coalesce(sum(amount) FILTER (WHERE entry_type = 'payment'), 0) AS payment_amount,
                   count(*) FILTER (WHERE entry_type = 'refund') AS refunds,
                   coalesce(sum(amount) FILTER (WHERE entry_type = 'refund'), 0) AS refund_amount,
                   coalesce(sum(fee), 0) AS fees, coalesce(sum(settled_amount), 0) AS settled,
                   count(*) FILTER (WHERE base = 'matched' AND flag IS NULL) AS matched
            FROM naive.entry e JOIN naive.outcome o USING (entry_id)
            WHERE (e.channel, e.account, e.bill_date) = (c.channel, c.account, c.bill_date)) e
        """
}
