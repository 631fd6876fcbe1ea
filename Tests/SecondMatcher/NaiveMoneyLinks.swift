extension NaiveMoney {
    /// 5.4: movements belong to an entry by channel number, else by the shop's number within the class's family.
    static let link = """
        UPDATE naive_money.entry SET group_no = CASE WHEN channel_no <> '' THEN 'channel ' || channel_no
                                                     ELSE 'entry ' || entry_id END;
        UPDATE naive_money.movement m SET group_no = coalesce(
            (SELECT min(group_no) FROM naive_money.entry e
             WHERE m.business_no <> '' AND (e.account_id, e.channel_no) = (m.account_id, m.business_no)),
            (SELECT group_no FROM naive_money.entry e JOIN naive_money.account USING (account_id)
             WHERE m.voucher_no <> '' AND (e.account_id, e.shop_no) = (m.account_id, m.voucher_no)
               AND (channel = 'alipay' OR e.family = m.family)
             ORDER BY bill_date, file_no, line_no LIMIT 1),
            CASE WHEN m.business_no <> '' THEN 'movement ' || m.business_no ELSE 'movement at ' || m.movement_id END)
        WHERE family IS NOT NULL
        """

    /// Of more movements of a class than the group has entries for, the first that add up to what is expected stay; the others
    /// are the surplus.
    static let keep = """
        WITH RECURSIVE crowded AS (
            SELECT m.account_id, m.group_no, m.class, e.takers, e.settled, e.payment_fees, e.refund_fees, m.movement_id, m.fen,
                   row_number() OVER (PARTITION BY m.account_id, m.group_no, m.class ORDER BY m.movement_id)::int AS place,
                   count(*) OVER (PARTITION BY m.account_id, m.group_no, m.class) AS movements
            FROM naive_money.movement m CROSS JOIN LATERAL (
                SELECT count(*) AS takers, coalesce(sum(settled) FILTER (WHERE is_executed), 0) AS settled,
                       coalesce(sum(fee), 0) AS payment_fees,
                       coalesce(array_agg(fee ORDER BY bill_date, at, entry_id) FILTER (WHERE is_executed), '{}') AS refund_fees
                FROM naive_money.entry e WHERE (e.account_id, e.group_no, e.family) = (m.account_id, m.group_no, m.family)
                 AND e.is_classified) e
            WHERE m.family IS NOT NULL AND m.class <> 'refund_returned'
        ), choice AS (
            SELECT DISTINCT account_id, group_no, class, takers, settled, payment_fees, refund_fees, 0 AS last,
                   '{}'::int[] AS places, 0::numeric AS fen FROM crowded WHERE movements > takers
            UNION ALL
            SELECT c.account_id, c.group_no, c.class, c.takers, c.settled, c.payment_fees, c.refund_fees, m.place,
                   c.places || m.place, c.fen + m.fen
            FROM choice c JOIN crowded m ON (m.account_id, m.group_no, m.class) = (c.account_id, c.group_no, c.class)
             AND m.place > c.last AND cardinality(c.places) < c.takers
        ), chosen AS (
            SELECT DISTINCT ON (account_id, group_no, class) account_id, group_no, class, places
            FROM choice CROSS JOIN LATERAL (SELECT CASE class
                WHEN 'payment' THEN fen = settled
                WHEN 'fee' THEN fen = payment_fees
                WHEN 'refund' THEN EXISTS (SELECT FROM naive_money.ways(refund_fees) WHERE net = fen - settled)
                ELSE EXISTS (SELECT FROM naive_money.ways(refund_fees) WHERE net = fen) END AS is_right) r
            WHERE cardinality(places) = takers
            ORDER BY account_id, group_no, class, is_right DESC, places
        )
        UPDATE naive_money.movement m SET is_kept = w.place = ANY (c.places)
        FROM crowded w JOIN chosen c USING (account_id, group_no, class) WHERE m.movement_id = w.movement_id
        """

    /// Which of a group's entries a movement is for: the first of its amount, else the first that is left.
    static let give = """
        FOREACH one_class IN ARRAY ARRAY['payment', 'fee', 'refund', 'fee_return', 'refund_returned'] LOOP
            FOR pass IN 1..2 LOOP
                FOR moved IN SELECT * FROM naive_money.movement WHERE class = one_class AND is_kept AND entry_id IS NULL
                    ORDER BY movement_id LOOP
                    SELECT e.entry_id INTO taker FROM naive_money.entry e
                    WHERE (e.account_id, e.group_no, e.family) = (moved.account_id, moved.group_no, moved.family)
                      AND e.is_classified
                      AND NOT EXISTS (SELECT FROM naive_money.movement o
                                      WHERE (o.entry_id, o.class) = (e.entry_id, one_class))
                      AND (pass = 2 OR CASE one_class
                           WHEN 'payment' THEN moved.fen = e.settled
                           WHEN 'fee' THEN moved.fen = e.fee
                           -- Taken in full, or less the fee that is given back.
                           WHEN 'refund' THEN e.is_executed AND moved.fen IN (e.settled, e.settled + e.fee)
                           WHEN 'fee_return' THEN e.is_executed AND moved.fen = e.fee
                           -- As much as went out.
                           ELSE moved.fen = -coalesce((SELECT o.fen FROM naive_money.movement o
                                                       WHERE (o.entry_id, o.class) = (e.entry_id, 'refund')), 0) END)
                    ORDER BY NOT e.is_executed, e.bill_date, e.at, e.entry_id LIMIT 1;
                    IF taker IS NOT NULL THEN
                        UPDATE naive_money.movement SET entry_id = taker WHERE movement_id = moved.movement_id;
                    END IF;
                END LOOP;
            END LOOP;
        END LOOP
        """

    /// What becomes of each movement.
    static let judge = """
        UPDATE naive_money.movement m SET outcome = CASE
            WHEN family IS NULL THEN 'unlinked'
            WHEN entry_id IS NOT NULL THEN 'booked'
            WHEN NOT is_known THEN 'waiting_for_trade'
            WHEN EXISTS (SELECT FROM naive_money.entry e WHERE (e.account_id, e.group_no) = (m.account_id, m.group_no))
                THEN 'booked_twice'
            ELSE 'booked_only' END;
        INSERT INTO naive_money.item
        SELECT account_id, outcome, bill_date, group_no, NULL, movement_id, pot, fen, NULL
        FROM naive_money.movement WHERE outcome IN ('booked_twice', 'booked_only');
        INSERT INTO naive_money.part
        SELECT account_id, group_no, bill_date, outcome, fen
        FROM naive_money.movement WHERE outcome IN ('booked_twice', 'booked_only', 'waiting_for_trade')
        """
}
