/// What a bill's trailers say: counts and column sums, added up as the rows are printed.
struct BillAccounting: Sendable {
    var rows: Int64 = 0
    // WeChat.
    var settledFen: Int64 = 0
    var refundedFen: Int64 = 0
    var voucherRefundFen: Int64 = 0
    var feeE5: Int64 = 0
    var orderFen: Int64 = 0
    var askedRefundFen: Int64 = 0
    // Alipay: classified rows only.
    var payments: Int64 = 0
    var paymentSettledFen: Int64 = 0
    var paymentDiscountFen: Int64 = 0
    var refunds: Int64 = 0
    var refundSettledFen: Int64 = 0
    var refundDiscountFen: Int64 = 0
    var platformDiscountFen: Int64 = 0
    var serviceFeeFen: Int64 = 0
    var netOrderFen: Int64 = 0
}
