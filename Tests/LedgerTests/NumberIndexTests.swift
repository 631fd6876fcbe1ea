import Postgres
import TestCluster
import Testing
import Vocabulary

@testable import Ledger

/// Where a number is, the index says; what it says of others is looked at and left.
struct NumberIndexTests {
    /// `blocks` blocks of both tables for each of two accounts, each with some numbers of its own, `shared` among all of them.
    private static func fill(_ blocks: Int, from first: Int, _ bench: LedgerBench) throws {
        try bench.sql(
            """
            INSERT INTO ledger.plain_block (account_id, bill_date, entry_type, file_no, first_line, last_line, entries, amount_fen,
                   settled_fen, fee_e5, payment_tags, other_tags, state, lines)
            SELECT a, '2026-11-20', 'payment', 0, n, n, 2, 0, 0, 0, ledger.tag(format('P%s-%s', a, n)) || ledger.tag('shared'),
                   ledger.tag(format('C%s-%s', a, n)), 'SUCCESS', format(E'%s\\tP%s-%s\\tC%s-%s\\t100\\t\\t0\\t1793462400', n, a, n, a, n)
            FROM generate_series(1, 2) a, generate_series(\(first), \(first + blocks - 1)) n;
            INSERT INTO ledger.movement_block (account_id, bill_date, file_no, first_line, last_line, movements, kinds, counts, sums_fen,
                   tags, lines)
            SELECT a, '2026-11-20', 0, n, n, 1, '{trade}', '{1}', '{1}', ledger.tag(format('P%s-%s', a, n)), 'x'
            FROM generate_series(1, 2) a, generate_series(\(first), \(first + blocks - 1)) n
            """)
    }

    /// Kind, account and first line of each block that may have the number.
    private static func found(_ number: String, _ bench: LedgerBench) throws -> Set<String> {
        Set(
            try bench.rows(
                """
                SELECT 'trade', account_id, first_line FROM ledger.trade_blocks(ARRAY['\(number)'])
                UNION ALL SELECT 'funds', account_id, first_line FROM ledger.funds_blocks(ARRAY['\(number)'])
                """))
    }

    private static func bench(_ name: String) throws -> LedgerBench {
        let bench = try LedgerBench(name)
        try addAccounts(bench)
        return bench
    }

    private static func addAccounts(_ bench: LedgerBench) throws {
        try bench.sql(
            """
            DELETE FROM ledger.account; ALTER TABLE ledger.account ALTER account_id RESTART;
            INSERT INTO ledger.channel (channel, name_en, name_zh) VALUES ('wechatpay', 'x', 'x') ON CONFLICT DO NOTHING;
            INSERT INTO ledger.account (channel, account, cut_off_window_seconds, start_date)
            SELECT 'wechatpay', 'I' || n, 0, '2026-11-20' FROM generate_series(1, 2) n
            """)
    }

    @Test func everyNumberIsFoundHoweverOftenRunsWereMerged() throws {
        let bench = try Self.bench("index")
        let connection = try Connection(bench.conninfo, name: "tests")
        let index = NumberIndex(numbersMax: 512, blocksMax: 400)
        var last = 0
        // Some wait, some are taken up in several runs, some have been merged, in parts that fit into memory.
        for blocks in [300, 1, 100, 40, 500, 5, 5, 5, 5, 5, 20] {
            try Self.fill(blocks, from: last + 1, bench)
            last += blocks
            try index.catchUp(waitingMax: blocks == 20 ? 1000 : 0, connection)
            let runs = try connection.query("SELECT count(*) FROM ledger.number_run").int(0, 0)
            #expect(runs < NumberRun.fanOut, "after \(last) blocks")
        }
        #expect(
            try bench.rows(
                "SELECT count(*), count(block_no), count(*) FILTER (WHERE payment_tags = '') FROM ledger.plain_block")
                == ["\(2 * last)|\(2 * last - 40)|\(2 * last - 40)"])
        let wrong = try bench.rows(
            """
            WITH asked AS (
                SELECT a, n, x || a || '-' || n AS number FROM generate_series(1, 2) a, generate_series(1, \(last)) n,
                       unnest(ARRAY['P', 'C']) x),
            answered AS (
                SELECT k.number, 'trade' AS kind, b.account_id, b.first_line
                FROM asked k CROSS JOIN LATERAL ledger.trade_blocks(ARRAY[k.number]) b WHERE (k.a, k.n) = (b.account_id, b.first_line)
                UNION ALL SELECT k.number, 'funds', b.account_id, b.first_line
                FROM asked k CROSS JOIN LATERAL ledger.funds_blocks(ARRAY[k.number]) b WHERE (k.a, k.n) = (b.account_id, b.first_line))
            SELECT k.number, kind FROM asked k CROSS JOIN unnest(ARRAY['trade', 'funds']) kind
            LEFT JOIN answered a USING (number, kind)
            GROUP BY 1, 2 HAVING count(a.first_line) <> CASE WHEN kind = 'funds' AND number LIKE 'C%' THEN 0 ELSE 1 END
            """)
        #expect(wrong == [])
        #expect(try Self.found("shared", bench).count == 2 * last)
        #expect(try Self.found("", bench) == [])
    }

    @Test func whatIsGoneIsForgotten() throws {
        let bench = try Self.bench("forgotten")
        let connection = try Connection(bench.conninfo, name: "tests")
        let index = NumberIndex(numbersMax: 1 << 16)
        try Self.fill(10, from: 1, bench)
        try index.catchUp(waitingMax: 0, connection)
        // A day written anew: its blocks wait again, and what the index says of the former ones leads nowhere.
        try bench.sql("DELETE FROM ledger.plain_block WHERE account_id = 1")
        #expect(try Self.found("P1-3", bench) == ["funds|1|3"])
        try Self.fill(10, from: 11, bench)
        try index.catchUp(waitingMax: 0, connection)
        #expect(try Self.found("P1-13", bench) == ["trade|1|13", "funds|1|13"])
        try NumberIndex.forgetWhatIsGone(connection)
        let kept = try connection.query("SELECT count(*) FROM ledger.block_range").int(0, 0)
        #expect(kept == 7, "of eight ranges, that of the deleted blocks went")
        try bench.sql("DELETE FROM ledger.plain_block; DELETE FROM ledger.movement_block")
        try NumberIndex.forgetWhatIsGone(connection)
        #expect(
            try bench.rows(
                "SELECT (SELECT count(*) FROM ledger.number_run), (SELECT count(*) FROM ledger.number_bucket)")
                == ["0|0"])
    }

    /// Of two at once, one works; and whatever a settlement holds is left for the next time.
    @Test func whatOthersAreAtIsLeft() throws {
        let bench = try Self.bench("others")
        let connection = try Connection(bench.conninfo, name: "tests")
        let other = try Connection(bench.conninfo, name: "tests")
        let index = NumberIndex(numbersMax: 1 << 16)
        try Self.fill(10, from: 1, bench)
        try other.execute(
            "BEGIN; UPDATE ledger.plain_block SET taken_out = '{}' WHERE account_id = 1 AND first_line <= 3 OR account_id = 2"
        )
        try index.catchUp(waitingMax: 0, connection)
        #expect(try bench.rows("SELECT count(block_no) FROM ledger.plain_block") == ["7"])
        try other.execute("COMMIT")
        try index.catchUp(waitingMax: 0, connection)
        #expect(try bench.rows("SELECT count(block_no) FROM ledger.plain_block") == ["20"])
        try Self.fill(10, from: 11, bench)
        try other.execute("BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('ledger.number_run', 0))")
        try index.catchUp(waitingMax: 0, connection)
        #expect(try bench.rows("SELECT count(block_no) FROM ledger.plain_block") == ["20"])
        try other.execute("ROLLBACK")
    }

    /// What a database held before there was an index: found at once, and taken up afterwards.
    @Test func aDatabaseOfBeforeIsBroughtOver() throws {
        let bench = LedgerBench(conninfo: try TestCluster.database("of_before"))
        let connection = try Connection(bench.conninfo, name: "tests")
        let first = try #require(SchemaStep.all.first)
        try connection.execute(
            """
            CREATE SCHEMA ledger_migration;
            CREATE TABLE ledger_migration.applied (number integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT clock_timestamp());
            """)
        try connection.execute(first.sql)
        try connection.query(
            "INSERT INTO ledger_migration.applied (number, name, sha256) VALUES (1, $1, $2)",
            [first.name, Schema.sha256(first.sql, connection)])
        try Self.addAccounts(bench)
        try connection.execute(
            """
            CREATE FUNCTION ledger.tag(number text) RETURNS bytea LANGUAGE sql RETURN int4send(hashtext(number));
            """)
        try Self.fill(20, from: 1, bench)
        try connection.execute(
            """
            INSERT INTO ledger.record (account_id, entry_type, payment_no, refund_no, channel_no, amount_fen, currency, state, outcome)
            VALUES (1, 'payment', 'OPEN', '', '', 1, 'CNY', 'paid', 'order_only')
            """)
        try Schema.migrate(connection)
        #expect(try Schema.state(connection) == .current)
        #expect(try Self.found("P2-20", bench) == ["trade|2|20", "funds|2|20"])
        #expect(
            try bench.rows("SELECT count(*) FROM ledger.open_key WHERE position(ledger.tag('OPEN') IN tags) > 0") == [
                "1"
            ])
        try NumberIndex(numbersMax: 1 << 16).catchUp(waitingMax: 0, connection)
        #expect(try bench.rows("SELECT count(*) FROM ledger.plain_block WHERE payment_tags <> ''") == ["0"])
        #expect(try Self.found("P2-20", bench) == ["trade|2|20", "funds|2|20"])
    }

    @Test func levelsGrowByTheFanOut() {
        func run(_ number: Int32, _ numbers: Int64) -> NumberRun {
            NumberRun(number: number, blocks: 1...2, numbers: numbers, bucketBits: 0)
        }
        #expect([0, (1 << 18) - 1, 1 << 18, 1 << 20, Int64.max].map { run(1, $0).level } == [0, 0, 1, 2, 23])
        let small = (1...3).map { run($0, 10) }
        #expect(NumberRun.toMerge(small + [run(4, 1 << 19)]) == [])
        #expect(NumberRun.toMerge(small + [run(4, 1 << 19), run(5, 0)]) == small + [run(5, 0)])
        let large = (6...9).map { run($0, 1 << 23) }
        #expect(NumberRun.toMerge(large + small) == large)
    }

    @Test(arguments: [(0, 0), (256, 0), (257, 1), (1 << 16, 8), (1 << 24, 16), (1 << 40, 24)])
    func bucketsStaySmall(numbers: Int64, bits: Int) { #expect(NumberRun.bucketBits(numbers: numbers) == bits) }

    @Test(arguments: [(1...1, 1), (5...260, 1), (5...261, 2), (1...65536, 2), (1...65537, 3), (1...Int32.max, 4)])
    func aBlockTakesAsManyBytesAsTheRunIsLong(blocks: ClosedRange<Int32>, bytes: Int) {
        #expect(NumberRun.blockBytes(blocks) == bytes)
    }
}
