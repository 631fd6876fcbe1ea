-- Which movements belong to which entries (Contract 5.4): by the channel's number, else by the shop's within the class's family, of
-- several entries to the first. The rules group them once more: a label keeps together what may be one group.
UPDATE pg_temp.money_entry SET label = CASE WHEN channel_no <> '' THEN channel_no ELSE shop_no END;
SELECT pg_temp.analyze_large('pg_temp.money_entry');
SELECT pg_temp.analyze_large('pg_temp.number');
INSERT INTO pg_temp.money_movement
SELECT m.bill_date, m.file_no, m.line_no, m.movement_class, m.business_no, m.voucher_no, m.amount_fen,
       CASE WHEN m.business_no <> '' AND EXISTS (SELECT FROM pg_temp.money_entry e WHERE e.channel_no = m.business_no)
            THEN m.business_no
            ELSE coalesce((SELECT e.label FROM pg_temp.money_entry e
                           WHERE m.voucher_no <> '' AND e.shop_no = m.voucher_no AND (:are_of_trades OR e.entry_type::text =
                                 CASE WHEN m.movement_class IN ('payment', 'fee') THEN 'payment' ELSE 'refund' END)
                           ORDER BY e.bill_date, e.file_no, e.line_no LIMIT 1),
                          nullif(m.business_no, ''), m.voucher_no) END,
       m.outcome, m.entry_date
FROM (
    SELECT m.* FROM pg_temp.number n JOIN ledger.movement m ON m.account_id = :account_id AND m.business_no = n.number
    UNION SELECT m.* FROM pg_temp.number n JOIN ledger.movement m
        ON m.account_id = :account_id AND m.voucher_no = n.number AND m.voucher_no <> ''
    UNION SELECT * FROM ledger.movement WHERE account_id = :account_id AND business_no = '' AND voucher_no = '') AS m
WHERE m.outcome <> 'unlinked';
SELECT pg_temp.analyze_large('pg_temp.money_movement')
