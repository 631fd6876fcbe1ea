extension NaiveMoney {
    static let readSides = [days, entries, movements]

    private static let days = """
        DELETE FROM naive_money.in_force;
        DELETE FROM naive_money.entry;
        DELETE FROM naive_money.movement;
        DELETE FROM naive_money.pot_day;
        DELETE FROM naive_money.net;
        DELETE FROM naive_money.item;
        DELETE FROM naive_money.part;
        DELETE FROM naive_money.bridge;
        DELETE FROM naive_money.statement;
        DELETE FROM naive_money.verdict;

        -- 3.7: a run is concluded when its verdict is balanced, pending or discrepancies. Of a closed day nothing comes any more.
        INSERT INTO naive_money.in_force
        SELECT account_id, kind, bill_date, false FROM naive_money.account JOIN recon.runs USING (channel, account)
        WHERE verdict IN ('balanced', 'pending', 'discrepancies') GROUP BY 1, 2, 3
        UNION ALL
        SELECT account_id, kind, on_day::date, true
        FROM naive_money.account, unnest(ARRAY['trade', 'funds']) AS kind,
             generate_series(start_date - 40, (SELECT max(closed_through) FROM ledger.period), '1 day') AS on_day
        """

    private static let entries = """
        INSERT INTO naive_money.entry (entry_id, account_id, bill_date, file_no, line_no, family, payment_no, refund_no,
            channel_no, shop_no, settled, fee, at, is_classified, is_executed, is_succeeded, due_date, group_no)
        SELECT row_number() OVER (ORDER BY account_id, bill_date, file_no, line_no), account_id, bill_date, file_no, line_no,
               entry_type, payment_no, coalesce(refund_no, ''), channel_no,
               -- At Alipay the shop's number is that of the trade, whatever moves.
               CASE WHEN entry_type = 'refund' AND channel <> 'alipay' THEN coalesce(refund_no, '') ELSE payment_no END,
               -- 5.4: a payment + its settled amount and − its fee; a refund − what was taken and + the fee given back.
               CASE WHEN is_executed THEN 100 * settled_amount ELSE 0 END,
               CASE WHEN is_executed THEN -100 * round(fee, 2) ELSE 0 END,
               occurred_at, is_classified, is_executed,
               EXISTS (SELECT FROM taobao.refund_record r WHERE e.entry_type = 'refund' AND r.state = 'succeeded'
                       AND (r.channel, r.account, r.payment_no, r.refund_no)
                           = (e.channel, e.account, e.payment_no, e.refund_no)),
               -- One more when its time lies in the cut-off window before midnight.
               bill_date + settlement_days + CASE
                   WHEN occurred_at >= (bill_date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' - cut_off
                    AND occurred_at < (bill_date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' THEN 1 ELSE 0 END, ''
        FROM (
            SELECT b.*, a.account_id, a.cut_off, a.settlement_days,
                   -- Belonging goes by the channel's trade or refund number.
                   coalesce(nullif(channel_refund_no, ''), channel_trade_no, '') AS channel_no,
                   CASE channel
                       WHEN 'wechatpay' THEN CASE entry_type
                           WHEN 'payment' THEN state = 'SUCCESS'
                           ELSE state IN ('SUCCESS', 'PROCESSING', 'FAIL', 'CHANGE', 'REVOKED') END
                       ELSE state = CASE entry_type WHEN 'payment' THEN '交易' ELSE '退款' END
                   END AS is_classified,
                   state NOT IN ('FAIL', 'CHANGE') AS is_executed
            FROM recon.bill_entries b JOIN naive_money.account a USING (channel, account)) e;
        -- Nothing is due before the funds bills of its days are concluded.
        UPDATE naive_money.entry e SET is_due = NOT EXISTS (
            SELECT FROM generate_series(e.bill_date, e.due_date, '1 day') AS on_day
            WHERE NOT EXISTS (SELECT FROM naive_money.in_force f
                              WHERE (f.account_id, f.kind, f.day) = (e.account_id, 'funds', on_day::date)))
        """

    private static let movements = """
        INSERT INTO naive_money.movement (movement_id, account_id, bill_date, file_no, line_no, pot, class, family,
            business_no, voucher_no, fen, is_known)
        SELECT row_number() OVER (ORDER BY account_id, bill_date, file_no, line_no), account_id, bill_date, file_no, line_no, pot,
               movement_class,
               CASE WHEN movement_class IN ('payment', 'fee') THEN 'payment'
                    WHEN movement_class IN ('refund', 'fee_return', 'refund_returned') THEN 'refund' END,
               business_no, voucher_no, amount_fen,
               -- The trade bills of its day and the day before are in force, and those of as many more as settlement takes.
               NOT EXISTS (
                   SELECT FROM generate_series(least(bill_date - 1, greatest(start_date, bill_date - settlement_days - 1)),
                                               bill_date, '1 day') AS on_day
                   WHERE NOT EXISTS (SELECT FROM naive_money.in_force f
                                     WHERE (f.account_id, f.kind, f.day) = (m.account_id, 'trade', on_day::date)))
        FROM (
            SELECT account_id, bill_date, file_no, line_no, movement_class, business_no, voucher_no, amount_fen
            FROM ledger.movement
            UNION ALL
            SELECT account_id, bill_date, file_no, line_no, movement_class, business_no, voucher_no, amount_fen
            FROM ledger.packed_movement) m
        JOIN naive_money.account USING (account_id)
        JOIN ledger.pot_day USING (account_id, bill_date, file_no)
        """
}
