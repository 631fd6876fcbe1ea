import Vocabulary

/// What of a bill may stand in a problem. A cell may hold anything when a row is shifted: a payer's account or a phone
/// number under an amount. So a cell is repeated only where its own column is never personal and the text has that
/// column's shape, and where no phone number has it; of anything else the size is told.
enum Shown {
    /// Digits before the point that are shown. A phone number has 11, without its area's zero 10.
    private static let wholeDigitsMax = 8
    /// Yuan from which on a sum is told by its length, as a sum of one row is that row's cell.
    private static let yuanMax: UInt64 = 1_000_000_000

    /// Nothing of the cell.
    static func size(_ cell: Cell) -> String { cell.isEmpty ? "nothing" : "\(cell.count) bytes of other text" }

    /// Yuan with decimals, or a small number with a negative power of ten.
    static func amount(_ cell: Cell) -> String {
        var scan = Scan(cell)
        _ = scan.take("-")
        let wholeStart = scan.index
        let whole = scan.digits()
        let hasZerosBefore = whole > 1 && cell[wholeStart] == UInt8(ascii: "0")
        guard whole >= 1, whole <= wholeDigitsMax, !hasZerosBefore else { return size(cell) }
        let hasPoint = scan.take(".")
        let decimals = scan.digits()
        let hasPower = scan.take("e") || scan.take("E")
        if hasPower { guard scan.take("-"), (1...3).contains(scan.digits()) else { return size(cell) } }
        guard scan.isAtEnd, hasPoint || hasPower, hasPoint == (decimals > 0), decimals <= 6 else { return size(cell) }
        return text(cell)
    }

    /// A number of rows, maybe with decimals as spreadsheets add them.
    static func count(_ cell: Cell) -> String {
        var scan = Scan(cell)
        let whole = scan.digits()
        if scan.take(".") { guard (1...2).contains(scan.digits()) else { return size(cell) } }
        return scan.isAtEnd && whole >= 1 && whole <= wholeDigitsMax ? text(cell) : size(cell)
    }

    /// A date of this century or the last, maybe with a time of day, in the order of year, month and day.
    static func time(_ cell: Cell) -> String {
        var scan = Scan(cell)
        guard cell.count >= 8, cell.count <= 19, scan.take("19") || scan.take("20"), scan.digits() == 2 else {
            return size(cell)
        }
        for _ in 0..<2 {
            guard scan.take("-") || scan.take("/"), (1...2).contains(scan.digits()) else { return size(cell) }
        }
        if scan.take(" ") {
            guard (1...2).contains(scan.digits()) else { return size(cell) }
            for _ in 0..<2 where !scan.isAtEnd {
                guard scan.take(":"), scan.digits() == 2 else { return size(cell) }
            }
        }
        return scan.isAtEnd ? text(cell) : size(cell)
    }

    /// WeChat Pay's merchant numbers have eight to ten digits.
    static func merchantNumber(_ cell: Cell) -> String {
        var scan = Scan(cell)
        return (8...10).contains(scan.digits()) && scan.isAtEnd ? text(cell) : size(cell)
    }

    /// Alipay's account line: a partner number of 16 digits that begins with 2088, and 0156.
    static func partnerNumber(_ cell: Cell) -> String {
        var scan = Scan(cell)
        return scan.take("2088") && scan.digits() == 16 && scan.isAtEnd ? text(cell) : size(cell)
    }

    /// A long number that a spreadsheet rounded to three digits: `2.02E+27`, but nothing as short as a phone number.
    static func rounded(_ cell: Cell) -> String {
        var scan = Scan(cell)
        guard scan.digits() == 1, !scan.take(".") || (1...2).contains(scan.digits()),
            scan.take("E+") || scan.take("e+"),
            scan.digits() == 2, scan.isAtEnd, cell[cell.count - 2] >= UInt8(ascii: "2")
        else { return size(cell) }
        return text(cell)
    }

    /// A total that was printed or added up.
    static func yuan(_ amountFen: Int64) -> String {
        let yuan = amountFen.magnitude / 100
        return yuan < yuanMax ? Fen.yuan(amountFen) : "an amount of \(String(yuan).utf8.count) digits"
    }

    static func yuan(e5 amountE5: Int64) -> String {
        let yuan = amountE5.magnitude / 100_000
        return yuan < yuanMax ? Fen.yuan(e5: amountE5) : "an amount of \(String(yuan).utf8.count) digits"
    }

    static func rows(_ count: Int64) -> String {
        count.magnitude < yuanMax ? "\(count)" : "a number of \(String(count).utf8.count) digits"
    }

    /// The last part of a path, with nothing in it that a terminal obeys.
    static func fileName(_ path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let charactersMax = 80
        let printable: [Character] = name.unicodeScalars.prefix(charactersMax).map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate:
                Character("?")
            default: Character(scalar)
            }
        }
        return String(printable) + (name.unicodeScalars.count > charactersMax ? "…" : "")
    }

    private static func text(_ cell: Cell) -> String { String(decoding: cell.raw, as: UTF8.self) }

    /// Goes over a cell from its start.
    private struct Scan {
        private let cell: Cell
        private(set) var index = 0

        init(_ cell: Cell) { self.cell = cell }

        var isAtEnd: Bool { index == cell.count }

        mutating func digits() -> Int {
            let start = index
            while index < cell.count, cell[index] >= 48, cell[index] <= 57 { index += 1 }
            return index - start
        }

        mutating func take(_ wanted: StaticString) -> Bool {
            let count = wanted.utf8CodeUnitCount
            guard cell.count - index >= count, cell.dropFirst(index).raw.prefix(count).elementsEqual(wanted.slice)
            else {
                return false
            }
            index += count
            return true
        }
    }
}
