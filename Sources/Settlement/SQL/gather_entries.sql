-- Entries of whatever day in force that bear one of the new numbers as a number of the link: the channel's own, or the shop's.
INSERT INTO pg_temp.money_entry (bill_date, file_no, line_no, entry_type, payment_no, refund_no, channel_trade_no,
    channel_refund_no, channel_no, shop_no, settled_fen, fee_e5, occurred_at, currency, is_classified, is_executed)
SELECT e.bill_date, e.file_no, e.line_no, e.entry_type, e.payment_no, e.refund_no, e.channel_trade_no, e.channel_refund_no,
       l.channel_no, l.shop_no, e.settled_fen, e.fee_e5, e.occurred_at, e.currency, e.is_classified, e.is_executed
FROM (
    SELECT e.* FROM pg_temp.number n JOIN ledger.entry e ON e.payment_hash = hashtextextended(n.number, 0)
     WHERE n.is_new AND e.payment_no = n.number
    UNION SELECT e.* FROM pg_temp.number n JOIN ledger.entry e
        ON hashtextextended(e.channel_trade_no, 0) = hashtextextended(n.number, 0) WHERE n.is_new AND e.channel_trade_no = n.number
    UNION SELECT e.* FROM pg_temp.number n JOIN ledger.entry e ON e.refund_no = n.number WHERE n.is_new AND e.refund_no <> ''
    UNION SELECT e.* FROM pg_temp.number n JOIN ledger.entry e ON e.channel_refund_no = n.number
     WHERE n.is_new AND e.channel_refund_no <> ''
    UNION ALL
    SELECT (p.entry).* FROM pg_temp.trade_block b CROSS JOIN LATERAL (
        SELECT entry FROM ledger.plain_entry p
        WHERE p.account_id = :account_id AND p.bill_date = b.bill_date AND p.entry_type = b.entry_type
          AND p.file_no = b.file_no AND p.first_line = b.first_line
          AND (p.payment_no IN (SELECT number FROM pg_temp.number WHERE is_new)
               OR p.channel_trade_no IN (SELECT number FROM pg_temp.number WHERE is_new)
               OR p.refund_no IN (SELECT number FROM pg_temp.number WHERE is_new)
               OR p.channel_refund_no IN (SELECT number FROM pg_temp.number WHERE is_new)) OFFSET 0) p) AS e
CROSS JOIN LATERAL (SELECT
    coalesce(nullif(e.channel_refund_no, ''), e.channel_trade_no) AS channel_no,
    CASE WHEN e.entry_type = 'refund' AND NOT :are_of_trades THEN e.refund_no ELSE e.payment_no END AS shop_no) l
WHERE e.account_id = :account_id
  AND (l.channel_no IN (SELECT number FROM pg_temp.number WHERE is_new)
       OR l.shop_no IN (SELECT number FROM pg_temp.number WHERE is_new))
ON CONFLICT DO NOTHING
