import Vocabulary

/// Turns one row of 账务明细 into a movement (Contract 5.1, AlipayFunds 2). One for all detail parts of a bill, as their sums
/// and balances go on.
struct AlipayFundsRowDecoder {
    /// What goes on from one part to the next.
    struct Running {
        var totals = MovementTotals()
        var types = TypeSums()
        var chain: BalanceChain
        var days = RowDays()
        var flaggedRows: Int64 = 0
        var unknownColumns: Set<UnknownColumn> = []
        /// Of the first row that took something out of the pot; all others of the bill must be printed as it is.
        var isOutNegative: Bool?
        let words = KnownWords()

        init(_ day: BusinessDay) { chain = BalanceChain(day) }
    }

    private let columns: AlipayFundsColumns
    private let encoding: AlipayEncoding
    private let place: Place
    private let linesBefore: Int
    private let clock: DayClock
    private let contentHash: ContentHash
    private let aggregated: PackedText?
    private let noCell: Cell
    private var surplusCells: SurplusCells
    /// Of this part, as its trailer repeats them.
    private(set) var totals = MovementTotals()
    var running: Running

    init(
        _ header: Header, encoding: AlipayEncoding, day: BusinessDay, linesBefore: Int, running: Running, place: Place
    ) throws {
        columns = try AlipayFundsColumns(header, encoding: encoding)
        self.encoding = encoding
        self.place = place
        self.linesBefore = linesBefore
        self.running = running
        self.running.unknownColumns.formUnion(columns.unknown)
        clock = DayClock(day)
        contentHash = ContentHash(header)
        aggregated = PackedText(AlipayWord.aggregated.bytes(encoding))
        surplusCells = SurplusCells(columns.contents)
        noCell = Cell(start: AlipayWord.aggregated.name.utf8Start, count: 0)
    }

    @inline(__always)
    mutating func decode(_ row: TextWindow.Row, in text: borrowing TextWindow) throws -> Movement {
        let line = text.lineNumber
        var isFlagged = false
        if row.cells != columns.count {
            try surplusCells.settle(row, in: text, at: place)
            isFlagged = true
        }
        let noCell = self.noCell
        @inline(__always)
        func cell(_ column: Int) -> Cell {
            column < 0 ? noCell : text.cell(column, separatorWidth: 1).trimmed()
        }

        let (amountFen, isInto) = try amount(cell(columns.into.index), cell(columns.outOf.index), line)
        let balance = cell(columns.balance)
        let balanceFen = balance.isEmpty ? nil : AmountText.signedFen(balance)
        if balanceFen == nil, !balance.isEmpty { throw badAmount(balance, AlipayWord.balance.name, line) }
        let moment = try moment(cell(columns.bookedAt.index), line)
        let flowNo = try IdentifierText.orEmpty(cell(columns.flowNo.index), at: at(line, columns.flowNo.title))
        if flowNo.isEmpty { try proveCopy(cell(columns.channel), line) }
        let businessNo = try IdentifierText.orEmpty(cell(columns.businessNo), at: at(line, "业务流水号"))
        let voucher = cell(columns.voucherNo)
        let voucherNo = try IdentifierText.orNone(voucher, at: at(line, "商户订单号"))
        if voucherNo.isEmpty, !voucher.isEmpty { isFlagged = true }
        for column in columns.otherNumbers where IdentifierText.isInExponentForm(cell(column)) {
            throw IdentifierText.problem(cell(column), at: at(line, "业务订单号"))
        }

        let type = cell(columns.type)
        let encoding = self.encoding
        let words = running.words.words(cell(columns.description), type) { description, type in
            AlipayFundsClasses.words(description: description, type: type, encoding)
        }
        var movementClass = isInto ? words.into : words.outOf
        if words.isOpen, isOwnFunds(text) { movementClass = .ownFunds }

        if isFlagged { running.flaggedRows &+= 1 }
        totals.add(amountFen, isInto: isInto)
        guard running.types.add(amountFen, isInto: isInto, of: type) else { throw tooManyTypes(line) }
        let inAll = linesBefore &+ line
        if let balanceFen {
            running.chain.add(line: inAll, at: moment, amountFen: amountFen, balanceFen: balanceFen)
        } else {
            running.chain.addWithoutBalance()
        }
        return Movement(
            lineNumber: Int32(truncatingIfNeeded: inAll), bookedAt: moment, movementClass: movementClass,
            amountFen: amountFen, balanceFen: balanceFen, businessNo: businessNo.raw, voucherNo: voucherNo.raw,
            flowNo: flowNo.raw, name: words.name, type: words.type, code: words.code,
            contentHash: contentHash.of(text, separatorWidth: 1))
    }

    /// Exactly one of both cells says something; empty is nothing.
    @inline(__always)
    private mutating func amount(_ into: Cell, _ outOf: Cell, _ line: Int) throws -> (fen: Int64, isInto: Bool) {
        guard let intoFen = into.isEmpty ? 0 : AmountText.fen(into) else {
            throw AmountText.problem(into, decimals: 2, isSigned: false, at: at(line, columns.into.title))
        }
        guard let outOfFen = outOf.isEmpty ? 0 : AmountText.signedFen(outOf) else {
            throw badAmount(outOf, columns.outOf.title, line)
        }
        guard (intoFen == 0) != (outOfFen == 0) else { throw notOne(into, line) }
        if outOfFen == 0 { return (intoFen, true) }
        let isNegative = outOfFen < 0
        if let isOutNegative = running.isOutNegative {
            if isOutNegative != isNegative { throw mixed(outOf, line) }
        } else {
            running.isOutNegative = isNegative
        }
        return (-abs(outOfFen), false)
    }

    @inline(__always)
    private mutating func moment(_ time: Cell, _ line: Int) throws -> Int64 {
        if let moment = clock.epochSeconds(time) {
            running.days.addOnDay()
            return moment
        }
        return try running.days.moment(
            time, clock.day, mayLieBefore: false, at: at(line, columns.bookedAt.title))
    }

    /// True if a text of the row names what is the seller's own. The texts themselves stay in the file.
    @inline(never)
    private func isOwnFunds(_ text: borrowing TextWindow) -> Bool {
        for column in columns.texts {
            let cell = text.cell(column, separatorWidth: 1)
            let isNamed = AlipayFundsClasses.ownFunds.contains {
                AlipayComment.end(of: $0, in: cell.raw, encoding) != nil
            }
            if isNamed { return true }
        }
        return false
    }

    /// Rows without a number of their own mirror the aggregated account (AlipayFunds 1).
    @inline(never)
    private func proveCopy(_ channel: Cell, _ line: Int) throws {
        if aggregated?.matches(channel) == true { return }
        throw IdentifierText.problem(noCell, at: at(line, columns.flowNo.title))
    }

    private func at(_ line: Int, _ title: StaticString) -> Place { place.at(line: line, column: "\(title)") }

    @inline(never)
    private func badAmount(_ cell: Cell, _ title: StaticString, _ line: Int) -> Problem {
        AmountText.problem(cell, decimals: 2, isSigned: true, at: at(line, title))
    }

    @inline(never)
    private func notOne(_ into: Cell, _ line: Int) -> Problem {
        Problem(
            .billBadAmount, "a row has no amount, or one in and one out", at: at(line, columns.into.title),
            expected: "one of \(columns.into.title) and \(columns.outOf.title)", found: Shown.amount(into),
            hint: ProblemCode.askChannel)
    }

    @inline(never)
    private func mixed(_ cell: Cell, _ line: Int) -> Problem {
        Problem(
            .billBadAmount, "what flows out is negative in some rows and positive in others",
            at: at(line, columns.outOf.title), expected: "one form in the whole bill", found: Shown.amount(cell))
    }

    @inline(never)
    private func tooManyTypes(_ line: Int) -> Problem {
        Problem(
            .billTooLarge, "the bill has more kinds of business than any bill has", at: at(line, "业务类型"),
            expected: "at most \(TypeSums.typesMax)", found: "more", hint: ProblemCode.askChannel)
    }
}
