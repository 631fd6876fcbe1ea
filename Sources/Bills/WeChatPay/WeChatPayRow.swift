import Vocabulary

/// Turns one row of a WeChat Pay trade bill into an entry (contract section 3.1, spec section 7.5).
struct WeChatPayRowDecoder {
    let columns: WeChatPayColumns
    let fileNumber: Int16
    private let place: Place
    private let accountName: String
    private let account: PackedText
    private let clock: DayClock

    private let success = PackedText("SUCCESS")
    private let refund = PackedText("REFUND")
    private let revoked = PackedText("REVOKED")
    private let processing = PackedText("PROCESSING")
    private let fail = PackedText("FAIL")
    private let change = PackedText("CHANGE")
    private let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
    private let successSlice = ("SUCCESS" as StaticString).slice
    private let revokedSlice = ("REVOKED" as StaticString).slice

    private(set) var sums = WeChatPaySums()
    private(set) var flaggedRows: Int64 = 0
    /// Rows whose time lies on the bill's day. Rows of a kind whose time is not certain do not count.
    private(set) var rowsOnDay: Int64 = 0

    init(
        columns: WeChatPayColumns, account: PackedText, accountName: String, day: BusinessDay, fileNumber: Int16,
        place: Place
    ) {
        self.columns = columns
        self.account = account
        self.accountName = accountName
        self.place = place
        self.fileNumber = fileNumber
        clock = DayClock(day)
    }

    @inline(__always)
    mutating func decode(_ row: TextWindow.Row, in text: borrowing TextWindow) throws -> BillEntry {
        let line = text.lineNumber
        if row.cells != columns.count { try settleSurplus(row, in: text) }
        if row.joinedLines > 0 || row.cells != columns.count { flaggedRows += 1 }

        @inline(__always)
        func cell(_ column: Int) -> Cell { text.cell(column, separatorWidth: 2) }
        @inline(__always)
        func fen(_ column: Int, _ name: StaticString) throws -> Int64 {
            if column < 0 { return 0 }
            guard let value = AmountText.fen(cell(column)) else { throw badAmount(cell(column), name, line) }
            return value
        }
        @inline(__always)
        func identifier(_ column: Int, _ name: StaticString) throws -> Cell {
            let value = cell(column)
            guard IdentifierText.isSound(value) else {
                throw IdentifierText.problem(value, at: place.at(line: line, column: "\(name)"))
            }
            return value
        }

        guard account.matches(cell(columns.account)) else { throw wrongAccount(cell(columns.account), line) }
        let channelTradeNo = try identifier(columns.channelTradeNo, "微信订单号")
        let paymentNo = try identifier(columns.paymentNo, "商户订单号")
        let settledFen = try fen(columns.settled, columns.isLegacy ? "总金额" : "应结订单金额")
        let orderFen = columns.isLegacy ? settledFen : try fen(columns.order, "订单金额")
        _ = try fen(columns.voucher, "代金券金额")
        let refundFen = try fen(columns.refund, "退款金额")
        let refundVoucherFen = try fen(columns.refundVoucher, "充值券退款金额")
        let appliedFen = columns.isLegacy ? refundFen : try fen(columns.applied, "申请退款金额")
        guard let feeE5 = AmountText.signedE5(cell(columns.fee)) else {
            throw badAmount(cell(columns.fee), "手续费", line)
        }
        let currency = cell(columns.currency)
        guard Self.isCurrency(currency) else { throw badCurrency(currency, line) }

        var entry = BillEntry(
            lineNumber: Int32(truncatingIfNeeded: line), fileNumber: fileNumber, type: .payment, isClassified: true,
            isRefundNotExecuted: false, paymentNo: paymentNo.raw, refundNo: nothing,
            channelTradeNo: channelTradeNo.raw, channelRefundNo: nothing, amountFen: orderFen, settledFen: settledFen,
            feeE5: feeE5, currency: currency.raw, occurredAt: 0, state: successSlice, otherDiscountPaymentFen: 0,
            otherDiscountRefundFen: 0)

        let status = cell(columns.status)
        var mayLieBefore = false
        if success.matches(status) {
            if columns.kind == .refund { throw misplaced("SUCCESS", line) }
        } else if refund.matches(status) {
            if columns.kind == .success { throw misplaced("REFUND", line) }
            let refundStatus = cell(columns.refundStatus)
            entry.state = refundStatus.raw
            entry.type = .refund
            if success.matches(refundStatus) || processing.matches(refundStatus) {
                entry.amountFen = appliedFen
            } else if fail.matches(refundStatus) || change.matches(refundStatus) {
                entry.amountFen = appliedFen
                entry.isRefundNotExecuted = true
            } else {
                try makeUnclassified(&entry, state: refundStatus, column: "退款状态", appliedFen: appliedFen, line)
            }
        } else if revoked.matches(status) {
            entry.state = revokedSlice
            entry.type = .refund
            entry.amountFen = appliedFen > 0 ? appliedFen : orderFen
            // The reversed payment's own row is among the totals: what it adds to the payments' is no payment here, and
            // what this refund takes from it is not in the refunds'. The payments' total of a pair is the SUCCESS
            // file's, in which a row of the REFUND file does not stand.
            entry.otherDiscountPaymentFen = columns.kind == .refund ? 0 : orderFen
            entry.otherDiscountRefundFen = appliedFen - entry.amountFen
            if columns.refundStatus >= 0 {
                let refundStatus = cell(columns.refundStatus)
                entry.isRefundNotExecuted = fail.matches(refundStatus) || change.matches(refundStatus)
                if entry.isRefundNotExecuted { entry.state = refundStatus.raw }
            }
            mayLieBefore = true
        } else {
            try makeUnclassified(&entry, state: status, column: "交易状态", appliedFen: appliedFen, line)
            mayLieBefore = true
        }

        let time = cell(columns.time)
        if let moment = clock.epochSeconds(time) {
            entry.occurredAt = moment
            rowsOnDay += 1
        } else {
            entry.occurredAt = try earlierTime(time, isAllowed: mayLieBefore, line)
        }

        if case .refund = entry.type {
            let refundNo = columns.refundNo < 0 ? nil : cell(columns.refundNo)
            if let refundNo, refundNo.count > 0, !refundNo.isZeroDigit {
                guard IdentifierText.isSound(refundNo) else {
                    throw IdentifierText.problem(refundNo, at: place.at(line: line, column: "商户退款单号"))
                }
                entry.refundNo = refundNo.raw
            } else {
                entry.refundNo = paymentNo.raw
            }
            if columns.channelRefundNo >= 0 {
                let number = cell(columns.channelRefundNo)
                if number.count > 0, !number.isZeroDigit {
                    guard IdentifierText.isSound(number) else {
                        throw IdentifierText.problem(number, at: place.at(line: line, column: "微信退款单号"))
                    }
                    entry.channelRefundNo = number.raw
                }
            }
        }

        sums.rows += 1
        sums.settled.add(settledFen)
        sums.order.add(orderFen)
        sums.refund.add(refundFen)
        sums.refundVoucher.add(refundVoucherFen)
        sums.applied.add(appliedFen)
        sums.fee.add(feeE5)
        return entry
    }

    /// Contract section 3.3: a payment if it carries a positive payment amount, else a refund. A REFUND file lists
    /// nothing but refunds.
    @inline(never)
    private func makeUnclassified(
        _ entry: inout BillEntry, state: Cell, column: StaticString, appliedFen: Int64, _ line: Int
    ) throws {
        entry.isClassified = false
        entry.state = try StateText.utf8(state, at: place.at(line: line, column: "\(column)"))
        let isPayment = entry.amountFen > 0 && columns.kind != .refund
        entry.type = isPayment ? .payment : .refund
        if !isPayment { entry.amountFen = appliedFen }
    }

    /// More separators than the header has belong to the merchant's free text (spec section 7.7): the cells before it
    /// count from the left, those behind it from the right. Fewer are never guessed at.
    @inline(never)
    private func settleSurplus(_ row: TextWindow.Row, in text: borrowing TextWindow) throws {
        let surplus = row.cells - columns.count
        guard surplus > 0 else {
            throw Problem(
                .billCellsMissing, "a row has fewer cells than the header", at: place.at(line: text.lineNumber),
                expected: "\(columns.count) cells", found: "\(row.cells)", hint: Hint.askChannel)
        }
        guard let freeText = columns.freeText else {
            throw Problem(
                .billCellsSurplus, "a row has more cells than the header, and no free text that could hold them",
                at: place.at(line: text.lineNumber), expected: "\(columns.count) cells", found: "\(row.cells)",
                hint: Hint.askChannel)
        }
        let cells = text.cells
        // The surplus stays with the first of the two; neither is used.
        for index in freeText.lowerBound + 1...columns.count { cells[index] = cells[index + surplus] }
    }

    /// A REVOKED row and one of an unknown kind may carry the time of the payment it belongs to; any other lies in D.
    @inline(never)
    private func earlierTime(_ time: Cell, isAllowed: Bool, _ line: Int) throws -> Int64 {
        if isAllowed, let moment = DayClock.anyEpochSeconds(time), moment < clock.day.endEpochSeconds { return moment }
        throw clock.problem(time, at: place.at(line: line, column: "\(columns.timeName)"))
    }

    @inline(__always)
    private static func isCurrency(_ cell: Cell) -> Bool {
        guard cell.count == 3 else { return false }
        let word = cell.load(0) & 0xFF_FFFF
        if word == 0x59_4E43 { return true }
        return cell.raw.allSatisfy { $0 >= 65 && $0 <= 90 }
    }

    @inline(never)
    private func badAmount(_ cell: Cell, _ name: StaticString, _ line: Int) -> Problem {
        Problem(
            .billBadAmount, "an amount is not of the form that the channel uses",
            at: place.at(line: line, column: "\(name)"),
            expected: "\(name)" == "手续费" ? "yuan with up to 5 decimals" : "yuan with up to 2 decimals, not negative",
            found: Shown.numeric(cell), hint: Hint.askChannel)
    }

    @inline(never)
    private func badCurrency(_ cell: Cell, _ line: Int) -> Problem {
        Problem(
            .billBadText, "a currency is not three capital letters", at: place.at(line: line, column: "货币种类"),
            expected: "CNY", found: "\(cell.count) other bytes", hint: Hint.askChannel)
    }

    @inline(never)
    private func wrongAccount(_ cell: Cell, _ line: Int) -> Problem {
        Problem(
            .billWrongAccount, "a row belongs to another merchant number", at: place.at(line: line, column: "商户号"),
            expected: accountName, found: Shown.digits(cell),
            hint: "Check which account the bill was asked for; for a bill downloaded by hand, --account.")
    }

    @inline(never)
    private func misplaced(_ status: String, _ line: Int) -> Problem {
        Problem(
            .billRowMisplaced, "a row of this kind has no place in a \(columns.kind.rawValue) file",
            at: place.at(line: line, column: "交易状态"), expected: "no \(status)", found: status,
            hint: Hint.askChannel)
    }
}
