import Postgres

extension Connection {
    /// No transaction is under way and none has failed: the transaction's time is this very statement's.
    var isIdle: Bool { (try? query("SELECT now() = statement_timestamp()").bool(0, 0)) ?? false }
}
