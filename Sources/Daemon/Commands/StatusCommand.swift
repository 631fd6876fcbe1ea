import ArgumentParser
import Glibc
import Ledger
import Postgres
import Reports
import Vocabulary

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "What the daemon is doing, what is due next, alarms, and the last runs.",
        discussion: """
            Exit status: 0 when a daemon is at work, 1 when one is and alarms stand,
            69 when none is.

            For machines: `--format json` is all of it, `--format openmetrics` numbers
            for a monitoring system (recon.metrics explains each). Units of the package
            write these down each minute, for node_exporter's textfile collector:
              systemctl enable --now reconciled-metrics.timer
            """)

    @OptionGroup var results: ResultsArguments

    @Option(help: "text, json or openmetrics.") var format = StatusFormat.text

    @Option(name: .shortAndLong, help: ArgumentHelp("Write it to a file, whole or not at all.", valueName: "file"))
    var output: String?

    static let runsShown = 10

    func run() throws {
        let connection = try connect(results.address())
        switch format {
        case .text: try put(try sections(connection))
        case .json: try put(try readingRecon { try statusJSON(connection) } + "\n")
        case .openmetrics: try put(try readingRecon { try OpenMetrics.text(connection) })
        }
        try conclude(connection)
    }

    private var columnsMax: Int? { output == nil ? terminalColumns(STDOUT_FILENO) : nil }

    private func put(_ text: String) throws {
        guard let output else { return try Output.write(text) }
        try Output.write(text, to: output)
    }

    private func readingRecon<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as PostgresError { throw error.problem("reading schema recon") }
    }

    /// A daemon at work is not yet a service that nobody has to look at.
    private func conclude(_ connection: borrowing Connection) throws {
        let counts = try read(
            "SELECT (SELECT count(*) FROM recon.daemons), (SELECT count(*) FROM recon.alarms WHERE ended_at IS NULL)",
            connection)
        guard try counts.int(0, 0) > 0 else {
            throw Problem(
                .daemonAway, "no daemon is at work on this database", expected: "one at least",
                hint: "Start it with `systemctl start reconciled`.")
        }
        guard try counts.int(0, 1) == 0 else { throw ExitCode(ExitStatus.discrepancies.rawValue) }
    }

    private func sections(_ connection: borrowing Connection) throws -> String {
        var text = try section(
            "Daemons",
            """
            SELECT host || ' ' || pid AS daemon, version, to_char(started_at, 'YYYY-MM-DD HH24:MI:SS') AS since, status
            FROM recon.daemons
            """, connection)
        text += try section(
            "Under way and waiting",
            """
            SELECT run_id AS run, channel || ':' || account AS account, bill_date, kind, requested_by, state,
                   coalesce(progress, 'until ' || to_char(next_try_at, 'YYYY-MM-DD HH24:MI:SS'), '') AS now,
                   reason_code AS why, reason, hint
            FROM recon.runs WHERE state IN ('queued', 'fetching', 'matching') ORDER BY state = 'queued', run_id
            """, connection)
        text += try section(
            "Alarms",
            """
            SELECT to_char(raised_at, 'YYYY-MM-DD HH24:MI:SS') AS since, coalesce(channel || ':' || account, service) AS account, bill_date,
                   kind, code AS why, message AS reason, hint
            FROM recon.alarms WHERE ended_at IS NULL
            """, connection)
        text += try section(
            "Last runs",
            """
            SELECT run_id AS run, channel || ':' || account AS account, bill_date, kind, requested_by,
                   coalesce(verdict, state) AS verdict, to_char(finished_at, 'YYYY-MM-DD HH24:MI:SS') AS ended,
                   reason_code AS why, reason, hint
            FROM recon.runs WHERE state IN ('done', 'failed') LIMIT \(Self.runsShown)
            """, connection)
        return text
    }

    private func connect(_ address: ResultsAddress) throws -> Connection {
        do { return try address.connect(name: "reconciled status") } catch {
            if format == .openmetrics { try put(OpenMetrics.withoutDatabase) }
            throw error
        }
    }

    private func read(_ sql: String, _ connection: borrowing Connection) throws -> Rows {
        do throws(PostgresError) { return try connection.query(sql) } catch {
            throw error.problem("reading schema recon")
        }
    }

    /// A reason and what to do about it are too long for a table; rows may have the same.
    private func explanations(_ rows: borrowing Rows) -> String {
        let places = ["why", "reason", "hint"].compactMap { rows.columns.firstIndex(of: $0) }
        var told: [String] = []
        for row in 0..<rows.count where places.count == 3 {
            guard let code = rows[row, places[0]], let reason = rows[row, places[1]] else { continue }
            let text = "  \(code): \(reason)\n  HINT: \(rows[row, places[2]] ?? "")\n"
            if !told.contains(text) { told.append(text) }
        }
        return told.map { fitted(printableLines($0), columnsMax: columnsMax) + "\n" }.joined()
    }

    private func section(_ title: String, _ sql: String, _ connection: borrowing Connection) throws -> String {
        let rows = try read(sql, connection)
        let count = rows.count
        guard count > 0 else { return "\(title): none\n" }
        let names = rows.columns
        let shown = names.indices.filter { !["reason", "hint"].contains(names[$0]) }
        let table = ReportTable(
            columns: shown.map { ReportColumn(names[$0], .text) },
            rows: (0..<count).map { row in shown.map { rows[row, $0] } })
        return title + "\n" + TextTable.render(table, indent: "  ", columnsMax: columnsMax) + "\n" + explanations(rows)
    }
}
