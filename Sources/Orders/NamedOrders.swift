import Postgres
import Vocabulary

extension OrdersSource {
    /// So many numbers go into one question, and each question goes through all payments.
    package static let numbersAtOnce = 250_000

    /// Reads what there is of these orders, each at most once, in no order; whatever channel and account they were paid through.
    /// - Parameter numbers: arrays of digits as the server writes them.
    /// - Parameter body: is called with each order as a row of COPY's binary format: number, when it was paid (a timestamptz), how
    ///   many payments (an integer), the first of them, how many orders these cover (an integer), fen paid (a bigint), and fen of
    ///   each refund, the greatest first (an array of bigint).
    package func orders(named numbers: [String], _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        guard !numbers.isEmpty else { return }
        let connection = try connect(name: "reconciled import")
        // Views may call functions, which run with the rights of whoever asks: they can write nothing.
        try connection.execute("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for part in numbers {
            precondition(part.utf8.allSatisfy(Self.isOfNumbers), "order numbers are digits")
            var isFirst = true
            try connection.copyOut("COPY (\(question(part))) TO STDOUT (FORMAT binary)") { message in
                let rows = UnsafeRawBufferPointer(rebasing: message.dropFirst(isFirst ? CopyRow.headerBytes : 0))
                isFirst = false
                if rows.count > CopyRow.trailerBytes { try body(rows) }
            }
        }
    }

    private static func isOfNumbers(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ","), UInt8(ascii: "{"), UInt8(ascii: "}"): true
        default: false
        }
    }

    private static let namesOne = "(cardinality(p.order_nos) = 1 AND array_ndims(p.order_nos) = 1)"

    private func question(_ numbers: String) -> String {
        """
        -- = ANY has a table of its own for so many numbers, whatever memory the server gives to a join. Nearly every payment is for one
        -- order, which is looked at where it stands.
        WITH paid AS MATERIALIZED (
            SELECT p.order_nos[array_lower(p.order_nos, 1)]::text AS order_no, p.channel, p.account, p.payment_no, p.amount_fen, p.paid_at,
                   1 AS orders
            FROM \(payments) p
            WHERE p.state = 'paid' AND \(Self.namesOne) AND p.order_nos[array_lower(p.order_nos, 1)]::text = ANY ('\(numbers)'::text[])
            UNION ALL
            SELECT o.order_no::text, p.channel, p.account, p.payment_no, p.amount_fen, p.paid_at, cardinality(p.order_nos)
            FROM \(payments) p CROSS JOIN LATERAL unnest(p.order_nos) AS o (order_no)
            WHERE p.state = 'paid' AND NOT \(Self.namesOne) AND o.order_no::text = ANY ('\(numbers)'::text[])),
        refunded AS MATERIALIZED (
            SELECT r.channel, r.account, r.payment_no, array_agg(r.amount_fen::bigint) AS fen
            FROM \(refunds) r
            WHERE r.state = 'succeeded' AND (r.channel, r.account, r.payment_no) IN (SELECT channel, account, payment_no FROM paid)
            GROUP BY 1, 2, 3),
        returned AS (
            SELECT q.order_no, array_agg(f.fen ORDER BY f.fen DESC) AS fen
            FROM paid q JOIN refunded r USING (channel, account, payment_no) CROSS JOIN LATERAL unnest(r.fen) AS f (fen)
            GROUP BY 1)
        SELECT p.order_no, date_trunc('second', p.paid_at)::timestamptz, p.payments::integer, p.payment_no::text, p.orders::integer,
               p.paid_fen::bigint, coalesce(f.fen, '{}')::bigint[]
        FROM (SELECT order_no, min(paid_at) AS paid_at, count(*) AS payments, (array_agg(payment_no ORDER BY paid_at, payment_no))[1] AS payment_no,
                     max(orders) AS orders, sum(amount_fen) AS paid_fen
              FROM paid GROUP BY 1) p
        LEFT JOIN returned f USING (order_no)
        """
    }
}
