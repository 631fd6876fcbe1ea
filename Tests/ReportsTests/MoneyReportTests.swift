import Testing
import Vocabulary

@testable import Reports

/// The money of the account of `report()`: one pot over two days with a break between them, and a pot without a balance.
func money(day second: String = "2026-11-22") -> MoneyTables {
    let account = ["channel": "wechatpay", "account": "1900"]
    func pot(_ day: String, _ pot: String, _ values: [String: String]) -> [String: String] {
        account.merging(["bill_date": day, "pot": pot, "verdict": "pending", "run_id": "9"]) { $1 }.merging(values) {
            $1
        }
    }
    func line(_ day: String, _ number: Int, _ line: String, _ amount: String, _ more: [String: String] = [:])
        -> [String: String]
    {
        account.merging(["bill_date": day, "line_no": "\(number)", "line": line, "amount": amount]) { $1 }
            .merging(["label_en": "the \(line)", "label_zh": "某行"]) { $1 }.merging(more) { $1 }
    }
    let basic = ["pot": "BASIC", "movements": "1"]
    return MoneyTables(
        pots: table(
            ReportViews.pots,
            [
                pot(
                    "2026-11-21", "BASIC",
                    [
                        "opening": "100.00", "money_in": "10.00", "money_out": "4.00", "closing": "106.00",
                        "proven": "true",
                    ]),
                pot("2026-11-21", "OPERATION", ["money_in": "0.00", "money_out": "0.00", "proven": "true"]),
                pot(
                    second, "BASIC",
                    [
                        "opening": "105.00", "money_in": "0.00", "money_out": "1.00", "closing": "104.00",
                        "proven": "false",
                    ]),
            ]),
        statement: table(
            ReportViews.potStatement,
            [
                line("2026-11-21", 1, "opening", "100.00", basic), line("2026-11-21", 2, "payment", "10.00", basic),
                line("2026-11-21", 10, "withdrawal", "-4.00", basic),
                line("2026-11-21", 20, "closing", "106.00", basic),
                line("2026-11-21", 21, "residual", "0.00", basic), line(second, 1, "opening", "105.00", basic),
                line(second, 10, "withdrawal", "-1.00", basic), line(second, 20, "closing", "104.00", basic),
            ]),
        bridge: table(
            ReportViews.bridge,
            [
                line("2026-11-21", 1, "expected", "12.00"), line("2026-11-21", 2, "waiting", "-2.00"),
                line("2026-11-21", 12, "booked", "10.00"), line("2026-11-21", 13, "residual", "0.00"),
            ]),
        unbooked: table(
            ReportViews.unbooked,
            [
                account.merging(["due_date": "2026-11-23", "items": "3", "to_come_in": "2.00", "to_go_out": "0.50"]) {
                    $1
                }
            ]))
}

@Test func aPotOverDaysGoesFromItsFirstOpeningToItsLastClosing() throws {
    let pots = PotPeriod.all(money().pots)
    #expect(pots.map(\.pot) == ["BASIC", "OPERATION"])
    #expect(
        [pots[0].openingFen, pots[0].inFen, pots[0].outFen, pots[0].unconnectedFen, pots[0].closingFen] == [
            10_000, 1000, 500, -100, 10_400,
        ])
    #expect(!pots[0].isProven)
    // No movement ever told its balance.
    #expect([pots[1].openingFen, pots[1].closingFen] == [nil, nil])
    #expect(pots[1].unconnectedFen == 0)
}

@Test func aDayWithoutAConclusionGivesNoBalance() {
    var tables = money()
    let place = tables.pots.columns.firstIndex { $0.name == "verdict" }!
    var pots = tables.pots
    pots.rows[2][place] = "incomplete"
    tables = MoneyTables(pots: pots, statement: tables.statement, bridge: tables.bridge, unbooked: tables.unbooked)
    #expect(PotPeriod.all(tables.pots)[0].closingFen == 10_600)
}

@Test func theTextHasPotsBridgeAndWhatWaits() throws {
    let text = try report(money: money()).text(.text)
    #expect(
        text.contains(
            """
              pot        opening     in   out  between_days  closing  proven
              ---------  -------  -----  ----  ------------  -------  ------
              BASIC       100.00  10.00  5.00         -1.00   104.00  no
              OPERATION            0.00  0.00          0.00           yes

            """), "\(text)")
    #expect(text.contains("  expected   12.00\n  waiting    -2.00\n  booked     10.00\n  residual    0.00\n"))
    #expect(text.contains("  2026-11-23      3        2.00       0.50\n"))
}

@Test func anAccountWithoutPotsHasTheTextItHad() throws {
    let text = try report().text(.text)
    for word in ["pot", "bridge", "booked", "money", "kind"] { #expect(!text.contains(word), "\(word)") }
}

@Test func anItemOfTheMoneySaysItsKindAndPot() throws {
    let plain = try report(money: money())
    var items = try #require(plain.period).discrepancies
    items.rows.append(items.rows[0])
    for (name, value) in [("kind", "funds"), ("pot", "BASIC"), ("code", "booked_twice")] {
        items.rows[1][try #require(items.columns.firstIndex { $0.name == name })] = value
    }
    let text = try plain.with(discrepancies: items).text(.text)
    #expect(text.contains("  open    booked_twice  funds  BASIC  payment"), "\(text)")
}

@Test func aCSVHoldsTheTableThatIsAskedFor() throws {
    let day = try report(money: money())
    func lines(_ part: ReportPart) throws -> [String] {
        try day.text(.csv, part: part).split(separator: "\r\n").map(String.init)
    }
    #expect(try lines(.pots).count == 4)
    #expect(try lines(.pots)[1].hasPrefix("2026-11-21,wechatpay,1900,BASIC,100.00,10.00,4.00,106.00,pending,true"))
    #expect(try lines(.bridge)[2] == "2026-11-21,wechatpay,1900,2,waiting,-2.00,the waiting,某行")
    #expect(try lines(.unbooked)[1] == "wechatpay,1900,2026-11-23,3,2.00,0.50")
    #expect(try lines(.potStatement).count == 9)
    #expect(try lines(.items) == day.text(.csv).split(separator: "\r\n").map(String.init))
    let overview = Report(scope: .overview, readAt: "", summary: day.summary, period: nil)
    let problem = #expect(throws: Problem.self) { try overview.text(.csv, part: .bridge) }
    #expect(problem?.code == .reportFormat)
}

@Test func theJSONHasTheMoney() throws {
    let json = try report(money: money()).text(.json)
    for part in [#""line" : "waiting""#, #""closing" : "106.00""#, #""to_come_in" : "2.00""#, #""proven" : true"#] {
        #expect(json.contains(part), "\(part)")
    }
}

extension Report {
    func with(discrepancies: ReportTable) -> Report {
        guard let period else { return self }
        return Report(
            scope: scope, readAt: readAt, summary: summary,
            period: PeriodTables(
                withoutResult: period.withoutResult, statement: period.statement, discrepancies: discrepancies,
                pending: period.pending, decisions: period.decisions, lateEffects: period.lateEffects,
                ageing: period.ageing, money: period.money, codes: period.codes, channels: period.channels,
                mix: period.mix))
    }
}

@Test func thePageHasTheMoneyOfAnAccountWithPots() throws {
    let html = try report(money: money()).text(.html)
    for part in [
        #"data-type="bridge""#, #"data-type="pot""#, "Pot BASIC", "Waits to be booked, by due day",
        "2026-11-23 to come in", "From the opening balance 100.00 to the closing balance 104.00",
    ] { #expect(html.contains(part), "\(part)") }
    // A day's page has no line over the month, and a pot of which no balance is known has no waterfall.
    #expect(!html.contains("day by day"))
    #expect(!html.contains("Pot OPERATION"))
    // The break between the days is a step, so that the picture closes.
    #expect(html.contains(#"data-line="between_days" data-fen="-100""#))
    let plain = try report().text(.html)
    for part in ["bridge", "class=\"reflow pots\">", "Waits to be booked"] {
        #expect(!plain.contains("\(part)\""), "\(part)")
    }
}

@Test func aFundsDayWithoutAConclusionIsSaidFirst() throws {
    var pots = money().pots
    for (name, value) in [("verdict", "incomplete"), ("last_attempt_reason", "the sum is not the trailer's")] {
        pots.rows[0][try #require(pots.columns.firstIndex { $0.name == name })] = value
    }
    let tables = MoneyTables(
        pots: pots, statement: money().statement, bridge: money().bridge, unbooked: money().unbooked)
    let html = try report(money: tables).text(.html)
    let alarm = try #require(html.firstRange(of: "class=\"alarm\""))
    #expect(html[alarm.upperBound...].contains("WeChat Pay 1900 money"))
    #expect(html[alarm.upperBound...].contains("the sum is not the trailer&#39;s"))
    #expect(html.contains("<title>incomplete"))
}

@Test func aBalanceIsALineThatStopsWhereADayHasNoConclusion() throws {
    let days = try #require(ReportPeriod("2026-11")).days
    func segments(_ second: String) throws -> Int? {
        let pot = PotPeriod.all(money(day: second).pots)[0]
        return (BalanceLine.values(pot, days, id: "a")?["segments"] as? [PageValues])?.count
    }
    #expect(try segments("2026-11-22") == 1)
    #expect(try segments("2026-11-23") == 0)
    #expect(BalanceLine.values(PotPeriod.all(money().pots)[1], days, id: "a") == nil)
}
