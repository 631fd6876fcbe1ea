import Postgres
import Testing
import Vocabulary

/// Everything that a run could write, lose or change, byte for byte; runs and bills as far as they were there before.
struct LedgerSnapshot {
    private let query: String
    private let rows: [String]
    private let lastRun: String

    init(_ bench: WorldBench) throws {
        let last = try bench.rows(
            """
            SELECT (SELECT coalesce(max(run_id), 0) FROM ledger.run),
                   (SELECT coalesce(max(bill_id), 0) FROM ledger.bill),
                   (SELECT coalesce(max(account_id), 0) FROM ledger.account)
            """)[0].split(separator: "|").map(String.init)
        lastRun = last[0]
        let tables = [
            "item", "item_event", "run_change", "statement_line", "run_total", "entry", "record", "refund", "day_event",
        ]
        query =
            tables.map { "SELECT '\($0)', t::text FROM ledger.\($0) t\nUNION ALL " }.joined() + """
                SELECT 'run', t::text FROM ledger.run t WHERE run_id <= \(last[0])
                UNION ALL SELECT 'bill', t::text FROM ledger.bill t WHERE bill_id <= \(last[1])
                UNION ALL SELECT 'account', t::text FROM ledger.account t WHERE account_id <= \(last[2])
                UNION ALL SELECT 'day', (account_id, bill_date, run_id, bill_id)::text FROM ledger.day WHERE concluded
                UNION ALL SELECT 'seen', t::text FROM recon.discrepancies t
                UNION ALL SELECT 'history', count(*)::text FROM recon.discrepancy_history
                UNION ALL SELECT 'summary', (bill_date, channel, account, verdict, open_discrepancies, pending,
                                             payments, payment_amount, refunds, net_amount, matched, run_id)::text
                FROM recon.daily_summary WHERE verdict <> 'incomplete' ORDER BY 1, 2
                """
        rows = try bench.rows(query)
    }

    /// A run was noted with its reason, and nothing else happened.
    func expectUnchanged(
        _ bench: WorldBench, _ expected: UnhappyEnding, _ problem: Problem, _ day: BusinessDay,
        _ sourceLocation: SourceLocation
    ) throws {
        let state = expected.exit == .incomplete ? "done|incomplete" : "failed|"
        // The day's own row says what is wrong, as long as it has nothing better to say.
        let isInForce = expected.exit == .incomplete && day == ChannelWorld.untried
        let account = problem.place.account.map { Place(account: $0, day: day) } ?? Place(day: day)
        let reason = problem.reason(besides: account)
        let run = "\(state)|\(problem.code.name)|\(day)|\(isInForce ? "t" : "f")|\(reason)|\(problem.hint)"
        let runs = try bench.rows(
            """
            SELECT state, verdict, reason_code, bill_date, in_force, reason, hint FROM recon.runs WHERE run_id > \(lastRun)
            """)
        #expect(runs == (expected.leavesRun ? [run] : []), sourceLocation: sourceLocation)
        let now = try bench.rows(query)
        #expect(!rows.isEmpty && now == rows, "something was written or lost", sourceLocation: sourceLocation)
        if expected.leavesRun {
            let attempt = try bench.rows(
                """
                SELECT DISTINCT last_attempt_reason FROM recon.daily_summary s JOIN recon.runs r
                    ON r.run_id = s.last_attempt_run_id WHERE r.run_id > \(lastRun)
                """)
            let isShown = isInForce || day != ChannelWorld.untried
            #expect(attempt == (isShown ? [reason] : []), sourceLocation: sourceLocation)
        }
    }
}
