import Postgres
import Vocabulary

extension OrdersSource {
    /// So many numbers go into one question.
    private static let numbersMax = 20_000

    /// Reads what there is of these orders, each at most once, in no order; whatever channel and account they were paid through.
    package func orders(named numbers: [String], _ body: (NamedOrder) throws -> Void) throws {
        guard !numbers.isEmpty else { return }
        let connection = try connect(name: "reconciled import")
        // Views may call functions, which run with the rights of whoever asks: they can write nothing.
        try connection.execute("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for start in stride(from: 0, to: numbers.count, by: Self.numbersMax) {
            let part = numbers[start..<min(start + Self.numbersMax, numbers.count)]
            // The numbers are digits.
            let rows = try connection.query(Self.question(payments, refunds), ["{\(part.joined(separator: ","))}"])
            for row in 0..<rows.count {
                let refunds = rows.text(row, 6).dropFirst().dropLast()
                try body(
                    NamedOrder(
                        orderNo: rows.text(row, 0), paidAtEpochSeconds: rows[row, 1].flatMap { Int64($0) },
                        payments: Int(try rows.int(row, 2)), paymentNo: rows.text(row, 3),
                        orders: Int(try rows.int(row, 4)),
                        paidFen: try rows.int(row, 5),
                        refundsFen: refunds.split(separator: ",").compactMap { Int64($0) }))
            }
        }
    }

    private static func question(_ payments: String, _ refunds: String) -> String {
        """
        WITH paid AS MATERIALIZED (
            SELECT o.order_no, p.channel, p.account, p.payment_no, p.amount_fen, p.paid_at, cardinality(p.order_nos) AS orders
            FROM \(payments) p CROSS JOIN LATERAL unnest(p.order_nos) AS o (order_no)
            WHERE p.state = 'paid' AND o.order_no = ANY ($1::text[])),
        refunded AS MATERIALIZED (
            SELECT r.channel, r.account, r.payment_no, array_agg(r.amount_fen::bigint) AS fen
            FROM \(refunds) r
            WHERE r.state = 'succeeded' AND (r.channel, r.account, r.payment_no) IN (SELECT channel, account, payment_no FROM paid)
            GROUP BY 1, 2, 3)
        SELECT p.order_no, floor(extract(epoch FROM min(p.paid_at)))::bigint, count(*),
               (array_agg(p.payment_no ORDER BY p.paid_at, p.payment_no))[1], max(p.orders), sum(p.amount_fen)::bigint,
               coalesce(f.fen, '{}')
        FROM paid p
        LEFT JOIN (SELECT q.order_no, array_agg(f.fen ORDER BY f.fen DESC) AS fen
                   FROM paid q JOIN refunded r USING (channel, account, payment_no) CROSS JOIN LATERAL unnest(r.fen) AS f (fen)
                   GROUP BY 1) f USING (order_no)
        GROUP BY p.order_no, f.fen
        """
    }
}
