import Vocabulary

/// Names of columns in a header line, found by their bytes in the file's own encoding.
struct Header {
    /// （ and ） in UTF-8.
    static let utf8Parentheses: (open: [UInt8], close: [UInt8]) = ([0xEF, 0xBC, 0x88], [0xEF, 0xBC, 0x89])

    let count: Int
    let lineNumber: Int
    /// Each column's name in its normal form; empty for one without.
    let names: [[UInt8]]
    private let indexes: [[UInt8]: Int]
    private let place: Place

    /// - Parameter parentheses: the encodings of （ and ）, which are read as ( and ).
    init(_ line: [UInt8], lineNumber: Int, parentheses: (open: [UInt8], close: [UInt8]), place: Place) throws {
        self.place = place
        self.lineNumber = lineNumber
        var indexes: [[UInt8]: Int] = [:]
        names = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
            Self.normalised($0, parentheses: parentheses)
        }
        for (index, name) in names.enumerated() {
            // A spreadsheet's or a trailing comma's; it names nothing.
            if name.isEmpty { continue }
            guard indexes.updateValue(index, forKey: name) == nil else {
                throw Problem(
                    .billColumnRepeated, "the header names one column twice",
                    at: place.at(line: lineNumber, column: "\(index + 1)"))
            }
        }
        self.indexes = indexes
        count = names.count
    }

    /// -1 if there is none.
    func index(_ name: [UInt8]) -> Int { indexes[name] ?? -1 }

    func require(_ name: [UInt8], called shown: String) throws -> Int {
        if let index = indexes[name] { return index }
        throw Problem(
            .billColumnMissing, "the header lacks a column that the bill cannot do without", at: at(shown),
            expected: shown, found: "\(indexes.count) other columns")
    }

    /// Columns with a name that is not among `known`.
    func unknown(besides known: [[UInt8]]) -> [UnknownColumn] {
        let known = Set(known)
        return names.enumerated().filter { !$0.element.isEmpty && !known.contains($0.element) }.map {
            UnknownColumn(number: $0.offset + 1, title: String(validating: $0.element, as: UTF8.self))
        }
    }

    /// Of one of its columns, for messages.
    func at(_ column: String) -> Place { place.at(line: lineNumber, column: column) }

    static func normalised(_ raw: ArraySlice<UInt8>, parentheses: (open: [UInt8], close: [UInt8])) -> [UInt8] {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        var rest = raw.drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        var name: [UInt8] = []
        while let first = rest.first {
            if rest.starts(with: parentheses.open) {
                name.append(UInt8(ascii: "("))
                rest.removeFirst(parentheses.open.count)
            } else if rest.starts(with: parentheses.close) {
                name.append(UInt8(ascii: ")"))
                rest.removeFirst(parentheses.close.count)
            } else {
                // Two bytes of a GBK character go together; in UTF-8 each byte can go alone.
                let width = first >= 0x81 && parentheses.open.count == 2 && rest.count > 1 ? 2 : 1
                name.append(contentsOf: rest.prefix(width))
                rest.removeFirst(width)
            }
        }
        return name
    }
}
