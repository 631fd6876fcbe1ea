-- What the bills say that payments without a shop record amount to: the earliest where there are several.
INSERT INTO pg_temp.payment_amount
SELECT DISTINCT ON (account_id, payment_no) account_id, payment_hash, payment_no, amount_fen
FROM (SELECT e.account_id, e.payment_hash, e.payment_no, e.amount_fen, e.occurred_at, e.bill_date, e.channel_trade_no,
             e.file_no, e.line_no
      FROM pg_temp.unknown_payment u JOIN ledger.entry e USING (account_id, payment_hash, payment_no)
      WHERE e.entry_type = 'payment' AND e.is_classified
      UNION ALL
      SELECT e.account_id, e.payment_hash, e.payment_no, e.amount_fen, e.occurred_at, e.bill_date, e.channel_trade_no,
             e.file_no, e.line_no
      FROM pg_temp.found_block b
      CROSS JOIN LATERAL (
          SELECT * FROM ledger.plain_entry p
          WHERE p.account_id = b.account_id AND p.bill_date = b.bill_date AND p.entry_type = b.entry_type
            AND p.file_no = b.file_no AND p.first_line = b.first_line
            AND p.payment_no IN (SELECT payment_no FROM pg_temp.unknown_payment) OFFSET 0) e
      JOIN pg_temp.unknown_payment u ON u.account_id = e.account_id AND u.payment_no = e.payment_no
      WHERE e.entry_type = 'payment') AS billed
ORDER BY account_id, payment_no, occurred_at, bill_date, channel_trade_no COLLATE "C", file_no, line_no
