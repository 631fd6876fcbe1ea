import Ledger
import Postgres
import TestCluster
import TestTurns
import Testing
import Vocabulary

@testable import Daemon

/// Movements of one order lie together in the database; one by one they are what the file has.
@Suite(.serialized, .waiting) struct SellerBundlesTests {
    private static let header = "入账时间,支付宝流水号,支付宝交易号,账务类型,收入（+元）,支出（-元）,账户余额（元）,业务描述,业务基础订单号,业务订单号\r\n"
    private static let start = BusinessDay(year: 2026, month: 7, day: 1)?.startEpochSeconds ?? 0

    /// A row of the file, and what the ledger has of it.
    private static func row(_ line: Int) -> (file: String, ledger: String) {
        // One order on every third row, from the first to the last; others on two rows each; and some without any.
        let order = line % 3 == 0 ? "339000001234567890" : line % 7 == 0 ? "" : "3390000099\(10_000_000 + line / 2)"
        let hasBalance = line % 5 > 0
        let refund = line % 11 == 0 && order != "" ? "R\(line)" : ""
        let sub = line % 13 == 0 && order != "" ? "3390000088\(10_000_000 + line)" : order
        let numbers = order.isEmpty ? "" : "M{\(order)}|S{\(sub)}|O{\(refund)}"
        let time = ShanghaiTime.text(epochSeconds: start + Int64(line))
        let amount = Fen.yuan(Int64(line))
        let description = "0010001|交易收款-交易收款"
        return (
            "\(time),S\(line),\(line % 4 == 0 ? "" : "B\(line)"),交易收款,\(amount),,\(hasBalance ? amount : ""),\(description),\(order),\(numbers)\r\n",
            "\(line)|\(line)|\(hasBalance ? "\(line)" : "∅")|S\(line)|\(line % 4 == 0 ? "" : "B\(line)")|\(order)|\(sub)|\(refund)|1"
        )
    }

    @Test func everyRowIsWhereAndWhatItWasInTheFile() throws {
        // More than are put together at once.
        let lines = 2...18_000
        let bench = try SellerBench("bundles")
        _ = try bench.import(Self.header + lines.map { Self.row($0).file }.joined(), as: "a.csv")
        let rows = try bench.connection.rows(
            """
            SELECT line_no, amount_fen, coalesce(balance_fen::text, '∅'), serial_no, business_no, order_no, coalesce(sub_order_no, order_no),
                   coalesce(refund_no, ''), occurrence
            FROM ledger.seller_row ORDER BY line_no
            """)
        #expect(rows.count == lines.count)
        #expect(zip(rows, lines).first { $0 != Self.row($1).ledger } == nil)
        #expect(
            try bench.connection.rows(
                """
                SELECT max(cardinality(line_nos)), count(*) FILTER (WHERE order_no = '339000001234567890'),
                       max(cardinality(line_nos)) FILTER (WHERE order_no NOT IN ('', '339000001234567890'))
                FROM ledger.seller_bundle
                """) == ["64|95|2"])
        #expect(
            try bench.connection.rows("SELECT count(*) FROM recon.seller_rows WHERE order_no = '339000001234567890'")
                == ["6000"])
    }
}
