/// What the shop's records say of a Taobao order that a statement names: everything that its payments, and their refunds, come to.
package struct NamedOrder: Hashable, Sendable {
    package var orderNo: String
    package var paidAtEpochSeconds: Int64?
    /// How many payments there are for it, and the first of them.
    package var payments: Int
    package var paymentNo: String
    /// How many orders its payments cover; with more than one the amounts are those of all of them.
    package var orders: Int
    package var paidFen: Int64
    /// The greatest first.
    package var refundsFen: [Int64]

    package init(
        orderNo: String, paidAtEpochSeconds: Int64?, payments: Int, paymentNo: String, orders: Int, paidFen: Int64,
        refundsFen: [Int64]
    ) {
        (self.orderNo, self.paidAtEpochSeconds, self.payments) = (orderNo, paidAtEpochSeconds, payments)
        (self.paymentNo, self.orders, self.paidFen, self.refundsFen) = (paymentNo, orders, paidFen, refundsFen)
    }
}
