import Testing
import Vocabulary

@testable import Reports

@Test(arguments: [
    ("abc", "abc"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("two\r\nlines", "\"two\r\nlines\""),
    (" led", "\" led\""), ("", ""), ("长款,短款", "\"长款,短款\""),
    ("=1+1", "'=1+1"), ("+cmd", "'+cmd"), ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
    ("@SUM(1,2)", "\"'@SUM(1,2)\""),
    ("\tx", "\"'\tx\""), ("\rx", "\"'\rx\""), ("\r\nx", "\"'\r\nx\""), ("\n=x", "\"'\n=x\""), ("＝1+1", "'＝1+1"),
    ("＠x", "'＠x"), ("x;=1+1", "\"x;=1+1\""), ("a\tb", "\"a\tb\""), ("-12.50", "-12.50"), ("+7", "+7"),
    ("-1-1", "'-1-1"),
    ("-", "'-"), ("2026", "2026"),
    // What stands before a sign, and some spreadsheets trim away.
    (" =1+1", "' =1+1"), ("\u{A0}=1+1", "'\u{A0}=1+1"), ("\u{FEFF}=1+1", "'\u{FEFF}=1+1"), ("　＝1", "'　＝1"),
    (" \u{200B}\t@SUM(A1)", "\"' \u{200B}\t@SUM(A1)\""), ("\u{85}-x", "'\u{85}-x"), (" a=1", "\" a=1\""),
    (" -12", "' -12"),
])
func aCellOfTextIsSafeInASpreadsheet(_ value: String, _ cell: String) {
    #expect(CSVText.cell(value, .text) == cell)
}

@Test(arguments: [
    ("4200001234", "4200001234"), ("4200001234567890123456789012", "'4200001234567890123456789012"), ("007", "'007"),
    ("0", "0"), ("123456789012345", "123456789012345"), ("1234567890123456", "'1234567890123456"), ("12E5", "'12E5"),
    ("1e+9", "'1e+9"), ("3-4", "'3-4"), ("2026/11/21", "'2026/11/21"), ("12:30", "'12:30"), ("1.10", "'1.10"),
    ("-5", "'-5"), ("T200P2026", "T200P2026"), ("S624-20261009-00", "S624-20261009-00"), ("=1+1", "'=1+1"),
    ("E", "E"), ("", ""),
])
func anIdentifierKeepsEachOfItsDigitsInASpreadsheet(_ value: String, _ cell: String) {
    #expect(CSVText.cell(value, .identifier) == cell)
}

@Test(arguments: ["0.00", "-1234.50", "1234567890123456.78"])
func anAmountStaysANumberInASpreadsheet(_ value: String) {
    #expect(CSVText.cell(value, .amount) == value)
}

@Test func aCSVBeginsWithTheMarkAndEndsItsLinesAsTheStandardSays() {
    let table = ReportTable(
        columns: [
            ReportColumn("note", .text), ReportColumn("difference", .amount), ReportColumn("order_nos", .identifiers),
        ],
        rows: [["=x", "-1234.50", #"["1","2"]"#], [nil, nil, nil]])
    #expect(CSVText.render(table) == "\u{FEFF}note,difference,order_nos\r\n'=x,-1234.50,'1 2\r\n,,\r\n")
}

@Test func aTextTableAlignsChineseAndNumbers() {
    let table = ReportTable(
        columns: [ReportColumn("名称", .text), ReportColumn("amount", .amount), ReportColumn("n", .text)],
        rows: [["长款", "-1234567.50", "x"], ["ab", "0.00", nil], ["e\u{301}", "12.00", "\u{1B}[31m"]])
    let expected = """
        名称         amount  n
        ----  -------------  ----------
        长款  -1,234,567.50  x
        ab             0.00
        e\u{301}             12.00  \\u{1b}[31m

        """
    #expect(TextTable.render(table) == expected)
}

@Test(arguments: [("abc", 3), ("长款", 4), ("（元）", 6), ("e\u{301}", 1), ("ｗ", 2), ("😀", 2), ("", 0), ("·", 1)])
func widthIsCountedAsATerminalDoes(_ text: String, _ width: Int) {
    #expect(displayWidth(text) == width)
}

@Test(arguments: [
    ("0.00", "0.00"), ("999.99", "999.99"), ("1000.00", "1,000.00"), ("-1000000", "-1,000,000"), ("12", "12"),
    ("NaN", "NaN"), ("", ""),
])
func numbersAreGroupedForReading(_ number: String, _ text: String) {
    #expect(grouped(number) == text)
}

@Test func jsonKeepsMoneyExactAndKeysSorted() {
    let table = ReportTable(
        columns: [
            ReportColumn("difference", .amount), ReportColumn("at", .moment), ReportColumn("order_nos", .identifiers),
            ReportColumn("details", .json), ReportColumn("run_id", .integer), ReportColumn("account", .identifier),
        ],
        rows: [
            [
                "-0.10", "2026-11-21 09:00:00.5+08", #"["7","8"]"#, #"{"b":1.10,"a":[true,null,"/"]}"#, "42", "0019",
            ]
        ])
    let expected = """
        [
          {
            "account" : "0019",
            "at" : "2026-11-21T09:00:00.5+08:00",
            "details" : {
              "a" : [
                true,
                null,
                "/"
              ],
              "b" : 1.1
            },
            "difference" : "-0.10",
            "order_nos" : [
              "7",
              "8"
            ],
            "run_id" : 42
          }
        ]

        """
    #expect(JSONText(table).indented() == expected)
}

@Test func anExplanationShowsTextFromOutsideAsText() {
    let bad = "\u{1B}[2J\u{202E}x"
    let columns = [ReportColumn("at", .moment), ReportColumn("source", .text), ReportColumn("event", .text)]
    let explanation = Explanation(
        number: bad, events: ReportTable(columns: columns, rows: [[nil, bad, bad]]), gap: "not read: \(bad)")
    let text = explanation.text()
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && $0.value < 0x7F) })
    #expect(text.hasPrefix("\"\\u{1b}[2J\\u{202e}x\"\n\n"))
}

@Test func anExplanationStandsInColumnsAlsoInChinese() {
    let columns = [ReportColumn("at", .moment), ReportColumn("source", .text), ReportColumn("event", .text)]
    let rows = [["2026-11-21 12:00:00+08", "shop", "payment P"], [nil, "王丽", "resolved as accepted: 差一分"]]
    let explanation = Explanation(number: "P", events: ReportTable(columns: columns, rows: rows), gap: nil)
    let expected = """
        P

        2026-11-21 12:00:00  shop  payment P
                             王丽  resolved as accepted: 差一分

        """
    #expect(explanation.text() == expected)
}
