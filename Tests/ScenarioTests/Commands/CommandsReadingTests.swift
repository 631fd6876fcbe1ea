import PrivateCluster
import Simulation
import TestPlaces
import TestTurns
import Testing
import Vocabulary

private let day = Installation.days.lowerBound

/// Who reads results, or asks for a run, without the service's configuration: no account, no key, no file.
@Suite(.serialized, .waiting) struct CommandsReadingTests {
    private func run(_ installation: Installation, _ arguments: [String]) throws -> Program.Outcome {
        let conninfo = installation.cluster.conninfo(database: installation.database)
        return try Program.run(arguments + ["--conninfo", conninfo])
    }

    @Test func aConnectionStringIsEnoughToRead() throws {
        let installation = try Installation(.none)
        #expect(try installation.importBill(2, day).status == 0)
        let report = try run(installation, ["report", day.description])
        #expect(report.status == 0 && report.output.contains("balanced"), "\(report.errors)")
        let number = try installation.value("SELECT payment_no FROM recon.bill_entries LIMIT 1")
        let explanation = try run(installation, ["explain", number])
        #expect(explanation.status == 0 && explanation.output.contains("payment \(number)"), "\(explanation.errors)")
        let status = try run(installation, ["status"])
        #expect(status.status == 69 && status.output.contains("Last runs"), "\(status.errors)")
        let both = try run(installation, ["report", "--config", installation.configuration])
        #expect(both.status == 64)
    }

    @Test func aTerminalsWidthIsKeptAndLinesForAProgramAreWhole() throws {
        let installation = try Installation(.none)
        #expect(try installation.importBill(2, day).status == 0)
        let number = try installation.value("SELECT payment_no FROM recon.bill_entries LIMIT 1")
        func widest(_ words: [String], _ environment: [String]) throws -> Int {
            let outcome = try Program.run(words + ["-c", installation.configuration], environment: environment)
            return outcome.output.split(separator: "\n").reduce(0) { max($0, $1.count) }
        }
        for words in [["report"], ["report", day.description], ["explain", number], ["status"]] {
            #expect((1...80).contains(try widest(words, ["COLUMNS=80"])), "\(words)")
            #expect(try widest(words, []) > 80, "\(words)")
        }
    }

    @Test func aServiceOfLibpqIsEnoughToRead() throws {
        let installation = try Installation(.none)
        #expect(try installation.importBill(2, day).status == 0)
        let lines = installation.cluster.conninfo(database: installation.database).split(separator: " ").map {
            $0.replacing("'", with: "")
        }
        let file = try installation.directory.write(
            "services", "[results]\n" + lines.joined(separator: "\n") + "\n")
        let environment = ["PGSERVICEFILE=\(file)", "PGSERVICE=results"]
        let report = try Program.run(["report", day.description], environment: environment)
        #expect(report.status == 0 && report.output.contains("balanced"), "\(report.errors)")
        // A file that is named comes first.
        let named = try Program.run(["report", "-c", "/nowhere/r.yaml"], environment: environment)
        #expect(named.status == 78)
    }

    @Test func aFileThatNamesOnlyTheResultsIsEnoughToRead() throws {
        let installation = try Installation(.none)
        #expect(try installation.importBill(2, day).status == 0)
        let file = try installation.changed {
            String($0[..<($0.firstRange(of: "archive:")?.lowerBound ?? $0.endIndex)])
        }
        #expect(try Program.run(["report", "--config", file]).status == 0)
        #expect(try Program.run(["check", "--config", file]).status == 78)
    }

    @Test func whatIsNotThereIsSaidToBeThat() throws {
        let installation = try Installation(.none)
        #expect(try installation.importBill(2, day).status == 0)
        let account = try run(installation, ["report", "--account", "42"])
        #expect(account.status == 2)
        #expect(
            account.errors.contains("report.nothing: no account 42 has been reconciled; expected one of alipay:"),
            "\(account.errors)")
        for period in ["9999-12-31", "9999-12"] {
            let future = try run(installation, ["report", period])
            #expect(future.status == 64)
            #expect(future.errors.contains("command.day_not_over: \(period) is still to come"), "\(future.errors)")
        }
        for empty in ["", "  "] { #expect(try run(installation, ["explain", empty]).status == 64) }
        let unknown = try run(installation, ["explain", "424242"])
        #expect(unknown.status == 2)
        #expect(unknown.errors.contains("report.nothing: nothing is known about 424242"), "\(unknown.errors)")
        #expect([account, unknown].allSatisfy { $0.errors.contains("\nHINT: ") })
    }

    @Test func aRoleThatIsNotThereIsToldHowToCome() throws {
        let installation = try Installation(.none)
        let file = try installation.changed { $0.replacing("user='postgres'", with: "user='nobody_at_all'") }
        let outcome = try Program.run(["report", "--config", file])
        #expect(outcome.status == 69)
        #expect(outcome.errors.contains("role \"nobody_at_all\" does not exist"), "\(outcome.errors)")
        #expect(outcome.errors.contains("HINT: Come as a role that there is: `sudo -u reconciled"), "\(outcome.errors)")
    }

    /// An account that a daemon once served, and a closed day.
    @Test func aRequestIsRefusedInItsOwnWords() throws {
        let installation = try Installation(.none)
        #expect(try installation.importBill(2, day).status == 0)
        try installation.execute(
            """
            INSERT INTO ledger.channel (channel, name_en, name_zh) VALUES ('alipay', '', '') ON CONFLICT DO NOTHING;
            UPDATE ledger.account SET is_served = true;
            INSERT INTO ledger.period (closed_through, closed_by) VALUES ('\(day)', session_user)
            """)
        let closed = try run(installation, ["reconcile", "alipay", day.description])
        #expect(closed.status == 65)
        #expect(
            closed.errors.hasPrefix("ledger.period_closed: the day \(day) is in a period that is closed"),
            "\(closed.errors)")
        #expect(closed.errors.contains("HINT: What is closed stays closed; see recon.late_effects"))
        let account = try run(installation, ["reconcile", "alipay", day.next.description, "--account", "42"])
        #expect(account.status == 64)
        #expect(account.errors.contains("no account 42 of alipay is served"), "\(account.errors)")
        let waiting = try run(installation, ["reconcile", "alipay", day.next.description])
        #expect(waiting.status == 69)
        let queued = try installation.value("SELECT max(run_id)::text FROM recon.runs")
        #expect(waiting.errors.contains("found run \(queued) in the queue"), "\(waiting.errors)")
    }

    @Test func whoAsksThroughARoleThatSeveralUseIsNamed() throws {
        let installation = try Installation(.none)
        #expect(try installation.importBill(2, day).status == 0)
        try installation.execute(
            """
            INSERT INTO ledger.channel (channel, name_en, name_zh) VALUES ('alipay', '', '') ON CONFLICT DO NOTHING;
            UPDATE ledger.account SET is_served = true;
            SET reconciled.person = 'wang_li';
            SELECT recon.reconcile('alipay', '\(day)')
            """)
        let asked = "SELECT requested_by FROM recon.runs ORDER BY run_id DESC LIMIT 1"
        #expect(try installation.value(asked) == "wang_li (as postgres)")
    }
}
