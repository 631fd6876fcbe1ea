-- The day's entries that do not plainly agree, as rows of the ledger or still packed, and their numbers.
INSERT INTO pg_temp.money_entry (bill_date, file_no, line_no, entry_type, payment_no, refund_no, channel_trade_no,
    channel_refund_no, channel_no, shop_no, settled_fen, fee_e5, occurred_at, currency, is_classified, is_executed)
SELECT e.bill_date, e.file_no, e.line_no, e.entry_type, e.payment_no, e.refund_no, e.channel_trade_no, e.channel_refund_no,
       coalesce(nullif(e.channel_refund_no, ''), e.channel_trade_no),
       CASE WHEN e.entry_type = 'refund' AND NOT :are_of_trades THEN e.refund_no ELSE e.payment_no END,
       e.settled_fen, e.fee_e5, e.occurred_at, e.currency, e.is_classified, e.is_executed
FROM (
    SELECT e.* FROM pg_temp.open_place o JOIN ledger.entry e
      ON e.account_id = :account_id AND e.bill_date = :bill_date AND e.file_no = o.file_no AND e.line_no = o.line_no
    UNION ALL
    SELECT (p.entry).* FROM (
        SELECT b.entry_type, b.file_no, b.first_line FROM ledger.plain_block b
        WHERE b.account_id = :account_id AND b.bill_date = :bill_date AND EXISTS (
            SELECT FROM pg_temp.open_place o WHERE o.entry_type = b.entry_type AND o.file_no = b.file_no
               AND o.line_no BETWEEN b.first_line AND b.last_line)) h
    CROSS JOIN LATERAL (
        SELECT entry FROM ledger.plain_entry p
        WHERE p.account_id = :account_id AND p.bill_date = :bill_date AND p.entry_type = h.entry_type
          AND p.file_no = h.file_no AND p.first_line = h.first_line
          AND (p.file_no, p.line_no) IN (SELECT file_no, line_no FROM pg_temp.open_place) OFFSET 0) p) AS e
ON CONFLICT DO NOTHING;
INSERT INTO pg_temp.number (number)
SELECT DISTINCT number FROM pg_temp.money_entry, unnest(ARRAY[channel_no, shop_no]) AS number WHERE number <> ''
ON CONFLICT DO NOTHING
