/// The kind of bill that a file was given as: for the messages about a file that is something else.
enum SoughtBill {
    /// 交易账单 and 业务明细.
    case trade
    /// 资金账单 and 账务明细.
    case funds
    /// 分账账单, which only WeChat Pay has.
    case sharing
    /// What a seller exports from Taobao's or Alipay's console.
    case statement

    var name: String {
        switch self {
        case .trade: "trade bill"
        case .funds: "funds bill"
        case .sharing: "sharing bill"
        case .statement: "seller's statement"
        }
    }
    var nameAtWeChatPay: String {
        switch self {
        case .trade: "交易账单"
        case .sharing: "分账账单"
        case .funds, .statement: "资金账单"
        }
    }
    var nameAtAlipay: String { self == .trade ? "业务明细" : "账务明细" }
    /// Alipay's word for it in a request.
    var typeAtAlipay: String { self == .trade ? "trade" : "signcustomer" }

    /// "Fetch the merchant's trade bill (交易账单, 业务明细) of the day".
    var fetch: String { "Fetch the merchant's \(name) (\(nameAtWeChatPay), \(nameAtAlipay)) of the day" }
}
