import Vocabulary

/// The header of a seller's statement: which kind it is of, told by its columns, and where each column stands.
struct StatementHeader {
    let kind: StatementKind
    let encoding: AlipayEncoding
    let line: Int
    /// Columns with or without a title.
    let count: Int
    let place: Place
    private let columns: [StatementColumn: [Int]]
    private let names: [[UInt8]]

    /// Fewer titles that we know make no header: a text above the table may hold one.
    private static let knownTitlesMin = 3
    /// Columns behind the last title in which cells of a workbook may stand.
    private static let columnsBehind = 8

    /// nil for a row that is no header in that encoding.
    init?(_ row: GridRow, _ encoding: AlipayEncoding, place: Place) throws {
        names = (0..<row.count).map { Self.withoutUnit(row[$0].bytes, encoding) }
        let known = Self.known(encoding)
        let found = names.map { known[$0] }
        guard found.count(where: { $0 != nil }) >= Self.knownTitlesMin else { return nil }
        var columns: [StatementColumn: [Int]] = [:]
        for (index, column) in found.enumerated() { if let column { columns[column, default: []].append(index) } }
        guard let kind = Self.kind(columns) else { return nil }
        (self.kind, self.encoding, self.columns, self.place) = (kind, encoding, columns, place)
        (line, count) = (row.line, names.count)
        try refuseRepeated()
        try refuseMissing()
    }

    /// -1 if there is none.
    func index(_ column: StatementColumn) -> Int { columns[column]?.first ?? -1 }
    func indexes(_ column: StatementColumn) -> [Int] { columns[column] ?? [] }
    /// For messages: its number where we do not know it, as a shifted row may stand in the header's place.
    func title(_ column: Int) -> String {
        (column < count ? Self.known(names[column], encoding) : nil) ?? "\(column + 1)"
    }

    /// Columns without a title, and those behind the last.
    var untitled: [Int] {
        let behind = min(count + Self.columnsBehind, GridRow.columnsMax)
        return (0..<count).filter { names[$0].isEmpty } + (count..<max(count, behind))
    }

    var contents: [CellContent] {
        var contents = [CellContent](repeating: .plain, count: count)
        for (column, indexes) in columns { for index in indexes { contents[index] = column.content } }
        // What sells may be named with commas.
        for index in indexes(.unread) where names[index] == AlipayWord.goods.bytes(encoding) {
            contents[index] = .freeText
        }
        return contents
    }

    var notes: [StatementNote] {
        let known = Self.known(encoding)
        let unknown = names.enumerated().filter { !$0.element.isEmpty && known[$0.element] == nil }.map {
            StatementNote.unknownColumn(
                UnknownColumn(
                    number: $0.offset + 1,
                    title: encoding == .utf8 ? String(validating: $0.element, as: UTF8.self) : nil))
        }
        return unknown
            + expected.filter { columns[$0] == nil }.map { StatementNote.missingColumn("\($0.titles[0].name)") }
    }

    /// What other files of the kind have, and can be done without.
    private var expected: [StatementColumn] {
        switch kind {
        case .aggregated: [.balance, .remark]
        case .deposit: [.balance, .remark]
        case .alipay: [.balance, .remark, .channel, .description, .baseOrderNo, .orderNos]
        }
    }

    /// The order column may be one without a title.
    var needsOrders: Bool { kind != .alipay && columns[.orderNo] == nil }

    func missing(_ column: StatementColumn) -> Problem {
        Problem(
            .billColumnMissing, "the header lacks a column that the statement cannot do without",
            at: place.at(line: line, column: "\(column.titles[0].name)"), expected: "\(column.titles[0].name)",
            found: "\(columns.values.reduce(0) { $0 + $1.count }) other columns",
            hint:
                "Export the statement with all of its columns; if the platform changed its form, the program must learn it."
        )
    }

    private func refuseMissing() throws {
        let needed: [StatementColumn] =
            switch kind {
            case .aggregated: [.bookedAt, .paymentSerial, .entryType, .description]
            case .deposit: [.bookedAt, .operationType, .description]
            case .alipay: [.bookedAt, .accountSerial]
            }
        let amounts: [StatementColumn] = columns[.signed] == nil ? [.into, .outOf] : []
        for column in needed + amounts where columns[column] == nil { throw missing(column) }
        if needsOrders, !names.contains([]), untitled.isEmpty { throw missing(.orderNo) }
    }

    private func refuseRepeated() throws {
        var seen: Set<[UInt8]> = []
        for (index, name) in names.enumerated() where !name.isEmpty && !seen.insert(name).inserted {
            throw Problem(
                .billColumnRepeated, "the header names one column twice",
                at: place.at(line: line, column: title(index)), expected: "each title once",
                found: "the same as column \((names.firstIndex(of: name) ?? index) + 1)", hint: ProblemCode.exportAgain)
        }
        for (column, indexes) in columns.sorted(by: { $0.value[0] < $1.value[0] }) {
            let isTwice = indexes.count > 1 && !column.maySeveralBeThere
            let isBoth = column == .signed && (columns[.into] != nil || columns[.outOf] != nil)
            guard isTwice || isBoth else { continue }
            throw Problem(
                .billColumnRepeated, "the header has two columns of one meaning",
                at: place.at(line: line, column: title(indexes.last ?? 0)), expected: "one of both",
                found: isTwice
                    ? indexes.map(title).joined(separator: " and ") : "one for both directions, and one for each",
                hint: ProblemCode.exportAgain)
        }
    }

    private static func known(_ name: [UInt8], _ encoding: AlipayEncoding) -> String? {
        StatementColumn.allCases.lazy.flatMap(\.titles).first { $0.bytes(encoding) == name }.map { "\($0.name)" }
    }

    /// By the columns that no other kind has; nil where they say nothing, or two things.
    private static func kind(_ columns: [StatementColumn: [Int]]) -> StatementKind? {
        func has(_ column: StatementColumn) -> Bool { columns[column] != nil }
        var kinds: [StatementKind] = []
        if has(.paymentSerial) || has(.entryType) { kinds.append(.aggregated) }
        if has(.operationType) || (has(.signed) && has(.source)) { kinds.append(.deposit) }
        if has(.accountSerial) || (has(.businessNo) && (has(.into) || has(.outOf))) { kinds.append(.alipay) }
        return kinds.count == 1 ? kinds[0] : nil
    }

    private static func known(_ encoding: AlipayEncoding) -> [[UInt8]: StatementColumn] {
        let pairs = StatementColumn.allCases.flatMap { column in column.titles.map { ($0.bytes(encoding), column) } }
        return Dictionary(pairs) { first, _ in first }
    }

    /// 收入金额（+元） is 收入金额.
    private static func withoutUnit(_ title: [UInt8], _ encoding: AlipayEncoding) -> [UInt8] {
        let name = Header.normalised(title[...], parentheses: encoding.parentheses)
        guard name.last == UInt8(ascii: ")"), let open = name.lastIndex(of: UInt8(ascii: "(")),
            AlipayComment.end(of: .yuan, in: name[open...], encoding) != nil
        else { return name }
        return Array(name[..<open])
    }
}
