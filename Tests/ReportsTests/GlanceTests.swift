import Testing
import Vocabulary

@testable import Reports

@Test(arguments: [
    ("30849.05000", "30,849.05"), ("0.18300", "0.183"), ("-1.00000", "−1.00"), ("1.50", "1.50"), ("7", "7"),
    ("12.34567", "12.34567"), ("1000", "1,000"), ("0.00001", "0.00001"),
])
func twoDecimalsStandWhereTwoSuffice(_ yuan: String, _ text: String) { #expect(plainYuan(yuan) == text) }

@Test func daysThatFollowEachOtherAreOneRange() throws {
    let days = try ["2026-11-03", "2026-11-30", "2026-12-01", "2026-11-05", "2026-11-06"].map {
        try #require(BusinessDay($0))
    }
    #expect(UnconcludedDays.ranges(days) == "2026-11-03, 2026-11-05 – 2026-11-06, 2026-11-30 – 2026-12-01")
    #expect(UnconcludedDays.ranges([]) == "")
}

@Test func daysThatNobodyRanAreOneLineForAllAccounts() throws {
    let day = try report()
    let period = try #require(day.period)
    let channels = ChannelLabels(period.channels)
    let lines = UnconcludedDays(accounts: PageAccounts(day, period, channels), channels: channels)
    func missing(_ day: Int, _ account: String, _ reason: String? = nil) -> VerdictValues.AccountDay {
        VerdictValues.AccountDay(
            isOfMoney: false, day: "2026-11-1\(day)", channel: "alipay", account: account, verdict: "not run",
            reason: reason, hint: nil, row: nil)
    }
    let nine = (1...9).flatMap { [missing($0, "2088"), missing($0, "2089")] }
    let values = lines.values(nine)
    #expect(values.count == 1)
    #expect(values.first?["days"] as? String == "2026-11-11 – 2026-11-19")
    #expect((values.first?["bills"] as? [PageValues])?.compactMap { $0["account"] as? String } == ["2088", "2089"])
    // What has another reason is told by itself.
    #expect(lines.values(nine + [missing(5, "2088", "no answer")]).count == 2)
}

@Test(arguments: [
    ("currency_mismatch", "payment", #"{"line": 3, "order_currency": "CNY"}"#, "CNY", "USD"),
    ("status_mismatch", "payment", #"{"order_state": "closed"}"#, "closed", "paid 已支付"),
    ("status_mismatch", "refund", #"{"order_state": "closed"}"#, "closed", "refunded 已退款"),
    ("status_mismatch", "refund", #"{"order_state": "succeeded"}"#, "succeeded", "not executed 未执行"),
    ("account_mismatch", "payment", #"{"order_account": "alipay:2088"}"#, "alipay:2088", nil),
    ("amount_mismatch", "payment", #"{"line": 3}"#, nil, nil), ("status_mismatch", "payment", "{", nil, nil),
])
func eachSideSaysWhatItSays(_ code: String, _ type: String, _ details: String, _ shop: String?, _ channel: String?) {
    let sides = ItemSides(code: code, entryType: type, currency: "USD", details: details)
    #expect(sides.shop == [shop].compactMap { $0 })
    #expect(sides.channel == [channel].compactMap { $0 })
}

@Test func sumsOfDaysAreExactToTheLastDecimalOfAFee() throws {
    let columns = ReportViews.dailySummary
    let day = ["channel": "wechatpay", "account": "1900", "payments": "2", "payment_amount": "10.10"]
    let summary = table(
        columns,
        [
            day.merging(["fees": "0.00001", "received_amount": "-1.50"]) { $1 },
            day.merging(["fees": "0.2", "received_amount": "1.49"]) { $1 },
            day.merging(["account": "1901", "fees": "99999999999999.99999"]) { $1 },
        ])
    let totals = SummaryTotal.table(summary)
    #expect(totals.rows.count == 2)
    #expect(totals.value(0, "days") == "2")
    #expect(totals.value(0, "payments") == "4")
    #expect(totals.value(0, "payment_amount") == "20.20000")
    #expect(totals.value(0, "fees") == "0.20001")
    #expect(totals.value(0, "received_amount") == "-0.01000")
    // Nobody knows it, which is not 0; and what is beyond all money is no number.
    #expect(totals.value(0, "booked_amount") == nil)
    #expect(totals.value(1, "fees") == "NaN")
}

@Test(arguments: [("2026-11-30", 0), ("2026-11-01", 6), ("1970-01-01", 3), ("0001-01-01", 0), ("2024-02-29", 3)])
func aDayHasItsPlaceInTheWeek(_ day: String, _ weekday: Int) throws {
    #expect(try #require(BusinessDay(day)).weekday == weekday)
}
