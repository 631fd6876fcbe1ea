import Daemon
import FoundationEssentials
import Postgres
import Testing
import Vocabulary

/// What a user is told when a run comes to no conclusion.
struct UnhappyEnding: Sendable {
    var exit: Vocabulary.ExitStatus
    /// As printed, in general terms (see `general`); `#` stands for a number or a time, `@` for some
    /// words.
    var text: String
    /// False where the run never began: the configuration alone is wrong.
    var leavesRun = true

    init(_ exit: Vocabulary.ExitStatus, leavesRun: Bool = true, _ text: String) {
        self.exit = exit
        self.text = text
        self.leavesRun = leavesRun
    }
}

/// Runs both the concluded and the untried day; neither may come to a conclusion, and nothing may be written, resolved
/// or lost. Afterwards, with all set right, the days of `retried` conclude.
/// - Parameter arrange: what goes wrong; called for each day.
func expectNothingLost(
    _ bench: ChannelBench, _ account: ChannelAccount, _ expected: UnhappyEnding,
    days: [BusinessDay] = [ChannelWorld.concluded, ChannelWorld.untried],
    retried: [BusinessDay] = [ChannelWorld.untried], sourceLocation: SourceLocation = #_sourceLocation,
    arrange: (BusinessDay) throws -> Void = { _ in }, run: ((BusinessDay) throws -> RunResult)? = nil
) throws {
    for day in days {
        let snapshot = try LedgerSnapshot(bench.world)
        try arrange(day)
        let problem = try ending(sourceLocation) { try run?(day) ?? bench.run(account, day) }
        expect(problem, expected, bench, account, day, sourceLocation)
        try snapshot.expectUnchanged(bench.world, expected, problem, day, sourceLocation)
        #expect(
            try !bench.archivedFiles().contains { $0.contains(".incoming-") }, "a half-received file stays",
            sourceLocation: sourceLocation)
    }
    guard !retried.isEmpty else { return }
    let before = try bench.whatPeopleSee()
    try bench.heal()
    for day in retried {
        #expect(try bench.run(account, day).verdict == .discrepancies, sourceLocation: sourceLocation)
        if day == ChannelWorld.concluded {
            #expect(try bench.whatPeopleSee() == before, "a repeated run changed a row", sourceLocation: sourceLocation)
        }
    }
}

private func expect(
    _ problem: Problem, _ expected: UnhappyEnding, _ bench: ChannelBench, _ account: ChannelAccount,
    _ day: BusinessDay, _ sourceLocation: SourceLocation
) {
    #expect(problem.code.exit == expected.exit, sourceLocation: sourceLocation)
    let text = general(problem.description, bench, account, day)
    #expect(says(text, expected.text), "\(text)\ninstead of\n\(expected.text)", sourceLocation: sourceLocation)
}

/// The problem with which a run ends, whether it is a verdict or a failure.
func ending(_ sourceLocation: SourceLocation = #_sourceLocation, _ run: () throws -> RunResult) throws -> Problem {
    let result: RunResult
    do { result = try run() } catch { return asProblem(error) }
    #expect(result.verdict == .incomplete, sourceLocation: sourceLocation)
    return try #require(result.reason, "the run came to a conclusion", sourceLocation: sourceLocation)
}

/// A message without what differs from run to run: directories, ports, digests, the account and the days.
func general(_ text: String, _ bench: ChannelBench, _ account: ChannelAccount, _ day: BusinessDay) -> String {
    text.replacing(bench.world.directory, with: "DIR")
        .replacing(#/127\.0\.0\.1:\d+/#, with: "HOST")
        .replacing(#/SHA-1 [0-9a-f]{40}/#, with: "SHA-1 …")
        .replacing(#/_trade_[0-9a-f]{16}\./#, with: "_DIGEST.")
        .replacing(#/\.incoming-[^ ,)]*/#, with: ".incoming")
        .replacing(#/[0-9A-F]{40}/#, with: "SERIAL")
        .replacing(#/[0-9a-f]{64}/#, with: "SHA256")
        .replacing(#/[0-9a-f]{32}/#, with: "NUMBER")
        .replacing(account.description, with: "ACCOUNT")
        .replacing("/\(account.channel.rawValue)/\(account.account)/", with: "/CHANNEL/ACCOUNT/")
        .replacing(day.description, with: "DAY").replacing(day.previous.description, with: "DAY-1")
        .replacing(day.next.description, with: "DAY+1")
}

/// Whether a text is the expected one, where `#` stands for digits, points and colons, `@` for words and the blanks
/// around them.
func says(_ text: String, _ expected: String) -> Bool {
    var rest = Substring(text)
    var pieces = Substring(expected)
    while !pieces.isEmpty {
        let piece = pieces.prefix { $0 != "#" && $0 != "@" }
        guard rest.hasPrefix(piece) else { return false }
        rest = rest.dropFirst(piece.count)
        pieces = pieces.dropFirst(piece.count)
        switch pieces.popFirst() {
        case "#": rest = rest.drop { $0.isNumber || $0 == "." || $0 == ":" }
        case "@": rest = rest.drop { $0.isLetter || $0.isNumber || $0 == "-" || $0 == " " }
        default: break
        }
    }
    return rest.isEmpty
}

extension ChannelBench {
    /// Everything that people can query, and what they decided and wrote.
    func whatPeopleSee() throws -> [String] {
        let decisions = try world.rows(
            """
            SELECT discrepancy_id, status, resolution, resolved_by, resolved_at, note FROM recon.discrepancies
            WHERE note IS NOT NULL ORDER BY discrepancy_id
            """)
        #expect(decisions.count == 6, "a decision is lost")
        return try world.everything().filter { !$0.hasPrefix("day|") || !$0.contains("|incomplete|") } + decisions
    }
}
