import Vocabulary

/// Sums of the rows of one detail part, as its trailer repeats them; refunds in absolute value.
struct AlipaySums {
    struct Part {
        var rows: Int64 = 0
        var settled = ExactSum()
        var discount = ExactSum()
        /// 服务费 with its sign reversed.
        var fee = ExactSum()
    }

    /// Rows of which nobody knows whether a total counts them: what they can add to it at the least and at the most.
    struct Span {
        var low = ExactSum()
        var high = ExactSum()

        mutating func add(_ amount: Int64) { if amount < 0 { low.add(amount) } else { high.add(amount) } }
    }

    var payments = Part()
    var refunds = Part()
    /// Amounts of rows of an unknown kind, which the trailer leaves out.
    var unclassifiedPayments = ExactSum()
    var unclassifiedRefunds = ExactSum()
    var unclassifiedRows: Int64 = 0
    var unclassifiedSettled = Span()
    var unclassifiedFee = Span()

    var isBeyondAllMoney: Bool {
        [
            payments.settled, payments.discount, payments.fee, refunds.settled, refunds.discount, refunds.fee,
            unclassifiedPayments, unclassifiedRefunds, unclassifiedSettled.low, unclassifiedSettled.high,
            unclassifiedFee.low, unclassifiedFee.high,
        ].contains { $0.isBeyondAllMoney }
    }

    /// Adds the sums of another detail part of the same bill.
    mutating func add(_ other: AlipaySums) {
        func add(_ part: Part, to sum: inout Part) {
            sum.rows += part.rows
            sum.settled.add(part.settled.value)
            sum.discount.add(part.discount.value)
            sum.fee.add(part.fee.value)
        }
        func add(_ span: Span, to sum: inout Span) {
            sum.low.add(span.low.value)
            sum.high.add(span.high.value)
        }
        add(other.payments, to: &payments)
        add(other.refunds, to: &refunds)
        unclassifiedPayments.add(other.unclassifiedPayments.value)
        unclassifiedRefunds.add(other.unclassifiedRefunds.value)
        unclassifiedRows += other.unclassifiedRows
        add(other.unclassifiedSettled, to: &unclassifiedSettled)
        add(other.unclassifiedFee, to: &unclassifiedFee)
    }
}

/// Turns one row of an Alipay trade bill into an entry (Contract 3.1, AlipayBill 6.4).
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
    private(set) var days = RowDays()

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
        surplusCells = SurplusCells(columns.contents)
    }

    @inline(__always)
    mutating func decode(_ row: TextWindow.Row, in text: borrowing TextWindow) throws -> BillEntry {
        let line = text.lineNumber
        if row.cells != columns.count {
            try surplusCells.settle(row, in: text, at: place)
            flaggedRows += 1
        }

        @inline(__always)
        func cell(_ column: Int) -> Cell { text.cell(column, separatorWidth: 1).trimmed() }
        @inline(__always)
        func fen(_ column: Int, _ name: StaticString) throws -> Int64 {
            guard let value = AmountText.signedFen(cell(column)) else {
                throw badAmount(cell(column), decimals: 2, isSigned: true, name, line)
            }
            return value
        }

        let channelTradeNo = cell(columns.channelTradeNo)
        guard IdentifierText.isSound(channelTradeNo) else { throw badIdentifier(channelTradeNo, "支付宝交易号", line) }
        let paymentNo = cell(columns.paymentNo)
        guard IdentifierText.isSound(paymentNo) else { throw badIdentifier(paymentNo, "商户订单号", line) }
        let orderFen = try fen(columns.order, "订单金额（元）")
        let settledFen = try fen(columns.settled, "商家实收（元）")
        let discountFen = try fen(columns.discount, "商家优惠（元）")
        guard let feeE5 = AmountText.signedE5(cell(columns.fee)) else {
            throw badAmount(cell(columns.fee), decimals: 5, isSigned: true, "服务费（元）", line)
        }

        let kind = cell(columns.kind)
        let (isPayment, isRefund) = (payment.matches(kind), refund.matches(kind))
        let moment: Int64
        if let onDay = clock.epochSeconds(cell(columns.finishedAt)) {
            moment = onDay
            days.addOnDay()
        } else {
            moment = try days.moment(
                cell(columns.finishedAt), clock.day, mayLieBefore: !isPayment && !isRefund,
                at: place.at(line: line, column: "完成时间"))
        }

        var entry = BillEntry(
            lineNumber: Int32(truncatingIfNeeded: linesBefore &+ line), fileNumber: 0, type: .payment,
            isClassified: true, isRefundNotExecuted: false, paymentNo: paymentNo.raw, refundNo: nothing,
            channelTradeNo: channelTradeNo.raw, channelRefundNo: nothing, amountFen: orderFen, settledFen: settledFen,
            feeE5: -feeE5, currency: currency, occurredAt: moment, state: paymentSlice, otherDiscountPaymentFen: 0,
            otherDiscountRefundFen: 0)

        if isPayment {
            if orderFen < 0 { throw badAmount(cell(columns.order), decimals: 2, isSigned: false, "订单金额（元）", line) }
            entry.otherDiscountPaymentFen = settledFen + discountFen - orderFen
            sums.payments.rows += 1
            sums.payments.settled.add(settledFen)
            sums.payments.discount.add(discountFen)
            sums.payments.fee.add(entry.feeE5)
            return entry
        }
        if isRefund {
            entry.type = .refund
            entry.state = refundSlice
            entry.amountFen = abs(orderFen)
            // Either sign is accepted; what is handed out is always negative.
            entry.settledFen = -abs(settledFen)
            entry.otherDiscountRefundFen = abs(settledFen) + abs(discountFen) - entry.amountFen
            sums.refunds.rows += 1
            sums.refunds.settled.add(abs(settledFen))
            sums.refunds.discount.add(abs(discountFen))
            sums.refunds.fee.add(entry.feeE5)
        } else {
            entry.isClassified = false
            entry.state = kindText.utf8(kind, encoding)
            entry.type = orderFen > 0 ? .payment : .refund
            entry.amountFen = abs(orderFen)
            sums.unclassifiedRows += 1
            sums.unclassifiedSettled.add(settledFen)
            sums.unclassifiedFee.add(entry.feeE5)
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
    private func badAmount(
        _ cell: Cell, decimals: Int, isSigned: Bool, _ name: StaticString, _ line: Int
    ) -> Problem {
        AmountText.problem(
            cell, decimals: decimals, isSigned: isSigned, at: place.at(line: line, column: "\(name)"))
    }

    @inline(never)
    private func badIdentifier(_ cell: Cell, _ name: StaticString, _ line: Int) -> Problem {
        IdentifierText.problem(cell, at: place.at(line: line, column: "\(name)"))
    }
}
