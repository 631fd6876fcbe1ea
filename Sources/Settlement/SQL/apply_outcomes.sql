-- Entries of this day are new; those of other days change only where their outcome does, and never in a closed day.
INSERT INTO ledger.entry (account_id, bill_date, file_no, line_no, entry_type, outcome, flag, payment_hash, payment_no,
       refund_no, channel_trade_no, channel_refund_no, amount_fen, settled_fen, fee_e5, expected_fee_fen, currency,
       occurred_at, state, is_classified, is_executed)
SELECT e.account_id, e.bill_date, e.file_no, e.line_no, e.entry_type, n.outcome, e.flag, e.payment_hash, e.payment_no,
       e.refund_no, e.channel_trade_no, e.channel_refund_no, e.amount_fen, e.settled_fen, e.fee_e5, e.expected_fee_fen,
       e.currency, e.occurred_at, e.state, e.is_classified, e.is_executed
FROM pg_temp.staged_entry e JOIN pg_temp.new_outcome n USING (account_id, bill_date, file_no, line_no);
UPDATE ledger.entry e SET outcome = n.outcome
FROM pg_temp.open_entry o JOIN pg_temp.new_outcome n USING (account_id, bill_date, file_no, line_no)
WHERE o.is_stored AND o.old_outcome <> n.outcome AND o.bill_date > (SELECT ledger.closed_through())
  AND e.account_id = o.account_id AND e.bill_date = o.bill_date AND e.file_no = o.file_no AND e.line_no = o.line_no;

-- A record stays in the ledger while it is at odds with its entry, paired across days, or missed on a concluded day. What
-- is plainly paired inside its day is not kept: its entry says it all.
INSERT INTO pg_temp.old_record
SELECT account_id, entry_type, payment_no, refund_no, channel_no, amount_fen, currency, state, occurred_at, order_nos,
       outcome, due_date, paired_bill_date, paired_file_no, paired_line_no, paired_amount_fen
FROM ledger.record JOIN pg_temp.key USING (entry_type, payment_no, refund_no);
INSERT INTO pg_temp.new_record
SELECT r.account_id, r.entry_type, r.payment_no, r.refund_no, r.channel_no, r.amount_fen, r.currency, r.state,
       r.occurred_at, r.order_nos::text[], s.outcome, s.due_date, s.paired_bill_date, s.paired_file_no,
       s.paired_line_no, s.paired_amount_fen
FROM pg_temp.read_record r JOIN pg_temp.record_outcome s USING (account_id, entry_type, payment_no, refund_no)
WHERE s.outcome <> 'matched'
  AND (s.paired_bill_date IS NOT NULL
       OR (r.occurred_at IS NULL AND (r.account_id = :account_id OR EXISTS (
           SELECT FROM ledger.day d WHERE d.kind = 'trade' AND d.concluded AND d.account_id = r.account_id)))
       OR EXISTS (SELECT FROM ledger.day d WHERE d.kind = 'trade' AND d.concluded AND d.account_id = r.account_id
                    AND d.bill_date = (r.occurred_at AT TIME ZONE 'Asia/Shanghai')::date)
       OR (r.account_id = :account_id AND (r.occurred_at AT TIME ZONE 'Asia/Shanghai')::date = :bill_date));
DELETE FROM ledger.record r USING pg_temp.key k
WHERE r.entry_type = k.entry_type AND r.payment_no = k.payment_no AND r.refund_no = k.refund_no;
INSERT INTO ledger.record (
    account_id, entry_type, payment_no, refund_no, channel_no, amount_fen, currency, state, occurred_at, order_nos,
    outcome, due_date, paired_bill_date, paired_file_no, paired_line_no, paired_amount_fen)
SELECT * FROM pg_temp.new_record;

-- Days on which an entry or a record has become another.
INSERT INTO pg_temp.changed_day
SELECT o.account_id, o.bill_date
FROM pg_temp.open_entry o JOIN pg_temp.new_outcome n USING (account_id, bill_date, file_no, line_no)
WHERE o.old_outcome IS DISTINCT FROM n.outcome
UNION
SELECT account_id, unnest(ARRAY[(occurred_at AT TIME ZONE 'Asia/Shanghai')::date, paired_bill_date])
FROM ((SELECT * FROM pg_temp.old_record EXCEPT SELECT * FROM pg_temp.new_record)
      UNION ALL (SELECT * FROM pg_temp.new_record EXCEPT SELECT * FROM pg_temp.old_record)) AS differing
