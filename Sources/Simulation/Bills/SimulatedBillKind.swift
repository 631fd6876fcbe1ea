/// Which file of a bill.
package enum SimulatedBillKind: String, Hashable, Sendable, CaseIterable {
    /// WeChat `bill_type=ALL`: 27 columns, or 24 for an account of the legacy form.
    case all = "ALL"
    case success = "SUCCESS"
    case refund = "REFUND"
    /// Alipay `bill_type=trade`.
    case trade = "trade"
}
