-- Both sides of these groups. Movements are those that bear one of their numbers, whenever they were booked; of those that were
-- packed, the ones of every day in which one of a group can lie.
INSERT INTO pg_temp.share_movement
SELECT m.bill_date, m.file_no, m.line_no, m.business_no, m.voucher_no, m.flow_no, -m.amount_fen, m.booked_at
FROM (
    SELECT k.label FROM pg_temp.share_key k
    UNION
    SELECT unnest(ARRAY[s.channel_sharing_no, s.detail_no]) FROM ledger.share s JOIN pg_temp.share_key k ON k.label = s.sharing_no
     WHERE s.account_id = :account_id
    UNION
    SELECT y.channel_trade_no FROM pg_temp.share_payment y WHERE :are_movements) AS borne (number)
CROSS JOIN LATERAL (
    SELECT * FROM ledger.movement v WHERE v.account_id = :account_id AND v.voucher_no <> '' AND v.voucher_no = number
    UNION ALL
    SELECT * FROM ledger.movement b WHERE b.account_id = :account_id AND b.business_no = number
    UNION ALL
    SELECT * FROM ledger.movement f
     WHERE f.account_id = :account_id AND f.flow_no <> '' AND f.flow_no = number AND f.voucher_no = '' AND f.business_no = '') AS m
WHERE number <> '' AND m.movement_class = 'sharing' ON CONFLICT DO NOTHING;
INSERT INTO pg_temp.share_movement
SELECT m.bill_date, m.file_no, m.line_no, m.business_no, m.voucher_no, m.flow_no, -m.amount_fen, m.booked_at
FROM pg_temp.packed_shares(:account_id, ARRAY(
    SELECT DISTINCT day + n FROM (
        SELECT s.bill_date FROM ledger.share s JOIN pg_temp.share_key k ON k.label = s.sharing_no WHERE s.account_id = :account_id
        UNION
        SELECT r.booked_on FROM ledger.share_record r JOIN pg_temp.share_key k
          ON k.label = CASE WHEN :are_movements THEN r.payment_no ELSE r.sharing_no END
         WHERE r.account_id = :account_id AND r.booked_on IS NOT NULL
        UNION
        SELECT i.bill_date FROM ledger.item i JOIN pg_temp.share_key k ON k.label = split_part(i.channel_no, E'\t', 1)
         WHERE i.account_id = :account_id AND i.kind = 'sharing' AND i.found) AS known (day)
    CROSS JOIN generate_series(-1, :settlement_days + 1) AS n)) m
ON CONFLICT DO NOTHING;

-- A movement is of the sharing order whose number it bears: the channel's, of the order or the detail, else the shop's. One of a
-- channel that names the trade alone is of that trade.
UPDATE pg_temp.share_movement m SET label = coalesce(l.label, nullif(m.voucher_no, ''), nullif(m.business_no, ''), m.flow_no),
       is_known = l.label IS NOT NULL
FROM pg_temp.share_movement n LEFT JOIN LATERAL (
    SELECT label FROM (
        SELECT 1, s.sharing_no FROM ledger.share s
         WHERE NOT :are_movements AND s.account_id = :account_id AND s.channel_sharing_no = n.business_no
        UNION ALL
        SELECT 2, s.sharing_no FROM ledger.share s
         WHERE NOT :are_movements AND s.account_id = :account_id AND s.detail_no = n.business_no AND s.detail_no <> ''
        UNION ALL
        SELECT 3, s.sharing_no FROM ledger.share s
         WHERE NOT :are_movements AND s.account_id = :account_id AND s.sharing_no = n.voucher_no
        UNION ALL
        SELECT 4, r.sharing_no FROM ledger.share_record r
         WHERE NOT :are_movements AND r.account_id = :account_id AND r.sharing_no = n.voucher_no AND r.state <> 'closed'
        UNION ALL
        SELECT 5, r.payment_no FROM ledger.share_record r
         WHERE :are_movements AND r.account_id = :account_id AND r.payment_no = n.voucher_no
        UNION ALL
        SELECT 6, y.payment_no FROM pg_temp.share_payment y WHERE :are_movements AND y.channel_trade_no = n.business_no
    ) AS found (place, label) ORDER BY place, label LIMIT 1) l ON true
WHERE (n.bill_date, n.file_no, n.line_no) = (m.bill_date, m.file_no, m.line_no);

INSERT INTO pg_temp.share_row (bill_date, file_no, line_no, label, receiver, form, fen, occurred_at, channel_trade_no,
       channel_sharing_no)
SELECT s.bill_date, s.file_no, s.line_no, s.sharing_no, s.receiver, pg_temp.receiver_form(s.receiver),
       CASE s.share_kind WHEN 'share_return' THEN -s.amount_fen ELSE s.amount_fen END, s.shared_at, s.channel_trade_no,
       s.channel_sharing_no
FROM ledger.share s JOIN pg_temp.share_key k ON k.label = s.sharing_no
WHERE s.account_id = :account_id AND s.is_executed AND s.share_kind IN ('share', 'share_return')
ORDER BY s.bill_date, s.line_no;
INSERT INTO pg_temp.share_row (bill_date, file_no, line_no, label, receiver, form, fen, occurred_at, channel_trade_no,
       channel_sharing_no)
SELECT m.bill_date, m.file_no, m.line_no, m.label, '', 'other', m.fen, m.booked_at, m.business_no, ''
FROM pg_temp.share_movement m JOIN pg_temp.share_key k USING (label)
WHERE :are_movements ORDER BY m.bill_date, m.file_no, m.line_no;

INSERT INTO pg_temp.share_side (label, payment_no, sharing_no, receiver, form, fen, state, shared_at, booked_on,
       channel_trade_no, order_nos)
SELECT k.label, r.payment_no, r.sharing_no, r.receiver, pg_temp.receiver_form(r.receiver), r.amount_fen, r.state, r.shared_at,
       r.booked_on, r.channel_trade_no, r.order_nos
FROM ledger.share_record r JOIN pg_temp.share_key k
  ON k.label = CASE WHEN :are_movements THEN r.payment_no ELSE r.sharing_no END
WHERE r.account_id = :account_id ORDER BY k.label, r.shared_at, r.sharing_no, r.receiver
