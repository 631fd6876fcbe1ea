import Daemon
import FoundationEssentials
import Testing
import Vocabulary

/// What a user is told when a run comes to no conclusion.
struct UnhappyEnding {
    var code: String
    var exit: Vocabulary.ExitStatus
    /// As printed, with what differs from run to run put in general terms (see `general`).
    var text: String
    /// False where the run never began: the configuration alone is wrong.
    var leavesRun = true

    init(_ code: String, _ exit: Vocabulary.ExitStatus, leavesRun: Bool = true, _ text: String) {
        self.code = code
        self.exit = exit
        self.text = text
        self.leavesRun = leavesRun
    }
}

/// Everything that a run could write, lose or change, byte for byte; runs and bills only as far as they were there.
struct LedgerSnapshot {
    private let lastRun: String
    private let lastBill: String

    init(_ bench: WorldBench) throws {
        lastRun = try bench.rows("SELECT coalesce(max(run_id), 0) FROM ledger.run")[0]
        lastBill = try bench.rows("SELECT coalesce(max(bill_id), 0) FROM ledger.bill")[0]
    }

    func rows(_ bench: WorldBench) throws -> [String] {
        let tables = [
            "item", "item_event", "run_change", "statement_line", "run_total", "entry", "record", "refund",
            "day_event", "account",
        ]
        var selections = tables.map { "SELECT '\($0)', t::text FROM ledger.\($0) t" }
        selections += [
            "SELECT 'run', t::text FROM ledger.run t WHERE run_id <= \(lastRun)",
            "SELECT 'bill', t::text FROM ledger.bill t WHERE bill_id <= \(lastBill)",
            "SELECT 'day', account_id, bill_date, run_id, bill_id FROM ledger.day WHERE concluded",
            "SELECT 'seen', t::text FROM recon.discrepancies t",
            "SELECT 'pending', t::text FROM recon.pending t",
            "SELECT 'history', t::text FROM recon.discrepancy_history t",
            "SELECT 'statement', t::text FROM recon.statement t",
            "SELECT 'verdict', bill_date, channel, account, verdict, open_discrepancies, pending, net_amount, run_id "
                + "FROM recon.daily_summary WHERE verdict <> 'incomplete'",
        ]
        return try selections.flatMap { try bench.rows($0).sorted() }
    }

    /// Runs that began after the snapshot, newest last: state, verdict, code and reason.
    func newRuns(_ bench: WorldBench) throws -> [String] {
        try bench.rows(
            """
            SELECT state, verdict, reason_code, bill_date, in_force, reason FROM recon.runs WHERE run_id > \(lastRun)
            ORDER BY run_id
            """)
    }
}

/// Runs both the concluded and the untried day; neither may come to a conclusion, and nothing may be written, resolved
/// or lost. Afterwards both days conclude, and the concluded one says what it said before.
/// - Parameter arrange: what goes wrong; called for each day.
func expectNothingLost(
    _ bench: ChannelBench, _ account: ChannelAccount, _ expected: UnhappyEnding,
    days: [BusinessDay] = [ChannelWorld.concluded, ChannelWorld.untried], retries: Bool = true,
    sourceLocation: SourceLocation = #_sourceLocation,
    arrange: (BusinessDay) throws -> Void = { _ in }, run: ((BusinessDay) throws -> RunResult)? = nil
) throws {
    let before = try bench.world.everything() + decisions(bench)
    for day in days {
        let snapshot = try LedgerSnapshot(bench.world)
        let rows = try snapshot.rows(bench.world)
        try arrange(day)
        let problem = try ending(sourceLocation) { try run?(day) ?? bench.run(account, day) }
        record("\(account.channel.rawValue)\t\(problem.code.name)\t\(problem.code.exit)\t\(general(problem.description, bench, account, day))")
        #expect(problem.code.name == expected.code, sourceLocation: sourceLocation)
        #expect(problem.code.exit == expected.exit, sourceLocation: sourceLocation)
        #expect(general(problem.description, bench, account, day) == expected.text, sourceLocation: sourceLocation)
        let state = expected.exit == .incomplete ? "done|incomplete" : "failed|"
        let isInForce = expected.exit == .incomplete && day == ChannelWorld.untried ? "t" : "f"
        #expect(
            try snapshot.newRuns(bench.world)
                == (expected.leavesRun
                    ? ["\(state)|\(expected.code)|\(day)|\(isInForce)|\(problem.summary)"] : []),
            sourceLocation: sourceLocation)
        #expect(try snapshot.rows(bench.world) == rows, "something was written or lost", sourceLocation: sourceLocation)
        try expectNoLeftovers(bench, sourceLocation)
    }
    guard retries else { return }
    try bench.heal()
    for day in days {
        let result = try bench.run(account, day)
        #expect(result.verdict == .discrepancies, sourceLocation: sourceLocation)
        if day == ChannelWorld.concluded {
            let after = try (bench.world.everything() + decisions(bench))
                .filter { !$0.hasPrefix("day|\(ChannelWorld.untried)") }
            #expect(after == before, "a good run after a bad one changed a row", sourceLocation: sourceLocation)
        }
    }
}

/// What people decided and wrote.
private func decisions(_ bench: ChannelBench) throws -> [String] {
    let rows = try bench.world.rows(
        """
        SELECT discrepancy_id, status, resolution, resolved_by, resolved_at, note FROM recon.discrepancies
        WHERE note IS NOT NULL ORDER BY discrepancy_id
        """)
    #expect(rows.count == 6)
    return rows
}

/// The problem with which a run ends, whether it is a verdict or a failure.
private func ending(_ sourceLocation: SourceLocation, _ run: () throws -> RunResult) throws -> Problem {
    do {
        let result = try run()
        #expect(result.verdict == .incomplete, sourceLocation: sourceLocation)
        return try #require(result.reason, "the run came to a conclusion", sourceLocation: sourceLocation)
    } catch { return asProblem(error) }
}

/// Nothing half-received stays in the archive.
func expectNoLeftovers(_ bench: ChannelBench, _ sourceLocation: SourceLocation = #_sourceLocation) throws {
    let files = try bench.archivedFiles()
    #expect(!files.contains { $0.contains(".incoming-") }, sourceLocation: sourceLocation)
}

/// A message without what differs from run to run: directories, ports, digests, the day and the account.
func general(_ text: String, _ bench: ChannelBench, _ account: ChannelAccount, _ day: BusinessDay) -> String {
    text.replacing(bench.world.directory, with: "DIR")
        .replacing(#/127\.0\.0\.1:\d+/#, with: "HOST")
        .replacing(#/SHA-1 [0-9a-f]{40}/#, with: "SHA-1 …")
        .replacing(#/_[0-9a-f]{16}\./#, with: "_DIGEST.")
        .replacing(#/\.incoming-[^ ,)]*/#, with: ".incoming")
        .replacing(account.description, with: "ACCOUNT")
        .replacing("/\(account.channel.rawValue)/\(account.account)/", with: "/CHANNEL/ACCOUNT/")
        .replacing(day.description, with: "DAY")
}

enum Text {
    static func of(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }
}

import Glibc
func record(_ text: String) { if let f = fopen("/tmp/unhappy-texts", "a") { fputs(text + "\n", f); fclose(f) } }
