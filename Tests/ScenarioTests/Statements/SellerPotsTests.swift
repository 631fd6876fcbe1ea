import Bills
import Foundation
import Ledger
import Orders
import Postgres
import PrivateCluster
import Simulation
import TestCluster
import TestPlaces
import TestTurns
import Testing
import Vocabulary

@testable import Daemon

/// The pots of a seller, from the files to the views: every yuan in one class, in whichever order the statements come.
@Suite(.serialized, .waiting) struct SellerPotsTests {
    private static let orders: [[SellerPot]] = [
        [.alipay, .aggregated, .deposit], [.aggregated, .alipay, .deposit], [.deposit, .aggregated, .alipay],
        [.alipay, .deposit, .aggregated],
    ]

    private static func month(seed: UInt64, orders: Int) throws -> SellerMonth {
        SellerMonth(
            seed: seed, firstDay: try #require(BusinessDay("2026-07-01")), orders: orders,
            hasChannelColumn: seed % 2 == 1, hasBalances: seed % 3 > 0)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func everyYuanIsInOneClassInWhicheverOrderStatementsCome(seed: UInt64) throws {
        let month = try Self.month(seed: seed, orders: 120)
        var former: [String]?
        for (number, order) in Self.orders.enumerated() {
            let bench = try SellerBench("\(seed) \(number)", month)
            for pot in order { try bench.import(month, pot) }
            #expect(try bench.classes() == month.classes.map(\.line).sorted(), "seed \(seed), \(order)")
            for pot in SellerPot.allCases {
                let sums = try bench.connection.rows(
                    """
                    SELECT sum(m.amount) = min(s.net) FROM recon.month_money m JOIN recon.seller_statements s USING (shop, pot)
                    WHERE pot = '\(pot.rawValue)'
                    """)
                #expect(sums == ["t"])
            }
            #expect(
                try bench.connection.rows("SELECT pot, rows, net, opening, closing FROM recon.seller_statements")
                    .sorted()
                    == SellerPot.allCases.map(month.statementLine).sorted())
            let items = try bench.connection.rows("SELECT order_no, amount, reason FROM recon.unexplained_money")
            #expect(items.sorted() == month.faults.map(\.line).sorted())
            let pairs = try bench.connection.rows("SELECT plus_item, minus_item, amount FROM recon.suggestions")
            #expect(pairs == month.pairs.map(\.line))
            let open = try bench.connection.rows(
                "SELECT order_no, difference FROM recon.order_money WHERE state NOT IN ('settled', 'unknown_order') ORDER BY 1"
            )
            #expect(open == month.openOrders.map { "\($0.key)|\(Fen.yuan($0.value))" }.sorted())
            let ways = try bench.connection.rows(
                "SELECT order_no, step, flag, recorded, pot, paid, returned FROM recon.refund_ways")
            #expect(ways.sorted() == month.refunds.map(\.line).sorted(), "seed \(seed), \(order)")
            let everything = try bench.everything()
            if let former { #expect(everything == former) }
            former = everything
        }
    }

    private static func alipay(_ rows: String...) -> String {
        ([SellerBench.alipayTitles] + rows).map { $0 + "\r\n" }.joined()
    }

    @Test func aShopThatNobodyNamedBeforeIsNotMadeByASlip() throws {
        let bench = try SellerBench("slip")
        let text = Self.alipay("2026-07-02 10:00:00,A1,,,提现,,-5.00,,,")
        #expect(try bench.refusal(text, as: "a.csv", isNew: false)?.code == .statementUnknownShop)
        _ = try bench.import(text, as: "a.csv")
        let problem = try bench.refusal(text, as: "b.csv", shop: "tee", isNew: false)
        #expect(problem?.code == .statementUnknownShop && problem?.expected == "tea")
    }

    @Test func oneFileIsImportedOnceAndRowsOfAnEarlierOneCountOnce() throws {
        let bench = try SellerBench("twice")
        let (first, second, third) = (
            "2026-07-01 10:00:00,A1,,T200P339000001234567890,交易付款,7.00,,0010001|交易收款-交易收款,,",
            "2026-07-02 10:00:00,A2,,,分账,,-5.00,,,", "2026-07-03 10:00:00,A3,,,提现,,-5.00,,,"
        )
        _ = try bench.import(Self.alipay(first, second), as: "week.csv")
        guard case .known(1) = try bench.import(Self.alipay(first, second), as: "again.csv") else {
            Issue.record("imported twice")
            return
        }
        // The label of a movement is not what it is.
        _ = try bench.import(Self.alipay(second.replacing("分账", with: "交易分账"), third), as: "next.csv")
        #expect(
            try bench.connection.rows(
                "SELECT statement_id, line_no, class, counted FROM recon.seller_rows ORDER BY 1, 2")
                == ["1|2|unresolved|t", "1|3|fee:|t", "2|2|repeated|f", "2|3|own_funds|t"])
        #expect(
            try bench.connection.rows("SELECT net, counted_net, left_out FROM recon.seller_pots") == ["-8.00|-3.00|1"])
    }

    @Test func aStatementWithoutRowsIsTaken() throws {
        let bench = try SellerBench("empty")
        guard case .imported(_, let summary) = try bench.import(Self.alipay(), as: "a.csv") else {
            Issue.record("not imported")
            return
        }
        #expect(summary.rows == 0)
        #expect(try bench.connection.rows("SELECT rows, net FROM recon.seller_statements") == ["0|0.00"])
    }

    @Test func anImportAgainReadsTheShopsOrdersAgain() throws {
        let bench = try SellerBench("late refund")
        try bench.connection.execute(
            "INSERT INTO taobao.payment_record VALUES ('P1', 'alipay', '2088', NULL, 700, 'CNY', 'paid', '2026-07-01', '{339000001234567890}')"
        )
        let text = Self.alipay(
            "2026-07-01 10:00:00,A1,,T200P339000001234567890,交易付款,7.00,,0010001|交易收款-交易收款,,",
            "2026-07-02 10:00:00,A2,,T200P339000001234567890,交易退款,,-2.00,0020001|交易退款-余额退款,,")
        _ = try bench.import(text, as: "a.csv")
        let state = "SELECT difference, state FROM recon.order_money"
        #expect(try bench.connection.rows(state) == ["-2.00|difference"])
        try bench.connection.execute(
            "INSERT INTO taobao.refund_record VALUES ('R1', 'P1', 'alipay', '2088', NULL, 200, 'CNY', 'succeeded', '2026-07-02')"
        )
        guard case .known(1) = try bench.import(text, as: "a.csv") else {
            Issue.record("imported twice")
            return
        }
        #expect(try bench.connection.rows(state) == ["0.00|settled"])
    }

    @Test func twoStatementsThatDisagreeAreBothTold() throws {
        let bench = try SellerBench("disagree")
        _ = try bench.import(Self.alipay("2026-07-02 10:00:00,A1,,,提现,,-5.00,,,"), as: "a.csv")
        let problem = try bench.refusal(
            Self.alipay("2026-07-01 10:00:00,A0,,,提现,,-1.00,,,", "2026-07-02 10:00:00,A1,,,提现,,-5.01,,,"), as: "b.csv")
        #expect(problem?.code == .statementSerialConflict)
        #expect(problem?.place.line == 3 && problem?.found?.contains("A1") == true)
    }

    @Test func aStatementOfAnotherAccountIsRefused() throws {
        let bench = try SellerBench("account")
        func of(_ account: String, _ serial: String) -> String {
            "#账号:[\(account)]\r\n" + Self.alipay("2026-07-02 10:00:00,\(serial),,,提现,,-5.00,,,")
        }
        _ = try bench.import(of("20880000000000010156", "A1"), as: "a.csv")
        #expect(try bench.refusal(of("20880000000000020156", "A2"), as: "b.csv")?.code == .statementOtherAccount)
    }

    @Test func aCodeThatNobodyKnowsIsListedUntilAPersonSaysWhatItIs() throws {
        let bench = try SellerBench("codes")
        _ = try bench.import(
            Self.alipay(
                "2026-07-02 10:00:00,A1,,,其它,,-5.00,0170999T|新服务费,,",
                "2026-07-03 10:00:00,A2,,,其它,,-2.50,0170999T|新服务费,,"),
            as: "a.csv")
        let first = "SELECT code, class, known, rows, amount FROM recon.business_codes LIMIT 1"
        #expect(
            try bench.connection.rows(first) == ["0170999T|∅|f|2|-7.50"]
                || bench.connection.rows(first) == ["0170999T||f|2|-7.50"])
        #expect(
            try bench.connection.rows("SELECT class, reason FROM recon.seller_rows") == [
                "unresolved|unknown_code", "unresolved|unknown_code",
            ])
        let alarm = "SELECT code, found, ended_at IS NULL FROM recon.alarms"
        let told = "statement.unknown_code|0170999T 新服务费: 2 row(s), -7.50 yuan|t"
        #expect(try bench.connection.rows(alarm) == [told])
        // Of more rows nobody is told again.
        _ = try bench.import(
            Self.alipay("2026-07-05 10:00:00,A3,,,其它,,-1.00,0170999T|新服务费,,"), as: "b.csv", shop: "silk")
        #expect(try bench.connection.rows(alarm) == [told])
        try bench.connection.execute("DELETE FROM ledger.seller_bundle WHERE numbers LIKE 'A3%'")
        #expect(throws: PostgresError.self) {
            try bench.connection.execute("SELECT recon.classify_code('0170999T', 'tax', 'x')")
        }
        #expect(
            try bench.connection.rows("SELECT * FROM recon.classify_code('0170999T', 'fee', '新服务费')") == ["2|-7.50"])
        #expect(
            try bench.connection.rows("SELECT class, rows, amount FROM recon.month_money") == ["fee:0170999T|2|-7.50"])
        #expect(try bench.connection.rows(alarm) == [told.dropLast() + "f"])
    }

    @Test func anAlarmOfACodeEndsWhenItsRowsDoNotCount() throws {
        let bench = try SellerBench("copied code")
        _ = try bench.import(
            "入账时间,支付宝流水号,账务类型,收入（+元）,支出（-元）,支付渠道,业务描述\r\n2026-07-02 10:00:00,,其它,,-5.00,聚合结算渠道,0170998T|新服务费\r\n",
            as: "a.csv")
        let alarm = "SELECT found, ended_at IS NULL FROM recon.alarms"
        #expect(try bench.connection.rows(alarm) == ["0170998T 新服务费: 1 row(s), -5.00 yuan|t"])
        _ = try bench.import(
            "入账时间,支付流水号,淘宝订单编号,入账类型,收入金额（元）,支出金额（元）,业务描述,备注\r\n2026-07-02 11:00:00,W1,,提现,,5.00,,\r\n", as: "b.csv")
        #expect(try bench.connection.rows(alarm) == ["0170998T 新服务费: 1 row(s), -5.00 yuan|f"])
    }

    /// Rows without a serial number, alike to the last, in an order of which no time can be told.
    @Test func rowsThatAreAlikeAreEachCountedOnceInAnyOrder() throws {
        let bench = try SellerBench("alike")
        func deposit(_ hours: Int...) -> String {
            "完成时间,操作类型,收支金额(元),来源账户,业务描述,原因,订单编号\r\n"
                + hours.map { "2026-07-09 \($0):00:00,出账,-30.00,保证金,0020002|交易退款-保证金退款,售后,339000001234567890\r\n" }
                .joined()
        }
        _ = try bench.import(deposit(11, 10, 11), as: "a.csv")
        _ = try bench.import(deposit(11, 11, 11, 10, 12), as: "b.csv")
        _ = try bench.import(deposit(10, 11, 11, 11, 12), as: "c.csv")
        let counted =
            "SELECT to_char(booked_at AT TIME ZONE 'Asia/Shanghai', 'HH24'), count(*) FILTER (WHERE counted), count(*) FROM recon.seller_rows GROUP BY 1 ORDER BY 1"
        #expect(try bench.connection.rows(counted) == ["10|1|3", "11|3|8", "12|1|2"])
    }

    @Test func aPairIsSuggestedAndAPersonDecides() throws {
        let month = try Self.month(seed: 7, orders: 12)
        let bench = try SellerBench("pairs", month)
        for pot in SellerPot.allCases { try bench.import(month, pot) }
        let pair = try #require(month.pairs.first).line.split(separator: "|").map(String.init)
        let open = try bench.connection.query("SELECT count(*) FROM recon.unexplained_money").int(0, 0)
        func decide(_ decision: String) throws -> [String] {
            try bench.connection.rows(
                "SELECT * FROM recon.decide_suggestion('tea', '\(pair[0])', '\(pair[1])', '\(decision)', 'two parcels in one')"
            )
        }
        #expect(try decide("accepted") == ["accepted|12.30"])
        #expect(try bench.connection.query("SELECT count(*) FROM recon.unexplained_money").int(0, 0) == open - 2)
        #expect(try decide("refused") == ["refused|12.30"])
        #expect(try bench.connection.query("SELECT count(*) FROM recon.unexplained_money").int(0, 0) == open)
        #expect(throws: PostgresError.self) {
            try bench.connection.execute(
                "SELECT recon.decide_suggestion('tea', '\(pair[1])', '\(pair[0])', 'accepted', 'x')")
        }
        #expect(
            try bench.connection.rows("SELECT status, note FROM recon.suggestions") == ["refused|two parcels in one"])
    }

    @Test func aRefundFromTheDepositHasNoSourceUntilItsStatementIsThere() throws {
        let bench = try SellerBench("deposit")
        try bench.connection.execute(
            """
            INSERT INTO taobao.payment_record VALUES ('P1', 'alipay', '2088', NULL, 10000, 'CNY', 'paid', '2026-07-01', '{339000001234567890}');
            INSERT INTO taobao.refund_record VALUES ('R1', 'P1', 'alipay', '2088', NULL, 3000, 'CNY', 'succeeded', '2026-07-09')
            """)
        _ = try bench.import(
            Self.alipay("2026-07-02 10:00:00,A1,,T200P339000001234567890,交易付款,100.00,,0010001|交易收款-交易收款,,"), as: "a.csv"
        )
        let state = "SELECT paid, refunds, received, difference, state FROM recon.order_money"
        #expect(try bench.connection.rows(state) == ["100.00|30.00|100.00|30.00|refund_without_source"])
        _ = try bench.import(
            "完成时间,操作类型,收支金额(元),来源账户,业务描述,原因,订单编号\r\n2026-07-09 10:00:00,出账,-30.00,保证金,0020002|交易退款-保证金退款,售后,339000001234567890\r\n",
            as: "d.csv")
        #expect(try bench.connection.rows(state) == ["100.00|30.00|100.00|0.00|settled"])
        let told = try bench.connection.rows(
            "SELECT event FROM recon.explain('339000001234567890') WHERE source = 'tea'")
        #expect(
            told == [
                "100.00 moves in pot alipay, line 2 of statement 1: 0010001 交易收款 交易付款",
                "-30.00 moves in pot deposit, line 2 of statement 2: 0020002 保证金退款 出账",
            ])
    }
}

// As the views print it.
extension SellerMonth {
    fileprivate func statementLine(_ pot: SellerPot) -> String {
        let balances = [openingFen(of: pot), closingFen(of: pot)].map { $0.map { Fen.yuan($0) } ?? "" }
        return "\(pot.rawValue)|\(rows(of: pot))|\(Fen.yuan(netFen(of: pot)))|\(balances.joined(separator: "|"))"
    }
}

extension SellerMonth.ClassSum {
    fileprivate var line: String { "\(pot.rawValue)|\(name)|\(rows)|\(Fen.yuan(amountFen))" }
}

extension SellerMonth.Fault {
    fileprivate var line: String { "\(orderNo)|\(Fen.yuan(amountFen))|\(reason)" }
}

extension SellerMonth.Pair {
    fileprivate var line: String { "order \(plusOrderNo)|order \(minusOrderNo)|\(Fen.yuan(amountFen))" }
}
