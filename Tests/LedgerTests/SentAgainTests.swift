import Ledger
import TestTurns
import Testing
import Vocabulary

/// A refund that failed is sent again under its number, as WeChat Pay demands (Contract 3.3): the row that moved the
/// money is the pair, whatever came first.
@Suite(.serialized, .waiting) struct SentAgainTests {
    private static func row(_ day: Int, _ state: String, no: String, fen: Int64 = 500) -> Row {
        Row(
            type: .refund, payment: "P1", refund: "R1", fen: fen, at: "2026-11-\(day) 12:00:00", channelNo: no,
            state: state)
    }

    private static func rest(_ day: Int) -> Row {
        Row(payment: "Z\(day)", fen: 1, at: "2026-11-\(day) 12:00:00", channelNo: "Z\(day)")
    }

    private static let entries = """
        SELECT bill_date, channel_refund_no, outcome FROM recon.bill_entries WHERE entry_type = 'refund' ORDER BY 1, line_no
        """
    private static let open = "SELECT code, bill_date, difference FROM recon.discrepancies WHERE status = 'open'"

    /// What the shop books: on the day of the failed row, on the day of the other one, or earlier; with the number of one row
    /// or of none.
    static let shops: [(booked: String, knows: String?)] = [
        ("2026-11-21 12:00:00", nil), ("2026-11-22 12:00:00", nil), ("2026-11-19 12:00:00", nil),
        ("2026-11-21 12:00:00", "F"), ("2026-11-22 12:00:00", "F"),
    ]

    @Test(
        arguments: [0, 1, 2, 3, 4], [[21, 22, 23], [23, 22, 21], [22, 21, 23], [21, 23, 22], [21, 22, 23, 21, 22]])
    func theRowThatMovedTheMoneyIsThePair(shop: Int, order: [Int]) throws {
        let (booked, knows) = Self.shops[shop]
        let bench = try LedgerBench("again_\(shop)_\(order.map(String.init).joined())")
        bench.billsAreFiles = true
        try bench.pay("P1", 1000, at: "2026-11-18 12:00:00")
        for day in 21...23 { try bench.pay("Z\(day)", 1, at: "2026-11-\(day) 12:00:00") }
        try bench.refund("P1", "R1", 500, at: booked)
        if let knows { try bench.sql("UPDATE taobao.refund_record SET channel_refund_no = '\(knows)'") }
        let bills = [
            21: [Self.rest(21), Self.row(21, "FAIL", no: "F")],
            22: [Self.rest(22), Self.row(22, "SUCCESS", no: "S")],
            23: [Self.rest(23), Self.row(23, "CHANGE", no: "G")],
        ]
        for day in order { try bench.conclude("2026-11-\(day)", bills[day] ?? []) }
        let pair = booked.hasPrefix("2026-11-22") ? "matched" : "cross_day"
        #expect(
            try bench.rows(Self.entries)
                == ["2026-11-21|F|not_executed", "2026-11-22|S|\(pair)", "2026-11-23|G|not_executed"])
        #expect(try bench.rows(Self.open) == [])
        #expect(
            try bench.rows(
                """
                SELECT bill_date, line, entries, amount FROM recon.statement
                WHERE line = 'not_executed' AND entries <> 0 ORDER BY 1
                """) == ["2026-11-21|not_executed|1|5.00", "2026-11-23|not_executed|1|5.00"])
        #expect(try bench.rows("SELECT DISTINCT verdict FROM recon.daily_summary") == ["balanced"])
    }

    @Test(arguments: [false, true]) func inOneBillTheOrderOfTheRowsDoesNotMatter(isReversed: Bool) throws {
        let bench = try LedgerBench("again_one_bill_\(isReversed)")
        try bench.pay("P1", 1000, at: "2026-11-21 12:00:00")
        try bench.refund("P1", "R1", 500, at: "2026-11-21 12:00:00")
        var refunds = [
            Self.row(21, "FAIL", no: "F"), Self.row(21, "SUCCESS", no: "S"), Self.row(21, "CHANGE", no: "G"),
        ]
        if isReversed { refunds.reverse() }
        let bill = [Row(payment: "P1", fen: 1000, at: "2026-11-21 12:00:00", channelNo: "C")] + refunds
        #expect(try bench.conclude("2026-11-21", bill) == .balanced)
        #expect(
            try bench.rows(Self.entries).sorted() == [
                "2026-11-21|F|not_executed", "2026-11-21|G|not_executed", "2026-11-21|S|matched",
            ])
    }

    @Test func untilItIsSentAgainTheShopsSuccessIsADifference() throws {
        let bench = try LedgerBench("again_waits")
        try bench.pay("P1", 1000, at: "2026-11-21 12:00:00")
        try bench.refund("P1", "R1", 500, at: "2026-11-21 12:00:00")
        let payment = Row(payment: "P1", fen: 1000, at: "2026-11-21 12:00:00", channelNo: "C")
        #expect(try bench.conclude("2026-11-21", [payment, Self.row(21, "FAIL", no: "F")]) == .discrepancies)
        #expect(try bench.rows(Self.open) == ["status_mismatch|2026-11-21|0.00"])
        try bench.pay("Z22", 1, at: "2026-11-22 12:00:00")
        #expect(try bench.conclude("2026-11-22", [Self.rest(22), Self.row(22, "SUCCESS", no: "S")]) == .balanced)
        #expect(try bench.rows(Self.open) == [])
        #expect(
            try bench.rows("SELECT bill_date, requested_by, verdict FROM recon.runs WHERE in_force ORDER BY 1")
                == ["2026-11-21|rematch|balanced", "2026-11-22|test|balanced"])
    }
}
