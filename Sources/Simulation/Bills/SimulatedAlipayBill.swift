import Vocabulary

/// An Alipay trade bill (AlipayBill 6), detail and summary, in GB18030. Every text is encoded once, when
/// the bill is begun.
struct SimulatedAlipayBill {
    private let account: SimulatedAccount
    private let corruption: BillCorruption?
    private let texts: AlipayTexts
    private let frame: AlipayFrame
    private var isFirstRow = true
    private let lineEnd = AlipayFrame.lineEnd

    /// 16-digit PID and `0156`.
    static func accountNumber(_ partnerID: String) -> String { partnerID + "0156" }

    static func compactDate(_ day: BusinessDay) -> String {
        let (year, month, dayOfMonth) = day.components
        return padded(year, 4) + padded(month, 2) + padded(dayOfMonth, 2)
    }

    init(_ account: SimulatedAccount, _ day: BusinessDay, _ corruption: BillCorruption?) throws(Problem) {
        self.account = account
        self.corruption = corruption
        frame = try AlipayFrame(
            corruption == .wrongDate ? day.previous : day,
            accountNumber: Self.accountNumber(corruption == .wrongAccount ? "2088999999999999" : account.id.account))
        texts = try AlipayTexts(hasServiceFee: corruption != .missingColumn)
    }

    // MARK: Detail

    func begin(_ sink: inout ByteSink) {
        frame.preface(texts.detailTitle, texts.detailBegin, &sink)
        sink.put(texts.header)
        sink.put(lineEnd)
    }

    mutating func row(_ row: SimulatedRow, _ accounting: inout BillAccounting, _ sink: inout ByteSink) {
        let fault = isFirstRow ? corruption : nil
        isFirstRow = false
        let sign: Int64 = row.entryType == .payment ? 1 : -1
        let time = corruption == .wrongDate ? row.time - BusinessDay.secondsPerDay : row.time
        add(row, sign, &accounting)
        if fault == .scientificNumber { sink.put("2.02E+27") } else { sink.put(row.channelTradeNo) }
        sink.put("\t,")
        sink.put(row.paymentNo)
        sink.put("\t,")
        kind(row, &sink)
        sink.put("\t,")
        let goods = FreeText.isThorny(row.flavour) ? texts.goodsWithCommas : texts.goods
        sink.put(goods[FreeText.index(row.flavour, goods.count)])
        sink.put(",")
        sink.put(time: row.createdAt)
        sink.put(",")
        sink.put(time: time)
        sink.put(",\t,\t,\t,\t,")
        sink.put(texts.payers[Int(row.flavour % UInt64(texts.payers.count))])
        sink.put("\t,")
        if fault == .threeDecimals { sink.put("1.005") } else { sink.put(fen: sign * row.amountFen) }
        sink.put(",")
        sink.put(fen: sign * row.settledFen)
        sink.put(fault == .wrongCellCount ? ",0.00,0.00,0.00," : ",0.00,0.00,")
        sink.put(fen: sign * row.platformDiscountFen)
        sink.put(",")
        sink.put(fen: sign * row.merchantDiscountFen)
        sink.put(",")
        sink.put(fen: sign * row.merchantDiscountFen)
        sink.put(",")
        if row.merchantDiscountFen > 0 { sink.put(texts.coupon) }
        sink.put(",")
        sink.put(fen: sign * row.redPacketFen)
        sink.put("\t,0.00,")
        sink.put(row.refundNo)
        sink.put("\t,")
        if corruption != .missingColumn {
            sink.put(fen: -Fen.rounded(e5: row.feeE5))
            sink.put(",")
        }
        sink.put("0.00,")
        sink.put(texts.remarks[Int(row.flavour >> 7 % UInt64(texts.remarks.count))])
        sink.put(lineEnd)
    }

    private func kind(_ row: SimulatedRow, _ sink: inout ByteSink) {
        switch row.kind {
        case .payment: sink.put(texts.payment)
        case .refund, .revoked: sink.put(texts.refund)
        case .unknown(_, .payment): sink.put(texts.unknownPayment)
        case .unknown(_, .refund): sink.put(texts.unknownRefund)
        }
    }

    private func add(_ row: SimulatedRow, _ sign: Int64, _ accounting: inout BillAccounting) {
        accounting.rows += 1
        // Rows of an unknown kind stand in neither trailer.
        guard row.isClassified else { return }
        accounting.netOrderFen += sign * row.amountFen
        accounting.platformDiscountFen += sign * row.platformDiscountFen
        accounting.serviceFeeFen -= Fen.rounded(e5: row.feeE5)
        if row.entryType == .payment {
            accounting.payments += 1
            accounting.paymentSettledFen += row.settledFen
            accounting.paymentDiscountFen += row.merchantDiscountFen
        } else {
            accounting.refunds += 1
            accounting.refundSettledFen -= row.settledFen
            accounting.refundDiscountFen -= row.merchantDiscountFen
        }
    }

    func end(_ accounting: BillAccounting, _ sink: inout ByteSink) {
        guard corruption != .missingTrailer else { return }
        sink.put(texts.detailEnd)
        sink.put(lineEnd)
        sink.put(texts.paymentTotal)
        sink.put(accounting.payments + (corruption == .trailerOffByOneRow ? 1 : 0))
        sink.put(texts.settledTotal)
        sink.put(fen: accounting.paymentSettledFen + (corruption == .trailerOffByOneFen ? 1 : 0))
        sink.put(texts.discountTotal)
        sink.put(fen: accounting.paymentDiscountFen)
        sink.put(frame.yuan)
        sink.put(lineEnd)
        sink.put(texts.refundTotal)
        sink.put(accounting.refunds)
        sink.put(texts.refundSettledTotal)
        sink.put(fen: accounting.refundSettledFen)
        sink.put(texts.refundDiscountTotal)
        sink.put(fen: accounting.refundDiscountFen)
        sink.put(frame.yuan)
        sink.put(lineEnd)
        frame.exportStamp(&sink)
    }

    // MARK: Summary

    func summary(_ accounting: BillAccounting) -> [UInt8] {
        var sink = ByteSink()
        frame.preface(texts.summaryTitle, texts.summaryBegin, &sink)
        sink.put(texts.summaryHeader)
        sink.put(lineEnd)
        if accounting.payments + accounting.refunds > 0 { summaryRow([], accounting, &sink) }
        summaryRow(texts.total, accounting, &sink)
        sink.put(texts.summaryEnd)
        sink.put(lineEnd)
        frame.exportStamp(&sink)
        return sink.bytes
    }

    private func summaryRow(_ store: [UInt8], _ accounting: BillAccounting, _ sink: inout ByteSink) {
        let settled = accounting.paymentSettledFen + accounting.refundSettledFen
        sink.put(store)
        sink.put("\t,\t,")
        sink.put(accounting.payments)
        sink.put(",")
        sink.put(accounting.refunds)
        for amount in [
            accounting.netOrderFen, settled, accounting.platformDiscountFen,
            accounting.paymentDiscountFen + accounting.refundDiscountFen, 0, accounting.serviceFeeFen, 0,
            settled + accounting.serviceFeeFen,
        ] {
            sink.put(",")
            sink.put(fen: amount)
        }
        sink.put(lineEnd)
    }

    // MARK: Archive

    static func zip(
        _ accountDay: World.AccountDay, _ kind: SimulatedBillKind, detail: [UInt8], summary: [UInt8],
        isSummaryFirst: Bool
    ) throws(Problem) -> [UInt8] {
        let (detailName, summaryName) = try memberNames(accountDay, kind)
        var archive = SimulatedZipArchive(day: accountDay.day.next)
        if isSummaryFirst { try archive.add(summaryName, summary) }
        try archive.add(detailName, detail)
        if !isSummaryFirst { try archive.add(summaryName, summary) }
        return archive.finished()
    }

    /// Names in GBK.
    static func memberNames(
        _ accountDay: World.AccountDay, _ kind: SimulatedBillKind
    ) throws(Problem) -> (detail: [UInt8], summary: [UInt8]) {
        let encoder = try SimulatedGB18030()
        let word = kind == .signcustomer ? "账务明细" : "业务明细"
        let stem = "\(accountNumber(accountDay.account.account))_\(compactDate(accountDay.day))_\(word)"
        return (try encoder.bytes(stem + ".csv"), try encoder.bytes(stem + "(汇总).csv"))
    }
}
