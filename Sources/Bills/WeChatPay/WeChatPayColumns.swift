import Vocabulary

/// Which of the channel's three trade bills a file is.
enum WeChatPayKind: String {
    case all = "ALL"
    case success = "SUCCESS"
    case refund = "REFUND"
}

/// Places of the columns that a decoder needs in the header of one file; -1 for one that this kind does not have.
struct WeChatPayColumns {
    let kind: WeChatPayKind
    /// The 24-column form: one amount 总金额 instead of 应结订单金额 and 订单金额.
    let isLegacy: Bool
    let count: Int

    /// 交易时间, in a REFUND file 退款申请时间.
    let time: Int
    let timeName: StaticString
    let account: Int
    /// 特约商户号, legacy 子商户号: whose row it is in a bill of its own that a provider's rows stand in too.
    let subAccount: Int
    /// 交易类型, and 商户数据包, which bears the shop's number in a pay-score row.
    let tradeType: Int
    let dataPackage: Int
    let channelTradeNo: Int
    let paymentNo: Int
    let status: Int
    let currency: Int
    let fee: Int
    /// 应结订单金额, legacy 总金额.
    let settled: Int
    /// 订单金额; legacy 总金额 again.
    let order: Int
    let channelRefundNo: Int
    let refundNo: Int
    /// 退款金额.
    let refund: Int
    /// 充值券退款金额 under any of its names: a control, and no part of an entry.
    let refundVoucher: Int
    /// 申请退款金额; legacy 退款金额 again.
    let applied: Int
    let refundStatus: Int
    /// The columns from the first to the last of 商品名称 and 商户数据包, where surplus separators belong.
    let freeText: ClosedRange<Int>?
    let unknown: [UnknownColumn]

    /// Those of all forms of the bill (WeChatPayBill 7.3).
    private static let documented = """
        交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,\
        代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,\
        申请退款金额,费率备注,退款申请时间,退款成功时间,子商户号,总金额,企业红包金额,代金券或立减优惠金额,企业红包退款金额,\
        代金券或立减优惠退款金额
        """.split(separator: ",").map { Array($0.utf8) }

    init(_ header: Header) throws {
        func index(_ names: String...) -> Int {
            for name in names where header.index(Array(name.utf8)) >= 0 { return header.index(Array(name.utf8)) }
            return -1
        }
        func require(_ name: String) throws -> Int { try header.require(Array(name.utf8), called: name) }

        count = header.count
        unknown = header.unknown(besides: Self.documented)
        if index("退款申请时间") >= 0 {
            kind = .refund
        } else {
            let hasRefunds = index("微信退款单号", "商户退款单号", "退款金额", "退款状态", "申请退款金额") >= 0
            kind = hasRefunds ? .all : .success
        }
        isLegacy = index("总金额") >= 0 && index("订单金额") < 0
        timeName = kind == .refund ? "退款申请时间" : "交易时间"
        time = try require("\(timeName)")
        account = try require("商户号")
        channelTradeNo = try require("微信订单号")
        paymentNo = try require("商户订单号")
        status = try require("交易状态")
        currency = try require("货币种类")
        fee = try require("手续费")
        settled = try require(isLegacy ? "总金额" : "应结订单金额")
        order = try require(isLegacy ? "总金额" : "订单金额")
        subAccount = index("特约商户号", "子商户号")
        tradeType = index("交易类型")
        dataPackage = index("商户数据包")
        if kind == .success {
            (channelRefundNo, refundNo, refund, applied, refundStatus, refundVoucher) = (-1, -1, -1, -1, -1, -1)
        } else {
            channelRefundNo = try require("微信退款单号")
            refundNo = try require("商户退款单号")
            refund = try require("退款金额")
            refundStatus = try require("退款状态")
            applied = isLegacy ? refund : try require("申请退款金额")
            refundVoucher = index("充值券退款金额", "企业红包退款金额", "代金券或立减优惠退款金额")
        }

        let texts = [index("商品名称"), dataPackage].filter { $0 >= 0 }
        if let first = texts.min(), let last = texts.max(), last - first < 2 {
            freeText = first...last
        } else {
            freeText = nil
        }
    }
}
