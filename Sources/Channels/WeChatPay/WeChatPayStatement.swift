import Vocabulary

/// What WeChat Pay is asked for (WeChatPay 1.3, 1.4).
enum WeChatPayStatement: Hashable, Sendable {
    /// The trade bill: of everything, or of one kind of row.
    case all, payments, refunds
    /// The funds bill of a pot.
    case funds(Pot)
    /// The sharing bill.
    case sharing

    var kind: BillKind {
        switch self {
        case .all, .payments, .refunds: .trade
        case .funds: .funds
        case .sharing: .sharing
        }
    }

    var pot: Pot? {
        if case .funds(let pot) = self { pot } else { nil }
    }

    func target(_ day: BusinessDay) -> String {
        let (path, parameter) =
            switch self {
            case .all: ("bill/tradebill", "&bill_type=ALL")
            case .payments: ("bill/tradebill", "&bill_type=SUCCESS")
            case .refunds: ("bill/tradebill", "&bill_type=REFUND")
            case .funds(let pot): ("bill/fundflowbill", "&account_type=\(pot)")
            case .sharing: ("profitsharing/bills", "")
            }
        return "/v3/\(path)?bill_date=\(day)\(parameter)&tar_type=GZIP"
    }
}
