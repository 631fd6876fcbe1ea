import Testing
import Vocabulary

@testable import Reports

func table(_ columns: [ReportColumn], _ rows: [[String: String]]) -> ReportTable {
    ReportTable(columns: columns, rows: rows.map { row in columns.map { row[$0.name] } })
}

/// A day of two accounts, the second without a result, with text that would be markup if it were not escaped.
func report(verdict: String = "discrepancies", evil: String = "", money: MoneyTables = .none) throws -> Report {
    let account = ["bill_date": "2026-11-21", "channel": "wechatpay", "account": "1900\(evil)"]
    func line(_ number: Int, _ line: String, _ amount: String) -> [String: String] {
        account.merging([
            "entry_type": "payment", "line_no": "\(number)", "line": line, "entries": "1", "amount": amount,
        ]) { $1 }
    }
    let item = account.merging([
        "discrepancy_id": "7", "status": "open", "code": "order_only", "entry_type": "payment",
        "payment_no": "P\(evil)",
        "order_nos": #"["1"]"#, "order_amount": "5.00", "difference": "-5.00", "currency": "CNY", "note": "note\(evil)",
    ]) { $1 }
    let day = try #require(BusinessDay("2026-11-21"))
    return Report(
        scope: .period(nil, .day(day)), readAt: "2026-11-22 10:00:00",
        summary: table(
            ReportViews.dailySummary,
            [account.merging(["verdict": verdict, "run_id": "3", "last_attempt_reason": "why\(evil)"]) { $1 }]),
        period: PeriodTables(
            withoutResult: table(
                ReportViews.withoutResult,
                [["bill_date": "2026-11-21", "channel": "alipay", "account": "2088", "verdict": "not run"]]),
            statement: table(
                ReportViews.statement,
                [
                    line(1, "orders", "10.00"), line(5, "order_only", "-5.00"), line(15, "channel", "5.00"),
                    line(17, "channel_total", "5.00"), line(18, "residual", "0.00"),
                ]),
            discrepancies: table(ReportViews.discrepancies, [item]), pending: table(ReportViews.pending, []),
            decisions: table(
                ReportViews.decisions,
                [["discrepancy_id": "7", "event": "acknowledged", "actor": "li\(evil)", "note": "note\(evil)"]]),
            lateEffects: table(ReportViews.lateEffects, []),
            ageing: table(
                ReportViews.ageing, [["code": "order_only", "days": "2", "items": "1", "money_at_risk": "5.00"]]),
            money: money,
            codes: table(
                [ReportColumn("code", .text), ReportColumn("label_en", .text), ReportColumn("label_zh", .text)],
                [["code": "order_only", "label_en": "only in the shop", "label_zh": "我方有渠道无"]]),
            channels: table(
                [ReportColumn("channel", .text), ReportColumn("name_en", .text), ReportColumn("name_zh", .text)],
                [
                    ["channel": "wechatpay", "name_en": "WeChat Pay", "name_zh": "微信支付"],
                    ["channel": "alipay", "name_en": "Alipay", "name_zh": "支付宝"],
                ]),
            mix: nil))
}

@Test func whatComesFromOutsideIsTextInThePage() throws {
    let evil = #"<img src=x onerror="a">&'{{period}}"# + "\u{1B}"
    let html = try report(evil: evil).text(.html)
    // Account, number, note, reason, actor.
    let escaped = "&lt;img src=x onerror=&quot;a&quot;&gt;&amp;&#39;{{period}}\\u{1b}"
    for place in ["1900", "P", "note", "li"] { #expect(html.contains(place + escaped), "\(place)") }
    #expect(!html.contains("<img"))
    #expect(!html.contains("\u{1B}"))
}

@Test(arguments: ["incomplete", "failed"])
func whatIsNoConclusionIsSaidFirstWithItsReason(_ verdict: String) throws {
    let html = try report(verdict: verdict).text(.html)
    let alarm = try #require(html.firstRange(of: "class=\"alarm\""))
    #expect(html[alarm.upperBound...].contains("2026-11-21 \(verdict) "))
    #expect(html[alarm.upperBound...].contains("\">WeChat Pay 1900</a>"))
    #expect(html[alarm.upperBound...].contains("why"))
    #expect(html.contains("2 of 2 account days without a conclusion"))
    #expect(html.contains("<title>\(verdict) – 2026-11-21"))
    // No figures stand under it: there are none.
    #expect(!html.contains("<dl>"))
}

@Test func aDayThatNobodyRanIsNotLeftOut() throws {
    let page = try report()
    #expect(
        try page.text(.html).contains(
            "2026-11-21 not run <span lang=\"zh\">未对账</span></strong>: <a href=\"#account1\">Alipay 2088</a>"))
    #expect(try page.text(.text).contains("alipay:2088  2026-11-21  not run"))
}

@Test func everyKeyIsInEveryJSON() throws {
    let day = try report()
    let overview = Report(scope: .overview, readAt: "", summary: day.summary, period: nil)
    func keys(_ report: Report) throws -> [String] {
        try report.text(.json).split(separator: "\n").filter { $0.hasPrefix("  \"") }
            .map { String($0.dropFirst(3).prefix { $0 != "\"" }) }
    }
    let expected = [
        "bill_date", "bridge", "channel", "channel_mix", "channel_mix_month", "decisions", "discrepancies",
        "late_effects",
        "month", "pending", "pot_statement", "pots", "scope", "statement", "summary", "totals", "unbooked",
        "without_result",
    ]
    #expect(try keys(day) == expected)
    #expect(try keys(overview) == expected)
    #expect(try overview.text(.json).contains("\"discrepancies\" : null"))
}

@Test func csvOfADayHoldsDiscrepanciesAndPendingInTheSameColumns() throws {
    let lines = try report().text(.csv).split(separator: "\r\n")
    let header = lines[0].split(separator: ",", omittingEmptySubsequences: false)
    #expect(header.suffix(6) == ["details", "late_on", "due_date", "kind", "pot", "movement_class"])
    #expect(lines.count == 2)
    #expect(lines[1].split(separator: ",", omittingEmptySubsequences: false).count == header.count)
}

@Test func aPageListsNoMoreThanItsLimitAndSaysSo() throws {
    let day = try report()
    let period = try #require(day.period)
    let rows = Array(repeating: period.discrepancies.rows[0], count: PageAccounts.itemsMax + 5)
    let channels = ChannelLabels(period.channels)
    let accounts = PageAccounts(day, period, channels)
    let items = ItemValues(codes: CodeValues(period, accounts), channels: channels, accounts: accounts)
    let groups = items.groups(ReportTable(columns: period.discrepancies.columns, rows: rows), list: "items")
    #expect(groups.count == PageAccounts.itemsMax / ItemValues.groupRowsMax)
    #expect(groups.last?["lastRow"] as? String == "10,000")
    #expect(groups.allSatisfy { $0["isOpen"] as? Bool == false })
}

@Test(arguments: [(0, AgeStep.upTo1), (1, .upTo1), (2, .upTo3), (3, .upTo3), (7, .upTo7), (8, .upTo30), (31, .older)])
func ageIsCountedInTheStepsOfTheView(_ days: Int, _ step: AgeStep) { #expect(AgeStep(days: days) == step) }

@Test(arguments: [("0.063345", "6.33 %"), ("1.000000", "100.00 %"), ("0", "0.00 %"), ("-0.001", "−0.10 %"), (nil, "–")])
func aShareIsReadAsPercent(_ share: String?, _ text: String) { #expect(percentText(share) == text) }

@Test func aPageOfNoDayIsRefused() throws {
    let overview = Report(scope: .overview, readAt: "", summary: table(ReportViews.dailySummary, []), period: nil)
    let problem = #expect(throws: Problem.self) { try overview.text(.html) }
    #expect(problem?.code == .reportFormat)
}

@Test func whatToDoStandsBesideTheReason() throws {
    let account = ["bill_date": "2026-11-21", "channel": "wechatpay", "account": "1900", "verdict": "incomplete"]
    let told = ["last_attempt_reason": "no answer", "last_attempt_hint": "See the firewall."]
    let report = Report(
        scope: .overview, readAt: "", summary: table(ReportViews.dailySummary, [account.merging(told) { $1 }]),
        period: nil)
    for format in [ReportFormat.text, .csv, .json] {
        #expect(try report.text(format).contains("See the firewall."), "\(format)")
    }
    #expect(try report.text(.text).contains("is incomplete: no answer\nHINT: See the firewall.\n"))
}
