import Vocabulary

/// Turns rows of one table into rows of a statement, and adds them up.
struct StatementRowDecoder {
    private let header: StatementHeader
    private let place: Place
    private let bookedAt, balance, serialNo, businessNo, merchantOrderNo, type, description, channel, account: Int
    /// Numbers that are only looked into.
    private let otherNumbers: [Int]
    private let aggregated: PackedText?
    private let words = KnownWords()
    private var clock: StatementClock
    private var amounts: StatementAmounts
    private var orders: OrderNumbers
    /// Columns of which the first cell is still to come; each may turn out to be the orders'.
    private var untitled: [Int]
    private var untitledOrders = -1
    private var totals = MovementTotals()
    private var balances = StatementBalances()
    private(set) var accounts: StatementAccounts
    private(set) var summary: StatementSummary

    init(_ header: StatementHeader, is1904: Bool, accounts: StatementAccounts) {
        self.header = header
        self.accounts = accounts
        place = header.place
        bookedAt = header.index(.bookedAt)
        balance = header.index(.balance)
        serialNo =
            [.paymentSerial, .accountSerial, .serial].map { header.index($0) }.first { $0 >= 0 } ?? -1
        businessNo = header.index(.businessNo)
        merchantOrderNo = header.index(.merchantOrderNo)
        type = [.entryType, .operationType, .businessType].map { header.index($0) }.first { $0 >= 0 } ?? -1
        description = header.index(.description)
        channel = header.index(.channel)
        account = header.index(.account)
        otherNumbers = [.baseOrderNo, .orderNo, .orderNos].map { header.index($0) }.filter { $0 >= 0 }
        aggregated = PackedText(AlipayWord.aggregated.bytes(header.encoding))
        clock = StatementClock(is1904: is1904)
        amounts = StatementAmounts(header)
        orders = OrderNumbers(header)
        untitled = header.index(.orderNo) < 0 ? header.untitled : []
        summary = StatementSummary(
            kind: header.kind, notes: Set(header.notes),
            hits: Dictionary(uniqueKeysWithValues: OrderNumberRule.allCases.map { ($0, 0) }))
    }

    @inline(__always)
    mutating func decode(_ row: GridRow) throws -> StatementRow {
        guard let moment = clock.epochSeconds(row[bookedAt], isNumber: row.isNumber(bookedAt)) else {
            throw DayClock.problem(row[bookedAt], at: at(row, bookedAt))
        }
        let (amountFen, isInto) = try amounts.read(row, at: place)
        var balanceFen: Int64?
        if !row[balance].isEmpty {
            balanceFen = StatementAmounts.fen(row, balance)
            if balanceFen == nil { throw badBalance(row) }
        }
        let serial = try number(row, serialNo)
        let business = try number(row, businessNo)
        let merchant = try merchantNumber(row)
        for column in otherNumbers { try proveText(row, column) }
        if !untitled.isEmpty { try recogniseOrders(row) }
        if untitledOrders >= 0 { try proveText(row, untitledOrders) }
        if !accounts.isKnown(row[account]) {
            let at = at(row, account)
            try accounts.add(row[account], at: at)
        }

        let found = orders.find(in: row)
        if orders.isFull { throw tooManyOrders(row) }
        if found.isOdd, untitledOrders >= 0 { throw noOrder(row) }
        let (spoken, said) = try words(row)
        note(found, isMerchantOdd: merchant.isEmpty && !row[merchantOrderNo].isEmpty)
        add(row, moment, amountFen, isInto: isInto, balanceFen)

        var identity = StatementIdentity(bookedAt: moment, amountFen: amountFen)
        // Of the deposit only some sources print these, and one movement must be the same in all of them.
        let isDeposit = header.kind == .deposit
        identity.add(isDeposit ? row[-1] : serial)
        identity.add(isDeposit ? row[-1] : business)
        identity.add(isDeposit ? row[-1] : merchant)
        identity.add(found.orderNo)
        identity.add(spoken.code, none: row[-1])
        return StatementRow(
            lineNumber: Int32(truncatingIfNeeded: row.line), bookedAt: moment, amountFen: amountFen,
            balanceFen: balanceFen, serialNo: serial.raw, businessNo: business.raw, merchantOrderNo: merchant.raw,
            orderNo: found.orderNo.raw, subOrderNo: found.subOrderNo.raw, refundNo: found.refundNo.raw,
            orders: found.orders, orderRule: found.rule, candidates: found.candidates, code: spoken.code,
            text: spoken.name, type: spoken.type, description: said,
            namesOwnFunds: said == .coded ? false : isOwnFunds(row),
            isAggregatedChannel: channel < 0 ? nil : aggregated?.matches(row[channel]) == true,
            contentHash: identity.hash)
    }

    /// All rows of the table were read.
    mutating func finish() throws -> StatementSummary {
        if header.needsOrders, untitledOrders < 0, totals.rows > 0 { throw header.missing(.orderNo) }
        try totals.check(at: place)
        (summary.into, summary.outOf) = (totals.into, totals.outOf)
        (summary.openingFen, summary.closingFen) = (balances.ends?.openingFen, balances.ends?.closingFen)
        if let line = balances.firstBreak { summary.notes.insert(.unchained(line: line)) }
        if untitledOrders >= 0 { summary.notes.insert(.untitledOrders(column: untitledOrders + 1)) }
        for (rule, hits) in zip(OrderNumberRule.allCases, orders.hits) { summary.hits[rule] = hits }
        summary.account = accounts.shown
        return summary
    }

    var into: FundsSummary.Flow { totals.into }
    var outOf: FundsSummary.Flow { totals.outOf }
    var rows: Int64 { totals.rows }

    @inline(__always)
    private mutating func note(_ found: OrderNumbers.Found, isMerchantOdd: Bool) {
        if found.isOdd || isMerchantOdd { summary.flaggedRows &+= 1 }
        if found.orders == .conflict { summary.conflicts &+= 1 }
        if found.orders == .several { summary.severals &+= 1 }
    }

    @inline(__always)
    private mutating func add(_ row: GridRow, _ moment: Int64, _ amountFen: Int64, isInto: Bool, _ balanceFen: Int64?) {
        totals.add(amountFen, isInto: isInto)
        if balance >= 0 { balances.add(line: row.line, amountFen: amountFen, balanceFen: balanceFen) }
        if let first = summary.firstBookedAt, let last = summary.lastBookedAt {
            if moment < first { summary.firstBookedAt = moment }
            if moment > last { summary.lastBookedAt = moment }
        } else {
            (summary.firstBookedAt, summary.lastBookedAt) = (moment, moment)
        }
    }

    // MARK: - Words

    @inline(__always)
    private func words(_ row: GridRow) throws -> (KnownWords.Words, StatementDescription) {
        let cell = row[description]
        if row.isNumber(description) { throw asNumber(row, description) }
        let encoding = header.encoding
        let words = words.words(cell, row[type]) { description, type in
            AlipayFundsClasses.words(description: description, type: type, encoding)
        }
        if description < 0 { return (words, .absent) }
        return (words, cell.isEmpty ? .blank : words.code.isEmpty ? .uncoded : .coded)
    }

    /// The texts themselves stay in the file.
    @inline(never)
    private func isOwnFunds(_ row: GridRow) -> Bool {
        (header.indexes(.remark) + [description]).contains { column in
            let text = row[column].raw
            return AlipayFundsClasses.ownFunds.contains { AlipayComment.end(of: $0, in: text, header.encoding) != nil }
        }
    }

    // MARK: - Numbers

    @inline(__always)
    private func number(_ row: GridRow, _ column: Int) throws -> Cell {
        try proveText(row, column)
        return try IdentifierText.orEmpty(row[column], at: at(row, column))
    }

    /// In which a shop may have written any text.
    @inline(__always)
    private func merchantNumber(_ row: GridRow) throws -> Cell {
        try proveText(row, merchantOrderNo)
        return try IdentifierText.orNone(row[merchantOrderNo], at: at(row, merchantOrderNo))
    }

    /// A workbook's number has 15 digits that are certain.
    @inline(__always)
    private func proveText(_ row: GridRow, _ column: Int) throws {
        if row.isNumber(column) {
            let cell = row[column]
            guard cell.count < OrderNumbers.digits.lowerBound, cell.raw.allSatisfy({ (48...57).contains($0) }) else {
                throw asNumber(row, column)
            }
        } else {
            let cell = row[column]
            if Self.mayBeRounded(cell), IdentifierText.isInExponentForm(cell) {
                throw IdentifierText.problem(cell, at: at(row, column))
            }
        }
    }

    /// It ends with a plus and at most four digits, as very few cells do.
    @inline(__always)
    private static func mayBeRounded(_ cell: Cell) -> Bool {
        let lastFive: UInt64 = 0x2B2B_2B2B_2B00_0000
        let ones: UInt64 = 0x0101_0101_0101_0101
        let signs = cell.load(cell.count &- 8) ^ lastFive
        return (signs &- ones) & ~signs & 0x8080_8080_8000_0000 != 0
    }

    /// A column without a title is the orders' once its first cell is one; the others of them are nothing.
    @inline(never)
    private mutating func recogniseOrders(_ row: GridRow) throws {
        for column in untitled where !row[column].isEmpty {
            untitled.removeAll { $0 == column }
            // A number of a workbook is none, and is told as what it is.
            if row.isNumber(column), row[column].count >= OrderNumbers.digits.lowerBound { throw asNumber(row, column) }
            guard OrderNumbers.isOrder(row[column]) else { continue }
            guard untitledOrders < 0 else {
                throw Problem(
                    .billColumnRepeated, "two columns without a title hold order numbers", at: at(row, column),
                    expected: "one of them", found: "columns \(untitledOrders + 1) and \(column + 1)",
                    hint: ProblemCode.exportAgain)
            }
            untitledOrders = column
            orders.orderColumn = column
        }
    }

    // MARK: - Refusals

    private func at(_ row: GridRow, _ column: Int) -> Place { place.at(line: row.line, column: header.title(column)) }

    @inline(never)
    private func asNumber(_ row: GridRow, _ column: Int) -> Problem {
        Problem(
            .billNumberAsAmount, "a number that names something is stored as an amount, which rounds it",
            at: at(row, column), expected: "a cell of text",
            found: "a number of \(row[column].count) characters")
    }

    @inline(never)
    private func noOrder(_ row: GridRow) -> Problem {
        Problem(
            .billBadIdentifier, "a cell of the column without a title is no order number", at: at(row, untitledOrders),
            expected: "15 to 24 digits, as in the rows before", found: Shown.size(row[untitledOrders]),
            hint: ProblemCode.exportAgain)
    }

    @inline(never)
    private func badBalance(_ row: GridRow) -> Problem {
        AmountText.problem(row[balance], decimals: 2, isSigned: true, at: at(row, balance))
    }

    @inline(never)
    private func tooManyOrders(_ row: GridRow) -> Problem {
        Problem(
            .billBadIdentifier, "a row names more orders than one row can", at: place.at(line: row.line),
            expected: "at most 64", found: "more", hint: ProblemCode.exportAgain)
    }
}
