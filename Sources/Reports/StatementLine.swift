import Vocabulary

/// A line of a statement or of a bridge, added up over the days of a period.
struct StatementLine: Hashable {
    let line: String
    var movements: Int64 = 0
    var amountFen: Int64 = 0
    let english: String
    let chinese: String

    /// The lines of all the days there are, in their order.
    /// - Parameters:
    ///   - table: of one account, and of one pot or entry type where it is of those.
    ///   - counted: the column with the number of rows behind a line.
    ///   - label: of a line whose table has none.
    static func sums(
        _ table: ReportTable, counted: String = "movements", label: (String) -> PageLabel = { PageLabel($0, "") }
    ) -> [StatementLine] {
        var sums: [Int64: StatementLine] = [:]
        for row in table.rows.indices {
            guard let number = table.value(row, "line_no").flatMap({ Int64($0) }), let line = table.value(row, "line")
            else { continue }
            var sum =
                sums[number]
                ?? StatementLine(
                    line: line, english: table.value(row, "label_en") ?? label(line).english,
                    chinese: table.value(row, "label_zh") ?? label(line).chinese)
            sum.movements = bounded(sum.movements, plus: table.value(row, counted).flatMap { Int64($0) } ?? 0)
            sum.amountFen = bounded(sum.amountFen, plus: yuanToFen(table.value(row, "amount")))
            sums[number] = sum
        }
        return sums.sorted { $0.key < $1.key }.map(\.value)
    }
}
