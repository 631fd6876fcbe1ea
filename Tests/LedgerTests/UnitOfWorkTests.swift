import Ledger
import Rules
import Postgres
import TestTurns
import Testing
import Vocabulary

/// The unit of work is account, day and kind (Contract 5.1): proven with a kind that nothing but these tests knows.
@Suite(.serialized, .waiting) struct UnitOfWorkTests {
    private static let madeUp = BillKind("madeup", "made-up bill", "虚构账单")
    private static let day = BusinessDay("2026-11-21") ?? BusinessDay(number: 0)

    /// A ledger that knows the kind, with one account.
    private final class Bench {
        let ledger: LedgerBench
        let connection: Connection
        let process: RegisteredProcess
        let trade: UnitKey
        let other: UnitKey

        init(_ name: String) throws {
            ledger = try LedgerBench("unit_\(name)")
            connection = try Connection(ledger.conninfo, name: "tests")
            try connection.execute("INSERT INTO ledger.bill_kind VALUES ('madeup', 'made-up bill', '虚构账单')")
            let account = ChannelAccount(channel: .wechatpay, account: "A")
            let accountID = try RunJournal.account(
                account, AccountRules(startDate: day), kinds: [.trade, madeUp], connection)
            process = try RegisteredProcess.enter(
                .daemon, host: "here", pid: 1, version: "tests", accounts: [accountID], connection)
            trade = UnitKey(accountID, day, .trade)
            other = UnitKey(accountID, day, madeUp)
        }

        func claim() throws -> ClaimedRun? {
            try RunQueue.claim(
                process, accounts: [trade.accountID], isForPeople: false, isIdle: true,
                nowEpochSeconds: day.endEpochSeconds, connection)
        }

        func runs() throws -> [String] {
            try ledger.rows("SELECT kind, attempt, state, in_force FROM recon.runs ORDER BY run_id")
        }
    }

    @Test func twoKindsOfADayAreQueuedLeasedAndRunIndependently() throws {
        let bench = try Bench("queue")
        for key in [bench.trade, bench.other] {
            #expect(try RunQueue.schedule(key, by: .schedule, source: .channel, lastRunID: nil, bench.connection))
            // One of the schedule's own waits for each.
            #expect(try !RunQueue.schedule(key, by: .schedule, source: .channel, lastRunID: nil, bench.connection))
        }
        #expect(try bench.runs() == ["trade|1|queued|f", "madeup|1|queued|f"])
        let first = try #require(try bench.claim())
        #expect(first.key == bench.trade)
        // The account's lease is one: what both kinds change, only one run changes at a time.
        #expect(try bench.claim() == nil)
        let problem = Problem(.billTruncated, "broken")
        try RunJournal.incomplete(first.key, first.lease.runID, problem, lease: first.lease, bench.connection)
        let second = try #require(try bench.claim())
        #expect(second.key == bench.other)
        #expect(second.unit.description == "wechatpay:A 2026-11-21 madeup")
        try RunQueue.giveBack(second.lease, bench.connection)
        #expect(try bench.runs() == ["trade|1|done|t", "madeup|1|queued|f"])
        // Another run of one kind is its second attempt, and none of the other's.
        _ = try RunQueue.request(bench.trade, by: .person("li"), source: .channel, bench.connection)
        #expect(try bench.runs() == ["trade|1|done|t", "madeup|1|queued|f", "trade|2|queued|f"])
        #expect(
            try RunQueue.openDays(bench.trade.accountID, .trade, day...day, bench.connection).first?.isIncomplete
                == false)
        #expect(try bench.ledger.rows("SELECT code, kind FROM recon.alarms") == ["bill.truncated|trade"])
    }

    private var day: BusinessDay { Self.day }

    /// The same numbers and code, found by a settlement of another kind: a trade run neither closes it nor takes it over.
    @Test func anItemOfAnotherKindIsNoneOfATradeRuns() throws {
        let ledger = try Bench("items").ledger
        let noon = "2026-11-21 12:00:00"
        try ledger.pay("P", 1000, at: noon)
        let bill = [Row(payment: "P", fen: 999, at: noon, channelNo: "C")]
        try ledger.conclude("2026-11-21", bill)
        let columns = """
            account_id, status, code, bill_date, entry_type, payment_no, refund_no, channel_no, occurrence, difference_fen,
            currency, found, opened_at, first_run_id, last_run_id
            """
        try ledger.sql("INSERT INTO ledger.item (kind, \(columns)) SELECT 'madeup', \(columns) FROM ledger.item")
        try ledger.conclude("2026-11-21", bill)
        let items = "SELECT kind, code, status, found, last_run_id FROM ledger.item ORDER BY item_id"
        #expect(try ledger.rows(items) == ["trade|amount_mismatch|open|t|2", "madeup|amount_mismatch|open|t|1"])
        try ledger.sql("UPDATE taobao.payment_record SET amount_fen = 999")
        try ledger.conclude("2026-11-21", bill)
        #expect(try ledger.rows(items) == ["trade|amount_mismatch|resolved|f|2", "madeup|amount_mismatch|open|t|1"])
    }

    @Test func theSameFileUnderTwoKindsIsTwoBills() throws {
        let bench = try Bench("bills")
        let files = [LedgerBench.file("a"), LedgerBench.file("b")]
        var bills: [Int64] = []
        for key in [bench.trade, bench.other, bench.trade] {
            let run = try RunQueue.request(key, by: .person("li"), source: .channel, bench.connection)
            bills.append(try RunJournal.received(files, .channel, key, runID: run, bench.connection))
        }
        #expect(bills[0] != bills[1] && bills[0] == bills[2])
        #expect(
            try bench.ledger.rows("SELECT kind, count(*) FROM recon.bill_files GROUP BY 1 ORDER BY 1")
                == ["madeup|2", "trade|2"])
        #expect(try bench.ledger.rows("SELECT DISTINCT cardinality(files) FROM ledger.bill") == ["2"])
        for key in [bench.trade, bench.other] {
            #expect(try RunJournal.archivedBill(key, bench.connection)?.files == files)
        }
    }

    @Test func eachKindIsInForceByItself() throws {
        let bench = try Bench("force")
        try bench.ledger.pay("P1", 100, at: "2026-11-21 10:00:00+08")
        let row = Row(payment: "P1", fen: 100, at: "2026-11-21 10:00:00", channelNo: "C1")
        let problem = Problem(.billTruncated, "broken")
        let run = try RunQueue.request(bench.other, by: .schedule, source: .channel, bench.connection)
        _ = try RunJournal.received([LedgerBench.file("c")], .channel, bench.other, runID: run, bench.connection)
        try RunJournal.incomplete(bench.other, run, problem, bench.connection)
        #expect(try bench.ledger.conclude("2026-11-21", [row]) == .balanced)
        #expect(try bench.ledger.conclude("2026-11-21", [row]) == .balanced)
        #expect(
            try bench.ledger.rows("SELECT kind, attempt, verdict, in_force FROM recon.runs ORDER BY run_id") == [
                "madeup|1|incomplete|t", "trade|1|balanced|f", "trade|2|balanced|t",
            ])
        // The day's verdict is the trade bill's, and the conclusion of one kind leaves the other's alarm alone.
        #expect(try bench.ledger.rows("SELECT verdict, run_id FROM recon.daily_summary") == ["balanced|3"])
        #expect(
            try bench.ledger.rows("SELECT code, kind FROM recon.alarms WHERE ended_at IS NULL")
                == ["bill.truncated|madeup"])
        #expect(try RunQueue.openDays(bench.trade.accountID, .trade, day...day, bench.connection).isEmpty)
        #expect(
            try RunQueue.openDays(bench.trade.accountID, Self.madeUp, day...day, bench.connection).map(\.day) == [day])
    }

    @Test func reconcileAsksForEveryKindOfTheAccountOrForOne() throws {
        let bench = try Bench("request")
        func ask(_ rest: String) throws -> [String] {
            try bench.ledger.rows("SELECT account, kind FROM recon.reconcile('wechatpay', '2026-11-21'\(rest))")
        }
        #expect(try ask("") == ["A|trade", "A|madeup"])
        #expect(try ask(", kind => 'madeup'") == ["A|madeup"])
        #expect(throws: PostgresError.self) { try ask(", kind => 'nonsense'") }
        // Not among the account's.
        try bench.connection.execute("UPDATE ledger.account SET kinds = '{trade}'")
        #expect(throws: PostgresError.self) { try ask(", kind => 'madeup'") }
        #expect(try ask("") == ["A|trade"])
    }

    @Test func whatTheMoneySideIsToldOfAnAccountIsNoted() throws {
        let bench = try Bench("account")
        let account = ChannelAccount(channel: .wechatpay, account: "A")
        var rules = AccountRules(startDate: day)
        func note(_ pots: [Pot]?) throws -> [String] {
            _ = try RunJournal.account(account, rules, pots: pots, bench.connection)
            return try bench.ledger.rows(
                "SELECT kinds, settlement_days, has_balance_control, pots FROM ledger.account")
        }
        #expect(try note(nil) == ["{trade,madeup}|0|f|{}"])
        (rules.settlementDays, rules.hasBalanceControl) = (31, true)
        #expect(try note([Pot("BASIC"), Pot("FEES")]) == ["{trade,madeup}|31|t|{BASIC,FEES}"])
        // Whoever does not know them leaves them.
        #expect(try note(nil) == ["{trade,madeup}|31|t|{BASIC,FEES}"])
    }

    /// A person may be named like anything.
    @Test func aRoleNamedScheduleIsAPersonAllTheSame() throws {
        let bench = try Bench("names")
        try bench.connection.execute(
            """
            CREATE ROLE schedule;
            GRANT USAGE ON SCHEMA recon TO schedule;
            GRANT EXECUTE ON FUNCTION recon.reconcile TO schedule;
            SET SESSION AUTHORIZATION schedule;
            SELECT recon.reconcile('wechatpay', '2026-11-21', kind => 'trade');
            RESET SESSION AUTHORIZATION;
            DROP OWNED BY schedule;
            DROP ROLE schedule
            """)
        #expect(try bench.ledger.rows("SELECT requested_by, origin FROM recon.runs") == ["schedule|person"])
        // So the schedule may still queue its own beside it, and the person's goes first.
        let runID = try bench.connection.query("SELECT run_id FROM ledger.run").int(0, 0)
        #expect(
            try RunQueue.schedule(bench.trade, by: .schedule, source: .channel, lastRunID: runID, bench.connection))
        #expect(try bench.claim()?.requester == .person("schedule"))
    }

    @Test func whatTheDatabaseTellsIsUnderstood() throws {
        let bench = try Bench("news")
        let listener = try Connection(bench.ledger.conninfo, name: "tests")
        try listener.execute("LISTEN \(RunQueue.channelName)")
        func heard() throws -> [QueueNews] {
            try listener.query("SELECT")
            return try listener.takeNotifications().map { QueueNews($0.payload) }
        }
        let run = try RunQueue.request(bench.trade, by: .schedule, source: .channel, bench.connection)
        #expect(try heard() == [.queued(run)])
        let claimed = try #require(try bench.claim())
        #expect(try heard() == [])
        let problem = Problem(.billTruncated, "broken")
        try RunJournal.incomplete(claimed.key, run, problem, lease: claimed.lease, bench.connection)
        let account = claimed.lease.accountID
        #expect(try heard() == [.ended(run), .alarm, .released(run, accountID: account, isByService: true)])
        let again = try RunQueue.request(bench.trade, by: .schedule, source: .channel, bench.connection)
        try RunJournal.failed(bench.trade, again, problem, bench.connection)
        #expect(try heard() == [.queued(again), .ended(again)])
    }

    @Test func whoseLeaseEndedIsTold() throws {
        let bench = try Bench("lease news")
        let listener = try Connection(bench.ledger.conninfo, name: "tests")
        try listener.execute("LISTEN \(RunQueue.channelName)")
        func heardOfLeases() throws -> [QueueNews] {
            try listener.query("SELECT")
            return try listener.takeNotifications().map { QueueNews($0.payload) }.filter {
                if case .released = $0 { true } else { false }
            }
        }
        let run = try RunQueue.request(bench.trade, by: .schedule, source: .channel, bench.connection)
        let account = try #require(try bench.claim()).lease.accountID
        func isTold(by kind: String) throws -> QueueNews {
            try bench.connection.query("UPDATE ledger.process SET kind = $1", [kind])
            try bench.connection.query("DELETE FROM ledger.lease")
            try bench.connection.query(
                "INSERT INTO ledger.lease SELECT $1, $2, process_id, now(), 0 FROM ledger.process",
                [String(account), String(run)])
            return try #require(try heardOfLeases().first)
        }
        #expect(try isTold(by: "command") == .released(run, accountID: account, isByService: false))
        #expect(try isTold(by: "daemon") == .released(run, accountID: account, isByService: true))
        try bench.connection.query("DELETE FROM ledger.process")
        #expect(try heardOfLeases() == [.released(run, accountID: account, isByService: false)])
    }

    @Test(arguments: [
        "", "queued", "queued x", "queued 1 2", "released", "released 7", "released 7 1 by", "released 7 1 by him",
        "7 queued", "alarm 7", "alarms", "  queued 7",
    ])
    func whatIsNotUnderstoodIsUnknown(_ payload: String) { #expect(QueueNews(payload) == .unknown) }
}
