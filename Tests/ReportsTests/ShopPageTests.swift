import Testing
import Vocabulary

@testable import Reports

/// An order of two shops' statements, with text that would be markup if it were not escaped.
private func orderReport(_ evil: String) -> ShopReport {
    let row = ["shop": "tea\(evil)", "order_no": "339", "state": "settled"]
    return ShopReport(
        subject: .order("339\(evil)"), readAt: "2026-08-01 10:00:00",
        tables: [
            .order: table(
                ShopViews.order,
                [
                    row.merging([
                        "received": "100.00", "refunded_from_balance": "-30.00", "refunded_from_deposit": "0.00",
                        "net": "69.40", "orders_of_payment": "2",
                    ]) { $1 }
                ]),
            .refunds: table(
                ShopViews.refunds,
                [row.merging(["step": "booked", "flag": "not_recorded", "refund_no": evil, "paid": "30.00"]) { $1 }]),
            .movements: table(
                ShopViews.movements,
                [
                    row.merging(["amount": "100.00", "class": "order", "counted": "true"]) { $1 },
                    row.merging(["amount": "-30.00", "class": "order", "counted": "true", "code_text": evil]) { $1 },
                    row.merging(["amount": "-0.40", "class": "fee:0030130", "counted": "true", "code_text": evil]) {
                        $1
                    },
                    row.merging(["amount": "-0.40", "class": "copy", "counted": "false"]) { $1 },
                ]),
        ], labels: ReportTable(columns: []))
}

@Test func whatAStatementSaysIsTextInTheShopsPage() throws {
    let evil = #"<img src=x onerror="a">&'{{about}}"# + "\u{1B}"
    let html = try orderReport(evil).text(.html)
    #expect(!html.contains("<img") && !html.contains("\u{1B}"))
    #expect(html.contains("&lt;img src=x onerror=&quot;a&quot;&gt;&amp;&#39;{{about}}\\u{1b}"))
    #expect(!html.contains("<script"))
    #expect(html.contains("default-src 'none'"))
}

@Test func anOrdersLinesAddUpOrSayByHowMuchTheyDoNot() {
    let report = orderReport("")
    let lines = ShopOrder.lines(report[.order], 0, movements: report[.movements])
    // 0.20 of the net is in no line that is known, and in no movement that is listed.
    #expect(
        lines.map { "\($0.line) \($0.amountFen)" } == [
            "received 10000", "from_balance -3000", "fee:0030130 -40", "other -20", "net 6940", "residual -20",
        ])
    #expect(lines[2].english == "0030130")
}

@Test func aMonthsClassesStandByWhatIsToBeAsked() {
    func row(_ pot: String, _ name: String, _ amount: String, isCounted: Bool = true) -> [String: String] {
        ["pot": pot, "class": name, "amount": amount, "rows": "2", "counted": "\(isCounted)"]
    }
    let money = ShopMoney(
        table(
            ShopViews.money,
            [
                row("alipay", "copy", "5.00", isCounted: false), row("alipay", "fee:1", "-1.00"),
                row("alipay", "fee:2", "-2.00"), row("deposit", "order", "-3.00"), row("alipay", "order", "9.00"),
                row("alipay", "unresolved", "0.10"),
            ]))
    #expect(money.pots == ["alipay", "deposit"])
    #expect(money.counted.map(\.name) == ["unresolved", "order", "fee:2", "fee:1"])
    #expect(money.counted[1].totalFen == 600 && money.counted[1].rows == 4)
    #expect(money.leftOut.map(\.name) == ["copy"])
    #expect(money.countedSum.totalFen == 310 && money.countedSum.rows == 10)
    // A statement that says more than its rows.
    #expect(
        money.proof([ShopMoney.Net(pot: "alipay", others: "1.00", net: "12.20")]).rows == [
            ["alipay", "11.10", "1.00", "12.20", "0.10"]
        ])
}

@Test func aShopsTableIsOfAShop() throws {
    let problem = #expect(throws: Problem.self) { try report().text(.csv, part: .refunds) }
    #expect(problem?.code == .reportFormat && problem?.hint.contains("--order") == true)
}
