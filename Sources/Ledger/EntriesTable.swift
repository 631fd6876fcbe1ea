import Bills
import Postgres
import Vocabulary

/// The table that holds the day's entries while they are settled: the partition of the day, or a load that becomes it.
struct EntriesTable: Sendable {
    let partition: String
    let load: String
    /// The load is the table; `ledger.entry` does not show it yet.
    var isLoad = false
    /// The load was filled by other sessions, and is indexed when the verdict is there.
    var isAhead = false

    /// `entry_20261121_3` and `load_3_17`: digits only, so they need no quoting.
    init(_ input: DayInput) {
        partition = "entry_\(input.day.description.replacing("-", with: ""))_\(input.accountID)"
        load = "load_\(input.accountID)_\(input.runID)"
    }

    var name: String { "ledger.\(isLoad ? load : partition)" }

    /// What is open, of all days and accounts, this day's among them; and what is plain, of the others.
    var all: String {
        guard isLoad else { return "ledger.entry" }
        return """
            (SELECT * FROM ledger.entry
             UNION ALL SELECT * FROM \(name) WHERE outcome <> 'matched' OR flag IS NOT NULL)
            """
    }

    /// The tables in which one of these entries is changed.
    var changed: [String] { isLoad ? ["ledger.entry", name] : ["ledger.entry"] }

    func hasPartition(_ connection: borrowing Connection) throws -> Bool {
        try connection.query("SELECT to_regclass($1) IS NOT NULL", ["ledger.\(partition)"]).bool(0, 0)
    }

    /// Makes the load in this transaction, for a day that is small.
    mutating func create(_ input: DayInput, _ connection: borrowing Connection) throws {
        try createLoad(input, connection)
        isLoad = true
    }

    /// Makes the load for other sessions to fill. This transaction's lock on it tells that it is in use.
    mutating func createAhead(_ input: DayInput, _ connection: borrowing Connection) throws {
        let session = try Connection(connection.parameters, name: "reconciled load")
        try session.query("SELECT pg_advisory_lock_shared($1)", [String(LedgerLock.loads)])
        try createLoad(input, session)
        try connection.execute("LOCK TABLE ledger.\(load) IN ACCESS SHARE MODE")
        isLoad = true
        isAhead = true
    }

    private func createLoad(_ input: DayInput, _ connection: borrowing Connection) throws {
        try connection.query(
            "SELECT ledger.create_load($1, $2, $3, $4)",
            [
                String(input.accountID), String(input.runID), input.day.description,
                "\(EntryRow.usualState(input.account.channel))",
            ])
    }

    /// Tells the planner about a load that other sessions have filled.
    func survey(_ input: DayInput, _ connection: borrowing Connection) throws {
        guard isAhead else { return }
        try connection.query("SELECT ledger.survey_load($1, $2)", [String(input.accountID), String(input.runID)])
    }

    /// Makes a load the partition of its day.
    mutating func attach(_ input: DayInput, _ connection: borrowing Connection) throws {
        guard isLoad else { return }
        try connection.query(
            "SELECT ledger.attach_load($1, $2, $3)",
            [String(input.accountID), String(input.runID), input.day.description])
        isLoad = false
        if !isAhead { try connection.query("SELECT ledger.index_partition($1)", [partition]) }
    }
}

/// Drops the loads and adds the indexes that a process left behind when it was killed. What live runs use is let alone.
/// - Returns: how many loads were dropped.
@discardableResult
package func tidyEntries(_ connection: borrowing Connection) throws -> Int {
    let dropped = try connection.query("SELECT ledger.tidy_loads()").int(0, 0)
    try connection.query(
        """
        SELECT ledger.index_partition(c.relname) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'ledger.entry'::regclass
          AND (to_regclass('ledger.' || c.relname || '_payment') IS NULL
               OR to_regclass('ledger.' || c.relname || '_line') IS NULL)
        """)
    return Int(dropped)
}
