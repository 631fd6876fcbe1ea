import Postgres
import Reports
import Rules
import TestTurns
import Testing
import Vocabulary

@testable import Ledger

@Suite(.serialized, .waiting) struct StoredProblemTests {
    private static let account = ChannelAccount(channel: .wechatpay, account: "A")
    private static let day = BusinessDay("2026-11-21") ?? BusinessDay(number: 0)
    private static let place = Place(account: account, day: day)
    private static let cause = Problem(
        .channelUnreachable, "no answer", at: Place(address: "http://127.0.0.1:9", account: account, day: day))

    static let problems = [
        Problem(.billEmpty, "empty", at: place),
        Problem(.billEmpty, "'quoted' \\ and 中文", at: place, expected: "a header"),
        Problem(.billEmpty, "empty", at: place, found: "0 bytes", hint: "Look."),
        Problem(
            .billBadAmount, "no amount", at: Place(file: "a b.csv", line: 7, column: "手续费", account: account, day: day),
            expected: "yuan", found: "text"),
        Problem(.pairsUnreadable, "another day's", at: Place(account: account, day: day.previous)),
        Problem(.billOverdue, "overdue", at: place, cause: cause),
        Problem(
            .channelPermission, "refused", at: Place(account: account, day: day, pot: Pot("FEES")), found: "NO_AUTH",
            hint: "Ask.", cause: cause),
        Problem(
            .billOverdue, "overdue", at: place, found: "nothing", cause: Problem(.billNotDue, "not yet", cause: cause)),
    ]

    /// What was stored part by part is read as it was, and psql's line of it is the program's.
    @Test func aProblemIsTheSameInTheDatabase() throws {
        let bench = try LedgerBench("stored_problems")
        let connection = try Connection(bench.conninfo, name: "tests")
        let number = try RunJournal.account(Self.account, AccountRules(startDate: Self.day), connection)
        for (index, problem) in Self.problems.enumerated() {
            try AlarmJournal.raise(
                Alarm(cause: "cause \(index)", UnitKey(number, Self.day, .trade), problem: problem), number, connection)
        }
        let shown = try bench.rows("SELECT code, message, hint FROM recon.alarms ORDER BY alarm_id")
        #expect(shown == Self.problems.map { "\($0.code)|\($0.reason(besides: Self.place))|\($0.hint)" })
        var told: [Problem] = []
        _ = try AlarmJournal.deliver([number], service: "shop", connection, until: { false }) {
            told.append($0.problem)
            return true
        }
        #expect(told.map(\.description) == Self.problems.map(\.description))
        #expect(told.map { $0.cause?.code } == Self.problems.map { $0.cause?.code })
        #expect(told.map(\.place) == Self.problems.map(\.place))
    }

    /// Every code, with the same exit status and hint as in the program.
    @Test func theListIsThere() throws {
        let bench = try LedgerBench("problems")
        let listed = try bench.rows(
            "SELECT code, exit_status, meaning_en, meaning_zh, hint FROM recon.problems ORDER BY code COLLATE \"C\"")
        #expect(
            listed
                == ProblemCode.all.sorted { $0.name < $1.name }.map {
                    "\($0.name)|\($0.exit.rawValue)|\($0.meaning)|\($0.meaningInChinese)|\($0.hint)"
                })
    }

    // MARK: - Problems of the queue

    @Test func aRunThatAnotherProcessTookOverIsLost() throws {
        let bench = try LedgerBench("lease_lost")
        let connection = try Connection(bench.conninfo, name: "tests")
        let lease = Lease(accountID: 1, runID: 99, process: RegisteredProcess(id: 1, kind: .daemon))
        let problem = #expect(throws: Problem.self) { try lease.workedOn(by: connection) }
        #expect(problem?.code == .leaseLost)
    }

    /// A person's import cannot be done again by itself.
    @Test func whatADeadProcessLeftIsToldWithAHint() throws {
        let bench = try LedgerBench("abandoned")
        let connection = try Connection(bench.conninfo, name: "tests")
        let number = try RunJournal.account(Self.account, AccountRules(startDate: Self.day), connection)
        try bench.sql(
            """
            INSERT INTO ledger.run (account_id, bill_date, kind, attempt, origin, requested_by, state, source)
            VALUES (\(number), '2026-11-21', 'trade', 1, 'person', 'li', 'fetching', 'files')
            """)
        _ = try RunQueue.takeOver(connection)
        #expect(
            try bench.rows("SELECT state, reason_code, reason, hint FROM recon.runs")
                == [
                    "failed|\(ProblemCode.runAbandoned)|the process that worked on it ended|\(ProblemCode.runAbandoned.hint)"
                ])
    }

    @Test func thereIsNothingToReportOfNothing() throws {
        let bench = try LedgerBench("nothing")
        let connection = try Connection(bench.conninfo, name: "tests")
        let problem = #expect(throws: Problem.self) { try Report.read(.overview, on: connection) }
        #expect(problem?.code == .reportNothing)
    }

    @Test func whatSomebodyBuiltOnAViewIsNotDropped() throws {
        let bench = try LedgerBench("in_use")
        try bench.sql("CREATE VIEW public.mine AS SELECT run_id FROM recon.runs")
        let connection = try Connection(bench.conninfo, name: "tests")
        let problem = #expect(throws: Problem.self) { try SchemaObjects.drop(["recon.runs"], connection) }
        #expect(problem?.code == .schemaInUse)
    }
}
