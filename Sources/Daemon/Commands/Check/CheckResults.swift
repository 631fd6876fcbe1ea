import Ledger
import Postgres
import Vocabulary

/// The results database: reachable, of a version we know, ours to write to, its schema ours, its clock ours.
func checkResults(_ configuration: Configuration, _ clock: Clock, _ findings: inout CheckFindings) throws {
    try findings.part("results database") { findings in
        let connection = try connectResults(configuration)
        let version = connection.serverVersion
        let state = try connection.query(
            """
            SELECT pg_is_in_recovery(), extract(epoch FROM clock_timestamp())::bigint,
                   current_setting('transaction_read_only')::boolean
            """)
        try checkServer(version: version, isStandby: state.bool(0, 0), isReadOnly: state.bool(0, 2))
        try Schema.requireCurrent(connection)
        for right in try missingRights(connection) { try findings.fail("results database", right) }
        try checkClock(server: state.int(0, 1), clock).map { problem in try? findings.fail("clock", problem) }
        return "PostgreSQL \(version / 10000).\(version % 10000), schema up to date, rights suffice"
    }
}

/// - Parameter version: as the server counts, 150004 for 15.4.
func checkServer(version: Int, isStandby: Bool, isReadOnly: Bool) throws(Problem) {
    let oldestVersion = 15_00_00  // security_invoker views and NULLS NOT DISTINCT
    guard version >= oldestVersion else {
        throw Problem(
            .checkServerOld, "PostgreSQL is too old", expected: "version 15 or later", found: "\(version / 10000)")
    }
    guard !isStandby else {
        throw Problem(.checkReadOnly, "this is a standby, which cannot be written to", expected: "the primary")
    }
    guard !isReadOnly else {
        throw Problem(
            .databaseReadOnly, "the database takes no changes", expected: "default_transaction_read_only off",
            found: "on", hint: "See who set it for the database or the role, and reset it; until then every run waits.")
    }
}

private func missingRights(_ connection: borrowing Connection) throws -> [Problem] {
    let rows = try connection.query(
        """
        SELECT 'USAGE on schema ' || nspname FROM pg_namespace
        WHERE nspname IN ('ledger', 'recon', 'ledger_migration') AND NOT has_schema_privilege(oid, 'USAGE')
        UNION ALL SELECT wanted || ' on ledger.' || name
        FROM (VALUES ('SELECT, INSERT, UPDATE', ARRAY['channel', 'account', 'run', 'bill', 'bill_file', 'day', 'item', 'alarm']),
                     ('SELECT, INSERT', ARRAY['day_event', 'run_total', 'statement_line', 'item_event', 'run_change', 'late_effect']),
                     ('SELECT, INSERT, UPDATE, DELETE', ARRAY['entry', 'plain_block', 'record', 'refund', 'process', 'lease', 'setting', 'block_range', 'number_run', 'number_bucket', 'open_key'])) AS r (rights, names),
             unnest(names) AS name, unnest(string_to_array(rights, ', ')) AS wanted
        -- Of requests, discrepancies and history only some columns are the service's to write.
        WHERE NOT CASE wanted WHEN 'DELETE' THEN has_table_privilege('ledger.' || name, wanted)
                              ELSE has_any_column_privilege('ledger.' || name, wanted) END
        UNION ALL SELECT 'EXECUTE on ' || oid::regprocedure FROM pg_proc
        WHERE pronamespace = 'ledger'::regnamespace AND NOT has_function_privilege(oid, 'EXECUTE')
          AND proname IN ('closed_through', 'lock_attempts', 'try_lock_attempts', 'request_run', 'is_alive', 'is_held',
                          'days_to_thin', 'thin_day', 'without_tags', 'find_blocks')
        UNION ALL SELECT 'SELECT on recon.' || relname FROM pg_class
        WHERE relnamespace = 'recon'::regnamespace AND relkind = 'v' AND NOT has_table_privilege(oid, 'SELECT')
        UNION ALL SELECT 'TEMPORARY on database ' || current_database()
        WHERE NOT has_database_privilege(current_database(), 'TEMPORARY')
        """)
    let role = try connection.query("SELECT current_user").text(0, 0)
    return (0..<rows.count).map { row in
        Problem(
            .checkRights, "the role \(role) lacks a right", expected: rows.text(row, 0))
    }
}

/// Both channels refuse requests that are five minutes off; a minute tells before it comes to that.
func checkClock(server: Int64, _ clock: Clock) -> Problem? {
    let toleranceSeconds: Int64 = 60
    let own = clock.epochSeconds()
    guard abs(own - server) > toleranceSeconds else { return nil }
    return Problem(
        .checkClock, "this machine's clock and the database's differ", expected: "at most \(toleranceSeconds) s",
        found: "\(own - server) s")
}
