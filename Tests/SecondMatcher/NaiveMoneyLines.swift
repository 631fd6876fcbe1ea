extension NaiveMoney {
    /// 5.2: the opening balance of a day must be the closing balance of the last earlier day in force.
    static let chain = """
        last := NULL;
        FOR pot_day IN
            SELECT p.*, channel = 'wechatpay' OR is_controlled AS is_promised
            FROM ledger.pot_day p JOIN naive_money.account USING (account_id) ORDER BY account_id, pot, bill_date LOOP
            IF last.account_id IS DISTINCT FROM pot_day.account_id OR last.pot IS DISTINCT FROM pot_day.pot THEN last := NULL; END IF;
            INSERT INTO naive_money.pot_day
            SELECT pot_day.account_id, pot_day.pot, pot_day.bill_date, opening,
                   -- Of a channel that does not stand by what it prints, the sums are taken.
                   coalesce(CASE WHEN pot_day.is_promised THEN pot_day.closing_fen END, opening + pot_day.into_fen - pot_day.out_fen),
                   last.closing, coalesce(last.bill_date + 1 = pot_day.bill_date, true)
            FROM (SELECT coalesce(pot_day.opening_fen, last.closing) AS opening) o;
            IF pot_day.is_promised AND pot_day.opening_fen <> last.closing THEN
                INSERT INTO naive_money.item VALUES (pot_day.account_id, 'balance_break', pot_day.bill_date, NULL, NULL, NULL,
                                                     pot_day.pot, pot_day.opening_fen - last.closing, NULL);
            END IF;
            SELECT * INTO last FROM naive_money.pot_day p
            WHERE (p.account_id, p.pot, p.bill_date) = (pot_day.account_id, pot_day.pot, pot_day.bill_date);
        END LOOP
        """

    /// 5.5
    static let lines = [statement, otherDays, bridge, verdict]

    private static let statement = """
        INSERT INTO naive_money.statement
        SELECT account_id, bill_date, pot, line, 0, fen
        FROM naive_money.pot_day, LATERAL (VALUES ('opening', opening), ('closing', closing)) AS l (line, fen)
        UNION ALL
        SELECT m.account_id, m.bill_date, m.pot,
               class || CASE WHEN class IN ('payment', 'fee', 'refund') AND e.bill_date IS DISTINCT FROM m.bill_date
                        THEN '_other_day' ELSE '' END, count(*), sum(fen)
        FROM naive_money.movement m
        -- One too many is of the first entry that it looks like.
        LEFT JOIN naive_money.entry e ON e.entry_id = coalesce(m.entry_id, CASE WHEN m.outcome = 'booked_twice' THEN (
            SELECT f.entry_id FROM naive_money.entry f
            WHERE (f.account_id, f.group_no, f.family) = (m.account_id, m.group_no, m.family) AND f.is_classified
            ORDER BY NOT is_executed, bill_date, at, entry_id LIMIT 1) END)
        GROUP BY 1, 2, 3, 4
        """

    /// What moved on another day than its entry's, and what a difference of the group explains of other days.
    private static let otherDays = """
        INSERT INTO naive_money.part
        SELECT e.account_id, e.group_no, day, line,
               sign * CASE WHEN class IN ('fee', 'fee_return') THEN fee
                           WHEN is_net AND NOT EXISTS (SELECT FROM naive_money.movement f
                               WHERE f.entry_id = e.entry_id AND f.class = 'fee_return') THEN settled + fee
                           ELSE settled END
        FROM naive_money.movement m JOIN naive_money.entry e USING (entry_id)
        CROSS JOIN LATERAL (VALUES (e.bill_date, 'booked_other_day', -1), (m.bill_date, 'from_other_day', 1)) AS l (day, line, sign)
        WHERE e.bill_date <> m.bill_date AND e.is_executed AND class <> 'refund_returned';
        WITH rest AS (
            SELECT account_id, group_no, bill_date, sum(fen) AS fen, sum(sum(fen)) OVER (PARTITION BY account_id, group_no) AS of_group
            FROM (SELECT account_id, group_no, bill_date, fen FROM naive_money.part
                  UNION ALL SELECT account_id, group_no, bill_date, settled + fee FROM naive_money.entry WHERE is_classified
                  UNION ALL SELECT account_id, group_no, bill_date, -fen FROM naive_money.movement WHERE family IS NOT NULL) AS known
            GROUP BY 1, 2, 3)
        INSERT INTO naive_money.part
        SELECT account_id, group_no, bill_date,
               CASE WHEN EXISTS (SELECT FROM naive_money.entry e WHERE (e.account_id, e.group_no, e.bill_date)
                                 = (rest.account_id, rest.group_no, rest.bill_date) AND is_classified)
                    THEN 'booked_other_day' ELSE 'from_other_day' END, -fen
        FROM rest WHERE fen <> 0 AND of_group = 0
        """

    private static let bridge = """
        INSERT INTO naive_money.bridge
        SELECT account_id, bill_date, line, sum(fen) FROM (
            SELECT account_id, bill_date, 'expected' AS line, settled + fee AS fen FROM naive_money.entry WHERE is_classified
            UNION ALL SELECT account_id, bill_date, line, fen FROM naive_money.part
            UNION ALL SELECT account_id, bill_date, 'booked', fen FROM naive_money.movement WHERE family IS NOT NULL) AS explained
        GROUP BY 1, 2, 3 HAVING sum(fen) <> 0;
        INSERT INTO naive_money.bridge
        SELECT account_id, bill_date, 'residual', sum(CASE line WHEN 'booked' THEN -fen ELSE fen END)
        FROM naive_money.bridge GROUP BY 1, 2 HAVING sum(CASE line WHEN 'booked' THEN -fen ELSE fen END) <> 0
        """

    /// 3.5 for a funds day.
    private static let verdict = """
        INSERT INTO naive_money.verdict
        SELECT f.account_id, f.day, CASE
            WHEN EXISTS (SELECT FROM naive_money.item i WHERE (i.account_id, i.bill_date) = (f.account_id, f.day)
                         AND due_date IS NULL) THEN 'discrepancies'
            WHEN EXISTS (SELECT FROM naive_money.item i WHERE (i.account_id, i.bill_date) = (f.account_id, f.day))
              OR EXISTS (SELECT FROM naive_money.pot_day p WHERE (p.account_id, p.bill_date) = (f.account_id, f.day)
                         AND NOT is_proven)
              OR EXISTS (SELECT FROM naive_money.movement m WHERE (m.account_id, m.bill_date) = (f.account_id, f.day)
                         AND outcome = 'waiting_for_trade') THEN 'pending'
            ELSE 'balanced' END
        FROM naive_money.in_force f WHERE kind = 'funds' AND NOT is_closed
        """
}
