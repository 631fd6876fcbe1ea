import Ledger
import Postgres
import Rules
import Simulation
import TestCluster
import TestTurns
import Testing
import Vocabulary

/// What people see of a world's money is what was settled, and adds up to it (Contract 5.6).
@Suite(.serialized, .waiting) struct MoneyPeopleTests {
    @Test func everyViewTellsTheSameMoney() throws {
        let bench = try MoneyBench("money_people", try MoneyBench.world(7, everyStyle: true))
        // A day that another account has and nobody asked for would not be green.
        let accounts = bench.world.world.accounts
        let days = accounts.map { bench.days($0) }.max { $0.count < $1.count } ?? []
        try bench.run(
            all: accounts.flatMap { account in
                days.flatMap { [DayUnit(account.id, $0, .trade), DayUnit(account.id, $0, .funds)] }
            })
        let connection = try Connection(bench.world.conninfo, name: "tests")
        try expectVerdicts(connection)
        try expectSums(connection)
        try expectNumbers(connection)
    }

    /// Nobody has decided anything yet: what is live is what the runs said.
    private func expectVerdicts(_ connection: borrowing Connection) throws {
        #expect(
            try connection.rows(
                """
                SELECT s.channel, s.account, s.bill_date, s.pot, s.verdict, r.verdict FROM recon.funds_summary s
                JOIN recon.runs r USING (run_id) WHERE s.verdict IS DISTINCT FROM r.verdict
                """) == [])
        #expect(
            try connection.rows(
                """
                SELECT d.bill_date, d.account FROM recon.daily_summary d LEFT JOIN (
                    SELECT DISTINCT bill_date, account, verdict FROM recon.funds_summary) s USING (bill_date, account)
                WHERE d.funds_verdict IS DISTINCT FROM s.verdict
                """) == [])
        let green = """
            SELECT kind, bill_date, account FROM recon.days_not_green WHERE bill_date <= (SELECT max(bill_date) FROM ledger.day)
            """
        let notGreen = try connection.rows("\(green) ORDER BY 1, 2, 3")
        #expect(
            try notGreen
                == connection.rows(
                    """
                    SELECT kind, bill_date, account FROM recon.runs WHERE in_force AND verdict <> 'balanced' ORDER BY 1, 2, 3
                    """))
        #expect(Set(notGreen.map { $0.prefix(while: { $0 != "|" }) }) == ["funds", "trade"])
        #expect(
            try connection.rows(
                """
                SELECT DISTINCT code FROM recon.discrepancies LEFT JOIN recon.codes c USING (code, kind)
                WHERE c.label_zh IS NULL
                """) == [])
        let codes = try connection.rows("SELECT DISTINCT code FROM recon.discrepancies WHERE kind = 'funds'")
        #expect(Set(codes) == Set(MoneyCode.allCases.map(\.rawValue)))
        // Only a break is about no payment and no refund.
        #expect(
            try connection.rows(
                "SELECT DISTINCT code FROM recon.discrepancies WHERE entry_type IS NULL OR num_nulls(payment_no, refund_no, channel_trade_no) = 3"
            ) == ["balance_break"])
    }

    private func expectSums(_ connection: borrowing Connection) throws {
        let days = try connection.rows("SELECT count(*) FROM recon.funds_summary WHERE opening IS NOT NULL")
        #expect(days.first.flatMap { Int($0) } ?? 0 > 100)
        #expect(
            try connection.rows(
                "SELECT bill_date, account, pot FROM recon.funds_summary WHERE opening + money_in - money_out <> closing"
            ) == [])
        #expect(
            try connection.rows(
                """
                SELECT bill_date, account, pot FROM recon.funds_summary s LEFT JOIN (
                    SELECT bill_date, account, pot, sum(amount) FILTER (WHERE amount > 0) AS money_in,
                           -sum(amount) FILTER (WHERE amount < 0) AS money_out, count(*) AS movements
                    FROM recon.movements GROUP BY 1, 2, 3) m USING (bill_date, account, pot)
                WHERE (s.money_in, s.money_out, s.movements_in + s.movements_out)
                      <> (coalesce(m.money_in, 0), coalesce(m.money_out, 0), coalesce(m.movements, 0))
                """) == [])
        // Every line of the statements, from the movements that people see.
        #expect(
            try connection.rows(
                """
                SELECT bill_date, account, pot, line, s.movements, s.amount, m.movements, m.amount
                FROM (SELECT * FROM recon.funds_statement WHERE line NOT IN ('opening', 'closing', 'residual')) s
                FULL JOIN (
                    SELECT bill_date, account, pot, movement_class || CASE
                               WHEN movement_class IN ('payment', 'fee', 'refund') AND entry_date IS DISTINCT FROM bill_date
                               THEN '_other_day' ELSE '' END AS line, count(*) AS movements, sum(amount) AS amount
                    FROM recon.movements GROUP BY 1, 2, 3, 4) m USING (bill_date, account, pot, line)
                WHERE (s.movements, s.amount) IS DISTINCT FROM (m.movements, m.amount)
                """) == [])
        #expect(
            try connection.rows("SELECT DISTINCT line FROM recon.funds_statement WHERE label_zh IS NULL")
                + connection.rows("SELECT DISTINCT line FROM recon.bridge WHERE label_zh IS NULL") == [])
        // The bridge begins with what the trade bill proves, each fee rounded, without the entries of which nothing is expected:
        // of an unknown kind, or refunds that did not happen. It ends with what moved.
        let unexplained = try connection.rows(
            """
            SELECT bill_date, account, b.amount, d.received_amount, u.amount FROM recon.daily_summary d
            JOIN recon.bridge b USING (bill_date, account)
            CROSS JOIN LATERAL (
                SELECT coalesce(sum(e.settled_amount - e.fee), 0) AS amount FROM recon.bill_entries e
                WHERE e.bill_date = d.bill_date AND e.account = d.account AND (e.outcome = 'unclassified'
                       OR e.entry_type = 'refund' AND e.settled_amount = 0)) u
            WHERE b.line = 'expected' AND abs(b.amount + u.amount - d.received_amount) > (d.payments + d.refunds) * 0.005
            """)
        #expect(unexplained == [])
        #expect(
            try connection.rows(
                """
                SELECT bill_date, account FROM recon.daily_summary d LEFT JOIN (
                    SELECT bill_date, account, sum(amount) AS amount FROM recon.movements
                    WHERE movement_class IN ('payment', 'fee', 'fee_return', 'refund', 'refund_returned') GROUP BY 1, 2) m
                USING (bill_date, account)
                WHERE d.booked_amount IS DISTINCT FROM CASE WHEN d.funds_verdict IS NOT NULL THEN coalesce(m.amount, 0) END
                """) == [])
        // Plainly linked or not, every movement that is an entry's names one of the day's.
        #expect(
            try connection.rows(
                """
                SELECT m.account, m.bill_date, m.line_no FROM recon.movements m
                WHERE outcome = 'booked' AND NOT EXISTS (
                    SELECT FROM recon.bill_entries e WHERE e.account = m.account AND e.bill_date = m.entry_date
                       AND (m.entry_line_no IS NULL OR (e.line_no, e.file_no) = (m.entry_line_no, m.entry_file_no))
                       AND (m.business_no IN (e.channel_trade_no, e.channel_refund_no)
                            OR m.voucher_no IN (e.payment_no, e.refund_no)))
                """) == [])
    }

    /// A number leads to every movement that bears it, and a life is told from the order to the money.
    private func expectNumbers(_ connection: borrowing Connection) throws {
        for outcome in ["booked", "booked_twice", "booked_only", "unlinked"] {
            #expect(
                try connection.rows(
                    """
                    SELECT m.business_no FROM (
                        SELECT DISTINCT business_no FROM recon.movements
                        WHERE outcome = '\(outcome)' AND business_no IS NOT NULL ORDER BY 1 LIMIT 20) m
                    WHERE (SELECT count(*) FROM recon.movements_of(m.business_no))
                          < (SELECT count(*) FROM recon.movements a WHERE a.business_no = m.business_no)
                    """) == [])
        }
        // A refund that was paid, taken and came back, by WeChat Pay's number of the refund.
        let returned = try connection.rows(
            """
            SELECT channel_refund_no FROM recon.discrepancies
            WHERE code = 'refund_returned' AND channel = 'wechatpay' ORDER BY discrepancy_id LIMIT 1
            """)
        let number = try #require(returned.first)
        let life = try connection.rows("SELECT source, event FROM recon.explain('\(number)')")
        for part in [
            "^shop\\|payment .* is paid, .*, for order ", "^shop\\|refund .* is succeeded", "^bill\\|.*: payment ",
            "^bill\\|.*: refund ", "^money\\|.*: payment of .*; booked, entry of ", "^money\\|.*: refund of -",
            "^money\\|.*: refund returned of ", "^run\\|run \\d+ of \\S+ \\S+ funds ",
            "^run\\|run \\d+ of \\S+ \\S+ \\(",
            "^reconciled\\|discrepancy .*refund came back \\(refund_returned\\)", "^now\\|discrepancy .* is open",
        ] {
            let pattern = try Regex(part)
            #expect(life.contains { $0.firstMatch(of: pattern) != nil }, "\(part)\n\(life.joined(separator: "\n"))")
        }
        // And by every other number of its.
        let others = try connection.rows(
            """
            SELECT unnest(ARRAY[payment_no, channel_trade_no, refund_no]) FROM recon.bill_entries
            WHERE channel_refund_no = '\(number)'
            """)
        #expect(others.count == 3)
        for other in others {
            #expect(try connection.rows("SELECT source, event FROM recon.explain('\(other)')") == life, "\(other)")
        }
    }
}
