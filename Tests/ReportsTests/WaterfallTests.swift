import Testing
import Vocabulary

@testable import Reports

private func hundredths(_ waterfall: Waterfall) -> [[Int64]] {
    waterfall.bars.map { [$0.start.hundredths, $0.length.hundredths] }
}

@Test func aStepBeginsWhereTheSumHasCome() {
    let waterfall = Waterfall([
        ("orders", 10, 1000), ("order_only", -2, -400), ("channel_only", 1, 200), ("status_mismatch", 0, 0),
        ("channel", 9, 800), ("channel_total", 9, 800), ("residual", 0, 0),
    ])
    #expect(waterfall.bars.map(\.line) == ["orders", "order_only", "channel_only", "channel", "channel_total"])
    #expect(waterfall.bars.map(\.kind) == [.total, .minus, .plus, .total, .total])
    // Between 600 and 1000, with as much as half of that before.
    #expect(waterfall.axisStartFen == 400)
    #expect(hundredths(waterfall) == [[0, 10_000], [3333, 6666], [3333, 3333], [0, 6666], [0, 6666]])
    #expect(waterfall.residualFen == 0)
}

@Test func aStatementWithoutStepsBeginsAtZero() {
    let waterfall = Waterfall([("orders", 3, 500), ("channel", 3, 500), ("channel_total", 3, 500), ("residual", 0, 0)])
    #expect(waterfall.axisStartFen == 0)
    #expect(hundredths(waterfall) == [[0, 10_000], [0, 10_000], [0, 10_000]])
}

@Test func anEmptyDayIsDrawnWithoutDividingByIt() {
    let waterfall = Waterfall([("orders", 0, 0), ("channel", 0, 0), ("channel_total", 0, 0), ("residual", 0, 0)])
    #expect(waterfall.bars.count == 3)
    #expect(waterfall.bars.allSatisfy { $0.length.hundredths == 40 })
}

@Test func aSumBelowZeroStaysInTheChart() {
    let waterfall = Waterfall([("orders", 0, 0), ("other_discounts", 0, -300), ("channel_total", 0, -300)])
    #expect(waterfall.axisStartFen == -300)
    for bar in waterfall.bars { #expect(bar.start.hundredths >= 0 && bar.length.hundredths <= 10_000) }
}

@Test func entriesWithoutMoneyAreANoteAndNoBar() {
    let waterfall = Waterfall([("orders", 1, 100), ("status_mismatch", 1, 0), ("channel", 2, 100)])
    #expect(waterfall.bars.map(\.kind) == [.total, .note, .total])
    #expect(waterfall.bars[1].length.hundredths == 0)
}

@Test(arguments: [Int64.min, -1_000_000_000_000_000_000, 1_000_000_000_000_000_000, .max])
func absurdAmountsEndNoProcess(_ amountFen: Int64) throws {
    let waterfall = Waterfall([
        ("orders", .max, amountFen), ("order_only", .min, amountFen), ("channel_only", 1, amountFen),
        ("channel_only", 1, .min), ("channel", 1, .max), ("residual", 0, amountFen),
    ])
    for bar in waterfall.bars { #expect(bar.length.hundredths <= 10_000 && bar.start.hundredths >= -1) }
    #expect(Percent(amountFen, of: 1).text.hasSuffix("%"))
    #expect(bounded(amountFen, plus: amountFen).signum() == amountFen.signum())
    let yuan = Fen.yuan(amountFen)
    #expect(yuanToFen(yuan) == amountFen)
    #expect(yuanToFen(yuan.replacing(".", with: "99.")).signum() == amountFen.signum())
    let table = ReportTable(
        columns: ["status", "code", "difference"].map { ReportColumn($0, .text) },
        rows: ["open", "acknowledged", "resolved", "open"].map { [$0, "order_only", yuan] })
    let days = ReportTable(
        columns: ["bill_date", "channel", "account", "entry_type", "line_no", "line", "entries", "amount"].map {
            ReportColumn($0, .text)
        }, rows: [1, 2].map { _ in ["2026-11-01", "alipay", "1", "payment", "1", "orders", "\(Int64.max)", yuan] })
    let day = try report()
    let period = try #require(day.period)
    let accounts = PageAccounts(day, period, ChannelLabels(period.channels))
    #expect(!StatementValues.values(days, account: ["alipay", "1"], id: "a", accounts: accounts).isEmpty)
    #expect(CodeTotal.totals(of: table).first?.itemsAtRisk == 3)
}

@Test(arguments: [Double.nan, .infinity, -.infinity, 1e300, 12.7]) func everyNumberHasAPlaceInADrawing(_ place: Double)
{
    #expect((-1_000_000...1_000_000).contains(drawn(place)))
}

@Test func aResidualIsNotHidden() {
    #expect(Waterfall([("orders", 1, 100), ("residual", 0, -7)]).residualFen == -7)
}

@Test(arguments: [("2026-11", "2026-11-01", "2026-11-30"), ("2028-02", "2028-02-01", "2028-02-29")])
func aMonthHasAllItsDays(_ text: String, _ first: String, _ last: String) throws {
    let period = try #require(ReportPeriod(text))
    #expect([period.first.description, period.last.description, period.description] == [first, last, text])
    #expect(period.days.count == Int(last.suffix(2)))
}

@Test(arguments: ["2026-13", "2026-1", "2026-11-31", "2026", "x"])
func whatIsNoDayAndNoMonthIsRefused(_ text: String) { #expect(ReportPeriod(text) == nil) }
