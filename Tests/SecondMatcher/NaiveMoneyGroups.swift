extension NaiveMoney {
    /// The codes of 5.4 that are about entries and groups, and what each explains of the bridges.
    static let differences = [returned, missing, forms, feesThatWait, sums, waits]

    /// `refund_returned`; and of a refund that the bill says was not executed, all that left must have come back.
    private static let returned = """
        INSERT INTO naive_money.part
        SELECT account_id, group_no, bill_date, 'refund_returned', fen
        FROM naive_money.movement WHERE class = 'refund_returned' AND entry_id IS NOT NULL;
        INSERT INTO naive_money.item
        SELECT m.account_id, 'refund_returned', m.bill_date, m.group_no, e.entry_id, NULL, '', m.fen, NULL
        FROM naive_money.movement m JOIN naive_money.entry e USING (entry_id)
        WHERE m.class = 'refund_returned' AND e.is_succeeded;

        INSERT INTO naive_money.part
        SELECT m.account_id, m.group_no, m.bill_date, 'refund_returned', m.fen
        FROM naive_money.movement m JOIN naive_money.entry e USING (entry_id)
        WHERE m.class <> 'refund_returned' AND NOT e.is_executed;
        WITH gone AS (
            SELECT m.account_id, m.group_no, e.entry_id, sum(m.fen) AS fen, max(m.bill_date) AS bill_date
            FROM naive_money.movement m JOIN naive_money.entry e USING (entry_id) WHERE NOT e.is_executed
            GROUP BY 1, 2, 3 HAVING sum(m.fen) <> 0
        ), told AS (
            INSERT INTO naive_money.item
            SELECT account_id, 'booked_amount_mismatch', bill_date, group_no, entry_id, NULL, '', fen, NULL FROM gone)
        INSERT INTO naive_money.part
        SELECT account_id, group_no, bill_date, line, sign * fen
        FROM gone, (VALUES ('refund_returned', -1), ('booked_amount_mismatch', 1)) AS l (line, sign)
        """

    /// `not_booked`, and entries that wait.
    private static let missing = """
        WITH moved AS (
            SELECT e.entry_id, m.entry_id IS NOT NULL AS has_money, f.entry_id IS NOT NULL AS has_fee,
                   bool_or(m.entry_id IS NOT NULL) OVER (PARTITION BY e.account_id, e.group_no, e.family) AS has_moved
            FROM naive_money.entry e
            LEFT JOIN naive_money.movement m ON m.entry_id = e.entry_id AND m.class IN ('payment', 'refund')
            LEFT JOIN naive_money.movement f ON f.entry_id = e.entry_id AND f.class IN ('fee', 'fee_return')
            WHERE e.is_classified AND e.is_executed)
        UPDATE naive_money.entry e
        SET is_money_apart = NOT m.has_moved AND NOT m.has_fee OR NOT e.is_due, is_fee_apart = NOT m.has_moved AND NOT m.has_fee
        FROM moved m WHERE m.entry_id = e.entry_id AND NOT m.has_money;

        -- Nothing has moved for it: it is missing when it is due, and taken as given when it is older than the money side.
        WITH nothing AS (
            SELECT e.*, settled + fee AS expected, EXISTS (
                       SELECT FROM naive_money.in_force f WHERE f.account_id = e.account_id AND kind = 'funds' AND NOT is_closed
                       HAVING e.bill_date < min(day)) AS is_given
            FROM naive_money.entry e WHERE is_fee_apart AND settled + fee <> 0
        ), told AS (
            INSERT INTO naive_money.item
            SELECT account_id, 'not_booked', bill_date, group_no, entry_id, NULL, '', -expected, NULL
            FROM nothing WHERE is_due AND NOT is_given)
        INSERT INTO naive_money.part
        SELECT account_id, group_no, bill_date, CASE WHEN is_given OR NOT is_due THEN 'waiting' ELSE 'not_booked' END, -expected
        FROM nothing;
        UPDATE naive_money.entry e SET waits_until = due_date, waiting = CASE WHEN is_fee_apart THEN settled + fee ELSE settled END
        WHERE is_money_apart AND NOT is_due AND (NOT is_fee_apart OR settled + fee <> 0) AND NOT EXISTS (
            SELECT FROM naive_money.in_force f WHERE f.account_id = e.account_id AND kind = 'funds' AND NOT is_closed
            HAVING e.is_fee_apart AND e.bill_date < min(day));
        INSERT INTO naive_money.part
        SELECT account_id, group_no, bill_date, 'waiting', -settled FROM naive_money.entry WHERE is_money_apart AND NOT is_fee_apart
        """

    /// Net or gross, per refund and to the fen: the way that leaves nothing, else the least.
    private static let forms = """
        WITH refund AS (
            SELECT e.account_id, e.group_no, array_agg(e.entry_id ORDER BY e.bill_date, e.at, e.entry_id) AS entries,
                   array_agg(CASE WHEN is_fee_apart THEN 0 ELSE fee END ORDER BY e.bill_date, e.at, e.entry_id) AS fees,
                   sum(coalesce(m.fen, 0)) - sum(settled) AS less, sum(coalesce(f.fen, 0)) AS given_back
            FROM naive_money.entry e
            LEFT JOIN naive_money.movement m ON m.entry_id = e.entry_id AND m.class = 'refund'
            LEFT JOIN naive_money.movement f ON f.entry_id = e.entry_id AND f.class = 'fee_return'
            WHERE e.family = 'refund' AND is_classified AND is_executed AND NOT is_money_apart GROUP BY 1, 2
        ), form AS (
            SELECT DISTINCT ON (account_id, group_no) r.*, w.net, w.members, less + given_back = f.all_fees AS is_right
            FROM refund r CROSS JOIN LATERAL (SELECT sum(fee) AS all_fees FROM unnest(fees) AS fee) f
            CROSS JOIN LATERAL naive_money.ways(fees) w
            ORDER BY account_id, group_no, abs(less - net) + abs(given_back - (f.all_fees - net)),
                     (less <> net)::int + (given_back <> f.all_fees - net)::int, abs(less - net), abs(net), net,
                     cardinality(members), way
        ), noted AS (
            INSERT INTO naive_money.net
            SELECT account_id, group_no, CASE WHEN is_right THEN less ELSE net END FROM form)
        UPDATE naive_money.entry e SET is_net = true
        FROM form JOIN LATERAL unnest(form.entries) WITH ORDINALITY AS x (entry_id, place) ON true
        WHERE e.entry_id = x.entry_id AND (form.is_right OR x.place = ANY (form.members))
        """

    private static let feesThatWait = """
        WITH waiting AS (
            UPDATE naive_money.entry e
            SET is_fee_apart = true, waits_until = due_date, waiting = waiting + fee
            WHERE is_classified AND is_executed AND NOT is_fee_apart AND NOT is_net AND fee <> 0 AND NOT is_due
              AND NOT EXISTS (SELECT FROM naive_money.movement f
                              WHERE f.entry_id = e.entry_id AND f.class IN ('fee', 'fee_return'))
            RETURNING account_id, group_no, bill_date, fee)
        INSERT INTO naive_money.part SELECT account_id, group_no, bill_date, 'waiting', -fee FROM waiting
        """

    /// `booked_amount_mismatch` and `booked_fee_mismatch`: what moved for payments and refunds of the group, and for their fees,
    /// against what they expect. While some of it may still come, it is no difference yet.
    private static let sums = """
        WITH side AS (
            SELECT e.account_id, e.group_no, 'booked_amount_mismatch' AS code,
                   coalesce(sum(m.fen), 0) - coalesce(sum(e.settled) FILTER (WHERE NOT is_money_apart), 0) AS fen,
                   max(m.bill_date) AS last_day, bool_or(is_money_apart AND NOT is_due) AS is_early
            FROM naive_money.entry e
            LEFT JOIN naive_money.movement m ON m.entry_id = e.entry_id AND m.class IN ('payment', 'refund')
            WHERE is_classified AND is_executed GROUP BY 1, 2
            UNION ALL
            SELECT e.account_id, e.group_no, 'booked_fee_mismatch',
                   coalesce(sum(m.fen), 0) - coalesce(sum(e.fee) FILTER (WHERE NOT is_fee_apart), 0),
                   max(m.bill_date), bool_or((is_fee_apart OR is_money_apart) AND NOT is_due)
            FROM naive_money.entry e
            LEFT JOIN naive_money.movement m ON m.entry_id = e.entry_id AND m.class IN ('fee', 'fee_return')
            WHERE is_classified AND is_executed GROUP BY 1, 2
        ), taking AS (
            SELECT m.account_id, m.group_no, max(m.bill_date) AS last_day, bool_and(is_known) AS are_known
            FROM naive_money.movement m JOIN naive_money.entry e USING (entry_id)
            WHERE e.is_executed AND m.class <> 'refund_returned' GROUP BY 1, 2
        ), difference AS (
            SELECT s.account_id, s.group_no, code,
                   s.fen + CASE code WHEN 'booked_fee_mismatch' THEN 1 ELSE -1 END * coalesce(n.fen, 0) AS fen,
                   coalesce(s.last_day, t.last_day) AS bill_date, is_early, are_known
            FROM side s JOIN taking t USING (account_id, group_no)
            LEFT JOIN naive_money.net n USING (account_id, group_no)
        ), told AS (
            INSERT INTO naive_money.item
            SELECT account_id, code, bill_date, group_no,
                   (SELECT entry_id FROM naive_money.entry e WHERE (e.account_id, e.group_no) = (d.account_id, d.group_no)
                    AND is_classified ORDER BY entry_id LIMIT 1), NULL, '', fen, NULL
            FROM difference d WHERE fen <> 0 AND NOT is_early AND are_known
        ), later AS (
            -- A trade bill that is not in force may bear more of it.
            UPDATE naive_money.entry e SET waits_until = m.bill_date
            FROM naive_money.movement m JOIN difference d USING (account_id, group_no)
            WHERE m.entry_id = e.entry_id AND m.class <> 'refund_returned' AND e.is_executed AND NOT m.is_known
              AND d.fen <> 0 AND NOT d.is_early)
        INSERT INTO naive_money.part
        SELECT account_id, group_no, bill_date, CASE WHEN NOT is_early AND are_known THEN code ELSE 'waiting' END, fen
        FROM difference WHERE fen <> 0
        """

    private static let waits = """
        INSERT INTO naive_money.item
        SELECT account_id, 'not_booked', bill_date, group_no, entry_id, NULL, '', -waiting, waits_until
        FROM naive_money.entry WHERE waits_until IS NOT NULL
        """
}
