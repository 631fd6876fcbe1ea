import Foundation
import Postgres
import Simulation
import TestCluster
import TestTurns
import Testing
import Vocabulary

/// How far each refund of an order has come, and what of it is to be asked.
@Suite(.serialized, .waiting) struct RefundWaysTests {
    /// One order as an accountant would write it down, in fen: what the shop says, what the pots moved, and what must be said of
    /// each refund, with the deposit's statement and without it: step|flag|recorded|pot|paid|returned.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        var paid: Int64? = 10_000
        var refunds: [Int64] = []
        var alipay: [Int64] = []
        var deposit: [Int64] = []
        let ways: [String]
        /// Where it is something else.
        var withoutDeposit: [String]?

        var testDescription: String { name }
    }

    static let cases = [
        Case(
            name: "out of the balance", refunds: [3000], alipay: [10_000, -3000],
            ways: ["booked||30.00|alipay|30.00|"]),
        Case(
            name: "out of the deposit", refunds: [3000], alipay: [10_000], deposit: [-3000],
            ways: ["booked||30.00|deposit|30.00|"], withoutDeposit: ["recorded|refund_without_source|30.00|||"]),
        Case(
            name: "two out of the deposit", refunds: [3000, 2000], alipay: [10_000], deposit: [-3000, -2000],
            ways: ["booked||20.00|deposit|20.00|", "booked||30.00|deposit|30.00|"],
            withoutDeposit: [
                "recorded|refund_without_source|20.00|||", "recorded|refund_without_source|30.00|||",
            ]),
        Case(
            name: "one with two records", refunds: [3000, 3000], alipay: [10_000, -3000],
            ways: ["booked||30.00|alipay|30.00|", "recorded|refund_recorded_twice|30.00|||"],
            withoutDeposit: ["booked||30.00|alipay|30.00|", "recorded|refund_without_source|30.00|||"]),
        Case(
            name: "two of one amount", refunds: [3000, 3000], alipay: [10_000, -3000], deposit: [-3000],
            ways: ["booked||30.00|alipay|30.00|", "booked||30.00|deposit|30.00|"],
            withoutDeposit: ["booked||30.00|alipay|30.00|", "recorded|refund_without_source|30.00|||"]),
        Case(
            name: "before the receipt", refunds: [3000], alipay: [7000], ways: ["before_settlement||30.00|||"]),
        Case(
            name: "of the whole, before anything came", refunds: [10_000], alipay: [-85],
            ways: ["before_settlement||100.00|||"]),
        Case(
            name: "one out of two pots", refunds: [5000], alipay: [10_000, -3000], deposit: [-2000],
            ways: ["in_parts||50.00|||", "in_parts|||alipay|30.00|", "in_parts|||deposit|20.00|"],
            withoutDeposit: ["booked|||alipay|30.00|", "recorded|refund_without_source|50.00|||"]),
        Case(
            name: "came back, and went again", refunds: [2500], alipay: [10_000, -2500, 2500, -2500],
            ways: ["booked||25.00|alipay|25.00|", "returned|||alipay|25.00|25.00"]),
        Case(
            name: "came back, and that was all", refunds: [2500], alipay: [10_000, -2500, 2500],
            ways: ["returned||25.00|alipay|25.00|25.00"]),
        Case(
            name: "the shop does not know", alipay: [10_000, -3000], ways: ["booked|not_recorded||alipay|30.00|"]),
        Case(
            name: "of an order that the shop does not know", paid: nil, alipay: [-3000],
            ways: ["booked|not_recorded||alipay|30.00|"]),
        Case(
            name: "no pot has paid", refunds: [3000], alipay: [10_000], ways: ["recorded|not_paid|30.00|||"],
            withoutDeposit: ["recorded|refund_without_source|30.00|||"]),
        Case(
            name: "of a wrong amount", refunds: [3000], alipay: [10_000, -3100],
            ways: ["booked|not_recorded||alipay|31.00|", "recorded|not_paid|30.00|||"]),
        Case(name: "none", alipay: [10_000], ways: []),
    ]

    private static func orderNo(_ place: Int) -> String { "33900000000000\(1000 + place)" }

    private static func bench(_ name: String, hasDeposit: Bool) throws -> SellerBench {
        let bench = try SellerBench(name)
        var (alipay, deposit) = (SellerBench.alipayTitles + "\r\n", SellerBench.depositTitles + "\r\n")
        var serial = 0
        for (place, order) in cases.enumerated() {
            try bench.record(orderNo(place), paidFen: order.paid, refundsFen: order.refunds)
            for (pot, amounts) in [("alipay", order.alipay), ("deposit", order.deposit)] {
                for fen in amounts {
                    serial += 1
                    let at = "2026-07-02 10:\(10 + serial / 60):\(String(serial % 60 + 100).suffix(2))"
                    if pot == "deposit" {
                        deposit +=
                            "\(at),出账,\(Fen.yuan(fen)),保证金,0020002|交易退款-保证金退款,售后,\(orderNo(place))\r\n"
                    } else {
                        let isReceipt = fen > 0 && !amounts.contains(-fen)
                        let code = fen == -85 ? "0050005|卖家版运费险" : isReceipt ? "0010001|交易收款-交易收款" : "0020001|交易退款-余额退款"
                        alipay += "\(at),A\(serial),,T200P\(orderNo(place)),其它,"
                        alipay += fen > 0 ? "\(Fen.yuan(fen)),,\(code),,\r\n" : ",\(Fen.yuan(fen)),\(code),,\r\n"
                    }
                }
            }
        }
        // Behind all of them.
        deposit += "2026-07-20 10:00:00,入账,3000.00,保证金,008002800015|保证金充值,,\r\n"
        _ = try bench.import(alipay, as: "a.csv")
        if hasDeposit { _ = try bench.import(deposit, as: "d.csv") }
        return bench
    }

    private static func ways(_ bench: SellerBench, _ orderNo: String) throws -> [String] {
        try bench.connection.rows(
            "SELECT step, flag, recorded, pot, paid, returned FROM recon.refund_ways WHERE order_no = '\(orderNo)'"
        ).sorted()
    }

    @Test func eachRefundIsToldByHowFarItHasCome() throws {
        for hasDeposit in [true, false] {
            let bench = try Self.bench("ways \(hasDeposit)", hasDeposit: hasDeposit)
            for (place, order) in Self.cases.enumerated() {
                let expected = hasDeposit ? order.ways : order.withoutDeposit ?? order.ways
                #expect(try Self.ways(bench, Self.orderNo(place)) == expected, "\(order.name), \(hasDeposit)")
            }
            // What is told of one order is told of all of them, and both sides add up.
            #expect(
                try bench.connection.rows(
                    "SELECT order_no, step, flag, recorded, pot, paid, returned FROM recon.refund_ways"
                ).sorted()
                    == Self.cases.indices.flatMap { place in
                        try Self.ways(bench, Self.orderNo(place)).map { "\(Self.orderNo(place))|\($0)" }
                    }.sorted())
            #expect(
                try bench.connection.rows(
                    """
                    SELECT m.order_no FROM recon.order_money m LEFT JOIN (
                        SELECT order_no, sum(recorded) AS recorded, coalesce(sum(paid), 0) - coalesce(sum(returned), 0) AS paid
                        FROM recon.refund_ways GROUP BY 1) w USING (order_no)
                    WHERE coalesce(m.refunds, 0) <> coalesce(w.recorded, 0)
                       OR -(m.refunded_from_balance + m.refunded_from_deposit) <> coalesce(w.paid, 0)
                    """) == [])
        }
    }

    @Test func severalRefundsFromTheDepositStayOpenForThatReason() throws {
        let bench = try Self.bench("ways reason", hasDeposit: false)
        let two = try #require(Self.cases.firstIndex { $0.name == "two out of the deposit" })
        #expect(
            try bench.connection.rows(
                "SELECT amount, reason FROM recon.unexplained_money WHERE order_no = '\(Self.orderNo(two))'")
                == ["50.00|refund_without_source"])
    }

    @Test func aRefundOfAJointPaymentIsToldOnce() throws {
        let bench = try SellerBench("ways joint")
        let (one, other) = ("339000000000002001", "339000000000002002")
        try bench.record("\(one),\(other)", paidFen: 10_000, refundsFen: [1500])
        _ = try bench.import(
            SellerBench.alipayTitles + "\r\n"
                + [(one, "60.00"), (other, "40.00")].enumerated().map { index, row in
                    "2026-07-02 10:00:0\(index),A\(index),,T200P\(row.0),其它,\(row.1),,0010001|交易收款-交易收款,,\r\n"
                }.joined(), as: "a.csv")
        #expect(try Self.ways(bench, one) == ["recorded|refund_without_source|15.00|||"])
        #expect(try Self.ways(bench, other) == [])
        _ = try bench.import(
            SellerBench.depositTitles + "\r\n2026-07-09 10:00:00,出账,-15.00,保证金,0020002|交易退款-保证金退款,售后,\(other)\r\n",
            as: "d.csv")
        #expect(try Self.ways(bench, one) == [])
        #expect(try Self.ways(bench, other) == ["booked||15.00|deposit|15.00|"])
    }

    @Test func whatARunLeftUnpairedHasItsNumberAndItsTime() throws {
        let bench = try SellerBench("ways record")
        let order = "339000000000003001"
        try bench.record(order, paidFen: 10_000, refundsFen: [3000])
        try bench.connection.execute(
            """
            INSERT INTO ledger.channel (channel, name_en, name_zh) VALUES ('alipay', 'Alipay', '支付宝');
            INSERT INTO ledger.account (channel, account, cut_off_window_seconds, start_date) VALUES ('alipay', '2088', 1800, '2026-01-01');
            INSERT INTO ledger.record (account_id, entry_type, payment_no, refund_no, channel_no, amount_fen, currency, state, occurred_at, outcome)
            SELECT account_id, 'refund', 'P\(order)', 'R' || n, '', 1000 * n, 'CNY', CASE n WHEN 3 THEN 'succeeded' ELSE 'processing' END,
                   '2026-07-03 10:00:00+08', 'pending' FROM ledger.account, generate_series(2, 3) n
            """)
        _ = try bench.import(
            SellerBench.alipayTitles + "\r\n2026-07-02 10:00:00,A1,,T200P\(order),其它,100.00,,0010001|交易收款-交易收款,,\r\n",
            as: "a.csv")
        #expect(
            try bench.connection.rows(
                "SELECT refund_no, step, flag, recorded, recorded_at = '2026-07-03 10:00:00+08' FROM recon.refund_ways ORDER BY 1"
            )
                == ["R2|asked||20.00|t", "R3|recorded|refund_without_source|30.00|t"])
    }

    @Test func explainTellsTheWayByOrderAndByPayment() throws {
        let bench = try SellerBench("ways told")
        let order = "339000000000004001"
        try bench.record(order, paidFen: 10_000, refundsFen: [3000, 2500])
        _ = try bench.import(
            SellerBench.alipayTitles + "\r\n"
                + [
                    "2026-07-02 10:00:00,A1,,T200P\(order),其它,100.00,,0010001|交易收款-交易收款,,",
                    "2026-07-03 10:00:00,A2,,T200P\(order),其它,,-25.00,0020001|交易退款-余额退款,,",
                ].map { $0 + "\r\n" }.joined(), as: "a.csv")
        func told(_ number: String) throws -> [String] {
            try bench.connection.rows("SELECT event FROM recon.explain('\(number)') WHERE source IN ('tea', 'now')")
        }
        #expect(
            try told(order) == [
                "100.00 moves in pot alipay, line 2 of statement 1: 0010001 交易收款 其它",
                "-25.00 moves in pot alipay, line 3 of statement 1: 0020001 余额退款 其它",
                "refund of 25.00: paid and booked out of pot alipay in line 3 of statement 1",
                "refund of 30.00: recorded, in no statement; refund without source: the deposit's statement is missing",
            ])
        #expect(
            try told("P\(order)").last
                == "refund of 30.00 of order \(order): recorded, in no statement; refund without source: the deposit's statement is missing"
        )
    }
}
