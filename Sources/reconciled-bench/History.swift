import Daemon
import Glibc
import Ledger
import Postgres
import Vocabulary

/// The same day with so many entries of earlier days behind it, and so many keys that nobody resolved: what a day costs must
/// not depend on either.
///
/// Earlier days are blocks with tags of their own and without lines, half of them the account's, half of a hundred others'.
func measureHistory(_ bench: Bench, history: Int, open: Int, repeats: Int, into table: inout FigureTable) throws {
    let (rows, bytes) = (bench.day.lines, bench.bill.sizeBytes)
    try bench.resetLedger()
    let empty = try bench.firstRuns(repeats)
    table.add("day, nothing behind it", empty, rows: rows, bytes: bytes)
    if open > 0 {
        try bench.makeOpenKeys(open)
        let behind = try bench.firstRuns(repeats)
        table.add("day, 2 x \(open) unresolved keys", behind, rows: rows, bytes: bytes, note: ratio(behind, empty))
        try bench.resetLedger()
    }
    try bench.firstRuns(1)
    try bench.makeBlocks(entries: history)
    let connection = try Connection(bench.conninfo, name: "bench")
    let index = try Figures.measured(1) {
        try NumberIndex(memoryBytesMax: bench.memoryBytesMax).catchUp(waitingMax: 0, connection)
    }
    let runs = try connection.query("SELECT count(*) FROM ledger.number_run").text(0, 0)
    let room = try connection.query(
        """
        SELECT round(pg_total_relation_size('ledger.number_bucket') / greatest(1, sum(numbers)), 2) FROM ledger.number_run
        """)
    table.add(
        "its numbers taken up by the index", index, rows: history,
        note: "\(runs) runs, \(room.text(0, 0)) bytes a number")
    try connection.execute("VACUUM (ANALYZE) ledger.plain_block, ledger.number_bucket, ledger.block_range")
    let behind = try bench.firstRuns(repeats)
    table.add(
        "day, \(history / 1_000_000) M entries behind it", behind, rows: rows, bytes: bytes,
        note: "\(ratio(behind, empty)), \(try bench.ledgerSize())")
    try bench.measureLookUps(connection, into: &table)
}

extension Bench {
    /// The day as nobody has run it before, each time; whatever lies behind it stays.
    @discardableResult
    fileprivate func firstRuns(_ repeats: Int) throws -> Figures {
        let connection = try Connection(conninfo, name: "bench")
        var toCommit: [Double] = []
        var figures = try Figures.measured(
            repeats,
            before: {
                try connection.execute(
                    """
                    TRUNCATE ledger.run, ledger.day, ledger.item, ledger.refund CASCADE;
                    DELETE FROM ledger.plain_block WHERE bill_date = '\(day.day)';
                    DELETE FROM ledger.entry WHERE bill_date = '\(day.day)';
                    DELETE FROM ledger.record WHERE booked_on = '\(day.day)'
                    """)
                try connection.execute("VACUUM (ANALYZE) ledger.plain_block, ledger.entry, ledger.record")
                try connection.execute("CHECKPOINT")
            }
        ) { toCommit.append(try secondsToCommit(try reconcileOnce())) }
        try checkAnswer()
        figures.seconds = toCommit
        return figures
    }

    private static let blockEntries = 256

    /// A million at a time, each a day.
    fileprivate func makeBlocks(entries: Int) throws {
        let connection = try Connection(conninfo, name: "bench")
        let blocksPerDay = 1_000_000 / Self.blockEntries
        try connection.execute(
            """
            INSERT INTO ledger.account (channel, account, cut_off_window_seconds, start_date)
            SELECT 'wechatpay', 'H' || n, 0, '2000-01-01' FROM generate_series(1, 100) n;
            CREATE UNLOGGED TABLE IF NOT EXISTS public.random_bytes AS
            SELECT n, string_agg(sha512(int8send(n * 1000 + m)), '' ORDER BY m) AS bytes
            FROM generate_series(0, 65535) n, generate_series(1, 32) m GROUP BY n;
            CREATE UNIQUE INDEX IF NOT EXISTS random_bytes_n ON public.random_bytes (n);
            ANALYZE public.random_bytes
            """)
        let accounts = try connection.query(
            "SELECT account_id FROM ledger.account ORDER BY account <> $1, 1", [day.account.account])
        for number in 1...max(1, entries / (blocksPerDay * Self.blockEntries)) {
            let account = accounts.text(number.isMultiple(of: 2) ? 0 : 1 + number / 2 % (accounts.count - 1), 0)
            try connection.execute(
                """
                INSERT INTO ledger.plain_block (account_id, bill_date, entry_type, file_no, first_line, last_line, entries,
                       amount_fen, settled_fen, fee_e5, payment_tags, other_tags, state, lines)
                SELECT \(account), DATE '\(day.day)' - \(number), 'payment', 0, b * 256 + 1, b * 256 + 256, 256, 0, 0, 0,
                       substring(r.bytes FROM 1 FOR 1024), substring(r.bytes FROM 1025), 'SUCCESS', ''
                FROM generate_series(0, \(blocksPerDay - 1)) b
                JOIN public.random_bytes r ON r.n = (hashint8extended(b + \(number)::bigint * 100000, 7) & 65535)
                """)
        }
    }

    /// Every earlier day of 400 leaves as many of either side.
    fileprivate func makeOpenKeys(_ count: Int) throws {
        let connection = try Connection(conninfo, name: "bench")
        try connection.execute(
            """
            INSERT INTO ledger.record (account_id, entry_type, payment_no, refund_no, channel_no, amount_fen, currency, state,
                   occurred_at, outcome)
            SELECT min(account_id), 'payment', format('T7%s', lpad(n::text, 22, '0')), '', '', 100, 'CNY', 'paid',
                   timestamptz '\(day.day) 12:00+08' - make_interval(days => 1 + n % 400), 'order_only'
            FROM ledger.account, generate_series(1, \(count)) n GROUP BY n;
            INSERT INTO ledger.entry (account_id, bill_date, file_no, line_no, entry_type, outcome, payment_hash, payment_no,
                   refund_no, channel_trade_no, channel_refund_no, amount_fen, settled_fen, fee_e5, currency, occurred_at, state,
                   is_classified, is_executed)
            SELECT min(account_id), DATE '\(day.day)' - (1 + n % 400), 0, 1 + n / 400, 'payment', 'channel_only',
                   hashtextextended(format('T8%s', lpad(n::text, 22, '0')), 0), format('T8%s', lpad(n::text, 22, '0')), '',
                   '4200' || n, '', 100, 100, 0, 'CNY', timestamptz '\(day.day) 12:00+08' - make_interval(days => 1 + n % 400),
                   'SUCCESS', true, true
            FROM ledger.account, generate_series(1, \(count)) n GROUP BY n
            """)
    }

    /// Numbers of all kinds, asked for once to warm what they need, and then again.
    fileprivate func measureLookUps(_ connection: borrowing Connection, into table: inout FigureTable) throws {
        let keys = (0..<20).map { day.keys / 20 * $0 + 1 }
        for (name, function) in [("look-up by any number", "entries_of"), ("recon.explain", "explain")] {
            var figures = Figures()
            for (place, key) in keys.enumerated() {
                let number = place.isMultiple(of: 2) ? day.paymentNo(key) : day.channelNo(key)
                let ask = "SELECT * FROM recon.\(function)('\(number)')"
                guard try connection.query(ask).count > 0 else {
                    throw BenchProblem.because("\(function) of \(number) says nothing")
                }
                figures.seconds += try Figures.measured(1) { _ = try connection.query(ask) }.seconds
            }
            table.add("\(name), warm", figures, rows: 1)
        }
    }
}
