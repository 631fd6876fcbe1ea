import Postgres

/// Holds a table, so that a run stands still where it comes to need it.
final class Block {
    private let connection: Connection

    init(_ table: String, _ installation: ServiceInstallation) throws {
        connection = try Connection(installation.bench.conninfo, name: "tests")
        try connection.execute("BEGIN; LOCK TABLE \(table) IN ACCESS EXCLUSIVE MODE")
    }

    func release() { try? connection.execute("ROLLBACK") }

    /// In the middle of the verdict's transaction.
    static let settlement = "ledger.run_total"
    /// The same of a funds run, when its movements are linked and its pots chained.
    static let money = "ledger.bridge_line"
    /// The shop's side, which is read in another session.
    static let orders = "taobao.payment"

    /// Somebody waits for it.
    static let isMet = """
        EXISTS (SELECT FROM pg_locks WHERE NOT granted AND locktype = 'relation'
                   AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
        """
}
