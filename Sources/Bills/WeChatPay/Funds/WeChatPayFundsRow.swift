import Vocabulary

/// Turns one row of a WeChat Pay funds bill into a movement (Contract 5.1, WeChatPayFunds 2).
struct WeChatPayFundsRowDecoder {
    let columns: WeChatPayFundsColumns
    private let place: Place
    private let clock: DayClock
    /// What flows out may be printed as negative amounts.
    private let mayBeNegative: Bool
    private let contentHash: ContentHash
    private let words = KnownWords()
    private let incoming = PackedText("收入")
    private let outgoing = PackedText("支出")
    private let nothing = UnsafeRawBufferPointer(start: nil, count: 0)

    private(set) var totals = MovementTotals()
    private(set) var chain: BalanceChain
    private(set) var flaggedRows: Int64 = 0
    private(set) var days = RowDays()
    /// Of the first row that took something out of the pot; all others of the file must be printed as it is.
    private var isOutNegative: Bool?

    init(_ header: Header, day: BusinessDay, mayBeNegative: Bool, place: Place) throws {
        columns = try WeChatPayFundsColumns(header)
        contentHash = ContentHash(header)
        clock = DayClock(day)
        chain = BalanceChain(day)
        self.mayBeNegative = mayBeNegative
        self.place = place
    }

    @inline(__always)
    mutating func decode(_ row: TextWindow.Row, in text: borrowing TextWindow) throws -> Movement {
        let line = text.lineNumber
        var isFlagged = row.joinedLines > 0
        if row.cells != columns.count {
            try FreeTextCells.settle(row, in: text, columns: columns.count, freeText: columns.freeText, at: place)
            isFlagged = true
        }
        @inline(__always)
        func cell(_ column: Int) -> Cell { text.cell(column, separatorWidth: 2) }

        let direction = cell(columns.direction)
        let isInto = incoming.matches(direction)
        guard isInto || outgoing.matches(direction) else { throw badDirection(direction, line) }
        let amountFen = try self.amountFen(cell(columns.amount), isInto: isInto, line)
        guard let balanceFen = AmountText.signedFen(cell(columns.balance)) else {
            throw AmountText.problem(
                cell(columns.balance), decimals: 2, isSigned: true,
                at: place.at(line: line, column: "\(WeChatPayFundsColumns.balanceName)"))
        }
        let moment = try moment(cell(columns.bookedAt), line)
        let words = self.words.words(cell(columns.name), cell(columns.type), found: WeChatPayFundsClasses.words)
        let businessNo = try IdentifierText.orEmpty(
            cell(columns.businessNo), at: place.at(line: line, column: "微信支付业务单号"))
        let flowNo = try IdentifierText.orEmpty(cell(columns.flowNo), at: place.at(line: line, column: "资金流水单号"))
        let voucher = cell(columns.voucherNo)
        let voucherNo = try IdentifierText.orNone(voucher, at: place.at(line: line, column: "业务凭证号"))
        if voucherNo.isEmpty, !voucher.isEmpty { isFlagged = true }

        if isFlagged { flaggedRows &+= 1 }
        totals.add(amountFen, isInto: isInto)
        chain.add(line: line, at: moment, amountFen: amountFen, balanceFen: balanceFen)
        return Movement(
            lineNumber: Int32(truncatingIfNeeded: line), bookedAt: moment,
            movementClass: isInto ? words.into : words.outOf, amountFen: amountFen, balanceFen: balanceFen,
            businessNo: businessNo.raw, voucherNo: voucherNo.raw, flowNo: flowNo.raw, name: words.name,
            type: words.type, code: nothing, contentHash: contentHash.of(text, separatorWidth: 2))
    }

    /// As a movement has it: out of the pot is negative.
    @inline(__always)
    private mutating func amountFen(_ cell: Cell, isInto: Bool, _ line: Int) throws -> Int64 {
        guard let printedFen = AmountText.signedFen(cell), printedFen >= 0 || (mayBeNegative && !isInto) else {
            throw badAmount(cell, line)
        }
        if isInto { return printedFen }
        if printedFen != 0 {
            let isNegative = printedFen < 0
            if let isOutNegative, isOutNegative != isNegative { throw mixed(cell, line) }
            isOutNegative = isNegative
        }
        return -abs(printedFen)
    }

    @inline(__always)
    private mutating func moment(_ time: Cell, _ line: Int) throws -> Int64 {
        if let moment = clock.epochSeconds(time) {
            days.addOnDay()
            return moment
        }
        return try days.moment(time, clock.day, mayLieBefore: false, at: place.at(line: line, column: "记账时间"))
    }

    @inline(never)
    private func badAmount(_ cell: Cell, _ line: Int) -> Problem {
        AmountText.problem(
            cell, decimals: 2, isSigned: false,
            at: place.at(line: line, column: "\(WeChatPayFundsColumns.amountName)"))
    }

    @inline(never)
    private func mixed(_ cell: Cell, _ line: Int) -> Problem {
        Problem(
            .billBadAmount, "what flows out is negative in some rows and positive in others",
            at: place.at(line: line, column: "\(WeChatPayFundsColumns.amountName)"),
            expected: "one form in the whole file", found: Shown.amount(cell))
    }

    @inline(never)
    private func badDirection(_ cell: Cell, _ line: Int) -> Problem {
        Problem(
            .billBadText, "a row flows neither in nor out", at: place.at(line: line, column: "收支类型"),
            expected: "收入 or 支出", found: Shown.size(cell))
    }
}
