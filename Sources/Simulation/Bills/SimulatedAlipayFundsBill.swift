import Vocabulary

/// An Alipay funds bill (AlipayBill 7), detail and summary, in GB18030.
struct SimulatedAlipayFundsBill {
    private let frame: AlipayFrame
    private let texts: AlipayFundsTexts
    /// Of 账务流水号, the only number here that is one movement's own.
    private let flowPrefix: String
    private var ofLabel: [FundsAccounting]
    private(set) var accounting = FundsAccounting()

    init(
        _ account: SimulatedAccount, _ style: MoneyStyle, position: Int, _ day: BusinessDay
    ) throws(Problem) {
        frame = try AlipayFrame(day, accountNumber: SimulatedAlipayBill.accountNumber(account.id.account))
        texts = try AlipayFundsTexts(hasMixedColumns: style.hasMixedColumns)
        flowPrefix = SimulatedAlipayBill.compactDate(day) + padded(position, 2)
        ofLabel = Array(repeating: FundsAccounting(), count: AlipayFundsTexts.Label.allCases.count)
    }

    // MARK: Detail

    func begin(_ sink: inout ByteSink) {
        frame.preface(texts.detailTitle, texts.detailBegin, &sink)
        sink.put(texts.header)
        sink.put(AlipayFrame.lineEnd)
    }

    mutating func row(_ movement: SimulatedMovement, balanceFen: Int64, _ sink: inout ByteSink) {
        let label = AlipayFundsTexts.Label(movement)
        accounting.add(movement.amountFen)
        ofLabel[label.place].add(movement.amountFen)
        let amount = movement.amountFen
        for (place, column) in texts.columns.enumerated() {
            if place > 0 { sink.put(",") }
            switch column {
            case .flow: number(numbered(flowPrefix, Int(accounting.rows), width: 10), &sink)
            case .business: number(movement.businessNo, &sink)
            // A fee may bear one of both numbers only.
            case .voucher: number(movement.kind == .fee && movement.flavour % 2 == 0 ? "" : movement.voucherNo, &sink)
            case .time: sink.put(time: movement.bookedAt)
            case .into: sink.put(fen: max(amount, 0))
            case .outOf: sink.put(fen: min(amount, 0))
            case .balance: sink.put(fen: balanceFen)
            case .channel: sink.put(texts.channel)
            case .label: sink.put(texts.labels[label.place])
            default: text(column, movement, &sink)
            }
        }
        sink.put(AlipayFrame.lineEnd)
    }

    private func number(_ text: String, _ sink: inout ByteSink) {
        sink.put(text)
        sink.put("\t")
    }

    private func text(_ column: AlipayFundsTexts.Column, _ movement: SimulatedMovement, _ sink: inout ByteSink) {
        let flavour = movement.flavour
        switch (column, movement.kind) {
        case (.goods, .payment), (.goods, .fee), (.goods, .refund):
            sink.put(texts.goods[FreeText.index(flavour, texts.goods.count)])
        case (.party, .payment), (.party, .refund):
            sink.put(texts.payers[Int(flavour % UInt64(texts.payers.count))])
            sink.put("\t")
        case (.party, _): sink.put("\t")
        case (.remark, .fee):
            sink.put(texts.serviceFee)
            sink.put("[")
            sink.put(movement.voucherNo)
            sink.put("]")
        case (.remark, .ownFunds):
            sink.put(texts.loans[Int(flavour >> 20 & 1) + (movement.amountFen > 0 ? 0 : 2)])
        case (.description, .platform):
            sink.put(texts.platformTexts[Int(flavour >> 20 % UInt64(texts.platformTexts.count))])
        case (.base, .platform), (.orders, .platform):
            let order = numbered("3", Int(flavour >> 24 % 1_000_000_000), width: 18)
            if column == .orders { sink.put("M{") }
            sink.put(order)
            sink.put(column == .orders ? "}\t" : "\t")
        default: break
        }
    }

    func end(_ sink: inout ByteSink) {
        sink.put(texts.detailEnd)
        sink.put(AlipayFrame.lineEnd)
        total(texts.outTotal, accounting.outOf.rows, -accounting.outOf.amountFen, &sink)
        total(texts.inTotal, accounting.into.rows, accounting.into.amountFen, &sink)
        frame.exportStamp(&sink)
    }

    private func total(_ title: [UInt8], _ rows: Int64, _ amountFen: Int64, _ sink: inout ByteSink) {
        sink.put(title)
        sink.put(rows)
        sink.put(texts.rowsAndSum)
        sink.put(fen: amountFen)
        sink.put(frame.yuan)
        sink.put(AlipayFrame.lineEnd)
    }

    // MARK: Summary

    func summary() -> [UInt8] {
        var sink = ByteSink()
        frame.preface(texts.summaryTitle, texts.summaryBegin, &sink)
        sink.put(texts.summaryHeader)
        sink.put(AlipayFrame.lineEnd)
        for (label, sums) in zip(texts.labels, ofLabel) where sums.rows > 0 { summaryRow(label, sums, &sink) }
        summaryRow(texts.total, accounting, &sink)
        sink.put(texts.summaryEnd)
        sink.put(AlipayFrame.lineEnd)
        frame.exportStamp(&sink)
        return sink.bytes
    }

    private func summaryRow(_ label: [UInt8], _ sums: FundsAccounting, _ sink: inout ByteSink) {
        sink.put(label)
        sink.put(",")
        sink.put(sums.into.rows)
        sink.put(",")
        sink.put(fen: sums.into.amountFen)
        sink.put(",")
        sink.put(sums.outOf.rows)
        sink.put(",")
        sink.put(fen: -sums.outOf.amountFen)
        sink.put(",")
        sink.put(fen: sums.netFen)
        sink.put(AlipayFrame.lineEnd)
    }
}
