import Foundation
import Postgres
import Simulation
import TestCluster
import TestTurns
import Testing
import Vocabulary

@testable import Reports

/// What is sent around of a shop's month and of one order, against the truth.
@Suite(.serialized, .waiting) struct ShopReadingTests {
    private static let firstDay = BusinessDay("2026-07-01")

    @Test func aMonthHasEveryYuanAndOnTopWhatIsWorthALook() throws {
        let first = try #require(Self.firstDay)
        let month = SellerMonth(seed: 3, firstDay: first, orders: 60)
        let bench = try SellerBench("page", month)
        for pot in SellerPot.allCases { try bench.import(month, pot) }
        #expect(try ShopReport.newestMonth(of: "tea", on: bench.connection) == first)
        let report = try ShopReport.read(.month(shop: "tea", first), on: bench.connection)
        let money = ShopMoney(report[.money])
        for sum in month.classes {
            let line = (money.counted + money.leftOut).first { $0.name == sum.name }
            #expect(line?.potsFen[sum.pot.rawValue] == sum.amountFen, "\(sum)")
        }
        #expect(
            report[.proof].rows
                == SellerPot.allCases.map { [$0.rawValue, Fen.yuan(month.netFen(of: $0)), "0.00"] }
                .sorted { $0[0] < $1[0] }.map { [$0[0], $0[1], $0[2], $0[1], "0.00"] })
        #expect(report[.unexplained].rows.count == month.faults.count)
        let pair = try #require(month.pairs.first)
        let html = try report.text(.html)
        let look = try #require(html.firstRange(of: "id=\"look\""))
        let lies = try #require(html.firstRange(of: "id=\"lies\""))
        #expect(look.lowerBound < lies.lowerBound)
        for text in [
            "order \(pair.plusOrderNo)", "order \(pair.minusOrderNo)", "closes to 0.00", "unknown business code",
            "未知业务码",
            "recon.decide_suggestion(&#39;tea&#39;, &#39;order \(pair.plusOrderNo)&#39;",
        ] { #expect(html.contains(text), "\(text)") }
        let text = try report.text(.text)
        #expect(text.contains("worth a look: \(month.faults.count) items"))
        #expect(text.contains("SELECT * FROM recon.decide_suggestion('tea', 'order \(pair.plusOrderNo)'"))
        let csv = try report.text(.csv, part: .unexplained)
        #expect(csv.split(separator: "\r\n").count == month.faults.count + 1)
        #expect(throws: Problem.self) { try report.text(.csv, part: .movements) }
    }

    /// Statements of two months: a month's classes are held against the whole files.
    @Test func aStatementThatListsAnotherMonthTooIsProven() throws {
        let bench = try SellerBench("page months")
        _ = try bench.import(
            SellerBench.alipayTitles
                + "\r\n2026-06-30 10:00:00,A1,,,提现,,-5.00,,,\r\n2026-07-01 00:00:00,A2,,,提现,,-7.00,,,\r\n",
            as: "a.csv")
        let report = try ShopReport.read(.month(shop: "tea", try #require(Self.firstDay)), on: bench.connection)
        #expect(report[.proof].rows == [["alipay", "-7.00", "-5.00", "-12.00", "0.00"]])
        #expect(try report.text(.html).contains("every yuan is explained"))
        #expect(try report.text(.text).contains("worth a look: nothing"))
    }

    /// The shape of a real month (spec/partners.md D): 31,549 rows of another period, 64 of own funds, 5 that nobody explained.
    @Test func aRealMonthHasFiveItems() throws {
        let bench = try SellerBench("page real")
        try bench.connection.execute(
            """
            INSERT INTO taobao.payment_record
            SELECT 'P' || n, 'alipay', '2088', NULL, CASE n WHEN 1 THEN 10860 ELSE 555 END, 'CNY', 'paid', '2026-06-20',
                   ARRAY[(339000000000000000 + n)::text] FROM generate_series(1, 31549) n
            """)
        var text = SellerBench.alipayTitles + "\r\n"
        func add(_ serial: Int, _ order: String, _ fen: Int64, _ type: String, _ words: String) {
            let at = "2026-07-0\(1 + serial % 9) 10:00:00"
            let cells = fen > 0 ? "\(Fen.yuan(fen))," : ",\(Fen.yuan(fen))"
            text += "\(at),A\(serial),,\(order),\(type),\(cells),\(words),,\r\n"
        }
        for number in 1...31_549 {
            add(
                number, "T200P\(339_000_000_000_000_000 + number)", number == 1 ? 10_860 : 555, "其它",
                "0010001|交易收款-交易收款")
        }
        for number in 0..<64 { add(40_000 + number, "", number == 0 ? -746_600 : -746_562, "提现", "") }
        for (number, fen) in [Int64(-10_000), -8000, -6000, -5000, -1831].enumerated() {
            add(50_000 + number, "T200P\(338_000_000_000_000_000 + number)", fen, "其它", "0020001|交易退款-余额退款")
        }
        _ = try bench.import(text, as: "a.csv")
        let report = try ShopReport.read(.month(shop: "tea", try #require(Self.firstDay)), on: bench.connection)
        #expect(
            report[.money].columns(["class", "rows", "amount"]).rows == [
                ["unresolved", "5", "-308.31"], ["other_period", "31549", "175200.00"],
                ["own_funds", "64", "-477800.06"],
            ])
        #expect(
            report[.unexplained].columns(["amount", "reason"]).rows
                == ["-100.00", "-80.00", "-60.00", "-50.00", "-18.31"].map { [$0, "unknown_order"] })
        let html = try report.text(.html)
        // What follows the style: rows are few, however many lie behind them.
        let body = try #require(html.firstRange(of: "<body>"))
        #expect(html[body.lowerBound...].utf8.count < 10_000)
        #expect(html.matches(of: /data-reason=/).count == 5)
        #expect(try report.text(.text).split(separator: "\n").count < 30)
    }

    @Test func anOrderHasEveryYuanAndTheWayOfItsRefunds() throws {
        let month = SellerMonth(seed: 3, firstDay: try #require(Self.firstDay), orders: 60)
        let bench = try SellerBench("page order", month)
        for pot in SellerPot.allCases { try bench.import(month, pot) }
        for refund in month.refunds {
            let report = try ShopReport.read(.order(refund.orderNo), on: bench.connection)
            let lines = ShopOrder.lines(report[.order], 0, movements: report[.movements])
            #expect(lines.last?.line == "residual" && lines.last?.amountFen == 0)
            let steps = lines.filter { !["net", "residual"].contains($0.line) }
            #expect(steps.reduce(0) { $0 + $1.amountFen } == lines.first { $0.line == "net" }?.amountFen)
            let html = try report.text(.html)
            #expect(html.contains("data-step=\"\(refund.step)\" data-flag=\"\(refund.flag ?? "")\""))
            #expect(html.contains("closes to 0.00"))
        }
        let twice = try #require(month.refunds.first { $0.flag == "refund_recorded_twice" })
        let report = try ShopReport.read(.order(twice.orderNo), on: bench.connection)
        #expect(try report.text(.text).contains("tea order \(twice.orderNo): refund_recorded_twice"))
        #expect(try report.text(.html).contains("refund recorded twice <span lang=\"zh\">退款重复登记</span>"))
        #expect(try report.text(.csv, part: .refunds).split(separator: "\r\n").count == 3)
        let json = try JSONSerialization.jsonObject(with: Data(report.text(.json).utf8)) as? [String: Any]
        #expect(json?.keys.sorted() == (ReportPart.ofShop.map(\.rawValue) + ["month", "order_no", "shop"]).sorted())
        #expect((json?["refunds"] as? [Any])?.count == 2 && json?["money"] is NSNull)
    }

    @Test func whatNoStatementTellsOfIsSaid() throws {
        let bench = try SellerBench("page nothing")
        func refusal(_ subject: ShopReport.Subject) -> Problem? {
            #expect(throws: Problem.self) { try ShopReport.read(subject, on: bench.connection) }
        }
        let first = try #require(Self.firstDay)
        #expect(refusal(.order("339000000000000001"))?.code == .reportNothing)
        #expect(refusal(.month(shop: "tea", first))?.hint.contains("import") == true)
        _ = try bench.import(SellerBench.alipayTitles + "\r\n2026-06-30 10:00:00,A1,,,提现,,-5.00,,,\r\n", as: "a.csv")
        #expect(refusal(.month(shop: "tee", first))?.expected == "one of tea")
        #expect(refusal(.month(shop: "tea", first))?.code == .reportNothing)
    }
}
