/// Which file of a bill.
package enum SimulatedBillKind: String, Hashable, Sendable, CaseIterable {
    /// WeChat `bill_type=ALL`: 27 columns, or 24 for an account of the legacy form.
    case all = "ALL"
    case success = "SUCCESS"
    case refund = "REFUND"
    /// Alipay `bill_type=trade`.
    case trade = "trade"
    /// WeChat `account_type=BASIC` of the funds bill, and so on.
    case basic = "BASIC"
    case operation = "OPERATION"
    case fees = "FEES"
    /// Alipay `bill_type=signcustomer`.
    case signcustomer = "signcustomer"
    /// WeChat `/v3/profitsharing/bills`.
    case sharing = "sharing"

    package init(fundsOf pot: SimulatedPot) {
        switch pot {
        case .basic: self = .basic
        case .operation: self = .operation
        case .fees: self = .fees
        case .balance: self = .signcustomer
        }
    }

    /// Of a funds bill; nil for the others.
    package var pot: SimulatedPot? {
        switch self {
        case .all, .success, .refund, .trade, .sharing: nil
        case .basic: .basic
        case .operation: .operation
        case .fees: .fees
        case .signcustomer: .balance
        }
    }

    var isZip: Bool { self == .trade || self == .signcustomer }
}
