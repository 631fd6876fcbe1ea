import Ledger
import Postgres
import TestTurns
import Testing
import Vocabulary

/// Contract section 3.7: no later run changes a day of a closed period; late effects are shown on the first open day.
@Suite(.serialized, .waiting) struct ClosedPeriodTests {
    private static let noon = "2026-11-20 12:00:00"

    /// Day 20 with a record that no bill shows (item 1), one that waits for the next bill (2), an entry that the shop
    /// does not know (3), and one plain pair; all of it closed.
    private func closed(_ name: String) throws -> LedgerBench {
        let bench = try LedgerBench("closed_\(name)")
        try bench.pay("MISS", 700, at: "2026-11-20 10:00:00")
        try bench.pay("WAITS", 500, at: "2026-11-20 23:50:00")
        try bench.pay("OK", 1000, at: Self.noon)
        try bench.conclude("2026-11-20", Self.bill)
        #expect(
            try bench.rows("SELECT * FROM recon.close_period('2026-11-20', 'the month ends')") == [
                "2026-11-20|1|2|-4.00|1"
            ])
        return bench
    }

    private static let bill = [
        Row(payment: "OK", fen: 1000, at: noon, channelNo: "C1"),
        Row(payment: "STRANGE", fen: 300, at: noon, channelNo: "C2"),
    ]

    /// All that people see of the closed day, but for the work on its items.
    private static let day = """
        SELECT row_to_json(s)::text FROM recon.daily_summary s WHERE bill_date = '2026-11-20'
        UNION ALL SELECT row_to_json(s)::text FROM recon.statement s WHERE bill_date = '2026-11-20'
        UNION ALL SELECT row_to_json(e)::text FROM recon.bill_entries e WHERE bill_date = '2026-11-20'
        UNION ALL SELECT row_to_json(r)::text FROM recon.runs r WHERE bill_date = '2026-11-20' ORDER BY 1
        """
    private static let summary = """
        SELECT bill_date, verdict, pending, open_discrepancies, closed FROM recon.daily_summary ORDER BY 1
        """

    @Test func aRunOfAClosedDayIsRefusedAndLeavesNothing() throws {
        let bench = try closed("refused")
        let before = try bench.rows(Self.day)
        let problem = #expect(throws: Problem.self) { try bench.conclude("2026-11-20", Self.bill) }
        #expect(problem?.code == .periodClosed)
        #expect(try bench.rows(Self.day) == before)
        let older = #expect(throws: Problem.self) { try bench.conclude("2026-11-19", []) }
        #expect(older?.code == .periodClosed)
    }

    @Test func aRunThatThePeriodOvertookWritesNothing() throws {
        let bench = try LedgerBench("closed_overtaken")
        try bench.pay("OK", 1000, at: Self.noon)
        try bench.conclude("2026-11-20", Array(Self.bill.prefix(1)))
        let before = try bench.rows("SELECT * FROM recon.bill_entries")
        let problem = #expect(throws: Problem.self) {
            // The bill is being read while somebody closes the period.
            try bench.conclude(
                "2026-11-20", Self.bill,
                change: { _ in
                    try? bench.sql("SELECT recon.close_period('2026-11-20')")
                })
        }
        #expect(problem?.code == .periodClosed)
        #expect(try bench.rows("SELECT * FROM recon.bill_entries") == before)
    }

    @Test func whatTheNextBillExplainsIsShownThereAndTheClosedDayStays() throws {
        let bench = try closed("late")
        let before = try bench.rows(Self.day)
        try bench.pay("STRANGE", 300, at: "2026-11-21 09:00:00")
        try bench.conclude(
            "2026-11-21",
            [
                Row(payment: "WAITS", fen: 500, at: "2026-11-21 00:00:03", channelNo: "C3"),
                Row(payment: "MISS", fen: 700, at: "2026-11-21 08:00:00", channelNo: "C4"),
            ])
        #expect(try bench.rows(Self.day) == before)
        #expect(
            try bench.rows(Self.summary)
                == ["2026-11-20|discrepancies|1|2|t", "2026-11-21|balanced|0|0|f"])
        #expect(try bench.rows("SELECT * FROM recon.pending") == [])
        #expect(
            try bench.rows(
                """
                SELECT shown_on, closed_day, discrepancy_id, code, payment_no, closed_status, status, closed_difference
                FROM recon.late_effects ORDER BY discrepancy_id
                """) == [
                    "2026-11-21|2026-11-20|1|order_only|MISS|open|resolved|-7.00",
                    "2026-11-21|2026-11-20|2|channel_only|STRANGE|open|resolved|3.00",
                    "2026-11-21|2026-11-20|3|order_only|WAITS|pending|resolved|-5.00",
                ])
        #expect(
            try bench.rows(
                """
                SELECT line, entries, amount FROM recon.statement
                WHERE bill_date = '2026-11-21' AND entry_type = 'payment' AND (entries <> 0 OR amount <> 0)
                """) == [
                    "orders|1|3.00", "booked_other_day|-1|-3.00", "from_other_day|2|12.00", "channel|2|12.00",
                    "channel_total|2|12.00",
                ])
    }

    @Test func whatFallsDueIsOpenOnTheFirstOpenDay() throws {
        let bench = try closed("due")
        let before = try bench.rows(Self.day)
        try bench.pay("Z", 100, at: "2026-11-21 12:00:00")
        try bench.conclude(
            "2026-11-21", [Row(payment: "Z", fen: 100, at: "2026-11-21 12:00:00", channelNo: "C3")])
        #expect(try bench.rows(Self.day) == before)
        #expect(
            try bench.rows(Self.summary)
                == ["2026-11-20|discrepancies|1|2|t", "2026-11-21|discrepancies|0|1|f"])
        #expect(
            try bench.rows(
                "SELECT payment_no, bill_date, late_on, status FROM recon.discrepancies WHERE late_on IS NOT NULL")
                == ["WAITS|2026-11-20|2026-11-21|open"])
        #expect(
            try bench.rows("SELECT verdict, discrepancies FROM recon.runs WHERE bill_date = '2026-11-21'")
                == ["discrepancies|1"])
        // The person's decision makes the day green, on both.
        try bench.sql("SELECT recon.resolve(3, 'written_off', 'lost')")
        #expect(
            try bench.rows(Self.summary) == ["2026-11-20|discrepancies|0|2|t", "2026-11-21|balanced|0|0|f"])
    }

    @Test func aLateEffectBringsTheFirstOpenDayUpToDate() throws {
        let bench = try closed("rematch")
        try bench.pay("Z", 100, at: "2026-11-21 12:00:00")
        let second = [Row(payment: "Z", fen: 100, at: "2026-11-21 12:00:00", channelNo: "C3")]
        try bench.conclude("2026-11-21", second)
        try bench.sql("SELECT recon.acknowledge(3, 'asked the buyer')")
        // Two days later the bill shows it.
        try bench.conclude("2026-11-22", [Row(payment: "WAITS", fen: 500, at: "2026-11-22 09:00:00", channelNo: "C4")])
        #expect(
            try bench.rows("SELECT bill_date, requested_by, verdict FROM recon.runs WHERE in_force ORDER BY 1") == [
                "2026-11-20|test|discrepancies", "2026-11-21|rematch|balanced", "2026-11-22|test|balanced",
            ])
        #expect(
            try bench.rows("SELECT event, actor FROM recon.discrepancy_history WHERE discrepancy_id = 3") == [
                "pending|reconciled", "opened|reconciled", "acknowledged|postgres", "superseded|reconciled",
            ])
        // The same runs again change nothing.
        let before = try bench.rows(Self.day + ", 1") + bench.rows(Self.summary)
        try bench.conclude("2026-11-21", second)
        #expect(try bench.rows(Self.day + ", 1") + bench.rows(Self.summary) == before)
    }

    @Test func aSecondPeriodKeepsWhatTheFirstLeftToIt() throws {
        let bench = try closed("second")
        try bench.pay("Z", 100, at: "2026-11-21 12:00:00")
        try bench.conclude(
            "2026-11-21", [Row(payment: "Z", fen: 100, at: "2026-11-21 12:00:00", channelNo: "C3")])
        try bench.sql("SELECT recon.close_period('2026-11-21', 'it stays')")
        try bench.conclude("2026-11-22", [Row(payment: "WAITS", fen: 500, at: "2026-11-22 09:00:00", channelNo: "C4")])
        #expect(
            try bench.rows(Self.summary) == [
                "2026-11-20|discrepancies|1|2|t", "2026-11-21|discrepancies|0|1|t", "2026-11-22|balanced|0|0|f",
            ])
        #expect(
            try bench.rows(
                "SELECT closed_day, shown_on, closed_status FROM recon.late_effects WHERE discrepancy_id = 3")
                == ["2026-11-21|2026-11-22|open", "2026-11-20|2026-11-21|pending"])
    }

    @Test func aDayWithoutAConclusionNeedsAReason() throws {
        let bench = try LedgerBench("closed_missing")
        try bench.pay("OK", 1000, at: Self.noon)
        try bench.conclude("2026-11-20", Array(Self.bill.prefix(1)))
        try bench.pay("Z", 100, at: "2026-11-22 12:00:00")
        try bench.conclude("2026-11-22", [Row(payment: "Z", fen: 100, at: "2026-11-22 12:00:00", channelNo: "C3")])
        let error = #expect(throws: PostgresError.self) { try bench.sql("SELECT recon.close_period('2026-11-22')") }
        #expect(error?.sqlState == "RC409")
        #expect(
            error?.message
                == "not all is settled through 2026-11-22: days not green 1, discrepancies open 0 (difference 0.00, "
                + "money at risk 0.00), in doubt 0; days without a conclusion: 1 (wechatpay:A 2026-11-21)")
        try bench.sql("SELECT recon.close_period('2026-11-22', 'the account was shut that day')")
        #expect(
            try bench.rows("SELECT closed_through, closed_by, reason FROM recon.closed_periods")
                == ["2026-11-22|postgres|the account was shut that day"])
    }

    @Test func whatIsNotSettledIsSaidFirstAndNeedsAReasonThatStays() throws {
        let bench = try LedgerBench("closed_unsettled")
        try bench.pay("MISS", 700, at: "2026-11-20 10:00:00")
        try bench.pay("WAITS", 500, at: "2026-11-20 23:50:00")
        try bench.conclude("2026-11-20", [Row(payment: "X", fen: 300, at: Self.noon, channelNo: "C2")])
        // A day later than the last that was run: the service was away.
        let closing = """
            SELECT account, first_day, last_day, days, days_not_green, without_conclusion, open_discrepancies, open_difference,
                   money_at_risk, pending, pending_amount FROM recon.closing
            """
        #expect(
            try bench.rows(closing + "('2026-11-21')")
                == ["A|2026-11-20|2026-11-21|2|2|{2026-11-21}|2|-4.00|10.00|1|5.00"])
        #expect(try bench.rows(closing + "('2026-11-20')") == ["A|2026-11-20|2026-11-20|1|1||2|-4.00|10.00|1|5.00"])
        for call in ["'2026-11-20'", "'2026-11-20', ' '", "'2026-11-21', NULL"] {
            let error = #expect(throws: PostgresError.self) { try bench.sql("SELECT recon.close_period(\(call))") }
            #expect(error?.sqlState == "RC409")
            #expect(
                error?.message.contains("discrepancies open 2 (difference -4.00, money at risk 10.00), in doubt 1")
                    == true)
        }
        #expect(try bench.rows("SELECT * FROM recon.closed_periods") == [])
        // One in doubt alone keeps it open as well.
        try bench.sql("SELECT recon.resolve(discrepancy_id, 'accepted', 'x') FROM recon.discrepancies")
        #expect(throws: PostgresError.self) { try bench.sql("SELECT recon.close_period('2026-11-20')") }
        try bench.sql("SELECT recon.close_period('2026-11-20', 'it comes with the next bill')")
        #expect(
            try bench.rows(
                "SELECT reason, days_not_green, open_discrepancies, open_difference, pending FROM recon.closed_periods")
                == ["it comes with the next bill|1|0|0.00|1"])
        #expect(
            try bench.rows("SELECT first_day, last_day FROM recon.closing('2026-11-22')") == ["2026-11-21|2026-11-22"])
    }

    @Test func whatIsAllSettledIsClosedWithoutAReason() throws {
        let bench = try LedgerBench("closed_settled")
        try bench.pay("OK", 1000, at: Self.noon)
        try bench.conclude("2026-11-20", Array(Self.bill.prefix(1)))
        #expect(try bench.rows("SELECT * FROM recon.close_period('2026-11-20')") == ["2026-11-20|1|0|0.00|0"])
    }

    @Test(arguments: [
        ("again", "'2026-11-20'", "RC409"), ("back", "'2026-11-01'", "RC409"), ("null", "NULL", "RC422"),
        ("future", "'2999-01-01'", "RC422"), ("today", "(now() AT TIME ZONE 'Asia/Shanghai')::date", "RC422"),
    ])
    func aPeriodThatCannotBeClosedIsRefused(name: String, through: String, state: String) throws {
        let bench = try closed("not_\(name)")
        let error = #expect(throws: PostgresError.self) { try bench.sql("SELECT recon.close_period(\(through))") }
        #expect(error?.sqlState == state)
        #expect(try bench.rows("SELECT count(*) FROM recon.closed_periods") == ["1"])
        let change = #expect(throws: PostgresError.self) { try bench.sql("DELETE FROM ledger.period") }
        #expect(change?.sqlState == "23000")
    }
}
