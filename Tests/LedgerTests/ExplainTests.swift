import Ledger
import Orders
import Postgres
import Reports
import TestTurns
import Testing
import Vocabulary

/// The command and the function say the same, wherever the shop's rows are.
@Suite(.serialized, .waiting) struct ExplainTests {
    private static let noon = "2026-11-20 12:00:00"

    private static func fill(_ shop: LedgerBench) throws {
        try shop.pay("P1", 1000, at: noon, knows: "C1")
        try shop.pay("P2", 2000, at: noon)
        try shop.pay("WAITS", 500, at: "2026-11-21 23:50:00")
        try shop.pay("P3", 4000, at: "2026-11-21 12:00:00", knows: "C3")
        try shop.pay("LATER", 700, at: "2026-11-22 00:10:00")
        try shop.refund("P1", "R1", 300, at: "2026-11-20 15:00:00")
        try shop.refund("P3", "R3", 50, at: "2026-11-22 09:00:00")
    }

    /// Three days: amounts that differ, what only one side has, a pair across midnight, and a day that was run twice.
    private static func reconcile(_ bench: LedgerBench) throws {
        let first = Row(payment: "P1", fen: 1001, at: noon, channelNo: "C1", feeE5: 600)
        let back = Row(type: .refund, payment: "P1", refund: "R1", fen: 300, at: "2026-11-20 15:00:00", channelNo: "D1")
        try bench.conclude("2026-11-20", [first])
        try bench.conclude(
            "2026-11-21",
            [
                Row(payment: "P3", fen: 4000, at: "2026-11-21 12:00:00", channelNo: "C3", feeE5: 2400),
                Row(payment: "LATER", fen: 700, at: "2026-11-21 23:59:59", channelNo: "C9"),
            ])
        try bench.conclude(
            "2026-11-22",
            [
                Row(type: .refund, payment: "P3", refund: "R3", fen: 50, at: "2026-11-22 09:00:00", channelNo: "D3"),
                Row(payment: "NOBODY", fen: 5, at: "2026-11-22 10:00:00", channelNo: "C7"),
            ])
        try bench.conclude("2026-11-20", [first, back])
        try bench.sql("SELECT recon.resolve(1, 'accepted', 'a fen')")
    }

    /// An order's number, a payment's, a refund's, the channel's, of what agrees and of what does not.
    private static let numbers = [
        "TP1", "P1", "R1", "C1", "D1", "P2", "TP2", "WAITS", "TWAITS", "P3", "TP3", "R3", "C3", "D3", "LATER", "C9",
        "NOBODY", "C7", "nonsense", "",
    ]

    private func told(_ number: String, shop: String, results: String) throws -> [[String?]] {
        try explanation(number, shop: shop, results: results).events.rows
    }

    private func explanation(_ number: String, shop: String, results: String) throws -> Explanation {
        let orders = OrdersSource(conninfo: shop, channels: [])
        return try Explanation.read(
            number,
            shopRows: { number, known throws(PostgresError) in try orders.explainedRows(number, payments: known) },
            on: Connection(results, name: "tests"))
    }

    private func answered(_ number: String, on bench: LedgerBench) throws -> [[String?]] {
        let connection = try Connection(bench.conninfo, name: "tests")
        let rows = try connection.query("SELECT at, source, event FROM recon.explain($1)", [number])
        return (0..<rows.count).map { row in (0..<3).map { rows[row, $0] } }
    }

    @Test func theCommandSaysWhatTheFunctionSaysWhereverTheShopIs() throws {
        let (bench, shop) = (try LedgerBench("explained_results"), try LedgerBench("explained_shop"))
        for side in [bench, shop] { try Self.fill(side) }
        try Self.reconcile(bench)
        let expected = try Self.numbers.map { try answered($0, on: bench) }
        for (number, expected) in zip(Self.numbers, expected) {
            #expect(try told(number, shop: bench.conninfo, results: bench.conninfo) == expected, "\(number) here")
        }
        try bench.sql("DROP SCHEMA taobao CASCADE; DELETE FROM ledger.setting")
        for (number, expected) in zip(Self.numbers, expected) {
            #expect(try told(number, shop: shop.conninfo, results: bench.conninfo) == expected, "\(number) elsewhere")
        }
        #expect(expected[0].count > 8 && expected[0] == expected[2])
        #expect(expected.allSatisfy { !$0.isEmpty })
    }

    /// What moved is told in the same words, also where the number is only a movement's.
    @Test func theMoneyOfAPaymentIsToldByTheCommandToo() throws {
        let bench = try MadeMoney.bench("explained")
        for number in ["P1", "TP1", "C1", "R1", "D1", "P2", "P3", "F31", "C9", "F9", "W1", "F2", "T1"] {
            let answer = try answered(number, on: bench)
            #expect(try told(number, shop: bench.conninfo, results: bench.conninfo) == answer, "\(number)")
            #expect(answer.contains { $0[1] == "money" } == !["P2", "F2"].contains(number), "\(number)")
        }
    }

    @Test func aShopThatIsAwayIsAGapAndTheResultsAreTold() throws {
        let bench = try LedgerBench("explained_away")
        try Self.fill(bench)
        try Self.reconcile(bench)
        let explanation = try explanation("P1", shop: "host=/nowhere", results: bench.conninfo)
        #expect(try explanation.events.rows == answered("P1", on: bench))
        #expect(explanation.text().contains("\nThe shop's records could not be read: "))
    }

    /// What no index leads to is not read, and said.
    @Test func aLargeShopIsNotReadWholeForANumber() throws {
        let bench = try LedgerBench("explained_large")
        try bench.pay("FIRST", 100, at: Self.noon)
        try bench.conclude("2026-11-20", [Row(payment: "FIRST", fen: 100, at: Self.noon, channelNo: "C1")])
        try bench.sql(
            """
            ALTER TABLE taobao.payment_record SET (fillfactor = 10);
            INSERT INTO taobao.payment_record
            SELECT 'P' || n, 'wechatpay', 'B', 'T' || n, 100, 'CNY', 'paid', '2026-11-20 12:00:00', ARRAY['O' || n]
            FROM generate_series(1, 20000) n; ANALYZE taobao.payment_record
            """)
        func both(_ number: String) throws -> [String] {
            let answer = try answered(number, on: bench)
            #expect(try told(number, shop: bench.conninfo, results: bench.conninfo) == answer)
            return answer.map { $0[2]?.prefix(60).description ?? "" }
        }
        func unread(_ column: String) -> String {
            "it was not looked for in \(column) of taobao.payment_record:".prefix(60).description
        }
        let nothing = "nothing is known about it"
        #expect(try both("P77").first?.hasPrefix("payment P77 of 1.00 CNY is paid") == true)
        let unfound = try both("O77")
        #expect(unfound == [nothing, unread("channel_trade_no"), unread("order_nos")])
        try bench.sql("CREATE INDEX ON taobao.payment_record USING gin (order_nos)")
        #expect(try both("O77").count == 1)
        #expect(try both("O77").first?.hasPrefix("payment P77 of 1.00 CNY is paid") == true)
        #expect(try both("T77") == [nothing, unread("channel_trade_no")])
        try bench.sql("CREATE INDEX ON taobao.payment_record (channel_trade_no)")
        #expect(try both("T77").first?.hasPrefix("payment P77 of 1.00 CNY is paid") == true)
        #expect(try both("NOBODY") == [nothing])
    }

    @Test func aShopsAmountIsToldAsItIs() throws {
        let connection = try Connection(LedgerBench("explained_amounts").conninfo, name: "tests")
        for (fen, shown) in [
            ("-9223372036854775808", "-92233720368547758.08"), ("1050", "10.50"), ("1", "0.01"), ("null", "no amount"),
            ("77.77", "`77.77` fen, which is no amount,"), ("9223372036854775808", "92233720368547758.08"),
        ] {
            #expect(try connection.query("SELECT ledger.shop_amount($1)", [fen]).text(0, 0) == shown)
        }
    }
}
