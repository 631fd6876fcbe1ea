import ArgumentParser
import Ledger
import Postgres
import Reports
import Vocabulary

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "What the daemon is doing, what is due next, alarms, and the last runs.",
        discussion: """
            Exit status: 0 when a daemon is at work, 69 when none is.
            """)

    @OptionGroup var results: ResultsArguments

    private static let runsShown = 10

    func run() throws {
        let connection = try results.address().connect(name: "reconciled status")
        let daemons = try section(
            "Daemons",
            """
            SELECT host || ' ' || pid AS daemon, version, to_char(started_at, 'YYYY-MM-DD HH24:MI:SS') AS since, status
            FROM recon.daemons
            """, connection)
        _ = try section(
            "Under way and waiting",
            """
            SELECT run_id AS run, channel || ':' || account AS account, bill_date, kind, requested_by, state,
                   coalesce(progress, 'until ' || to_char(next_try_at, 'YYYY-MM-DD HH24:MI:SS'), '') AS now,
                   reason_code AS why, reason, hint
            FROM recon.runs WHERE state IN ('queued', 'fetching', 'matching') ORDER BY state = 'queued', run_id
            """, connection)
        _ = try section(
            "Alarms",
            """
            SELECT to_char(raised_at, 'YYYY-MM-DD HH24:MI:SS') AS since, channel || ':' || account AS account, bill_date,
                   kind, code AS why, message AS reason, hint
            FROM recon.alarms WHERE ended_at IS NULL
            """, connection)
        _ = try section(
            "Last runs",
            """
            SELECT run_id AS run, channel || ':' || account AS account, bill_date, kind, requested_by,
                   coalesce(verdict, state) AS verdict, to_char(finished_at, 'YYYY-MM-DD HH24:MI:SS') AS ended,
                   reason_code AS why, reason, hint
            FROM recon.runs WHERE state IN ('done', 'failed') LIMIT \(Self.runsShown)
            """, connection)
        guard daemons > 0 else {
            throw Problem(
                .daemonAway, "no daemon is at work on this database", expected: "one at least",
                hint: "Start it with `systemctl start reconciled`.")
        }
    }

    private func read(_ sql: String, _ connection: borrowing Connection) throws -> Rows {
        do throws(PostgresError) { return try connection.query(sql) } catch {
            throw error.problem("reading schema recon")
        }
    }

    /// A reason and what to do about it are too long for a table; rows may have the same.
    private func explain(_ rows: borrowing Rows) throws {
        let places = ["why", "reason", "hint"].compactMap { rows.columns.firstIndex(of: $0) }
        var told: Set<String> = []
        for row in 0..<rows.count where places.count == 3 {
            guard let code = rows[row, places[0]], let reason = rows[row, places[1]] else { continue }
            let text = "  \(code): \(reason)\n  HINT: \(rows[row, places[2]] ?? "")\n"
            if told.insert(text).inserted { try Output.line(printableLines(text)) }
        }
    }

    /// - Returns: the number of rows.
    private func section(_ title: String, _ sql: String, _ connection: borrowing Connection) throws -> Int {
        let rows = try read(sql, connection)
        let count = rows.count
        try Output.line(title + (count == 0 ? ": none" : ""))
        guard count > 0 else { return 0 }
        let names = rows.columns
        let shown = names.indices.filter { !["reason", "hint"].contains(names[$0]) }
        let table = ReportTable(
            columns: shown.map { ReportColumn(names[$0], .text) },
            rows: (0..<count).map { row in shown.map { rows[row, $0] } })
        try Output.line(TextTable.render(table, indent: "  "))
        try explain(rows)
        return count
    }
}
