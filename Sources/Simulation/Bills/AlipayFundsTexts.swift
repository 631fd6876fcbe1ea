import Vocabulary

/// The words of an Alipay funds bill, encoded.
struct AlipayFundsTexts {
    let header, detailTitle, detailBegin, detailEnd: [UInt8]
    let summaryTitle, summaryBegin, summaryEnd, summaryHeader: [UInt8]
    let outTotal, inTotal, rowsAndSum, total, channel, serviceFee: [UInt8]
    /// Each 业务类型 that is printed.
    let labels: [[UInt8]]
    let goods, payers, loans: [[UInt8]]
    let platformTexts: [[UInt8]]

    /// In the order of `columns`.
    enum Column: Int, CaseIterable {
        case flow, business, voucher, goods, time, party, into, outOf, balance, channel, label, remark
        case description, source, base, orders
    }

    private static let titles = [
        "账务流水号", "业务流水号", "商户订单号", "商品名称", "发生时间", "对方账号", "收入金额（+元）", "支出金额（-元）", "账户余额（元）", "交易渠道", "业务类型", "备注",
        "业务描述", "业务账单来源", "业务基础订单号", "业务订单号",
    ]
    /// The younger columns among the old ones.
    private static let mixed: [Column] = [
        .flow, .business, .voucher, .orders, .base, .goods, .time, .party, .into, .outOf, .balance, .channel, .label,
        .description, .source, .remark,
    ]
    private static let summaryColumns = ["类型", "收入笔数", "收入金额（+元）", "支出笔数", "支出金额（-元）", "总金额（元）"]
    /// Business descriptions of the platform: code and text.
    private static let platformCodes = ["0030007|聚划算软件服务费", "0110001|公益宝贝", "0170155T|U先供应链服务费", "0199999T|新服务费"]

    let columns: [Column]

    init(hasMixedColumns: Bool) throws(Problem) {
        let encoder = try SimulatedGB18030()
        let dashes = String(repeating: "-", count: 41)
        columns = hasMixedColumns ? Self.mixed : Column.allCases
        header = try encoder.bytes(columns.map { Self.titles[$0.rawValue] }.joined(separator: ","))
        detailTitle = try encoder.bytes("#支付宝账务明细查询")
        detailBegin = try encoder.bytes("#\(dashes)账务明细列表\(dashes)")
        detailEnd = try encoder.bytes("#\(dashes)账务明细列表结束\(dashes)")
        summaryTitle = try encoder.bytes("#支付宝账务汇总查询")
        summaryBegin = try encoder.bytes("#\(dashes)账务汇总列表\(dashes)")
        summaryEnd = try encoder.bytes("#\(dashes)账务汇总列表结束\(dashes)")
        summaryHeader = try encoder.bytes(Self.summaryColumns.joined(separator: ","))
        outTotal = try encoder.bytes("#支出合计：")
        inTotal = try encoder.bytes("#收入合计：")
        rowsAndSum = try encoder.bytes("笔，共")
        total = try encoder.bytes("合计")
        channel = try encoder.bytes("支付宝")
        serviceFee = try encoder.bytes("服务费")
        labels = try Self.encoded(Label.allCases.map(\.rawValue), encoder)
        goods = try Self.encoded(FreeText.goods.map { $0.replacing(",", with: "，") }, encoder)
        payers = try Self.encoded(FreeText.payers, encoder)
        loans = try Self.encoded(["网商贷-放款", "余利宝-赎回", "网商贷-还款", "余利宝-申购"], encoder)
        platformTexts = try Self.encoded(Self.platformCodes, encoder)
    }

    private static func encoded(_ texts: [String], _ encoder: borrowing SimulatedGB18030) throws(Problem) -> [[UInt8]] {
        var bytes: [[UInt8]] = []
        for text in texts { bytes.append(try encoder.bytes(text)) }
        return bytes
    }

    /// 业务类型; several stand for the same.
    enum Label: String, CaseIterable {
        case online = "在线支付"
        case trade = "交易付款"
        case fee = "收费"
        case feeReturn = "退费"
        case tradeRefund = "交易退款"
        case bracketedRefund = "退款（交易退款）"
        case refund = "退款"
        case withdrawal = "提现"
        case topUp = "充值"
        case transfer = "转账"
        case tradeSharing = "交易分账"
        case sharing = "分账"
        case deposit = "保证金"
        case other = "其它"
        case unheardOf = "碳积分兑付"

        init(_ movement: SimulatedMovement) {
            let roll = movement.flavour >> 36 % 3
            switch movement.kind {
            case .payment: self = roll == 0 ? .trade : .online
            case .fee: self = .fee
            case .feeReturn: self = .feeReturn
            case .refund: self = [.tradeRefund, .bracketedRefund, .refund][Int(roll)]
            case .refundClosed, .unheardOf, .voucher: self = .unheardOf
            case .withdrawal, .withdrawalReturned: self = .withdrawal
            case .topUp: self = .topUp
            case .transfer: self = .transfer
            case .sharing, .sharingReturn: self = roll == 0 ? .sharing : .tradeSharing
            case .deposit: self = .deposit
            case .ownFunds, .platform: self = .other
            }
        }

        var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }
}
