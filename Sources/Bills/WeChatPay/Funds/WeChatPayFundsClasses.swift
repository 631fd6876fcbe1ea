import Vocabulary

/// What WeChat Pay's words say that a movement is (Contract 5.3, WeChatPayFunds 2): the type decides, the name where the
/// type says nothing, and both only in the direction in which the word is known. Anything else is `other`.
enum WeChatPayFundsClasses {
    struct Rule {
        let words: [String]
        var into = MovementClass.other
        var outOf = MovementClass.other
    }

    /// By 业务类型. The fee of a payment has the name 交易, so no name is asked before.
    static let byType = [
        Rule(words: ["交易"], into: .payment),
        Rule(words: ["扣除交易手续费"], outOf: .fee),
        Rule(words: ["退还交易手续费"], into: .feeReturn),
        Rule(words: ["退款"], outOf: .refund),
        Rule(words: ["退款关闭"], into: .refundReturned),
        Rule(words: ["提现"], into: .withdrawalReturned, outOf: .withdrawal),
        Rule(words: ["提现退票", "提现退回", "提现失败"], into: .withdrawalReturned),
        Rule(words: ["充值"], into: .topUp),
        Rule(words: ["企业付款", "商家转账"], into: .transfer, outOf: .transfer),
        Rule(words: ["分账", "分账回退"], into: .sharing, outOf: .sharing),
        Rule(words: ["保证金"], into: .deposit, outOf: .deposit),
        Rule(words: ["代金券", "代金券/立减/折扣"], into: .voucher, outOf: .voucher),
    ]

    /// By 业务名称, under a type that is unknown: money that no entry of a trade bill expects.
    static let byName = [
        Rule(words: ["充值/提现"], into: .topUp, outOf: .withdrawal),
        Rule(words: ["企业付款", "商家转账"], into: .transfer, outOf: .transfer),
        Rule(words: ["分账"], into: .sharing, outOf: .sharing),
        Rule(words: ["保证金"], into: .deposit, outOf: .deposit),
        Rule(words: ["代金券/立减/折扣"], into: .voucher, outOf: .voucher),
    ]

    /// By 业务名称, only without any type: payments and fees, refunds and what comes back of them share these names, and an
    /// unknown type could be either.
    static let byNameAlone = [
        Rule(words: ["交易"], into: .payment),
        Rule(words: ["退款"], outOf: .refund),
    ]

    static func words(name: Cell, type: Cell) -> KnownWords.Found {
        let (name, type) = (name.trimmed().bytes, type.trimmed().bytes)
        let rule =
            rule(type, byType) ?? rule(name, byName) ?? (type.isEmpty ? rule(name, byNameAlone) : nil)
            ?? Rule(words: [])
        return KnownWords.Found(
            into: rule.into, outOf: rule.outOf, name: BusinessName.bounded(name), type: BusinessName.bounded(type))
    }

    private static func rule(_ text: [UInt8], _ rules: [Rule]) -> Rule? {
        rules.first { $0.words.contains { $0.utf8.elementsEqual(text) } }
    }
}
