import Vocabulary

/// The two lines at the end of a WeChat Pay bill of any kind: names, and one row of totals.
struct WeChatPayTrailer {
    private let header: Header
    private let values: [ArraySlice<UInt8>]
    private let row: Place

    /// Reads both lines and the end of the text.
    /// - Parameter names: what they are, for the message that they are not there.
    init(_ text: inout TextWindow, names: String) throws {
        let place = text.place
        let headerLine = text.lineNumber
        guard let headerBytes = try text.nextLine() else {
            throw Self.missing(names, at: place.at(line: headerLine))
        }
        header = try Header(headerBytes, lineNumber: headerLine, parentheses: Header.utf8Parentheses, place: place)
        row = place.at(line: text.lineNumber)
        guard let line = try text.nextLine(), !line.isEmpty else { throw Self.missing(names, at: row) }
        values = try Self.cells(of: line, count: header.count, names: names, at: row)
        while let rest = try text.nextLine() {
            if !rest.isEmpty {
                throw Problem(
                    .billTrailingText, "there is text behind the summary row", at: place.at(line: text.lineNumber - 1),
                    expected: "the end of the file")
            }
        }
    }

    /// nil if there is no such column and none is needed.
    func count(_ name: String, mandatory: Bool = true, _ parse: (Cell) -> Int64? = AmountText.count) throws -> Int64? {
        try value(
            name, mandatory: mandatory, parse, code: .billBadCount, expected: "digits", shown: { Shown.count($0) })
    }

    /// The same of a sum.
    func amount(_ name: String, mandatory: Bool = true, _ parse: (Cell) -> Int64?) throws -> Int64? {
        try value(
            name, mandatory: mandatory, parse, code: .billBadAmount, expected: "yuan with decimals",
            shown: { Shown.amount($0) })
    }

    /// The text of a total that is there.
    func text(_ name: String) -> ArraySlice<UInt8>? {
        let index = header.index(Array(name.utf8))
        return index < 0 ? nil : values[index]
    }

    private func value(
        _ name: String, mandatory: Bool, _ parse: (Cell) -> Int64?, code: ProblemCode, expected: String,
        shown: (Cell) -> String
    ) throws -> Int64? {
        guard let text = text(name) else {
            if mandatory { _ = try header.require(Array(name.utf8), called: name) }
            return nil
        }
        let parsed = SlowCell.with(text) { (value: parse($0), shown: shown($0)) }
        if let value = parsed.value { return value }
        throw Problem(
            code, "a total is not of the form that the channel uses", at: at(name), expected: expected,
            found: parsed.shown)
    }

    func mismatch(_ name: String, total: String, sum: String) -> Problem {
        Self.mismatch(name, total: total, sum: sum, at: at(name))
    }

    private func at(_ name: String) -> Place {
        var place = row
        place.column = name
        return place
    }

    static func mismatch(_ name: String, total: String, sum: String, at place: Place) -> Problem {
        var column = place
        column.column = name
        return Problem(
            .billTotalMismatch, "the rows do not add up to the bill's own total", at: column,
            expected: "\(total) as the bill says", found: "\(sum) in its rows")
    }

    static func missing(_ names: String, at place: Place) -> Problem {
        Problem(.billTruncated, "the bill ends before its summary", at: place, expected: "\(names) and a row of totals")
    }

    /// Why the next line is neither a row nor the trailer.
    /// - Parameter rows: that were read before it.
    static func problem(_ text: borrowing TextWindow, names: String, rows: Int64) -> Problem {
        let place = text.place.at(line: text.lineNumber)
        let first = text.text.pointee
        if first == UInt8(ascii: "\"") { return ForeignText.resaved(found: "quotes", at: place) }
        // A row begins with its time.
        if rows == 0, (48...57).contains(first) {
            return ForeignText.resaved(found: "cells without the backquotes before them", at: place)
        }
        return missing(names, at: place)
    }

    private static func cells(
        of row: [UInt8], count: Int, names: String, at place: Place
    ) throws -> [ArraySlice<UInt8>] {
        guard row.first == UInt8(ascii: "`") else {
            if row.first == UInt8(ascii: "\"") { throw ForeignText.resaved(found: "quotes", at: place) }
            if let first = row.first, (48...57).contains(first) {
                throw ForeignText.resaved(found: "cells without the backquotes before them", at: place)
            }
            throw missing(names, at: place)
        }
        // Totals hold no commas, so the pair of comma and backtick is the only separator that can stand here.
        var cells: [ArraySlice<UInt8>] = []
        var first = 1
        var index = 1
        while index < row.count {
            if row[index] == UInt8(ascii: ","), index + 1 < row.count, row[index + 1] == UInt8(ascii: "`") {
                cells.append(row[first..<index])
                first = index + 2
                index += 1
            }
            index += 1
        }
        cells.append(row[first..<row.count])
        guard cells.count == count else {
            throw Problem(
                .billCellsMissing, "the summary row does not fit its header", at: place, expected: "\(count) cells",
                found: "\(cells.count)", hint: ProblemCode.fetchAgain)
        }
        return cells
    }
}
