import Channels
import Orders
import Postgres
import Vocabulary

/// The relations of Contract 2, that of Contract 6 where somebody shares, and the rights on them.
func checkOrders(_ configuration: Configuration, _ clock: Clock, _ findings: inout CheckFindings) throws {
    try findings.part("order database") { findings in
        let connection = try connectOrders(configuration)
        // Views may call functions, which run with this role's rights: they can write nothing, here as in a run.
        try connection.execute("SET SESSION default_transaction_read_only = on")
        let source = configuration.ordersSource
        let relations = EntryType.allCases.map { source.relation($0) }
        for relation in relations { try checkRelation(relation, configuration.channels, connection, &findings) }
        try checkBoundary(relations.map(\.sqlName), connection, &findings)
        if configuration.accounts.contains(where: { $0.kinds.contains(.sharing) }) {
            try checkRelation(source.sharings, configuration.channels, connection, &findings)
        }
        return try checkLag(clock, connection)
    }
}

private func connectOrders(_ configuration: Configuration) throws(Problem) -> Connection {
    do throws(PostgresError) { return try configuration.ordersSource.connect(name: "reconciled check") } catch {
        throw error.problem("connecting to the order database").located(Place(file: configuration.file))
    }
}

/// Enough to meet a mistake in the view's definition, and quick on any table.
private let sampleRows = 10_000

private func checkRelation(
    _ relation: OrderRelation, _ channels: ChannelList, _ connection: borrowing Connection,
    _ findings: inout CheckFindings
) throws {
    let before = findings.failures.count
    let rights = try connection.query(
        """
        SELECT has_table_privilege(r, 'SELECT') OR has_any_column_privilege(r, 'SELECT'),
               has_table_privilege(r, 'INSERT, UPDATE, DELETE, TRUNCATE')
        FROM (SELECT to_regclass($1)::oid AS r) AS found WHERE r IS NOT NULL
        """, [relation.sqlName])
    if rights.count > 0, !rights.bool(0, 0) {
        return try findings.fail(
            relation.sqlName,
            Problem(
                .checkRights, "the role may not read \(relation.sqlName)", expected: "SELECT",
                hint: "GRANT SELECT ON \(relation.sqlName) TO the role of orders.conninfo."))
    }
    // What a run asks for before it reads a row, by the same words.
    for problem in try relation.problems(connection) { try findings.fail(relation.sqlName, problem) }
    if rights.count > 0, rights.bool(0, 1) {
        try findings.warn(relation.sqlName, "the role may also write to it; reconciled never does: SELECT is enough")
    }
    guard findings.failures.count == before else { return }
    try relation.told { try checkSample(relation, channels, connection, &findings) }
    guard findings.failures.count == before else { return }
    try findings.pass(relation.sqlName, "columns, rights, and a sample of \(sampleRows) rows are right")
}

private func checkSample(
    _ relation: OrderRelation, _ channels: ChannelList, _ connection: borrowing Connection,
    _ findings: inout CheckFindings
) throws {
    let sample = "(SELECT * FROM \(relation.sqlName) LIMIT \(sampleRows)) AS sample"
    // A share is of its payment's account.
    let owner = relation.role == .sharing ? [] : ["channel", "account"]
    let key = (owner + [relation.keyColumns]).joined(separator: ", ")
    let duplicates = try connection.query(
        "SELECT \(relation.keyColumns) FROM \(sample) GROUP BY \(key) HAVING count(*) > 1 LIMIT 1")
    if duplicates.count > 0 {
        try findings.fail(
            relation.sqlName,
            Problem(
                .checkDuplicateKey, "\(relation.sqlName) gives a key more than once", expected: "(\(key)) unique",
                found: shownNumber(duplicates.text(0, 0))))
    }
    if let problem = try relation.firstBadValue(in: sample, connection) { try findings.fail(relation.sqlName, problem) }
    var words = [("state", relation.states)]
    if !owner.isEmpty { words.append(("channel", channels.channels.map(\.rawValue))) }
    for (column, known) in words {
        let list = known.map { "'\($0)'" }.joined(separator: ", ")
        let others = try connection.query(
            "SELECT DISTINCT \(column) FROM \(sample) WHERE \(column) IS NULL OR \(column) NOT IN (\(list)) LIMIT 5"
        )
        guard others.count > 0 else { continue }
        let values = (0..<others.count).map { others[$0, 0].map(shownNumber) ?? "NULL" }.joined(separator: ", ")
        try findings.fail(
            relation.sqlName,
            Problem(
                .checkUnknownValue, "\(relation.sqlName) has unknown values in \(column)",
                expected: known.joined(separator: ", "), found: values))
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
    let state = try connection.query(
        "SELECT pg_is_in_recovery(), extract(epoch FROM pg_last_xact_replay_timestamp())::bigint")
    guard state.bool(0, 0) else { return "reachable, a primary" }
    let lag = state[0, 1] == nil ? nil : clock.epochSeconds() - (try state.int(0, 1))
    if let problem = lagProblem(seconds: lag) { throw problem }
    return "reachable, a standby \(max(0, lag ?? 0)) s behind"
}

/// - Parameter seconds: nil where nothing was replayed yet.
func lagProblem(seconds lag: Int64?) -> Problem? {
    let lagMaxSeconds: Int64 = 3600
    if let lag, lag <= lagMaxSeconds { return nil }
    return Problem(
        .checkLag, "the standby lags behind, or nothing is written to its primary",
        expected: "at most \(lagMaxSeconds) s", found: lag.map { "\($0) s" } ?? "no replayed transaction")
}
