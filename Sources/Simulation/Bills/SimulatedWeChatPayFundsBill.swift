import Vocabulary

/// A WeChat Pay funds bill of one pot (WeChatPayBill 8), printed row by row.
struct SimulatedWeChatPayFundsBill {
    private let account: SimulatedAccount
    private let lineEnd: StaticString
    private let remarks: [[UInt8]]
    private(set) var accounting = FundsAccounting()

    private static let columns = [
        "记账时间", "微信支付业务单号", "资金流水单号", "业务名称", "业务类型", "收支类型", "收支金额(元)", "账户结余(元)", "资金变更提交申请人", "备注", "业务凭证号",
    ]
    private static let summaryColumns = ["资金流水总笔数", "收入笔数", "收入金额", "支出笔数", "支出金额"]

    init(_ account: SimulatedAccount) {
        self.account = account
        lineEnd = account.hasCarriageReturns ? "\r\n" : "\n"
        remarks = FreeText.fundsRemarks.map { Array($0.utf8) }
    }

    func begin(_ sink: inout ByteSink) {
        if account.hasByteOrderMark { sink.put([0xEF, 0xBB, 0xBF]) }
        sink.put(Self.columns.joined(separator: ","))
        sink.put(lineEnd)
    }

    mutating func row(_ movement: SimulatedMovement, balanceFen: Int64, _ sink: inout ByteSink) {
        accounting.add(movement.amountFen)
        sink.put("`")
        sink.put(time: movement.bookedAt)
        cell(movement.businessNo, &sink)
        cell(movement.flowNo, &sink)
        sink.put(Self.words(movement.kind))
        sink.put(movement.amountFen > 0 ? ",`收入,`" : ",`支出,`")
        sink.put(fen: Int64(movement.amountFen.magnitude))
        sink.put(",`")
        sink.put(fen: balanceFen)
        applicant(movement, &sink)
        sink.put(",`")
        remark(movement, &sink)
        cell(movement.voucherNo, &sink)
        sink.put(lineEnd)
    }

    /// 业务名称 and 业务类型. Beyond those of trades and refunds the documents name few types.
    private static func words(_ kind: SimulatedMovement.Kind) -> StaticString {
        switch kind {
        case .payment: ",`交易,`交易"
        case .fee: ",`交易,`扣除交易手续费"
        case .feeReturn: ",`退款,`退还交易手续费"
        case .refund: ",`退款,`退款"
        case .refundClosed: ",`退款,`退款关闭"
        case .withdrawal, .withdrawalReturned: ",`充值/提现,`提现"
        case .topUp: ",`充值/提现,`充值"
        case .transfer: ",`企业付款,`企业付款"
        case .sharing: ",`分账,`分账"
        case .sharingReturn: ",`分账,`分账回退"
        case .voucher: ",`代金券/立减/折扣,`代金券/立减/折扣"
        case .deposit: ",`保证金,`保证金"
        case .ownFunds, .platform, .unheardOf: ",`平台激励,`激励金结转"
        }
    }

    private func cell(_ text: String, _ sink: inout ByteSink) {
        sink.put(",`")
        sink.put(text)
    }

    private func applicant(_ movement: SimulatedMovement, _ sink: inout ByteSink) {
        sink.put(",`")
        switch movement.kind {
        case .payment, .fee: sink.put("system")
        case .refund, .feeReturn, .refundClosed, .transfer, .sharing, .sharingReturn:
            sink.put(account.id.account)
            sink.put("API")
        case .withdrawal, .topUp:
            sink.put("caiwu@")
            sink.put(account.id.account)
        default: break
        }
    }

    /// Of a payment with blanks and of a refund without, as in real files.
    private func remark(_ movement: SimulatedMovement, _ sink: inout ByteSink) {
        switch movement.kind {
        case .payment:
            sink.put("结算总金额 ")
            sink.put(fen: movement.wholeFen)
            sink.put(" 元;含手续费 ")
            sink.put(fen: movement.chargeFen)
            sink.put(" 元")
        case .refund, .refundClosed:
            sink.put("退款总金额")
            sink.put(fen: movement.wholeFen)
            sink.put("元;含手续费")
            sink.put(fen: movement.chargeFen)
            sink.put("元")
        case .fee, .feeReturn: break
        default: sink.put(remarks[FreeText.index(movement.flavour, remarks.count)])
        }
    }

    func end(_ sink: inout ByteSink) {
        sink.put(Self.summaryColumns.joined(separator: ","))
        sink.put(lineEnd)
        sink.put("`")
        sink.put(accounting.rows)
        for flow in [accounting.into, accounting.outOf] {
            sink.put(",`")
            sink.put(flow.rows)
            sink.put(",`")
            sink.put(fen: flow.amountFen)
        }
        if account.endsWithLineEnd { sink.put(lineEnd) }
    }
}
