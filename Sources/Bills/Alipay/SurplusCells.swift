import Vocabulary

/// What a column may hold: that tells free text from columns where a row has more cells than the header.
enum CellContent {
    /// One cell with no comma in it.
    case plain
    /// One cell with no comma in it that is never a number: it stands before the amounts and tells where they begin.
    case name
    /// Any number of cells.
    case freeText
    case identifier
    case identifierOrEmpty
    case amount
    case fee
    /// An amount that no entry needs: it may be empty, and is not checked.
    case amountOrEmpty
    case time
}

/// Tells where the columns of a row lie that has more cells than the header, because a merchant's text holds commas
/// (AlipayBill 6.4). Times, amounts and numbers must look like it; only if that leaves exactly one way to read the
/// row is it taken.
///
/// A column's shift is how many cells further right it begins than it would without surplus. It is the same for the
/// next column, or a higher one behind free text. Going from the last column to the first, the shifts from which the
/// rest of the row can be read are kept as bits. So nothing is allocated for a row, as texts with commas are frequent,
/// and whatever they hold, each column looks at no more cells than there are shifts.
struct SurplusCells {
    /// More commas than this in one row's texts are refused; the shifts must fit into 64 bits.
    static let surplusMax = 32

    private enum Outcome {
        case settled
        case impossible
        case ambiguous
    }

    private let contents: [CellContent]
    /// For each column, and for the row's end behind them, the shifts it can begin at.
    private var begins: [UInt64]

    init(_ contents: [CellContent]) {
        self.contents = contents
        begins = [UInt64](repeating: 0, count: contents.count + 1)
    }

    /// For a row that has not as many cells as the header. The window's cells are those of the header's columns then.
    @inline(never)
    mutating func settle(_ row: TextWindow.Row, in text: borrowing TextWindow, at place: Place) throws {
        let at = place.at(line: text.lineNumber)
        if row.cells < contents.count {
            if row.count > 0, text.text.pointee == UInt8(ascii: "\"") {
                throw ForeignText.resaved(found: "quotes", at: at)
            }
            throw Problem(
                .billCellsMissing, "a row has fewer cells than the header", at: at,
                expected: "\(contents.count) cells", found: "\(row.cells)")
        }
        switch outcome(row, in: text) {
        case .settled: return
        case .impossible, .ambiguous:
            throw Problem(
                .billCellsSurplus, "a row has more cells than the header, and its columns cannot be told for certain",
                at: at, expected: "\(contents.count) cells", found: "\(row.cells)")
        }
    }

    private mutating func outcome(_ row: TextWindow.Row, in text: borrowing TextWindow) -> Outcome {
        let surplus = row.cells - contents.count
        guard surplus <= Self.surplusMax else { return .impossible }
        // Shifts from which there is a way to read the rest, and those from which there is more than one.
        var readable = UInt64(1) << UInt64(surplus)
        var ambiguous: UInt64 = 0
        begins[contents.count] = readable
        for column in contents.indices.reversed() {
            if contents[column] == .freeText {
                // The next column begins at the same shift or at any higher one; each brings its own ways.
                let highest = readable & ~(Self.upTo(readable) >> 1)
                ambiguous = Self.upTo(ambiguous | (readable & ~highest))
                readable = Self.upTo(readable)
            } else {
                readable = fitting(readable, column, in: text)
                ambiguous &= readable
            }
            begins[column] = readable
        }
        guard readable & 1 != 0 else { return .impossible }
        guard ambiguous & 1 == 0 else { return .ambiguous }
        // From the left, as each column moves only to the left.
        let cells = text.cells
        var shift = 0
        for column in contents.indices {
            cells[column] = cells[column + shift]
            shift += (begins[column + 1] >> UInt64(shift)).trailingZeroBitCount
        }
        cells[contents.count] = cells[row.cells]
        return .settled
    }

    /// Those of `shifts` at which the column's cell holds what it may.
    private func fitting(_ shifts: UInt64, _ column: Int, in text: borrowing TextWindow) -> UInt64 {
        var fitting = shifts
        var rest = shifts
        while rest != 0 {
            let shift = rest.trailingZeroBitCount
            rest &= rest - 1
            let cell = text.cell(column + shift, separatorWidth: 1).trimmed()
            if !Self.fits(cell, contents[column]) { fitting &= ~(1 << UInt64(shift)) }
        }
        return fitting
    }

    private static func fits(_ cell: Cell, _ content: CellContent) -> Bool {
        switch content {
        case .plain, .freeText: true
        case .name: AmountText.signedFen(cell) == nil
        case .identifier: IdentifierText.isSound(cell)
        case .identifierOrEmpty: cell.isEmpty || (IdentifierText.isSound(cell) && !isPrintedAmount(cell))
        case .amount: AmountText.signedFen(cell) != nil
        case .fee: AmountText.signedE5(cell) != nil
        case .amountOrEmpty: cell.isEmpty || AmountText.signedFen(cell) != nil
        case .time: DayClock.anyEpochSeconds(cell) != nil
        }
    }

    /// Digits, a point, one or two digits: an amount as Alipay prints it, and no number of a refund, which has no points.
    private static func isPrintedAmount(_ cell: Cell) -> Bool {
        guard let point = cell.raw.lastIndex(of: UInt8(ascii: ".")), (2...3).contains(cell.count - point) else {
            return false
        }
        return AmountText.signedFen(cell) != nil
    }

    /// The highest of `bits` and all below it.
    private static func upTo(_ bits: UInt64) -> UInt64 { UInt64.max >> UInt64(bits.leadingZeroBitCount) }
}
