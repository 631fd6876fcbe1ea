/// The rules by which a row gives its Taobao order, in the order of trust (SellerStatements 3). The names are stored.
package enum OrderNumberRule: String, CaseIterable, Sendable, Hashable {
    /// 业务基础订单号.
    case baseOrder = "base_order"
    /// 淘宝订单编号, or a column without a title.
    case orderColumn = "order_column"
    /// 商户订单号 `T200P…`.
    case merchantOrder = "merchant_order"
    /// 业务订单号 `M{…}`.
    case businessOrders = "business_orders"
    case remarkOrder = "remark_order"
    case remarkCommission = "remark_commission"
    case remarkSoftwareFee = "remark_software_fee"
    case remarkPoints = "remark_points"
    case remarkTaobaoke = "remark_taobaoke"
    case remarkVoucher = "remark_voucher"
    case remarkDepositRefund = "remark_deposit_refund"
    case remarkAfterSales = "remark_after_sales"
}

/// A phrase of 备注 behind which an order number stands.
struct RemarkRule {
    enum Between {
        /// Brackets, colons, blanks.
        case opening
        /// Anything but digits.
        case words
    }

    enum Form {
        case digits
        /// `T200P` and the digits.
        case prefixed
    }

    let rule: OrderNumberRule
    let phrase: AlipayWord
    let between: Between
    let form: Form

    static let all = [
        RemarkRule(rule: .remarkOrder, phrase: .orderNoTitle, between: .opening, form: .digits),
        RemarkRule(rule: .remarkCommission, phrase: .tmallCommission, between: .words, form: .digits),
        RemarkRule(rule: .remarkSoftwareFee, phrase: .softwareFee, between: .opening, form: .digits),
        RemarkRule(rule: .remarkPoints, phrase: .pointsDeducted, between: .words, form: .digits),
        RemarkRule(rule: .remarkTaobaoke, phrase: .taobaokeDeducted, between: .opening, form: .digits),
        RemarkRule(rule: .remarkVoucher, phrase: .voucherTakenBack, between: .opening, form: .digits),
        RemarkRule(rule: .remarkDepositRefund, phrase: .depositRefund, between: .words, form: .prefixed),
        RemarkRule(rule: .remarkAfterSales, phrase: .afterSalesRefund, between: .words, form: .prefixed),
    ]
}
