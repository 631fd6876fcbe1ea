import Vocabulary

/// What WeChat Pay is asked for (WeChatPay 1.3, 1.4).
enum WeChatPayStatement: Hashable, Sendable {
    /// The trade bill: of everything, or of one kind of row.
    case all, payments, refunds
    /// The funds bill of a pot.
    case funds(Pot)

    var kind: BillKind { pot == nil ? .trade : .funds }

    var pot: Pot? {
        if case .funds(let pot) = self { pot } else { nil }
    }

    func target(_ day: BusinessDay) -> String {
        let (path, parameter) =
            switch self {
            case .all: ("tradebill", "bill_type=ALL")
            case .payments: ("tradebill", "bill_type=SUCCESS")
            case .refunds: ("tradebill", "bill_type=REFUND")
            case .funds(let pot): ("fundflowbill", "account_type=\(pot)")
            }
        return "/v3/bill/\(path)?bill_date=\(day)&\(parameter)&tar_type=GZIP"
    }
}
