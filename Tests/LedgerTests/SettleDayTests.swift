import Ledger
import Rules
import TestTurns
import Testing
import Vocabulary

@Suite(.serialized, .waiting) struct SettleDayTests {
    private static let outcomes = """
        SELECT entry_type, payment_no, refund_no, outcome FROM recon.bill_entries ORDER BY bill_date, line_no
        """
    private static let open = """
        SELECT code, bill_date, payment_no, refund_no, order_amount, channel_amount, difference, status
        FROM recon.discrepancies WHERE status IN ('open', 'acknowledged')
        ORDER BY bill_date, code, payment_no, refund_no
        """

    @Test func aDayWhoseSidesAgreeIsBalanced() throws {
        let bench = try LedgerBench("balanced")
        try bench.pay("P1", 1000, at: "2026-11-21 09:00:01")
        try bench.pay("P2", 2500, at: "2026-11-21 10:00:00")
        try bench.refund("P1", "R1", 300, at: "2026-11-21 12:00:00")
        let bill = [
            Row(payment: "P1", fen: 1000, at: "2026-11-21 09:00:00", channelNo: "C1"),
            Row(payment: "P2", fen: 2500, at: "2026-11-21 10:00:00", channelNo: "C2"),
            Row(type: .refund, payment: "P1", refund: "R1", fen: 300, at: "2026-11-21 12:00:00", channelNo: "D1"),
        ]
        #expect(try bench.conclude("2026-11-21", bill) == .balanced)
        #expect(
            try bench.rows(Self.outcomes) == ["payment|P1||matched", "payment|P2||matched", "refund|P1|R1|matched"])
        #expect(
            try bench.rows(
                "SELECT line, entries, amount FROM recon.statement WHERE amount <> 0 AND entry_type = 'payment'")
                == ["orders|2|35.00", "channel|2|35.00", "channel_total|2|35.00"])
        #expect(try bench.conclude("2026-11-21", bill) == .balanced)
    }

    @Test func everyCodeOfOneDayIsFound() throws {
        let bench = try LedgerBench("codes")
        try bench.pay("OK", 1000, at: "2026-11-21 09:00:00")
        try bench.pay("MISS", 1100, at: "2026-11-21 09:00:00")
        try bench.pay("AMT", 1200, at: "2026-11-21 09:00:00")
        try bench.pay("CUR", 1300, at: "2026-11-21 09:00:00", currency: "USD")
        try bench.pay("UNPAID", 1400, at: nil, state: "unpaid")
        try bench.pay("OTHER", 1500, at: "2026-11-21 09:00:00", account: "B")
        try bench.pay("TWICE", 1600, at: "2026-11-21 09:00:00", knows: "C9")
        try bench.refund("OK", "FAILED", 100, at: "2026-11-21 12:00:00")
        try bench.refund("OK", "NOTHING", 100, at: nil, state: "closed")
        let noon = "2026-11-21 12:00:00"
        let bill = [
            Row(payment: "OK", fen: 1000, at: noon, channelNo: "C1"),
            Row(payment: "ONLY", fen: 900, at: noon, channelNo: "C2"),
            Row(payment: "AMT", fen: 1201, at: noon, channelNo: "C3"),
            Row(payment: "CUR", fen: 1300, at: noon, channelNo: "C4"),
            Row(payment: "UNPAID", fen: 1400, at: noon, channelNo: "C5"),
            Row(payment: "OTHER", fen: 1500, at: noon, channelNo: "C6"),
            Row(payment: "TWICE", fen: 1600, at: noon, channelNo: "C8"),
            Row(payment: "TWICE", fen: 1600, at: noon, channelNo: "C9"),
            Row(payment: "ODD", fen: 50, at: noon, channelNo: "C10", state: "WHAT", isClassified: false),
            Row(
                type: .refund, payment: "OK", refund: "FAILED", fen: 100, at: noon, channelNo: "D1", state: "FAIL"),
            Row(
                type: .refund, payment: "OK", refund: "NOTHING", fen: 100, at: noon, channelNo: "D2", state: "CHANGE"),
            Row(type: .refund, payment: "OK", refund: "BIG", fen: 1100, at: noon, channelNo: "D3"),
        ]
        #expect(try bench.conclude("2026-11-21", bill) == .discrepancies)
        #expect(
            try bench.rows(Self.open) == [
                "account_mismatch|2026-11-21|OTHER|||15.00|15.00|open",
                "amount_mismatch|2026-11-21|AMT||12.00|12.01|0.01|open",
                "channel_only|2026-11-21|OK|BIG||11.00|11.00|open",
                "channel_only|2026-11-21|ONLY|||9.00|9.00|open",
                "currency_mismatch|2026-11-21|CUR||13.00|13.00|13.00|open",
                "duplicate_in_channel|2026-11-21|TWICE|||16.00|16.00|open",
                "order_only|2026-11-21|MISS||11.00||-11.00|open",
                "over_refund|2026-11-21|OK|BIG|10.00|11.00|1.00|open",
                "status_mismatch|2026-11-21|OK|FAILED|1.00|1.00|0.00|open",
                "status_mismatch|2026-11-21|UNPAID||14.00|14.00|14.00|open",
                "unclassified|2026-11-21|ODD|||0.50|0.50|open",
            ])
        let before = try bench.rows(Self.open + ", discrepancy_id")
        #expect(try bench.conclude("2026-11-21", bill) == .discrepancies)
        #expect(try bench.rows(Self.open + ", discrepancy_id") == before)
        #expect(try bench.rows("SELECT DISTINCT change FROM recon.run_changes WHERE run_id = 2") == ["persisting"])
    }

    /// Whatever words a channel has for it: the decoder alone says that a refund failed. The second day finds both in the
    /// ledger, where nothing but the columns tells.
    @Test func aFailedRefundToldInOtherWordsIsNotExecuted() throws {
        let bench = try LedgerBench("other_words")
        let noon = "2026-11-21 12:00:00"
        try bench.pay("P", 1000, at: "2026-11-21 09:00:00")
        try bench.refund("P", "SAYS-DONE", 100, at: noon)
        try bench.refund("P", "SAYS-CLOSED", 200, at: nil, state: "closed")
        func failed(_ refund: String, _ fen: Int64) -> Row {
            Row(
                type: .refund, payment: "P", refund: refund, fen: fen, at: noon, channelNo: "D-\(refund)",
                state: "MISGLUECKT", isExecuted: false)
        }
        try bench.conclude(
            "2026-11-21",
            [
                Row(payment: "P", fen: 1000, at: "2026-11-21 09:00:00", channelNo: "C"),
                failed("SAYS-DONE", 100), failed("SAYS-CLOSED", 200),
            ])
        let told = ["payment|P||matched", "refund|P|SAYS-DONE|status_mismatch", "refund|P|SAYS-CLOSED|not_executed"]
        #expect(try bench.rows(Self.outcomes) == told)
        try bench.refund("P", "SECOND", 950, at: "2026-11-22 12:00:00")
        try bench.conclude(
            "2026-11-22",
            [
                Row(
                    type: .refund, payment: "P", refund: "SECOND", fen: 950, at: "2026-11-22 12:00:00", channelNo: "D"),
                Row(
                    type: .refund, payment: "P", refund: "SAYS-DONE", fen: 100, at: "2026-11-22 12:00:00",
                    channelNo: "D-LATER"),
            ])
        #expect(
            try bench.rows(Self.outcomes) == [
                "payment|P||matched", "refund|P|SAYS-DONE|not_executed", "refund|P|SAYS-CLOSED|not_executed",
                "refund|P|SECOND|matched", "refund|P|SAYS-DONE|over_refund",
            ])
        #expect(
            try bench.rows("SELECT code, refund_no FROM recon.discrepancies WHERE code = 'over_refund'") == [
                "over_refund|SAYS-DONE"
            ])
    }

    @Test(arguments: [["2026-11-21", "2026-11-22"], ["2026-11-22", "2026-11-21"]])
    func daysInAnyOrderEndTheSame(order: [String]) throws {
        let bench = try LedgerBench("order_\(order[0].replacing("-", with: ""))")
        try bench.pay("X", 1000, at: "2026-11-21 23:59:50")
        try bench.pay("LATE", 700, at: "2026-11-21 23:45:00")
        try bench.pay("DUP", 500, at: "2026-11-21 10:00:00", knows: "LATER")
        try bench.pay("Z", 1, at: "2026-11-22 10:00:00")
        let bills = [
            "2026-11-21": [Row(payment: "DUP", fen: 500, at: "2026-11-21 10:00:00", channelNo: "FIRST")],
            "2026-11-22": [
                Row(payment: "X", fen: 1000, at: "2026-11-22 00:00:02", channelNo: "C1"),
                Row(payment: "DUP", fen: 500, at: "2026-11-22 10:00:00", channelNo: "LATER"),
                Row(payment: "Z", fen: 1, at: "2026-11-22 10:00:00", channelNo: "C2"),
            ],
        ]
        for day in order { try bench.conclude(day, bills[day] ?? []) }
        #expect(
            try bench.rows("SELECT bill_date, payment_no, outcome FROM recon.bill_entries ORDER BY 1, line_no") == [
                "2026-11-21|DUP|duplicate_in_channel", "2026-11-22|X|cross_day", "2026-11-22|DUP|cross_day",
                "2026-11-22|Z|matched",
            ])
        #expect(
            try bench.rows(
                """
                SELECT line, entries, amount FROM recon.statement
                WHERE bill_date = '2026-11-21' AND entry_type = 'payment' AND (amount <> 0 OR entries <> 0)
                """) == [
                    "orders|3|22.00", "booked_other_day|-2|-15.00", "order_only|-1|-7.00",
                    "duplicate_in_channel|1|5.00", "channel|1|5.00", "channel_total|1|5.00",
                ])
        #expect(
            try bench.rows("SELECT bill_date, verdict FROM recon.daily_summary")
                == ["2026-11-22|balanced", "2026-11-21|discrepancies"])
        #expect(try bench.rows("SELECT count(*) FROM recon.pending") == ["0"])
    }

    /// Each alone in its day's bill and within the payment; the payment and one of them on the same day.
    @Test(arguments: [["2026-11-21", "2026-11-22"], ["2026-11-22", "2026-11-21"]])
    func refundsOfTwoDaysAreTooMuchTogether(order: [String]) throws {
        let bench = try LedgerBench("refunds_together_\(order[0])")
        try bench.pay("P1", 100, at: "2026-11-21 12:00:00")
        try bench.pay("P2", 100, at: "2026-11-22 12:00:00")
        var bills = [
            "2026-11-21": [Row(payment: "P1", fen: 100, at: "2026-11-21 12:00:00", channelNo: "C1")],
            "2026-11-22": [Row(payment: "P2", fen: 100, at: "2026-11-22 12:00:00", channelNo: "C2")],
        ]
        for day in order {
            try bench.refund("P1", "R\(day)", 60, at: "\(day) 12:00:00")
            bills[day]?.append(
                Row(
                    type: .refund, payment: "P1", refund: "R\(day)", fen: 60, at: "\(day) 12:00:00",
                    channelNo: "D\(day)"))
        }
        for day in order { try bench.conclude(day, bills[day] ?? []) }
        #expect(
            try bench.rows(Self.open) == ["over_refund|2026-11-22|P1|R2026-11-22|1.00|1.20|0.20|open"])
    }
}
