import Postgres
import Vocabulary

// The shop's records of a month: the two relations that reconciled reads, as plain tables.
extension SellerMonth {
    static let alipayAccount = "2088101117955611"
    private static let weChatPayAccount = "1900999001"

    package static let schema = """
        CREATE SCHEMA taobao;
        CREATE TABLE taobao.payment_record (payment_no text NOT NULL, channel text NOT NULL, account text NOT NULL,
            channel_trade_no text, amount_fen bigint NOT NULL, currency text NOT NULL, state text NOT NULL,
            paid_at timestamptz, order_nos text[] NOT NULL);
        CREATE TABLE taobao.refund_record (refund_no text NOT NULL, payment_no text NOT NULL, channel text NOT NULL,
            account text NOT NULL, channel_refund_no text, amount_fen bigint NOT NULL, currency text NOT NULL,
            state text NOT NULL, refunded_at timestamptz);
        COMMENT ON TABLE taobao.payment_record IS 'One row per payment: what reconciled reads.';
        COMMENT ON TABLE taobao.refund_record IS 'One row per refund: what reconciled reads.';

        """

    /// Into tables of `schema`.
    package var records: String {
        var (paid, refunded): ([String], [String]) = ([], [])
        for (index, payment) in payments.enumerated() {
            let channel = payment.pot == .aggregated ? "wechatpay" : "alipay"
            let account = payment.pot == .aggregated ? Self.weChatPayAccount : Self.alipayAccount
            let payer = "'\(channel)', '\(account)', NULL"
            let paymentNo = "S\(seed)-\(firstDay)-\(index)"
            let orders = payment.orderNos.joined(separator: ",")
            paid.append(
                "('\(paymentNo)', \(payer), \(payment.amountFen), 'CNY', 'paid', '\(Self.time(payment.paidAt))', '{\(orders)}')"
            )
            for (place, fen) in payment.refundsFen.enumerated() {
                let refundNo = "R\(seed)-\(firstDay)-\(index)-\(place)"
                let at = Self.time(max(payment.paidAt, firstDay.startEpochSeconds) + 3600)
                refunded.append("('\(refundNo)', '\(paymentNo)', \(payer), \(fen), 'CNY', 'succeeded', '\(at)')")
            }
        }
        return Self.insert("payment_record", paid) + Self.insert("refund_record", refunded)
    }

    /// In one transaction.
    /// - Throws: `PostgresError`, also where a shop is there already.
    package func load(_ connection: borrowing Connection) throws {
        try connection.execute("BEGIN;\n" + Self.schema + records + "COMMIT")
        try connection.execute("ANALYZE taobao.payment_record, taobao.refund_record")
    }

    /// So many rows go into one statement.
    private static let rowsMax = 1000

    private static func insert(_ table: String, _ rows: [String]) -> String {
        stride(from: 0, to: rows.count, by: rowsMax).map { start in
            let part = rows[start..<min(start + rowsMax, rows.count)].joined(separator: ",\n")
            return "INSERT INTO taobao.\(table) VALUES\n\(part);\n"
        }.joined()
    }

    private static func time(_ epochSeconds: Int64) -> String { ShanghaiTime.rfc3339(epochSeconds: epochSeconds) }
}
