-- The rows of the sharing bill as the ledger holds them, in the order of the file.
SELECT account_id, bill_date, file_no, line_no, share_kind, is_executed, amount_fen::bigint, channel_trade_no, channel_sharing_no,
       detail_no, sharing_no, receiver, type, state, shared_at
FROM ledger.share WHERE account_id = :account_id AND bill_date = :bill_date ORDER BY file_no, line_no
