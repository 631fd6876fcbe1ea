import Ledger
import Postgres
import Testing

/// Each view's usual question, about one day or one number, is answered by indexes and by the partitions it concerns,
/// however many days lie behind it.
@Suite struct PlanTests {
    private static let days = 12

    /// Enough rows that a plan which reads all of them is not the cheapest one.
    private static let fill = """
        INSERT INTO ledger.account (channel, account, cut_off_window_seconds, start_date)
        VALUES ('wechatpay', 'A', 1800, '2026-01-01'), ('alipay', 'B', 1800, '2026-01-01');
        SELECT ledger.create_load(a, 1, day, 'SUCCESS'), ledger.attach_load(a, 1, day),
               ledger.index_partition(ledger.partition_name(a, day)), ledger.index_numbers(ledger.partition_name(a, day))
        FROM generate_series(1, 2) a, generate_series(0, \(days - 1)) d, LATERAL (SELECT DATE '2026-11-01' + d AS day) n;
        INSERT INTO ledger.bill (account_id, bill_id, bill_date, source, content)
        SELECT a, a * 100 + d, DATE '2026-11-01' + d, 'channel', '' FROM generate_series(1, 2) a, generate_series(0, \(days - 1)) d;
        INSERT INTO ledger.run (account_id, run_id, bill_date, attempt, requested_by, state, verdict, bill_id, finished_at)
        SELECT a, a * 1000000 + d * 1000 + t, DATE '2026-11-01' + d, t, 'test', 'done', 'discrepancies', a * 100 + d, now()
        FROM generate_series(1, 2) a, generate_series(0, \(days - 1)) d, generate_series(1, 200) t;
        INSERT INTO ledger.day SELECT a, DATE '2026-11-01' + d, a * 1000000 + d * 1000 + 200, true, a * 100 + d, a * 1000000 + d * 1000 + 200
        FROM generate_series(1, 2) a, generate_series(0, \(days - 1)) d;
        INSERT INTO ledger.run_total SELECT account_id, run_id, t, 5000, 5000, 0, 5000, 0, 5000, 5000
        FROM ledger.run, unnest(ARRAY['payment', 'refund']::ledger.entry_type[]) t;
        INSERT INTO ledger.statement_line SELECT account_id, run_id, t, l, 'orders', 0, 0
        FROM ledger.run, unnest(ARRAY['payment', 'refund']::ledger.entry_type[]) t, generate_series(1, 3) l;
        INSERT INTO ledger.entry
        SELECT a, DATE '2026-11-01' + d, 0, n, 'payment', 'matched', NULL, hashtextextended(format('P%s-%s-%s', a, d, n), 0),
               format('P%s-%s-%s', a, d, n), '', format('C%s-%s-%s', a, d, n), '', 100, 100, 0, NULL, 'CNY',
               DATE '2026-11-01' + d, 'SUCCESS'
        FROM generate_series(1, 2) a, generate_series(0, \(days - 1)) d, generate_series(1, 5000) n;
        INSERT INTO ledger.item (account_id, status, code, bill_date, entry_type, payment_no, refund_no, channel_no, occurrence,
               difference_fen, currency, found, opened_at, first_run_id, last_run_id, order_nos, channel_trade_no)
        SELECT a, 'open', 'channel_only', DATE '2026-11-01' + d, 'payment', format('P%s-%s-%s', a, d, n), '', 'x', 1, 100,
               'CNY', true, now(), 1, 1, ARRAY[format('T%s-%s-%s', a, d, n)], format('C%s-%s-%s', a, d, n)
        FROM generate_series(1, 2) a, generate_series(0, \(days - 1)) d, generate_series(1, 1000) n;
        INSERT INTO ledger.item_event (account_id, item_id, event, actor)
        SELECT account_id, item_id, e, 'reconciled' FROM ledger.item, unnest(ARRAY['opened', 'changed']) e;
        INSERT INTO ledger.run_change SELECT i.account_id, r.run_id, i.item_id, 'persisting', 'open', 100
        FROM ledger.item i JOIN ledger.run r USING (account_id, bill_date) WHERE r.attempt > 195;
        ANALYZE ledger.account, ledger.run, ledger.day, ledger.run_total, ledger.statement_line, ledger.entry, ledger.item,
            ledger.item_event, ledger.run_change, ledger.record
        """

    private static let bench: Result<String, any Error> = Result {
        let bench = try LedgerBench("plans")
        try bench.sql(fill)
        return bench.conninfo
    }

    /// Tables that grow with the days; none of them may be read from end to end.
    private static let growing = ["entry_", "item on", "item_event", "run_change", "run_total", "statement_line"]

    @Test(arguments: [
        "recon.daily_summary WHERE bill_date = '2026-11-05'", "recon.statement WHERE bill_date = '2026-11-05'",
        "recon.discrepancies WHERE bill_date = '2026-11-05' AND status = 'open'",
        "recon.discrepancies WHERE payment_no = 'P1-4-77'", "recon.discrepancies WHERE discrepancy_id = 4077",
        "recon.discrepancies WHERE channel_trade_no = 'C1-4-77'",
        "recon.discrepancies WHERE order_nos @> ARRAY['T1-4-77']",
        "recon.pending WHERE bill_date = '2026-11-05'", "recon.discrepancy_history WHERE discrepancy_id = 4077",
        "recon.run_changes WHERE run_id = 1004200", "recon.runs WHERE bill_date = '2026-11-05'",
        "recon.channel_mix WHERE bill_date = '2026-11-05'", "recon.days_not_green WHERE bill_date = '2026-11-05'",
        "recon.late_effects WHERE shown_on = '2026-11-05'", "ledger.entries_of('P1-4-77')",
        "ledger.entries_of('C1-4-77')",
    ])
    func oneDayOrOneNumberReadsNoOtherDay(question: String) throws {
        let bench = try LedgerBench(conninfo: Self.bench.get())
        let plan = try bench.rows("EXPLAIN SELECT * FROM \(question)")
        let scans = plan.filter { line in
            line.contains("Seq Scan on") && Self.growing.contains { (line + " on").contains("Seq Scan on \($0)") }
        }
        #expect(scans == [], "\(question)\n\(plan.joined(separator: "\n"))")
    }

    @Test func aDaysEntriesAreReadFromItsPartitionsAlone() throws {
        let bench = try LedgerBench(conninfo: Self.bench.get())
        let plan = try bench.rows(
            "EXPLAIN SELECT count(*), sum(amount) FROM recon.bill_entries WHERE bill_date = '2026-11-05'")
        let partitions = Set(plan.compactMap { $0.firstMatch(of: /entry_\d{8}_\d/).map { String($0.output) } })
        #expect(partitions == ["entry_20261105_1", "entry_20261105_2"])
        let open = try bench.rows(
            """
            EXPLAIN SELECT * FROM recon.bill_entries
            WHERE bill_date = '2026-11-05' AND account = 'A' AND outcome = 'channel_only'
            """)
        #expect(!open.contains { $0.contains("entry_20261104") || $0.contains("Seq Scan on entry") }, "\(open)")
    }

    @Test func theFunctionsAnswerByIndexesToo() throws {
        let bench = try LedgerBench(conninfo: Self.bench.get())
        let connection = try Connection(bench.conninfo, name: "tests")
        // A scan of everything would be counted.
        let scanned = """
            SELECT coalesce(sum(seq_tup_read), 0) FROM pg_stat_xact_user_tables
            WHERE schemaname = 'ledger' AND (relname LIKE 'entry_%' OR relname IN ('item', 'item_event', 'run_change'))
            """
        for call in ["explain('P1-4-77')", "explain('T2-3-5')", "entries_of('C1-4-77')", "changes('2026-11-05')"] {
            try connection.execute("BEGIN")
            let answers = try connection.query("SELECT * FROM recon.\(call)").count
            #expect(answers > 0 || call.hasPrefix("changes"), "\(call)")
            #expect(try connection.query(scanned).int(0, 0) == 0, "\(call)")
            try connection.execute("ROLLBACK")
        }
    }
}
