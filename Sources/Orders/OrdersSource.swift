import Postgres
import Vocabulary

/// Where the shop's two relations are (contract section 2): the only things read of the shop's database.
package struct OrdersSource: Hashable, Sendable {
    package var conninfo: String
    /// `schema.name`, not quoted.
    package var paymentRelation: String
    package var refundRelation: String

    package init(
        conninfo: String, paymentRelation: String = "taobao.payment_record",
        refundRelation: String = "taobao.refund_record"
    ) {
        self.conninfo = conninfo
        self.paymentRelation = paymentRelation
        self.refundRelation = refundRelation
    }

    /// The relation as SQL names it.
    package var payments: String { quoted(paymentRelation) }
    package var refunds: String { quoted(refundRelation) }

    private func quoted(_ relation: String) -> String {
        relation.split(separator: ".", maxSplits: 1).map { "\"\($0.replacing("\"", with: "\"\""))\"" }
            .joined(separator: ".")
    }
}

extension ProblemCode {
    package static let ordersDuplicateKey = ProblemCode("orders.duplicate_key", .incomplete)
    package static let ordersUnknownState = ProblemCode("orders.unknown_state", .incomplete)
    package static let ordersNullValue = ProblemCode("orders.missing_value", .incomplete)
    package static let ordersLagging = ProblemCode("orders.lagging", .incomplete)
    package static let ordersUnusable = ProblemCode("orders.relation_unusable", .configuration)
    package static let ordersEmpty = ProblemCode("orders.empty", .incomplete)
    package static let ordersUnmatchedShare = ProblemCode("orders.unmatched_share", .incomplete)
    package static let ordersWithoutTime = ProblemCode("orders.record_without_time", .incomplete)
    package static let ordersOnZeroDay = ProblemCode("orders.records_on_zero_day", .incomplete)

    package static let ordersCodes: [ProblemCode] = [
        ordersDuplicateKey, ordersUnknownState, ordersNullValue, ordersLagging, ordersEmpty, ordersUnmatchedShare,
        ordersWithoutTime, ordersOnZeroDay, ordersUnusable,
    ]
}
