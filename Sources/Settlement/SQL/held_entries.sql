-- Every entry that the ledger holds of the day, in the order of the file and with the columns of EntryRow, as it was read: with
-- nothing settled yet.
SELECT account_id, bill_date, file_no, line_no, entry_type::text, ''::text, NULL::text, payment_hash, payment_no, refund_no,
       channel_trade_no, channel_refund_no, amount_fen, settled_fen, fee_e5, NULL::bigint, currency, occurred_at, state,
       is_classified, is_executed
FROM (SELECT * FROM ledger.entry WHERE account_id = :account_id AND bill_date = :bill_date
      UNION ALL
      SELECT (entry).* FROM ledger.plain_entry WHERE account_id = :account_id AND bill_date = :bill_date) e
ORDER BY file_no, line_no
