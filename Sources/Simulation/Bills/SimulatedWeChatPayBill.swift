import Vocabulary

/// A WeChat Pay trade bill (WeChatPayBill 7), printed row by row.
struct SimulatedWeChatPayBill {
    private let account: SimulatedAccount
    private let day: BusinessDay
    private let kind: SimulatedBillKind
    private let corruption: BillCorruption?
    private let isLegacy: Bool
    private let lineEnd: StaticString
    private let merchantNumber: String
    private let appID: String
    private let rate: String
    private let goods: [[UInt8]]
    private let thornyGoods: [[UInt8]]
    private let dataPackages: [[UInt8]]
    private var isFirstRow = true

    private static let tradeTypes: [StaticString] = ["JSAPI", "NATIVE", "APP", "MWEB", "MICROPAY"]

    init(_ account: SimulatedAccount, _ day: BusinessDay, _ kind: SimulatedBillKind, _ corruption: BillCorruption?) {
        self.account = account
        self.day = day
        self.kind = kind
        self.corruption = corruption
        isLegacy = account.weChatForm == .legacy && kind == .all
        lineEnd = account.hasCarriageReturns ? "\r\n" : "\n"
        merchantNumber = corruption == .wrongAccount ? "1999999999" : account.id.account
        appID = "wx" + String(numbered("", Int(SeededRandom.mixed(1, 7) % 1_000_000_000), width: 16))
        rate = Fen.yuan(account.chargedRatePerTenMillion / 1000) + "%"
        goods = FreeText.goods.map { Array($0.utf8) }
        thornyGoods = FreeText.thornyGoods.map { Array($0.utf8) }
        dataPackages = FreeText.dataPackages.map { Array($0.utf8) }
    }

    // MARK: Header

    private var columns: [String] {
        let common = [
            "交易时间", "公众账号ID", "商户号", isLegacy ? "子商户号" : "特约商户号", "设备号", "微信订单号", "商户订单号", "用户标识",
            "交易类型", "交易状态", "付款银行", "货币种类", isLegacy ? "总金额" : "应结订单金额",
            isLegacy ? "代金券或立减优惠金额" : "代金券金额",
        ]
        let refund = [
            "微信退款单号", "商户退款单号", "退款金额", isLegacy ? "代金券或立减优惠退款金额" : "充值券退款金额", "退款类型", "退款状态",
        ]
        let tail = ["商品名称", "商户数据包", "手续费", "费率"]
        let names =
            switch kind {
            case _ where isLegacy: common + refund + tail
            case .success: common + tail + ["订单金额", "费率备注"]
            case .refund: common + ["退款申请时间", "退款成功时间"] + refund + tail + ["订单金额", "申请退款金额", "费率备注"]
            default: common + refund + tail + ["订单金额", "申请退款金额", "费率备注"]
            }
        return corruption == .missingColumn ? names.filter { $0 != "手续费" } : names
    }

    private var summaryColumns: [String] {
        switch kind {
        case _ where isLegacy: ["总交易单数", "总交易额", "总退款金额", "总代金券或立减优惠退款金额", "手续费总金额"]
        case .success: ["总交易单数", "应结订单总金额", "手续费总金额", "订单总金额"]
        default: ["总交易单数", "应结订单总金额", "退款总金额", "充值券退款总金额", "手续费总金额", "订单总金额", "申请退款总金额"]
        }
    }

    func begin(_ sink: inout ByteSink) {
        if account.hasByteOrderMark { sink.put([0xEF, 0xBB, 0xBF]) }
        sink.put(columns.joined(separator: ","))
        sink.put(lineEnd)
    }

    // MARK: Rows

    private func isInThisFile(_ row: SimulatedRow) -> Bool {
        switch kind {
        case .success: row.entryType == .payment
        case .refund: row.entryType == .refund
        default: true
        }
    }

    mutating func row(_ row: SimulatedRow, _ accounting: inout BillAccounting, _ sink: inout ByteSink) {
        guard isInThisFile(row) else { return }
        let figures = Figures(row, isLegacy: isLegacy)
        add(figures, &accounting)
        let fault = isFirstRow ? corruption : nil
        isFirstRow = false
        let time = corruption == .wrongDate ? row.time - BusinessDay.secondsPerDay : row.time
        sink.put(UInt8(ascii: "`"))
        sink.put(time: time)
        cell(appID, &sink)
        let origin = origin(row)
        if let provider = account.providerNumber, origin % 8 == 0 {
            cell(provider, &sink)
            cell(merchantNumber, &sink)
        } else {
            cell(merchantNumber, &sink)
            sink.put(",`0")
        }
        sink.put(",`")
        if row.flavour % 40 == 0 { sink.put("POS01") }
        if fault == .scientificNumber { sink.put(",`4.2E+27") } else { cell(row.channelTradeNo, &sink) }
        let isPayScore = account.payScoreOneIn > 0 && origin >> 8 % account.payScoreOneIn == 0
        if isPayScore { cell(madeUpNumber(origin), &sink) } else { cell(row.paymentNo, &sink) }
        sink.put(",`")
        sink.put(FreeText.openIDMark)
        sink.put(Int64(row.flavour >> 20), width: 16)
        sink.put(",`")
        if isPayScore { sink.put("AUTH") } else { sink.put(Self.tradeTypes[Int(row.flavour % 5)]) }
        cell(state(row), &sink)
        sink.put(row.flavour % 9 == 0 ? ",`CMB_CREDIT" : ",`OTHERS")
        cell(row.currency, &sink)
        amount(figures.settledFen, &sink)
        amount(figures.voucherFen, &sink)
        if kind == .refund { refundTimes(row, time, &sink) }
        if kind != .success { refundCells(row, figures, &sink) }
        freeText(row, isPayScore: isPayScore, origin, &sink)
        if corruption != .missingColumn {
            sink.put(",`")
            sink.put(e5: row.feeE5)
        }
        if fault != .wrongCellCount { cell(rate, &sink) }
        if !isLegacy {
            if fault == .threeDecimals { sink.put(",`1.005") } else { amount(figures.orderFen, &sink) }
            if kind != .success { amount(figures.askedRefundFen, &sink) }
            sink.put(",`")
        } else if fault == .threeDecimals {
            sink.put(",`1.005")
        }
        sink.put(lineEnd)
    }

    private func cell(_ text: String, _ sink: inout ByteSink) {
        sink.put(",`")
        sink.put(text)
    }

    private func amount(_ amountFen: Int64, _ sink: inout ByteSink) {
        // The old form prints bare zeros.
        if isLegacy, amountFen == 0 {
            sink.put(",`0")
        } else {
            sink.put(",`")
            sink.put(fen: amountFen)
        }
    }

    private func state(_ row: SimulatedRow) -> String {
        switch row.kind {
        case .payment: "SUCCESS"
        case .refund: "REFUND"
        case .revoked: "REVOKED"
        case .unknown(let state, _): state
        }
    }

    private func refundTimes(_ row: SimulatedRow, _ time: Int64, _ sink: inout ByteSink) {
        sink.put(",`")
        sink.put(time: time)
        sink.put(",`")
        if row.refundState == "SUCCESS" { sink.put(time: time + 8) }
    }

    private func refundCells(_ row: SimulatedRow, _ figures: Figures, _ sink: inout ByteSink) {
        if row.entryType == .payment {
            sink.put(isLegacy ? ",`0,`0,`0,`0,`,`" : ",`0,`0,`0.00,`0.00,`,`")
            return
        }
        cell(row.channelRefundNo.isEmpty ? "0" : row.channelRefundNo, &sink)
        cell(row.refundNo.isEmpty ? "0" : row.refundNo, &sink)
        amount(figures.refundedFen, &sink)
        amount(figures.voucherRefundFen, &sink)
        sink.put(row.flavour % 13 == 0 ? ",`BALANCE" : ",`ORIGINAL")
        cell(row.refundState, &sink)
    }

    /// The same for a payment and its refunds: by whom and in which way it was made.
    private func origin(_ row: SimulatedRow) -> UInt64 {
        guard account.payScoreOneIn > 0 || account.providerNumber != nil else { return 1 }
        return SeededRandom.mixed(row.paymentNo.utf8.reduce(0) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }, 3)
    }

    private func madeUpNumber(_ origin: UInt64) -> String {
        "10000000000" + padded(Int(origin % 10_000_000_000_000), 13)
    }

    private func freeText(_ row: SimulatedRow, isPayScore: Bool, _ origin: UInt64, _ sink: inout ByteSink) {
        sink.put(",`")
        if isPayScore {
            // No text with the separator in it: the cell behind it could not be told for certain.
            sink.put(goods[FreeText.index(row.flavour, goods.count)])
            sink.put(",`wxzff|")
            sink.put("2000000" + padded(Int(origin % 1_000_000_000_000_000), 15))
            sink.put("|")
            sink.put(row.paymentNo)
            return
        }
        if FreeText.isThorny(row.flavour) {
            sink.put(thornyGoods[FreeText.index(row.flavour, thornyGoods.count)])
        } else {
            sink.put(goods[FreeText.index(row.flavour, goods.count)])
        }
        sink.put(",`")
        sink.put(dataPackages[Int(row.flavour >> 5 % UInt64(dataPackages.count))])
    }

    // MARK: Totals

    /// A row's amounts as they stand in their columns.
    private struct Figures {
        var settledFen: Int64 = 0
        var voucherFen: Int64 = 0
        var refundedFen: Int64 = 0
        var voucherRefundFen: Int64 = 0
        var orderFen: Int64 = 0
        var askedRefundFen: Int64 = 0
        let feeE5: Int64

        init(_ row: SimulatedRow, isLegacy: Bool) {
            feeE5 = row.feeE5
            switch row.kind {
            case .revoked(inOrderAmount: true):
                settledFen = row.amountFen
                orderFen = row.amountFen
            case _ where row.entryType == .payment:
                // The old form has one amount, the whole.
                settledFen = isLegacy ? row.amountFen : row.settledFen
                voucherFen = row.merchantDiscountFen
                orderFen = row.amountFen
            default:
                refundedFen = isLegacy ? row.amountFen : row.settledFen
                voucherRefundFen = row.merchantDiscountFen
                askedRefundFen = row.amountFen
            }
        }
    }

    private func add(_ figures: Figures, _ accounting: inout BillAccounting) {
        accounting.rows += 1
        accounting.settledFen += figures.settledFen
        accounting.refundedFen += figures.refundedFen
        accounting.voucherRefundFen += figures.voucherRefundFen
        accounting.feeE5 += figures.feeE5
        accounting.orderFen += figures.orderFen
        accounting.askedRefundFen += figures.askedRefundFen
    }

    func end(_ accounting: BillAccounting, _ sink: inout ByteSink) {
        guard corruption != .missingTrailer else { return }
        sink.put(summaryColumns.joined(separator: ","))
        sink.put(lineEnd)
        sink.put(UInt8(ascii: "`"))
        sink.put(accounting.rows + (corruption == .trailerOffByOneRow ? 1 : 0))
        sink.put(",`")
        sink.put(fen: accounting.settledFen + (corruption == .trailerOffByOneFen ? 1 : 0))
        if kind != .success {
            sink.put(",`")
            sink.put(fen: accounting.refundedFen)
            sink.put(",`")
            sink.put(fen: accounting.voucherRefundFen)
        }
        sink.put(",`")
        sink.put(e5: accounting.feeE5)
        if !isLegacy {
            sink.put(",`")
            sink.put(fen: accounting.orderFen)
            if kind != .success {
                sink.put(",`")
                sink.put(fen: accounting.askedRefundFen)
            }
        }
        if account.endsWithLineEnd { sink.put(lineEnd) }
    }
}
