import Ledger
import Postgres
import Runtime

/// The sessions of a service's runs: of each run two, kept for the next one.
package final class RunSessions: Sendable {
    private let ledger = KeptSessions()
    let orders = KeptSessions()
    /// Of the schema that was found to be this program's.
    private let schemaMark = Guarded("")

    package init() {}

    func takeLedger(_ conninfo: String) throws -> KeptSession {
        try ledger.take(open: { try openLedger(conninfo) }, greet: requireCurrentSchema)
    }

    /// Somebody may have migrated since the session was opened.
    private func requireCurrentSchema(_ connection: borrowing Connection) throws {
        let mark = try Schema.mark(connection)
        guard schemaMark.with({ $0 }) != mark else { return }
        try Schema.requireCurrent(connection)
        schemaMark.with { $0 = mark }
    }

    func keepLedger(_ session: KeptSession) { ledger.keep(session) }

    /// Closes what is not in use.
    func letGo() {
        ledger.letGo()
        orders.letGo()
    }
}
