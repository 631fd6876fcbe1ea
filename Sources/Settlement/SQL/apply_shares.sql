-- Rows and records take what the rules say of them.
UPDATE ledger.share s SET outcome = r.outcome, paired_receiver = p.receiver
FROM pg_temp.share_row r LEFT JOIN pg_temp.share_side p ON p.side_id = r.pair_id
WHERE NOT :are_movements AND s.account_id = :account_id AND (s.bill_date, s.file_no, s.line_no) = (r.bill_date, r.file_no, r.line_no)
  AND (s.outcome, s.paired_receiver) IS DISTINCT FROM (r.outcome, p.receiver);
UPDATE ledger.share_record s SET outcome = p.outcome FROM pg_temp.share_side p
WHERE (s.account_id, s.payment_no, s.sharing_no, s.receiver) = (:account_id, p.payment_no, p.sharing_no, p.receiver)
  AND s.outcome <> p.outcome
