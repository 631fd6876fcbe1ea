import Postgres
import Reports
import Vocabulary

/// The two relations of contract section 2, and the rights on them.
func checkOrders(_ configuration: Configuration, _ clock: Clock, _ findings: inout CheckFindings) throws {
    try findings.part("order database") { findings in
        let connection = try connectOrders(configuration)
        // Views may call functions, which run with this role's rights: they can write nothing, here as in a run.
        try connection.execute("BEGIN TRANSACTION READ ONLY")
        let relations = configuration.explainedOrders
        let payments = OrderRelation.payments(relations.paymentRelation)
        let refunds = OrderRelation.refunds(relations.refundRelation)
        try checkRelation(payments, connection, &findings)
        try checkRelation(refunds, connection, &findings)
        try checkBoundary([payments.name, refunds.name], connection, &findings)
        return try checkLag(clock, connection)
    }
}

private func connectOrders(_ configuration: Configuration) throws(Problem) -> Connection {
    do throws(PostgresError) { return try Connection(configuration.orders.conninfo, name: "reconciled check") } catch {
        throw error.problem("connecting to the order database").located(Place(file: configuration.file))
    }
}

private struct OrderRelation {
    /// Column, and the types that hold it without loss.
    typealias Column = (name: String, types: [String])

    let name: String
    let columns: [Column]
    let key: String
    let states: [String]

    /// Enough to meet a mistake in the view's definition, and quick on any table.
    static let sampleRows = 10_000

    private static let text = ["text", "character varying", "character"]
    private static let integer = ["bigint", "integer"]
    private static let moment = ["timestamp with time zone"]
    private static let texts = ["text[]", "character varying[]"]

    static func payments(_ name: String) -> OrderRelation {
        OrderRelation(
            name: name,
            columns: [
                ("payment_no", text), ("channel", text), ("account", text), ("channel_trade_no", text),
                ("amount_fen", integer), ("currency", text), ("state", text), ("paid_at", moment), ("order_nos", texts),
            ], key: "payment_no", states: ["paid", "unpaid", "closed"])
    }

    static func refunds(_ name: String) -> OrderRelation {
        OrderRelation(
            name: name,
            columns: [
                ("refund_no", text), ("payment_no", text), ("channel", text), ("account", text),
                ("channel_refund_no", text), ("amount_fen", integer), ("currency", text), ("state", text),
                ("refunded_at", moment),
            ], key: "payment_no, refund_no", states: ["succeeded", "processing", "closed"])
    }
}

private func checkRelation(
    _ relation: OrderRelation, _ connection: borrowing Connection, _ findings: inout CheckFindings
) throws {
    let before = findings.failures.count
    let found = try connection.query("SELECT to_regclass($1)::oid", [relation.name])
    guard let oid = found[0, 0] else {
        return try findings.fail(
            relation.name,
            Problem(
                .checkRelation, "the relation \(relation.name) does not exist, or its schema may not be used",
                hint: "Create a view of this name with the columns that config/reconciled.yaml lists, and grant USAGE "
                    + "on its schema."))
    }
    try checkColumns(relation, oid, connection, &findings)
    let rights = try connection.query(
        """
        SELECT has_table_privilege($1::oid, 'SELECT'),
               has_table_privilege($1::oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
        """, [oid])
    if !rights.bool(0, 0) {
        try findings.fail(
            relation.name,
            Problem(
                .checkRights, "the role may not read \(relation.name)", expected: "SELECT",
                hint: "GRANT SELECT ON \(relation.name) TO the role of orders.conninfo."))
    }
    if rights.bool(0, 1) {
        try findings.warn(relation.name, "the role may also write to it; reconciled never does: SELECT is enough")
    }
    guard findings.failures.count == before else { return }
    try checkSample(relation, connection, &findings)
    guard findings.failures.count == before else { return }
    try findings.pass(relation.name, "columns, rights, and a sample of \(OrderRelation.sampleRows) rows are right")
}

private func checkColumns(
    _ relation: OrderRelation, _ oid: String, _ connection: borrowing Connection, _ findings: inout CheckFindings
) throws {
    let rows = try connection.query(
        """
        SELECT attname, format_type(coalesce(nullif(typbasetype, 0), atttypid), NULL)
        FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
        WHERE attrelid = $1::oid AND attnum > 0 AND NOT attisdropped
        """, [oid])
    var types: [String: String] = [:]
    for row in 0..<rows.count { types[rows.text(row, 0)] = rows.text(row, 1) }
    for column in relation.columns where !column.types.contains(types[column.name] ?? "") {
        try findings.fail(
            relation.name,
            Problem(
                .checkColumn, "column \(column.name) of \(relation.name) is not as it must be",
                expected: column.types[0], found: types[column.name] ?? "no such column",
                hint: "Give the view a column \(column.name) of type \(column.types[0])."))
    }
}

private func checkSample(
    _ relation: OrderRelation, _ connection: borrowing Connection, _ findings: inout CheckFindings
) throws {
    let sample = "(SELECT * FROM \(relation.name) LIMIT \(OrderRelation.sampleRows)) AS sample"
    let duplicates = try connection.query(
        "SELECT \(relation.key) FROM \(sample) GROUP BY \(relation.key) HAVING count(*) > 1 LIMIT 1")
    if duplicates.count > 0 {
        try findings.fail(
            relation.name,
            Problem(
                .checkDuplicateKey, "\(relation.name) gives a key more than once", expected: "(\(relation.key)) unique",
                found: duplicates.text(0, 0), hint: "Mend the view: a join in it multiplies rows, most likely."))
    }
    let channels = Channel.allCases.map(\.rawValue)
    for (column, known) in [("state", relation.states), ("channel", channels)] {
        let list = known.map { "'\($0)'" }.joined(separator: ", ")
        let others = try connection.query(
            "SELECT DISTINCT \(column)::text FROM \(sample) WHERE \(column) IS NULL OR \(column) NOT IN (\(list)) LIMIT 5"
        )
        guard others.count > 0 else { continue }
        let values = (0..<others.count).map { others[$0, 0] ?? "NULL" }.joined(separator: ", ")
        try findings.fail(
            relation.name,
            Problem(
                .checkUnknownValue, "\(relation.name) has unknown values in \(column)",
                expected: known.joined(separator: ", "), found: values,
                hint: "Map the shop's own words to these in the view."))
    }
}

/// Where shop and ledger share a database, what a view of the shop's calls runs with the rights of whoever reads it.
private func checkBoundary(
    _ relations: [String], _ connection: borrowing Connection, _ findings: inout CheckFindings
) throws {
    let rows = try connection.query(
        """
        SELECT current_user, o.rolname
        FROM pg_class l JOIN pg_namespace n ON n.oid = l.relnamespace, pg_class s JOIN pg_roles o ON o.oid = s.relowner
        WHERE n.nspname = 'ledger' AND l.relname = 'run' AND has_any_column_privilege(l.oid, 'INSERT')
          AND s.oid IN (to_regclass($1), to_regclass($2)) AND NOT o.rolsuper AND o.rolname <> current_user LIMIT 1
        """, relations)
    guard rows.count > 0 else { return }
    try findings.warn(
        "order database",
        "\(rows.text(0, 0)) reads what belongs to \(rows.text(0, 1)), and may write the ledger in the same database: what a "
            + "view calls runs as \(rows.text(0, 0)), kept from writing by a READ ONLY transaction alone. A role of its own "
            + "in orders.conninfo, with SELECT on the two relations, needs no such trust.")
}

/// A run waits for a standby to have its whole day; hours of lag mean that it will wait for long.
private func checkLag(_ clock: Clock, _ connection: borrowing Connection) throws -> String {
    let lagMaxSeconds: Int64 = 3600
    let state = try connection.query(
        "SELECT pg_is_in_recovery(), extract(epoch FROM pg_last_xact_replay_timestamp())::bigint")
    guard state.bool(0, 0) else { return "reachable, a primary" }
    let lag = clock.epochSeconds() - state.int(0, 1)
    guard state[0, 1] != nil, lag <= lagMaxSeconds else {
        throw Problem(
            .checkLag, "the standby lags behind, or nothing is written to its primary",
            expected: "at most \(lagMaxSeconds) s", found: state[0, 1] == nil ? "no replayed transaction" : "\(lag) s",
            hint: "See pg_stat_replication on the primary.")
    }
    return "reachable, a standby \(max(0, lag)) s behind"
}
