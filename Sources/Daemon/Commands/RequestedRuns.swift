import ArgumentParser
import FoundationEssentials
import Glibc
import Ledger
import Postgres
import Vocabulary

/// Asks the daemon for runs through the database, and waits for them. Needs no more than the role `recon_operator`.
struct RequestedRuns {
    private struct Run {
        var id: Int64
        var account: String
        var kind: String
    }

    private let address: ResultsAddress
    private let progress = ProgressLine()
    /// A daemon that dies sends no notification, so the runs are looked at again without one.
    private static let lookAgainSeconds = 5
    /// On a terminal the progress shown is renewed this often.
    private static let terminalLookSeconds = 1

    init(_ address: ResultsAddress) { self.address = address }

    private func connect() throws -> Connection {
        let connection = try address.connect(name: "reconciled reconcile")
        try connection.execute("LISTEN \(RunQueue.channelName)")
        // The role is the service's then, and history is to know who it was.
        if let person = personBehindSudo() {
            _ = try connection.query("SELECT set_config('reconciled.person', $1, false)", [person])
        }
        return connection
    }

    private func request(_ parameters: [String?], _ connection: borrowing Connection) throws -> Rows {
        do throws(PostgresError) {
            return try connection.query(
                "SELECT run_id, account, kind FROM recon.reconcile($1, $2::date, $3, $4, $5, $6)", parameters)
        } catch {
            let asked = parameters[0].flatMap { Channel(rawValue: $0) }.flatMap { channel in
                parameters[2].map { ChannelAccount(channel: channel, account: $0) }
            }
            throw Self.refused(error).located(
                Place(account: asked, day: parameters[1].flatMap { BusinessDay($0) }))
        }
    }

    /// - Throws: the exit status that the runs add up to, unless it is 0.
    func run(
        _ channel: Channel, _ day: BusinessDay, account: String?, kind: BillKind?, isArchived: Bool,
        liftShareLimitReason: String?, waits: Bool
    ) throws {
        let connection = try connect()
        let rows = try request(
            [channel.rawValue, day.description, account, String(isArchived), liftShareLimitReason, kind?.rawValue],
            connection)
        let runs = try (0..<rows.count).map {
            Run(id: try rows.int($0, 0), account: rows.text($0, 1), kind: rows.text($0, 2))
        }
        guard waits else {
            for run in runs {
                try Output.line(
                    printable("\(channel.rawValue):\(run.account)  \(day)  \(run.kind)  requested  run \(run.id)"))
            }
            return
        }
        var worst = ExitStatus.green
        var failure: ExitStatus?
        var open = Set(runs.map(\.id))
        while !open.isEmpty {
            let ended = try look(at: open, connection)
            for row in 0..<ended.count {
                open.remove(try ended.int(row, 0))
                progress.clear()
                let name =
                    "\(ended.text(row, 1)):\(ended.text(row, 2))  \(ended.text(row, 3))  \(ended.text(row, 4))"
                let verdict = Verdict(rawValue: ended.text(row, 5))
                try Output.line(printable("\(name)  \(verdict?.rawValue ?? "failed")  run \(ended.text(row, 0))"))
                let problem = StoredProblem.read(ended, row, from: 6, at: place(ended, row))
                if let problem { Output.complain(problem.told()) }
                let status = verdict?.exitStatus ?? problem?.code.exit ?? .unavailable
                if verdict == nil { failure = failure ?? status }
                if verdict != nil, status.rawValue > worst.rawValue { worst = status }
            }
            guard !open.isEmpty else { break }
            let seconds = isatty(STDERR_FILENO) == 1 ? Self.terminalLookSeconds : Self.lookAgainSeconds
            _ = try connection.waitForNotification(timeoutSeconds: seconds)
        }
        let status = failure ?? worst
        guard status == .green else { throw ExitCode(status.rawValue) }
    }

    /// - Returns: those of the runs that ended.
    private func look(at runs: Set<Int64>, _ connection: borrowing Connection) throws -> Rows {
        let numbers = "{\(runs.sorted().map(String.init).joined(separator: ","))}"
        let waiting = try connection.query(
            """
            SELECT channel || ':' || account || '  ' || bill_date || '  ' || kind || '  ' || coalesce(progress, state)
                   || coalesce(': ' || reason, '') || coalesce(', until ' || next_try_at, '')
            FROM recon.runs WHERE run_id = ANY($1::bigint[]) AND state NOT IN ('done', 'failed') ORDER BY run_id
            """, [numbers])
        if waiting.count > 0 {
            progress.show(Progress(step: (0..<waiting.count).map { waiting.text($0, 0) }.joined(separator: " | ")))
            guard try connection.query("SELECT FROM recon.daemons LIMIT 1").count == 1 else {
                progress.clear()
                throw Problem(
                    .daemonAway, "no daemon is running; the request waits for one",
                    expected: "a daemon on this database",
                    found:
                        "\(runs.count == 1 ? "run" : "runs") \(runs.sorted().map(String.init).joined(separator: ", ")) in the queue"
                )
            }
        }
        return try connection.query(
            """
            SELECT run_id, channel, account, bill_date, kind, verdict, \(StoredProblem.columns()) FROM recon.runs
            WHERE run_id = ANY($1::bigint[]) AND state IN ('done', 'failed') ORDER BY run_id
            """, [numbers])
    }

    private func place(_ rows: borrowing Rows, _ row: Int) -> Place {
        let account = Channel(rawValue: rows.text(row, 1)).map {
            ChannelAccount(channel: $0, account: rows.text(row, 2))
        }
        return Place(account: account, day: BusinessDay(rows.text(row, 3)))
    }

    static func refused(_ error: PostgresError) -> Problem {
        // The function's own refusals say what is wrong, and what to do.
        guard error.sqlState == "22023" else { return error.problem("asking for a run") }
        return Problem(.requestRefused, error.message, hint: error.hint)
    }
}
