/// What a session of ours must not leave to the server, the database or the role: how values are written, which names mean
/// what, and every time-out. That a database is made read-only is left as it is: somebody means it.
enum SessionSettings {
    /// A peer that vanished without a word is noticed within a minute, by both ends.
    static let (idleSeconds, intervalSeconds, probes, unansweredMilliseconds) = (30, 10, 3, 60_000)
    /// While a statement works, the server looks so often whether its client is still there.
    private static let clientCheckSeconds = 10

    static func sql(serverVersion: Int) -> String {
        var settings = [
            ("TimeZone", "'Asia/Shanghai'"), ("search_path", "pg_catalog, pg_temp"), ("DateStyle", "'ISO, YMD'"),
            ("IntervalStyle", "'postgres'"), ("standard_conforming_strings", "on"), ("bytea_output", "'hex'"),
            ("extra_float_digits", "1"), ("default_transaction_isolation", "'read committed'"),
            ("default_transaction_deferrable", "off"),
            // What unpacks a block is a long expression and quickly done: to compile it takes longer.
            ("jit", "off"),
            ("statement_timeout", "0"), ("lock_timeout", "0"), ("idle_in_transaction_session_timeout", "'15min'"),
            ("tcp_keepalives_idle", "\(idleSeconds)"), ("tcp_keepalives_interval", "\(intervalSeconds)"),
            ("tcp_keepalives_count", "\(probes)"), ("tcp_user_timeout", "\(unansweredMilliseconds)"),
        ]
        if serverVersion >= 14_00_00 {
            settings += [
                ("idle_session_timeout", "0"), ("client_connection_check_interval", "'\(clientCheckSeconds)s'"),
            ]
        }
        if serverVersion >= 17_00_00 { settings.append(("transaction_timeout", "0")) }
        return settings.map { "SET SESSION \($0) = \($1)" }.joined(separator: "; ")
    }
}
