import Vocabulary

/// Turns one row of a WeChat Pay trade bill into an entry (Contract 3.1, WeChatPayBill 7.5).
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
    private let payScore = PackedText("AUTH")
    private let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
    private let successSlice = ("SUCCESS" as StaticString).slice
    private let revokedSlice = ("REVOKED" as StaticString).slice

    private(set) var sums = WeChatPaySums()
    private(set) var apart = WeChatPayApart()
    private(set) var flaggedRows: Int64 = 0
    private(set) var days = RowDays()

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
        let isPackageUncertain = row.cells != columns.count ? try settleSurplus(row, in: text) : false
        if row.joinedLines > 0 || row.cells != columns.count { flaggedRows += 1 }

        @inline(__always)
        func cell(_ column: Int) -> Cell { text.cell(column, separatorWidth: 2) }
        @inline(__always)
        func fen(_ column: Int, _ name: StaticString) throws -> Int64 {
            if column < 0 { return 0 }
            guard let value = AmountText.fen(cell(column)) else { return try oddAmount(column, name, in: text) }
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

        if !account.matches(cell(columns.account)) { try proveSubAccount(in: text) }
        let channelTradeNo = try identifier(columns.channelTradeNo, "微信订单号")
        let paymentNo: Cell
        if columns.tradeType >= 0, payScore.matches(cell(columns.tradeType)),
            let number = try payScoreNumber(in: text, isPackageUncertain: isPackageUncertain)
        {
            paymentNo = number
        } else {
            paymentNo = try identifier(columns.paymentNo, "商户订单号")
        }
        let settledFen = try fen(columns.settled, columns.isLegacy ? "总金额" : "应结订单金额")
        let orderFen = columns.isLegacy ? settledFen : try fen(columns.order, "订单金额")
        let refundFen = try fen(columns.refund, "退款金额")
        let appliedFen = columns.isLegacy ? refundFen : try fen(columns.applied, "申请退款金额")
        guard let feeE5 = AmountText.signedE5(cell(columns.fee)) else {
            throw badFee(cell(columns.fee), line)
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
                entry.settledFen = -refundFen
            } else if fail.matches(refundStatus) || change.matches(refundStatus) {
                entry.amountFen = appliedFen
                entry.isRefundNotExecuted = true
                entry.settledFen = 0
                addApart(entry, settledFen: settledFen, takenFen: refundFen)
            } else {
                makeUnclassified(&entry, state: refundStatus, appliedFen: appliedFen)
                entry.settledFen = (columns.kind == .refund ? 0 : settledFen) - refundFen
                addApart(entry, settledFen: settledFen, takenFen: refundFen)
            }
        } else if revoked.matches(status) {
            entry.state = revokedSlice
            entry.type = .refund
            entry.amountFen = appliedFen > 0 ? appliedFen : orderFen
            entry.settledFen = appliedFen > 0 ? -refundFen : -settledFen
            // The reversed payment's own row is among the totals: what it adds to the payments' is no payment here, and
            // what this refund takes from it is not in the refunds'. The payments' total of a pair is the SUCCESS
            // file's, in which a row of the REFUND file does not stand.
            entry.otherDiscountPaymentFen = columns.kind == .refund ? 0 : orderFen
            entry.otherDiscountRefundFen = appliedFen - entry.amountFen
            if columns.refundStatus >= 0 {
                let refundStatus = cell(columns.refundStatus)
                entry.isRefundNotExecuted = fail.matches(refundStatus) || change.matches(refundStatus)
                if entry.isRefundNotExecuted {
                    entry.state = refundStatus.raw
                    entry.settledFen = 0
                }
            }
            addApart(entry, settledFen: settledFen, takenFen: refundFen)
            mayLieBefore = true
        } else {
            makeUnclassified(&entry, state: status, appliedFen: appliedFen)
            entry.settledFen = (columns.kind == .refund ? 0 : settledFen) - refundFen
            addApart(entry, settledFen: settledFen, takenFen: refundFen)
            mayLieBefore = true
        }

        let time = cell(columns.time)
        if let moment = clock.epochSeconds(time) {
            entry.occurredAt = moment
            days.addOnDay()
        } else {
            entry.occurredAt = try days.moment(
                time, clock.day, mayLieBefore: mayLieBefore, at: place.at(line: line, column: "\(columns.timeName)"))
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
        if columns.refundVoucher >= 0 {
            if let voucherFen = AmountText.fen(cell(columns.refundVoucher)) {
                sums.refundVoucher.add(voucherFen)
            } else {
                sums.unreadRefundVouchers += 1
            }
        }
        sums.applied.add(appliedFen)
        sums.fee.add(feeE5)
        return entry
    }

    /// Contract 3.3: a payment if it carries a positive payment amount, else a refund. A REFUND file lists
    /// nothing but refunds.
    @inline(never)
    private func makeUnclassified(_ entry: inout BillEntry, state: Cell, appliedFen: Int64) {
        entry.isClassified = false
        entry.state = StateText.bounded(state.raw)
        let isPayment = entry.amountFen > 0 && columns.kind != .refund
        entry.type = isPayment ? .payment : .refund
        if !isPayment { entry.amountFen = appliedFen }
    }

    /// The total of 应结订单金额 is not a REFUND file's business: it stands in the SUCCESS file.
    @inline(never)
    private mutating func addApart(_ entry: BillEntry, settledFen: Int64, takenFen: Int64) {
        let isPayment = entry.type == .payment
        apart.settled.add((columns.kind == .refund ? 0 : settledFen) - (isPayment ? entry.settledFen : 0))
        apart.taken.add(takenFen + (isPayment ? 0 : entry.settledFen))
    }

    /// The shop's number of a pay-score row, whose 商户订单号 WeChat Pay made up: 商户数据包 is
    /// `wxzff|` WeChat's number of the service order `|` the shop's. nil if the cell is of another form, and nothing
    /// else of it is kept. The shop's number may hold a bar, WeChat's are digits.
    @inline(never)
    private func payScoreNumber(in text: borrowing TextWindow, isPackageUncertain: Bool) throws -> Cell? {
        guard columns.dataPackage >= 0 else { return nil }
        let at = place.at(line: text.lineNumber, column: "商户数据包")
        if isPackageUncertain {
            throw Problem(
                .billCellsSurplus, "the shop's number of a pay-score row cannot be told for certain", at: at,
                expected: "no separators in 商品名称")
        }
        let package = text.cell(columns.dataPackage, separatorWidth: 2)
        guard Self.isPayScorePackage(package) else { return nil }
        let bar = UInt8(ascii: "|")
        let orders = package.dropFirst(Self.payScoreMark.utf8CodeUnitCount)
        var digits = 0
        while digits < orders.count, (48...57).contains(orders[digits]) { digits += 1 }
        var numberStart = digits < orders.count && orders[digits] == bar ? digits + 1 : 0
        if numberStart == 0 {
            guard let last = orders.raw.lastIndex(of: bar) else { return nil }
            numberStart = last + 1
        }
        let number = orders.dropFirst(numberStart)
        guard IdentifierText.isSound(number) else { throw IdentifierText.problem(number, at: at) }
        return number
    }

    private static let payScoreMark: StaticString = "wxzff|"

    private static func isPayScorePackage(_ cell: Cell) -> Bool {
        cell.count > payScoreMark.utf8CodeUnitCount
            && cell.raw.prefix(payScoreMark.utf8CodeUnitCount).elementsEqual(payScoreMark.slice)
    }

    /// - Returns: 商户数据包 may begin at one of the surplus separators and be a pay-score row's.
    @inline(never)
    private func settleSurplus(_ row: TextWindow.Row, in text: borrowing TextWindow) throws -> Bool {
        let surplus = row.cells - columns.count
        var isPackageUncertain = false
        if surplus > 0, let freeText = columns.freeText {
            isPackageUncertain = (freeText.lowerBound...freeText.upperBound + surplus).contains {
                Self.isPayScorePackage(text.cell($0, separatorWidth: 2))
            }
        }
        try FreeTextCells.settle(row, in: text, columns: columns.count, freeText: columns.freeText, at: place)
        return isPackageUncertain
    }

    /// An amount that cannot be read. An empty one says nothing where the row's kind has none in that column: it counts
    /// as nothing, and the column's total proves it.
    @inline(never)
    private func oddAmount(_ column: Int, _ name: StaticString, in text: borrowing TextWindow) throws -> Int64 {
        let cell = text.cell(column, separatorWidth: 2)
        let status = text.cell(columns.status, separatorWidth: 2)
        let isOfRefunds = column == columns.refund || column == columns.applied
        if cell.isEmpty, isOfRefunds ? success.matches(status) : refund.matches(status) { return 0 }
        throw AmountText.problem(
            cell, decimals: 2, isSigned: false, at: place.at(line: text.lineNumber, column: "\(name)"))
    }

    /// A provider's row stands in the sub-merchant's own bill, too: then 商户号 names the provider, and 特约商户号 the
    /// account.
    @inline(never)
    private func proveSubAccount(in text: borrowing TextWindow) throws {
        if columns.subAccount >= 0, account.matches(text.cell(columns.subAccount, separatorWidth: 2)) { return }
        throw Problem(
            .billWrongAccount, "a row belongs to another merchant number",
            at: place.at(line: text.lineNumber, column: "商户号"), expected: accountName,
            found: Shown.merchantNumber(text.cell(columns.account, separatorWidth: 2)))
    }

    @inline(__always)
    private static func isCurrency(_ cell: Cell) -> Bool {
        guard cell.count == 3 else { return false }
        let word = cell.load(0) & 0xFF_FFFF
        if word == 0x59_4E43 { return true }
        return cell.raw.allSatisfy { $0 >= 65 && $0 <= 90 }
    }

    @inline(never)
    private func badFee(_ cell: Cell, _ line: Int) -> Problem {
        AmountText.problem(cell, decimals: 5, isSigned: true, at: place.at(line: line, column: "手续费"))
    }

    @inline(never)
    private func badCurrency(_ cell: Cell, _ line: Int) -> Problem {
        Problem(
            .billBadText, "a currency is not three capital letters", at: place.at(line: line, column: "货币种类"),
            expected: "CNY", found: "\(cell.count) other bytes")
    }

    @inline(never)
    private func misplaced(_ status: String, _ line: Int) -> Problem {
        Problem(
            .billRowMisplaced, "a row of this kind has no place in a \(columns.kind.rawValue) file",
            at: place.at(line: line, column: "交易状态"), expected: "no \(status)", found: status)
    }
}
