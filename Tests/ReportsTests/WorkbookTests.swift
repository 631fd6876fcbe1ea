import CXlsxwriter
import FoundationEssentials
import Glibc
import Testing
import Vocabulary

@testable import Reports

private func place(_ name: String = #function) -> String {
    FileManager.default.temporaryDirectory.appending(path: "reconciled-\(name.prefix { $0 != "(" })-\(getpid()).xlsx")
        .path()
}

@Test func aWorkbookIsWholeOrTheFileThatWasThereStays() throws {
    let path = place()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try report().writeWorkbook(to: path)
    let first = try Data(contentsOf: URL(filePath: path))
    #expect(first.starts(with: Data("PK".utf8)))
    let folder = URL(filePath: path).deletingLastPathComponent().path()
    #expect(try !FileManager.default.contentsOfDirectory(atPath: folder).contains { $0.contains("\(getpid()).xlsx.") })
    let problem = #expect(throws: Problem.self) { try report().writeWorkbook(to: path + "/nowhere/report.xlsx") }
    #expect(problem?.code == .outputCannotCreate)
    #expect(try Data(contentsOf: URL(filePath: path)) == first)
}

/// Rows beyond what a sheet holds, and text beyond what a cell does, are neither lost nor an error.
@Test func moreRowsThanASheetHoldsGoToTheNext() {
    let path = place()
    defer { try? FileManager.default.removeItem(atPath: path) }
    guard var workbook = Workbook(path) else {
        Issue.record("no workbook")
        return
    }
    let rows = (0..<7).map { ["\($0)", String(repeating: "长", count: 40_000)] }
    workbook.add(
        "items", ReportTable(columns: [ReportColumn("n", .integer), ReportColumn("note", .text)], rows: rows),
        sheetRowsMax: 4)
    // A name that is taken is refused, which shows how many sheets there are.
    workbook.add("items 3", ReportTable(columns: [ReportColumn("n", .integer)]))
    #expect(workbook.close() == LXW_ERROR_SHEETNAME_ALREADY_USED)
}

@Test(
    arguments: [
        ("1234567890123.45", 1_234_567_890_123.45), ("-0.18000", -0.18), ("0.00", 0), ("12345678901234.56", nil),
        ("NaN", nil), ("", nil), ("007", 7),
    ] as [(String, Double?)])
func aNumberOfMoreDigitsThanASpreadsheetKeepsIsNone(_ text: String, _ number: Double?) {
    #expect(Workbook.number(text) == number)
}

@Test(
    arguments: [
        ("2026-11-21", "2026-11-21 0:0:0.0"), ("2026-11-21 09:08:07.123+08", "2026-11-21 9:8:7.0"),
        ("1899-12-31", nil), ("infinity", nil), ("2026-02-30", nil), ("2026-11-21 ab", nil),
    ] as [(String, String?)])
func aDayOrMomentIsADateFrom1900On(_ text: String, _ shown: String?) {
    let date = Workbook.date(text)
    #expect(date.map { "\($0.year)-\($0.month)-\($0.day) \($0.hour):\($0.min):\($0.sec)" } == shown)
}
