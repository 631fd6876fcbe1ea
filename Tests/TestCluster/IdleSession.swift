import Postgres

extension Connection {
    /// No transaction is under way and none has failed: a savepoint is refused for want of one.
    package var isIdle: Bool {
        do {
            try execute("SAVEPOINT probe")
            return false
        } catch { return error.sqlState == "25P01" }
    }
}
