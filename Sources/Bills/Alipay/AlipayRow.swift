import Vocabulary

/// Sums of the rows of one detail part, as its trailer repeats them; refunds in absolute value.
struct AlipaySums {
    struct Part {
        var rows: Int64 = 0
        var settled = ExactSum()
        var discount = ExactSum()
    }

    var payments = Part()
    var refunds = Part()
    /// Amounts of rows of an unknown kind, which the trailer leaves out.
    var unclassifiedPayments = ExactSum()
    var unclassifiedRefunds = ExactSum()
    var unclassifiedRows: Int64 = 0

    var isOverflowed: Bool {
        payments.settled.isOverflowed || payments.discount.isOverflowed || refunds.settled.isOverflowed
            || refunds.discount.isOverflowed || unclassifiedPayments.isOverflowed || unclassifiedRefunds.isOverflowed
    }
}

/// Turns one row of an Alipay trade bill into an entry (contract section 3.1, spec section 6.4).
struct AlipayRowDecoder {
    let columns: AlipayColumns
    private let encoding: AlipayEncoding
    private let place: Place
    private let linesBefore: Int
    private let clock: DayClock

    private let payment: PackedText
    private let refund: PackedText
    private let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
    private let currency = ("CNY" as StaticString).slice
    private let paymentSlice = AlipayWord.payment.name.slice
    private let refundSlice = AlipayWord.refund.name.slice
    /// Holds the text of an unknown kind while the entry is handed out.
    private var kindText = KindText()
    private var surplusCells: SurplusCells

    private(set) var sums = AlipaySums()
    private(set) var flaggedRows: Int64 = 0

    init?(columns: AlipayColumns, encoding: AlipayEncoding, day: BusinessDay, linesBefore: Int, place: Place) {
        guard let payment = PackedText(AlipayWord.payment.bytes(encoding)),
            let refund = PackedText(AlipayWord.refund.bytes(encoding))
        else { return nil }
        self.columns = columns
        self.encoding = encoding
        self.place = place
        self.linesBefore = linesBefore
        self.payment = payment
        self.refund = refund
        clock = DayClock(day)
        surplusCells = SurplusCells(columns)
    }

    @inline(__always)
    mutating func decode(_ row: TextWindow.Row, in text: borrowing TextWindow) throws -> BillEntry {
        let line = text.lineNumber
        if row.cells != columns.count {
            try settleSurplus(row, in: text)
            flaggedRows += 1
        }

        @inline(__always)
        func cell(_ column: Int) -> Cell { text.cell(column, separatorWidth: 1).trimmed() }
        @inline(__always)
        func fen(_ column: Int, _ name: StaticString) throws -> Int64 {
            guard let value = AmountText.signedFen(cell(column)) else { throw badAmount(cell(column), name, line) }
            return value
        }

        let channelTradeNo = cell(columns.channelTradeNo)
        guard IdentifierText.isSound(channelTradeNo) else { throw badIdentifier(channelTradeNo, "支付宝交易号", line) }
        let paymentNo = cell(columns.paymentNo)
        guard IdentifierText.isSound(paymentNo) else { throw badIdentifier(paymentNo, "商户订单号", line) }
        guard let moment = clock.epochSeconds(cell(columns.finishedAt)) else {
            throw clock.problem(cell(columns.finishedAt), at: place.at(line: line, column: "完成时间"))
        }
        let orderFen = try fen(columns.order, "订单金额（元）")
        let settledFen = try fen(columns.settled, "商家实收（元）")
        let discountFen = try fen(columns.discount, "商家优惠（元）")
        guard let feeE5 = AmountText.signedE5(cell(columns.fee)) else {
            throw badAmount(cell(columns.fee), "服务费（元）", line)
        }

        var entry = BillEntry(
            lineNumber: Int32(truncatingIfNeeded: linesBefore &+ line), fileNumber: 0, type: .payment,
            isClassified: true, isRefundNotExecuted: false, paymentNo: paymentNo.raw, refundNo: nothing,
            channelTradeNo: channelTradeNo.raw, channelRefundNo: nothing, amountFen: orderFen, settledFen: settledFen,
            feeE5: -feeE5, currency: currency, occurredAt: moment, state: paymentSlice, otherDiscountPaymentFen: 0,
            otherDiscountRefundFen: 0)

        let kind = cell(columns.kind)
        if payment.matches(kind) {
            if orderFen < 0 { throw badAmount(cell(columns.order), "订单金额（元）", line) }
            entry.otherDiscountPaymentFen = settledFen + discountFen - orderFen
            sums.payments.rows += 1
            sums.payments.settled.add(settledFen)
            sums.payments.discount.add(discountFen)
            return entry
        }
        if refund.matches(kind) {
            entry.type = .refund
            entry.state = refundSlice
            entry.amountFen = abs(orderFen)
            // Either sign is accepted; what is handed out is always negative.
            entry.settledFen = -abs(settledFen)
            entry.otherDiscountRefundFen = abs(settledFen) + abs(discountFen) - entry.amountFen
            sums.refunds.rows += 1
            sums.refunds.settled.add(abs(settledFen))
            sums.refunds.discount.add(abs(discountFen))
        } else {
            entry.isClassified = false
            entry.state = try kindText.utf8(kind, encoding, at: place.at(line: line, column: "业务类型"))
            entry.type = orderFen > 0 ? .payment : .refund
            entry.amountFen = abs(orderFen)
            sums.unclassifiedRows += 1
            if orderFen > 0 {
                sums.unclassifiedPayments.add(orderFen)
                return entry
            }
            sums.unclassifiedRefunds.add(abs(orderFen))
        }
        let refundNo = cell(columns.refundNo)
        if refundNo.isEmpty {
            entry.refundNo = paymentNo.raw
        } else {
            guard IdentifierText.isSound(refundNo) else { throw badIdentifier(refundNo, "退款批次号/请求号", line) }
            entry.refundNo = refundNo.raw
        }
        return entry
    }

    @inline(never)
    private mutating func settleSurplus(_ row: TextWindow.Row, in text: borrowing TextWindow) throws {
        let at = place.at(line: text.lineNumber)
        if row.cells < columns.count {
            if row.count > 0, text.text.pointee == UInt8(ascii: "\"") {
                throw ForeignText.resaved(found: "quotes", at: at)
            }
            throw Problem(
                .billCellsMissing, "a row has fewer cells than the header", at: at,
                expected: "\(columns.count) cells", found: "\(row.cells)", hint: Hint.askChannel)
        }
        switch surplusCells.settle(row, in: text) {
        case .settled: return
        case .impossible, .ambiguous:
            throw Problem(
                .billCellsSurplus, "a row has more cells than the header, and its columns cannot be told for certain",
                at: at, expected: "\(columns.count) cells", found: "\(row.cells)", hint: Hint.askChannel)
        }
    }

    @inline(never)
    private func badAmount(_ cell: Cell, _ name: StaticString, _ line: Int) -> Problem {
        Problem(
            .billBadAmount, "an amount is not of the form that the channel uses",
            at: place.at(line: line, column: "\(name)"), expected: "yuan with up to 2 decimals",
            found: Shown.numeric(cell), hint: Hint.askChannel)
    }

    @inline(never)
    private func badIdentifier(_ cell: Cell, _ name: StaticString, _ line: Int) -> Problem {
        IdentifierText.problem(cell, at: place.at(line: line, column: "\(name)"))
    }
}
