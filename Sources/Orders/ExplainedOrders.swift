import Postgres

/// The shop's rows for an explanation.
extension OrdersSource {
    /// A question that would read more than this without an index is not asked: about 100,000 rows.
    static let explainedBytesMax: Int64 = 16 << 20
    /// More than a person reads of one number.
    static let explainedRowsMax = 1000

    /// Each asks for rows by `$1`, the number, or `$2`, payment numbers that are known.
    private var questions: [(what: String, relation: String, sql: String)] {
        [
            ("payment_no", payments, "SELECT payment_no FROM \(payments) WHERE payment_no = $1"),
            ("channel_trade_no", payments, "SELECT payment_no FROM \(payments) WHERE channel_trade_no = $1"),
            ("refund_no", refunds, "SELECT payment_no FROM \(refunds) WHERE refund_no = $1"),
            ("channel_refund_no", refunds, "SELECT payment_no FROM \(refunds) WHERE channel_refund_no = $1"),
            ("order_nos", payments, "SELECT payment_no FROM \(payments) WHERE order_nos @> ARRAY[$1]"),
            (
                "paid", payments,
                """
                SELECT paid_at::timestamptz AS at, payment_no, channel, account, channel_trade_no, amount_fen::numeric AS fen,
                       currency, state, array_to_string(order_nos, ', ') AS orders
                FROM \(payments) WHERE payment_no = ANY ($2)
                """
            ),
            (
                "refunded", refunds,
                """
                SELECT refunded_at::timestamptz AS at, refund_no, payment_no, channel, account, channel_refund_no,
                       amount_fen::numeric AS fen, currency, state
                FROM \(refunds) WHERE payment_no = ANY ($2)
                """
            ),
        ]
    }

    /// Asks the shop's database what `ledger.shop_rows` asks where it is the ledger's.
    /// - Parameter payments: a PostgreSQL array of the payments that the number is known to lead to.
    /// - Returns: the JSON that `recon.explain(number, shop)` takes.
    package func explainedRows(_ number: String, payments: String) throws(PostgresError) -> String {
        let connection = try connect(name: "reconciled explain")
        // Views may call functions, which run with the rights of whoever asks: they can write nothing.
        try connection.execute("BEGIN TRANSACTION READ ONLY")
        var (shop, known) = (#"{"unread": []}"#, payments)
        for question in questions {
            let typed = "WITH asked AS (SELECT $1::text, $2::text[]) \(question.sql)"
            let bytes = try bytesRead(by: typed, [number, known], on: connection)
            if bytes > Self.explainedBytesMax {
                shop = try connection.query(
                    """
                    SELECT jsonb_insert($1::jsonb, '{unread,-1}', jsonb_build_object('column', $2::text,
                        'relation', $3::regclass::text, 'bytes', $4::bigint), true)
                    """, [shop, question.what, question.relation, String(bytes)]
                ).text(0, 0)
                continue
            }
            let answer = try connection.query(
                """
                WITH found AS (SELECT coalesce(jsonb_agg(to_jsonb(r)), '[]') AS rows FROM (\(typed) LIMIT \(Self.explainedRowsMax)) AS r)
                SELECT $3::jsonb || jsonb_build_object($4::text, rows, 'payments', known), known FROM found,
                LATERAL (SELECT ARRAY(SELECT unnest($2::text[]) UNION
                    SELECT r ->> 'payment_no' FROM jsonb_array_elements(rows) AS r)) AS k (known)
                """, [number, known, shop, question.what])
            (shop, known) = (answer.text(0, 0), answer.text(0, 1))
        }
        return shop
    }

    /// Size of the tables that a question would read without an index that leads to its rows.
    private func bytesRead(
        by question: String, _ parameters: [String?], on connection: borrowing Connection
    ) throws(PostgresError) -> Int64 {
        let plan = try connection.query("EXPLAIN (VERBOSE, FORMAT JSON) \(question)", parameters).text(0, 0)
        return try connection.query(
            """
            SELECT coalesce(sum(pg_relation_size(t.name)), 0) FROM (
                SELECT DISTINCT to_regclass(format('%I.%I', step ->> 'Schema', step ->> 'Relation Name')) AS name
                FROM jsonb_path_query($1::jsonb, 'strict $.** ? (exists(@."Relation Name") && !exists(@."Index Cond")
                                                  && !exists(@."Recheck Cond") && !exists(@."TID Cond"))') AS step) AS t
            """, [plan]
        ).int(0, 0)
    }
}
