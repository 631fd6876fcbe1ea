import Postgres
import Vocabulary

/// What was moved, for whoever asked.
package struct MovedAccount: Sendable {
    package let account: ChannelAccount
    package let sha256: String
    /// Of each table that has some.
    package let rows: [(table: String, count: Int64)]
    /// What is to be added to a number of before; nil where nothing was numbered anew.
    package var shift: Int64?
    package var isServed = false

    init(_ content: MoveFile.Content) {
        account = ChannelAccount(channel: Channel(content.header.channel), account: content.header.account)
        sha256 = content.sha256
        rows = content.manifest.tables.filter { $0.rows > 0 }.map { ($0.table, $0.rows) }
    }

    package var rowCount: Int64 { rows.reduce(0) { $0 + $1.count } }
}

/// An account where it is to be moved from.
struct MovingAccount {
    let account: ChannelAccount
    let id: Int32
    /// By a service that lives, whatever one that ended had in its configuration.
    let isServed: Bool

    /// - Parameter lock: of the account's row.
    /// - Throws: `account.unknown`, `account.busy`.
    init(_ account: ChannelAccount, lock: String = "", _ connection: borrowing Connection) throws {
        let rows = try connection.query(
            """
            SELECT account_id, EXISTS (SELECT FROM ledger.process p WHERE p.kind = 'daemon' AND a.account_id = ANY (p.accounts)
                                          AND ledger.is_alive(p.process_id))
            FROM ledger.account a WHERE channel = $1 AND account = $2 \(lock)
            """,
            [account.channel.rawValue, account.account])
        guard rows.count == 1 else {
            throw Problem(.accountUnknown, "the database has no such account", at: Place(account: account))
        }
        (self.account, id, isServed) = (account, try rows.int32(0, 0), rows.bool(0, 1))
        let busy = try connection.query(
            """
            SELECT (SELECT count(*) FROM ledger.run WHERE account_id = $1 AND state IN ('queued', 'fetching', 'matching')),
                   EXISTS (SELECT FROM ledger.lease WHERE account_id = $1)
            """, [String(id)])
        guard try busy.int(0, 0) == 0, !busy.bool(0, 1) else {
            throw Problem(
                .accountBusy, "runs of the account are queued or under way", at: Place(account: account),
                expected: "none", found: "\(try max(1, busy.int(0, 0)))")
        }
    }

    /// The steps of the schema, in one word.
    static func schema(_ connection: borrowing Connection) throws(PostgresError) -> String {
        try connection.query("SELECT string_agg(left(sha256, 16), ' ' ORDER BY number) FROM ledger_migration.applied")
            .text(0, 0)
    }

    /// - Throws: `database.permission`: what moves writes history, which nobody but the owner may.
    static func requireOwner(_ connection: borrowing Connection) throws {
        let rows = try connection.query(
            """
            SELECT pg_has_role(current_user, relowner, 'USAGE'), current_user, relowner::regrole
            FROM pg_class WHERE oid = 'ledger.run'::regclass
            """)
        guard rows.bool(0, 0) else {
            throw Problem(
                .databasePermission, "only the owner of the schema moves an account", expected: rows.text(0, 2),
                found: rows.text(0, 1),
                hint: """
                    Come as the owner: `sudo -u postgres reconciled account … --conninfo "dbname=reconciled \
                    options='-c role=\(rows.text(0, 2))'"`.
                    """)
        }
    }
}
