import Postgres
import Vocabulary

/// Where the shop's relations are (Contract 2 and 6): the only things read of the shop's database.
package struct OrdersSource: Hashable, Sendable {
    package var conninfo: String
    /// Whose records must say what account they are of. A record of any other channel (cash, say) is nobody's here.
    package var channels: [Channel]
    /// `schema.name`, not quoted.
    package var paymentRelation: String
    package var refundRelation: String
    /// Read for accounts that share with partners, and for no others.
    package var sharingRelation: String

    package init(
        conninfo: String, channels: [Channel], paymentRelation: String = "taobao.payment_record",
        refundRelation: String = "taobao.refund_record", sharingRelation: String = "taobao.sharing_record"
    ) {
        self.conninfo = conninfo
        self.channels = channels
        self.paymentRelation = paymentRelation
        self.refundRelation = refundRelation
        self.sharingRelation = sharingRelation
    }

    /// The relation as SQL names it.
    package var payments: String { quoted(paymentRelation) }
    package var refunds: String { quoted(refundRelation) }

    package func relation(_ type: EntryType) -> OrderRelation {
        switch type {
        case .payment: OrderRelation(.payment, name: paymentRelation, sqlName: payments)
        case .refund: OrderRelation(.refund, name: refundRelation, sqlName: refunds)
        }
    }

    package var sharings: OrderRelation {
        OrderRelation(.sharing, name: sharingRelation, sqlName: quoted(sharingRelation))
    }

    /// Opens a session that reads the shop's rows and nothing else, and all of them or none: a policy that would hide some is
    /// an error (Contract 2).
    package func connect(name: String) throws(PostgresError) -> Connection {
        let connection = try Connection(conninfo, name: name)
        // Scans of large tables begin at their beginning, whatever others read: so records come in the order of the bill.
        try connection.execute("SET SESSION row_security = off; SET SESSION synchronize_seqscans = off")
        return connection
    }

    private func quoted(_ relation: String) -> String {
        relation.split(separator: ".", maxSplits: 1).map { "\"\($0.replacing("\"", with: "\"\""))\"" }
            .joined(separator: ".")
    }
}
