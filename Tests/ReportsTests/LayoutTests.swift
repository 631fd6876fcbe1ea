import Testing
import Vocabulary

@testable import Reports

private func widest(_ text: String) -> Int {
    text.split(separator: "\n").reduce(0) { max($0, displayWidth(String($1))) }
}

private let days = table(
    ReportViews.dailySummary,
    [
        [
            "bill_date": "2026-11-21", "channel": "wechatpay", "account": "1900999001", "verdict": "discrepancies",
            "payments": "11077", "payment_amount": "1234567890.42", "refunds": "312", "refund_amount": "192930.53",
            "fees": "27801.38000", "received_amount": "4609367.83", "open_discrepancies": "12", "run_id": "12345",
            "pending": "0", "booked_amount": "-82381.60", "funds_verdict": "pending",
        ],
        [
            "bill_date": "2026-11-22", "channel": "wechatpay", "account": "1900999001", "verdict": "balanced",
            "payments": "2", "payment_amount": "0.58", "refunds": "0", "refund_amount": "0.00", "fees": "0.00297",
            "received_amount": "0.57703", "open_discrepancies": "0", "run_id": "12346", "pending": "1",
        ],
        [
            "bill_date": "2026-11-22", "channel": "alipay", "account": "2088000000000001", "verdict": "balanced",
            "payments": "1000", "payment_amount": "999.00", "refunds": "0", "refund_amount": "0.00",
            "fees": "5.99000", "received_amount": "993.01", "open_discrepancies": "0", "run_id": "7", "pending": "0",
        ],
    ])

@Test func aRowThatIsWiderThanTheTerminalTakesSeveralLinesAndKeepsItsColumns() throws {
    let report = Report(scope: .channel(.wechatpay), readAt: "", summary: days, period: nil)
    let expected = """
        bill_date   channel    account           verdict        payments
              payment_amount  refunds  refund_amount          fees  received_amount
            pending  open_discrepancies  run_id  booked_amount  funds_verdict
        ---------------------------------------------------------------------------
        2026-11-21  wechatpay  1900999001        discrepancies    11,077
            1,234,567,890.42      312     192,930.53  27,801.38000     4,609,367.83
                  0                  12   12345     -82,381.60  pending
        2026-11-22  wechatpay  1900999001        balanced              2
                        0.58        0           0.00       0.00297          0.57703
                  1                   0   12346
        """
    let text = try report.text(.text, columnsMax: 80)
    #expect(text.hasPrefix(expected), "\n\(text)")
}

@Test(arguments: [40, 60, 80, 132])
func noLineIsWiderThanTheTerminal(_ columns: Int) throws {
    let whole = try report(money: money())
    let words = "余额不连续：渠道账单与资金账单不一致，请核对。The balance does not follow from the day before it."
    var items = try #require(whole.period).discrepancies
    for (code, number) in [("currency_mismatch", "P1"), ("order_only", String(repeating: "7", count: 64))] {
        items.rows.append(items.rows[0])
        for (name, value) in [
            ("code", code), ("payment_no", number), ("refund_no", "R" + number), ("difference", "-1234567890.12"),
            ("occurred_at", "2026-11-21 09:00:00+08"), ("note", words),
        ] {
            items.rows[items.rows.count - 1][try #require(items.columns.firstIndex { $0.name == name })] = value
        }
    }
    let day = whole.with(discrepancies: items)
    var summary = days
    for (name, value) in [
        ("last_attempt_run_id", "9"), ("last_attempt_reason", words), ("last_attempt_hint", words),
    ] {
        summary.rows[0][try #require(summary.columns.firstIndex { $0.name == name })] = value
    }
    let overview = Report(scope: .overview, readAt: "", summary: summary, period: nil)
    let month = Report(
        scope: .period(nil, try #require(ReportPeriod("2026-11"))), readAt: "", summary: summary, period: day.period)
    let explanation = Explanation(
        number: "P",
        events: ReportTable(
            columns: [ReportColumn("at", .moment), ReportColumn("source", .text), ReportColumn("event", .text)],
            rows: [["2026-11-21 12:00:00+08", "shop", words + words], [nil, "bill", words]]), gap: words)
    for report in [day, overview, month] {
        let text = try report.text(.text, columnsMax: columns)
        #expect(widest(text) <= columns, "\(text)")
        // Nothing is left out.
        func characters(_ text: String) -> [Character] { text.filter { !" \n-".contains($0) }.sorted() }
        #expect(try characters(text) == characters(report.text(.text)))
        #expect(try widest(report.text(.text)) > 132)
    }
    #expect(widest(explanation.text(columnsMax: columns)) <= columns)
}

@Test func sumsStandBelowTheDaysOfEachAccountAndOfAll() throws {
    let report = Report(scope: .overview, readAt: "", summary: days, period: nil)
    let lines = try report.text(.text).split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(
        Array(lines[6...]) == [
            [
                "total", "wechatpay", "1900999001", "2", "days", "11,079", "1,234,567,891.00", "312", "192,930.53",
                "27,801.38297", "4,609,368.40703", "1", "12", "-82,381.60",
            ],
            [
                "total", "alipay", "2088000000000001", "1", "days", "1,000", "999.00", "0", "0.00", "5.99000",
                "993.01000",
                "0", "0",
            ],
            [
                "total", "12,079", "1,234,568,890.00", "312", "192,930.53", "27,807.37297", "4,610,361.41703", "1",
                "12",
                "-82,381.60",
            ],
        ])
    // One day of one account is its own sum.
    let one = ReportTable(columns: days.columns, rows: [days.rows[0]])
    #expect(try !Report(scope: .overview, readAt: "", summary: one, period: nil).text(.text).contains("total"))
}

@Test func sumsStandBelowTheCodes() throws {
    let whole = try report()
    var items = try #require(whole.period).discrepancies
    items.rows.append(items.rows[0])
    for (name, value) in [("code", "channel_only"), ("difference", "1234.56"), ("status", "resolved")] {
        items.rows[1][try #require(items.columns.firstIndex { $0.name == name })] = value
    }
    let expected = """
          discrepancies by code

          code          open  acknowledged  resolved  money_at_risk  difference
          ------------  ----  ------------  --------  -------------  ----------
          order_only       1             0         0           5.00       -5.00
          channel_only     0             0         1           0.00        0.00
          ------------  ----  ------------  --------  -------------  ----------
          total            1             0         1           5.00       -5.00

        """
    let text = try whole.with(discrepancies: items).text(.text)
    #expect(text.contains(expected), "\(text)")
}

@Test func amountsOfAColumnHaveTheDecimalsThatOneNeeds() {
    let columns = [ReportColumn("fees", .amount), ReportColumn("amount", .amount), ReportColumn("run_id", .serial)]
    let table = ReportTable(
        columns: columns, rows: [["2929.12000", "1.00000", "12345"], ["2356.97294", "1234567.10000", "7"]])
    let expected = """
               fees        amount  run_id
        -----------  ------------  ------
          2,929.12000          1.00   12345
          2,356.97294  1,234,567.10       7
        """
    let lines = TextTable.render(table).split(separator: "\n").map { $0.split(separator: " ") }
    #expect(lines == expected.split(separator: "\n").map { $0.split(separator: " ") })
}

@Test func aTextThatComesLastGoesOnBelowItsBeginning() {
    let columns = [ReportColumn("at", .moment), ReportColumn("source", .text), ReportColumn("event", .text)]
    let table = ReportTable(
        columns: columns,
        rows: [
            ["2026-11-21 12:00:00+08", "shop", "payment P of 12.00 CNY is paid"],
            [nil, "王丽", "resolved as accepted: 差一分，经与渠道核对，不再追究。"],
        ])
    let expected = """
        2026-11-21 12:00:00  shop  payment P of 12.00 CNY
                                   is paid
                             王丽  resolved as accepted:
                                   差一分，经与渠道核对，
                                   不再追究。

        """
    #expect(TextTable.render(table, hasHeader: false, columnsMax: 50) == expected)
}

@Test(arguments: [
    ("one two three", 9, ["one two", "three"]), ("one", 9, ["one"]), ("", 9, [""]),
    ("123456789012", 5, ["12345", "67890", "12"]), ("a 123456789", 5, ["a", "12345", "6789"]),
    ("长款短款", 5, ["长款", "短款"]), ("长款，短款", 5, ["长", "款，", "短款"]), ("长款（短款）", 6, ["长款", "（短", "款）"]),
    ("核对BASIC户", 8, ["核对", "BASIC户"]), ("e\u{301}e\u{301}e\u{301}", 2, ["e\u{301}e\u{301}", "e\u{301}"]),
    ("a  b", 2, ["a", "b"]), ("one, two", 4, ["one,", "two"]),
])
func aLineIsBrokenWhereAReaderWould(_ text: String, _ width: Int, _ lines: [String]) {
    #expect(wrapped(text, to: width) == lines)
}

@Test func proseGoesOnFurtherInThanItBegan() {
    #expect(fitted("  HINT: see the firewall\nx", columnsMax: 16) == "  HINT: see\n    the firewall\nx")
    #expect(fitted("  HINT: see the firewall\n", columnsMax: nil) == "  HINT: see the firewall\n")
}
