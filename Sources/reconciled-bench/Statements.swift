import Bills
import FoundationEssentials

/// A seller's statement in each of its forms, decoded row by row. Needs no server.
func measureStatements(rows: Int, directory parent: String?, repeats: Int) throws {
    let manager = FileManager.default
    let directory =
        "\(parent ?? manager.temporaryDirectory.path)/reconciled-bench-\(UInt32.random(in: 0..<(.max)))"
    try manager.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? manager.removeItem(atPath: directory) }
    let files = StatementFiles(rows: rows, directory: directory)
    print("\(rows) rows; \(ProcessInfo.processInfo.activeProcessorCount) cores, load \(loadAverage())")
    var table = FigureTable()
    func measure(_ name: String, _ path: String) throws {
        let size = try manager.attributesOfItem(atPath: path)[.size] as? Int64 ?? 0
        let figures = try Figures.measured(repeats) {
            let summary = try decodeStatement(path) { _ in }
            guard summary.rows == rows, summary.hits[.baseOrder] == Int64(rows), summary.conflicts == 0 else {
                throw BenchProblem.because("not every row was decoded")
            }
        }
        table.add("statement, \(name)", figures, rows: rows, bytes: size)
    }
    try measure("CSV", files.csv())
    try measure("spreadsheet XML", files.spreadsheetXML())
    try measure("xlsx, shared texts", files.xlsx())
}
