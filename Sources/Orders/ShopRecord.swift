import Vocabulary

/// A key of the shop and of the bill: a payment number, or a payment number and a refund number.
package struct RecordKey: Hashable, Sendable {
    package var type: EntryType
    package var paymentNo: String
    /// Empty for a payment.
    package var refundNo: String

    package init(type: EntryType, paymentNo: String, refundNo: String) {
        self.type = type
        self.paymentNo = paymentNo
        self.refundNo = refundNo
    }

    /// For messages: its numbers, bounded and printable.
    package var text: String {
        let payment = "payment \(shownNumber(paymentNo))"
        return type == .payment ? payment : "refund \(shownNumber(refundNo)) of \(payment)"
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.type == right.type && ExactText(left.paymentNo) == ExactText(right.paymentNo)
            && ExactText(left.refundNo) == ExactText(right.refundNo)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(type)
        hasher.combine(ExactText(paymentNo))
        hasher.combine(ExactText(refundNo))
    }
}

/// One row of the shop's relations with every column that the rules or a report need.
package struct ShopRecord: Sendable {
    package var key: RecordKey
    /// As the shop writes it; may be a channel that is not known here.
    package var channel: String
    package var account: String
    package var channelNo: String?
    package var amountFen: Int64
    package var currency: String
    package var state: String
    /// Seconds since 1970 UTC.
    package var occurredAt: Int64?
    /// PostgreSQL array literal of the Taobao trade numbers.
    package var orderNos: String?
}
