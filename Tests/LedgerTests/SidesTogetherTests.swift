import Ledger
import Settlement
import Orders
import TestCluster
import TestTurns
import Testing
import Vocabulary

/// The bill is gone through while the shop's records come in.
@Suite(.serialized, .waiting) struct SidesTogetherTests {
    private static let noon = "2026-11-21 12:00:00"
    private static let payments = 20_000

    /// A day that is many times as large as the memory that the tables may take.
    private static func bench(_ name: String, inStep: Bool) throws -> (LedgerBench, bill: [Row]) {
        let bench = try LedgerBench(name)
        bench.pace.memoryBytesMax = 400 << 10
        bench.pace.leadPayments = 200
        bench.pace.recordsPerBatch = 50
        try bench.sql(
            """
            INSERT INTO taobao.payment_record
            SELECT 'P' || n, 'wechatpay', 'A', NULL, 100 + n, 'CNY', 'paid', '\(noon)', ARRAY['T' || n]
            FROM generate_series(1, \(payments)) AS n ORDER BY n;
            INSERT INTO taobao.refund_record
            SELECT 'R' || n, 'P' || n, 'wechatpay', 'A', NULL, 101 + n, 'CNY', 'succeeded', '\(noon)'
            FROM generate_series(1000, \(payments), 1000) AS n
            """)
        var bill = (1...payments).map {
            Row(payment: "P\($0)", fen: Int64(100 + $0), at: noon, channelNo: "C\($0)")
        }
        if !inStep { bill.reverse() }
        // Long after it was claimed; at odds with its record; and refunds beyond their payments.
        bill.append(Row(payment: "P3", fen: 103, at: noon, channelNo: "AGAIN"))
        bill[5000].fen += 1
        for number in stride(from: 1000, through: payments, by: 1000) {
            bill.append(
                Row(
                    type: .refund, payment: "P\(number)", refund: "R\(number)", fen: Int64(101 + number), at: noon,
                    channelNo: "D\(number)"))
        }
        return (bench, bill)
    }

    private static func everything(_ bench: LedgerBench) throws -> [String] {
        try [
            "SELECT * FROM recon.bill_entries ORDER BY file_no, line_no", "SELECT * FROM recon.statement",
            "SELECT code, payment_no, difference FROM recon.discrepancies ORDER BY 1, 2",
        ].flatMap { try bench.rows($0) }
    }

    @Test(arguments: [true, false]) func aDayLargerThanTheMemoryEndsAsOneInTurn(inStep: Bool) throws {
        let (bench, bill) = try Self.bench("together_\(inStep)", inStep: inStep)
        var begun = 0
        bench.onStep = { if $0 == "reading orders" { begun += 1 } }
        try bench.conclude("2026-11-21", bill)
        // In step, what has been claimed makes room; at odds, the run begins anew: records first, in logs, then twice the bill.
        #expect(begun == (inStep ? 1 : 2))
        #expect(bench.billsRead == (inStep ? 1 : 3))
        let together = try Self.everything(bench)
        let (other, _) = try Self.bench("in_turn_\(inStep)", inStep: inStep)
        other.pace = LedgerBench.pace { $0.readsSidesTogether = false }
        try other.conclude("2026-11-21", bill)
        let inTurn = try Self.everything(other)
        #expect(together == inTurn && inTurn.count > Self.payments)
        #expect(
            try other.rows("SELECT code, count(*) FROM recon.discrepancies GROUP BY 1 ORDER BY 1")
                == ["amount_mismatch|1", "duplicate_in_channel|1", "over_refund|20"])
    }

    @Test func whatIsWrongWithTheShopsSideIsToldBeforeTheBill() throws {
        let (bench, bill) = try Self.bench("together_wrong", inStep: true)
        try bench.sql("UPDATE taobao.payment_record SET state = 'odd' WHERE payment_no = 'P\(Self.payments)'")
        bench.billProblem = Problem(.ordersEmpty, "nothing can be read", hint: "None.")
        #expect(try bench.conclude("2026-11-21", bill) == .incomplete)
        #expect(try bench.rows("SELECT reason_code FROM ledger.run") == ["orders.unknown_state"])
    }

    /// The first is told, and nobody takes the rest.
    @Test func aShopThatGivesEveryKeyTwiceHoldsNothingUp() throws {
        let (bench, bill) = try Self.bench("together_twice", inStep: true)
        try bench.sql(
            """
            ALTER TABLE taobao.payment_record RENAME TO once;
            CREATE VIEW taobao.payment_record AS SELECT o.* FROM taobao.once o, generate_series(1, 2)
            """)
        #expect(try bench.conclude("2026-11-21", bill) == .incomplete)
        #expect(try bench.rows("SELECT reason_code FROM ledger.run") == ["orders.duplicate_key"])
        // No session stays.
        try Watch(bench.conninfo).wait(
            until: """
                NOT EXISTS (SELECT FROM pg_stat_activity
                            WHERE application_name = 'reconciled orders' AND datname = current_database())
                """)
    }

    @Test(arguments: [true, false]) func aKeyThatAnotherDayHoldsIsKnownBeforeItsRecordComes(together: Bool) throws {
        let bench = try LedgerBench("together_held_\(together)")
        bench.pace.readsSidesTogether = together
        try bench.pay("P0", 100, at: Self.noon)
        let early = [
            Row(payment: "P0", fen: 100, at: Self.noon, channelNo: "PLAIN"),
            Row(payment: "P1", fen: 100, at: Self.noon, channelNo: "EARLY"),
        ]
        #expect(try bench.conclude("2026-11-21", early) == .discrepancies)
        #expect(
            try bench.rows("SELECT channel_trade_no, outcome FROM recon.bill_entries ORDER BY line_no")
                == ["PLAIN|matched", "EARLY|channel_only"])
        // Only now does the shop know of it, and says another day.
        try bench.pay("P1", 100, at: "2026-11-22 12:00:00")
        try bench.conclude(
            "2026-11-22", [Row(payment: "P1", fen: 100, at: "2026-11-22 12:00:00", channelNo: "LATE")])
        #expect(
            try bench.rows("SELECT channel_trade_no, outcome FROM recon.bill_entries ORDER BY bill_date, line_no")
                == ["PLAIN|matched", "EARLY|cross_day", "LATE|duplicate_in_channel"])
    }
}
