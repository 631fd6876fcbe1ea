import Vocabulary

/// The amount of a row: in one column with its sign, or in one of two.
struct StatementAmounts {
    private let header: StatementHeader
    private let into: Int
    private let outOf: Int
    private let signed: Int
    private let operation: Int
    private let bookedIn: PackedText?
    private let bookedOut: PackedText?
    /// Of the first row that took something out of the pot; all others must be printed as it is.
    private var isOutNegative: Bool?

    init(_ header: StatementHeader) {
        self.header = header
        into = header.index(.into)
        outOf = header.index(.outOf)
        signed = header.index(.signed)
        operation = header.index(.operationType)
        bookedIn = PackedText(AlipayWord.bookedIn.bytes(header.encoding))
        bookedOut = PackedText(AlipayWord.bookedOut.bytes(header.encoding))
    }

    @inline(__always)
    mutating func read(_ row: GridRow, at place: Place) throws -> (fen: Int64, isInto: Bool) {
        signed < 0 ? try readTwo(row, at: place) : try readSigned(row, at: place)
    }

    @inline(__always)
    static func fen(_ row: GridRow, _ column: Int) -> Int64? {
        let cell = row[column]
        if let fen = AmountText.signedFen(cell) { return fen }
        return row.isNumber(column) ? WorkbookNumber.fen(cell) : nil
    }

    /// Never two amounts; a row of nothing prints 0.00.
    @inline(__always)
    private mutating func readTwo(_ row: GridRow, at place: Place) throws -> (fen: Int64, isInto: Bool) {
        let (intoCell, outOfCell) = (row[into], row[outOf])
        guard let intoFen = intoCell.isEmpty ? 0 : Self.fen(row, into), intoFen >= 0 else {
            throw problem(row, into, isSigned: false, at: place)
        }
        guard let outOfFen = outOfCell.isEmpty ? 0 : Self.fen(row, outOf) else {
            throw problem(row, outOf, isSigned: true, at: place)
        }
        if outOfFen == 0 {
            guard intoFen != 0 || !intoCell.isEmpty || !outOfCell.isEmpty else { throw notOne(row, at: place) }
            return (intoFen, intoFen != 0 || !intoCell.isEmpty)
        }
        guard intoFen == 0 else { throw notOne(row, at: place) }
        let isNegative = outOfFen < 0
        if isOutNegative ?? isNegative != isNegative { throw mixed(row, at: place) }
        isOutNegative = isNegative
        return (-abs(outOfFen), false)
    }

    @inline(__always)
    private func readSigned(_ row: GridRow, at place: Place) throws -> (fen: Int64, isInto: Bool) {
        guard let fen = Self.fen(row, signed) else { throw problem(row, signed, isSigned: true, at: place) }
        let word = row[operation]
        let isOut = bookedOut?.matches(word) == true
        let isIn = bookedIn?.matches(word) == true
        guard !(isOut && fen > 0), !(isIn && fen < 0) else { throw contradicted(row, isOut, at: place) }
        return (fen, fen == 0 ? !isOut : fen > 0)
    }

    private func at(_ place: Place, _ row: GridRow, _ column: Int) -> Place {
        place.at(line: row.line, column: header.title(column))
    }

    @inline(never)
    private func problem(_ row: GridRow, _ column: Int, isSigned: Bool, at place: Place) -> Problem {
        AmountText.problem(row[column], decimals: 2, isSigned: isSigned, at: at(place, row, column))
    }

    @inline(never)
    private func notOne(_ row: GridRow, at place: Place) -> Problem {
        let isNothing = row[into].isEmpty && row[outOf].isEmpty
        return Problem(
            .billBadAmount, isNothing ? "a row has no amount" : "a row has an amount in and one out",
            at: at(place, row, into), expected: "one of \(header.title(into)) and \(header.title(outOf))",
            found: isNothing ? "neither" : "both", hint: ProblemCode.exportAgain)
    }

    @inline(never)
    private func mixed(_ row: GridRow, at place: Place) -> Problem {
        Problem(
            .billBadAmount, "what flows out is negative in some rows and positive in others",
            at: at(place, row, outOf), expected: "one form in the whole statement", found: Shown.amount(row[outOf]),
            hint: ProblemCode.exportAgain)
    }

    @inline(never)
    private func contradicted(_ row: GridRow, _ isOut: Bool, at place: Place) -> Problem {
        Problem(
            .billBadAmount, "the sign of an amount contradicts its kind", at: at(place, row, signed),
            expected: isOut ? "a negative amount of 出账" : "a positive amount of 入账",
            found: Shown.amount(row[signed]), hint: ProblemCode.exportAgain)
    }
}
