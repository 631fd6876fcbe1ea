/// Where the columns of a table stand: beside one another as far as they fit, the others below these, further in. A text that
/// comes last goes on below its own beginning.
struct TableLayout {
    private struct Column {
        let number: Int
        let width: Int
        let isRight: Bool
    }

    /// Of one row.
    private var lines: [[Column]] = [[]]

    private static let gap = "  "
    private static let furtherIn = "    "
    /// Words in fewer columns are read one by one.
    private static let wordsColumnsMin = 20

    /// - Parameters:
    ///   - widths: of the widest cell of each column.
    ///   - columnsMax: the terminal's; nil where a line may have any length.
    init(widths: [Int], isRight: [Bool], columnsMax: Int?) {
        let most = columnsMax ?? .max
        var left = most
        for (number, width) in widths.enumerated() {
            let isFirst = lines[lines.count - 1].isEmpty
            let room = left - (isFirst ? 0 : Self.gap.count)
            let goesOnBelow = number == widths.count - 1 && !isRight[number] && room >= Self.wordsColumnsMin
            if width > room, !isFirst, !goesOnBelow {
                lines.append([])
                left = most - Self.furtherIn.count
            } else {
                left = room
            }
            let shown = min(width, left)
            lines[lines.count - 1].append(Column(number: number, width: shown, isRight: isRight[number]))
            left -= shown
        }
    }

    /// One row.
    func lines(_ cells: [String]) -> [String] {
        lines.enumerated().flatMap { number, columns -> [String] in
            let pieces = columns.map { wrapped(cells[$0.number], to: $0.width) }
            let height = pieces.reduce(1) { max($0, $1.count) }
            let text = (0..<height).map { row in
                let line = zip(columns, pieces).map { column, pieces in
                    let piece = row < pieces.count ? pieces[row] : ""
                    let space = String(repeating: " ", count: max(0, column.width - displayWidth(piece)))
                    return column.isRight ? space + piece : piece + space
                }
                return trimmedRight((number == 0 ? "" : Self.furtherIn) + line.joined(separator: Self.gap))
            }
            return number == 0 ? text : text.filter { !$0.isEmpty }
        }
    }

    /// Below each column, or below the whole where columns stand below one another.
    var rule: String {
        func dashes(_ count: Int) -> String { String(repeating: "-", count: count) }
        if lines.count == 1 { return lines[0].map { dashes($0.width) }.joined(separator: Self.gap) }
        let widths = lines.enumerated().map { number, columns in
            columns.reduce((number == 0 ? 0 : Self.furtherIn.count) - Self.gap.count) {
                $0 + Self.gap.count + $1.width
            }
        }
        return dashes(widths.max() ?? 0)
    }
}

private func trimmedRight(_ text: String) -> String {
    var text = Substring(text)
    while text.last == " " { text = text.dropLast() }
    return String(text)
}
