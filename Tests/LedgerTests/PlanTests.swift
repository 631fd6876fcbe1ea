import Ledger
import Postgres
import TestTurns
import Testing

/// Each view's usual question, about one day or one number, is answered by indexes and by the partitions it concerns,
/// however many days lie behind it.
@Suite(.serialized, .waiting) struct PlanTests {
    private static let days = 12

    /// Enough rows that a plan which reads all of them is not the cheapest one.
    private static let fill = """
        INSERT INTO ledger.channel (channel, name_en, name_zh) VALUES ('wechatpay', '', ''), ('alipay', '', '');
        INSERT INTO ledger.account (channel, account, cut_off_window_seconds, start_date)
        VALUES ('wechatpay', 'A', 1800, '2026-01-01'), ('alipay', 'B', 1800, '2026-01-01');
        INSERT INTO ledger.bill (account_id, bill_id, bill_date, kind, source, files)
        SELECT a, a * 100 + d, DATE '2026-11-01' + d, 'trade', 'channel', '{}' FROM generate_series(1, 2) a, generate_series(0, \(days - 1)) d;
        INSERT INTO ledger.run (account_id, run_id, bill_date, kind, attempt, origin, requested_by, state, verdict, bill_id, finished_at)
        SELECT a, a * 1000000 + d * 1000 + t, DATE '2026-11-01' + d, 'trade', t, 'person', 'test', 'done', 'discrepancies', a * 100 + d, now()
        FROM generate_series(1, 2) a, generate_series(0, \(days - 1)) d, generate_series(1, 200) t;
        INSERT INTO ledger.day SELECT a, DATE '2026-11-01' + d, 'trade', a * 1000000 + d * 1000 + 200, true, a * 100 + d, a * 1000000 + d * 1000 + 200
        FROM generate_series(1, 2) a, generate_series(0, \(days - 1)) d;
        INSERT INTO ledger.run_total SELECT account_id, run_id, t, 5000, 5000, 0, 5000, 5000, 0, 5000, 5000
        FROM ledger.run, unnest(ARRAY['payment', 'refund']::ledger.entry_type[]) t;
        INSERT INTO ledger.statement_line SELECT account_id, run_id, t, l, 'orders', 0, 0
        FROM ledger.run, unnest(ARRAY['payment', 'refund']::ledger.entry_type[]) t, generate_series(1, 3) l;
        INSERT INTO ledger.entry
        SELECT a, DATE '2026-11-01' + d, 0, n, 'payment', 'channel_only', NULL, hashtextextended(format('P%s-%s-%s', a, d, n), 0),
               format('P%s-%s-%s', a, d, n), '', format('C%s-%s-%s', a, d, n), '', 100, 100, 0, NULL, 'CNY',
               DATE '2026-11-01' + d, 'SUCCESS', true, true
        FROM generate_series(1, 2) a, generate_series(0, \(days - 1)) d, generate_series(1, 1000) n;
        INSERT INTO ledger.plain_block (account_id, bill_date, entry_type, file_no, first_line, last_line, entries, amount_fen,
               settled_fen, fee_e5, payment_tags, other_tags, state, lines)
        SELECT a, DATE '2026-11-01' + d, 'payment', 0, min(n), max(n), count(*), sum(100), sum(100), 0,
               string_agg(ledger.tag(format('P%s-%s-%s', a, d, n)), '' ORDER BY n),
               string_agg(ledger.tag(format('C%s-%s-%s', a, d, n)), '' ORDER BY n), 'SUCCESS',
               string_agg(format(E'%s\\tP%s-%s-%s\\tC%s-%s-%s\\t100\\t\\t0\\t1793462400', n, a, d, n, a, d, n), E'\\n' ORDER BY n)
        FROM generate_series(1, 2) a, generate_series(0, \(days - 1)) d, generate_series(1001, 21000) n GROUP BY a, d, n / 250;
        INSERT INTO ledger.item (account_id, status, code, bill_date, entry_type, payment_no, refund_no, channel_no, occurrence,
               difference_fen, currency, found, opened_at, first_run_id, last_run_id, order_nos, channel_trade_no)
        SELECT a, 'open', 'channel_only', DATE '2026-11-01' + d, 'payment', format('P%s-%s-%s', a, d, n), '', 'x', 1, 100,
               'CNY', true, now(), 1, 1, ARRAY[format('T%s-%s-%s', a, d, n)], format('C%s-%s-%s', a, d, n)
        FROM generate_series(1, 2) a, generate_series(0, \(days - 1)) d, generate_series(1, 1000) n;
        INSERT INTO ledger.item_event (account_id, item_id, event, actor)
        SELECT account_id, item_id, e, 'reconciled' FROM ledger.item, unnest(ARRAY['opened', 'changed']) e;
        INSERT INTO ledger.run_change SELECT i.account_id, r.run_id, i.item_id, 'persisting', 'open', 100
        FROM ledger.item i JOIN ledger.run r USING (account_id, bill_date) WHERE r.attempt > 195 AND i.item_id % 4 = 0;
        ANALYZE ledger.account, ledger.run, ledger.day, ledger.run_total, ledger.statement_line, ledger.entry, ledger.plain_block, ledger.item,
            ledger.item_event, ledger.run_change, ledger.record
        """

    private static let bench: Result<String, any Error> = Result {
        let bench = try LedgerBench("plans")
        try bench.sql(fill)
        return bench.conninfo
    }

    /// Tables that grow with the days; none of them may be read from end to end.
    private static let growing = [
        "entry", "plain_block", "item", "item_event", "run_change", "run_total", "statement_line",
    ]

    @Test(arguments: [
        "recon.daily_summary WHERE bill_date = '2026-11-05'", "recon.statement WHERE bill_date = '2026-11-05'",
        "recon.discrepancies WHERE bill_date = '2026-11-05' AND status = 'open'",
        "recon.discrepancies WHERE payment_no = 'P1-4-77'", "recon.discrepancies WHERE discrepancy_id = 4077",
        "recon.discrepancies WHERE channel_trade_no = 'C1-4-77'",
        "recon.discrepancies WHERE order_nos @> ARRAY['T1-4-77']",
        "recon.pending WHERE bill_date = '2026-11-05'", "recon.discrepancy_history WHERE discrepancy_id = 4077",
        "recon.run_changes WHERE run_id = 1004200", "recon.notes WHERE discrepancy_id = 4077",
        "recon.runs WHERE bill_date = '2026-11-05'",
        "recon.channel_mix WHERE bill_date = '2026-11-05'", "recon.days_not_green WHERE bill_date = '2026-11-05'",
        "recon.late_effects WHERE shown_on = '2026-11-05'", "recon.bill_entries WHERE bill_date = '2026-11-05'",
        """
        recon.bill_entries WHERE bill_date = '2026-11-05' AND account = 'A' AND outcome = 'channel_only'
        """,
    ])
    func oneDayOrOneNumberReadsNoOtherDay(question: String) throws {
        let bench = try LedgerBench(conninfo: Self.bench.get())
        let plan = try bench.rows("EXPLAIN SELECT * FROM \(question)")
        let scans = plan.filter { line in
            Self.growing.contains { line.contains("Seq Scan on \($0) ") }
        }
        #expect(scans == [], "\(question)\n\(plan.joined(separator: "\n"))")
    }

    @Test func aNumberReadsTheLinesOfItsOwnBlockOnly() throws {
        let bench = try LedgerBench(conninfo: Self.bench.get())
        let connection = try Connection(bench.conninfo, name: "tests")
        try NumberIndex(memoryBytesMax: 0).catchUp(waitingMax: 0, connection)
        // Blocks of TOAST: where the lines lie, and what tags there were.
        let read = """
            SELECT toast_blks_hit + toast_blks_read FROM pg_statio_user_tables WHERE relname = 'plain_block'
            """
        let before = try connection.query(read).int(0, 0)
        for (number, entries) in [("P1-4-7777", 1), ("C1-4-7777", 1), ("P1-4-77", 1), ("NONE", 0)] {
            #expect(try connection.query("SELECT * FROM recon.entries_of('\(number)')").count == entries, "\(number)")
        }
        try connection.execute("SELECT pg_stat_force_next_flush()")
        let lines = try connection.query(read).int(0, 0) - before
        #expect(lines > 0 && lines < 20, "\(lines)")
    }

    @Test func theFunctionsAnswerByIndexesToo() throws {
        let bench = try LedgerBench(conninfo: Self.bench.get())
        let connection = try Connection(bench.conninfo, name: "tests")
        // A scan of everything would be counted.
        let scanned = """
            SELECT coalesce(sum(seq_tup_read), 0) FROM pg_stat_xact_user_tables
            WHERE schemaname = 'ledger' AND relname IN ('entry', 'item', 'item_event', 'run_change')
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
