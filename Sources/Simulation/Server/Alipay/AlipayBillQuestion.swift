import FoundationEssentials
import Vocabulary

/// `biz_content` of the bill interface (Alipay 2.2).
struct AlipayBillQuestion {
    private static let otherTypes = [
        "merchant_act", "trade_zft_merchant", "zft_acc", "settlementMerge",
    ]

    private struct Content: Decodable {
        let bill_type: String?
        let bill_date: String?
        let smid: String?
        let secure: String?
    }

    let day: BusinessDay
    let kind: SimulatedBillKind
    let isSecure: Bool

    /// - Parameter hasFunds: the merchant may ask for `signcustomer`.
    init(_ text: String?, hasFunds: Bool) throws(SimulatedAlipayRefusal) {
        guard let text, let content = try? JSONDecoder().decode(Content.self, from: Data(text.utf8)) else {
            throw Self.invalid("biz_content不是有效的JSON")
        }
        guard let type = content.bill_type, let date = content.bill_date else {
            throw Self.invalid("缺少bill_type或bill_date")
        }
        let kinds: [SimulatedBillKind] = [.trade, .signcustomer]
        let kind = kinds.first { $0.rawValue == type }
        if Self.otherTypes.contains(type) || (kind == .signcustomer && !hasFunds) {
            throw .business("TYPE_NOT_SUPPORTED", "该商户不支持此账单类型")
        }
        guard let kind else { throw Self.invalid("bill_type无效") }
        guard content.smid == nil else { throw Self.invalid("smid只能与trade_zft_merchant一起使用") }
        guard content.secure == nil || content.secure == "true" || content.secure == "false" else {
            throw Self.invalid("secure无效")
        }
        // Bills of whole months exist at Alipay, but nobody here has asked for one.
        if BusinessDay(date + "-01") != nil { throw SimulatedAlipayRefusal.billNotExist }
        guard let day = BusinessDay(date) else { throw Self.invalid("bill_date无效") }
        self.day = day
        self.kind = kind
        isSecure = content.secure == "true"
    }

    /// The spelling is Alipay's.
    static func invalid(_ text: String) -> SimulatedAlipayRefusal { .business("INVAILID_ARGUMENTS", text) }
}
