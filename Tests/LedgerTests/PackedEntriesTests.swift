import Bills
import Ledger
import Postgres
import PrivateCluster
import Testing
import Vocabulary

/// Plain pairs are packed into blocks; whoever asks for entries sees no difference.
@Suite struct PackedEntriesTests {
    private static let noon = "2026-11-21 12:00:00"

    @Test func theEntriesOfAnEarlierReleaseArePackedAndReadTheSame() throws {
        let cluster = try TestCluster.shared.get()
        try cluster.createDatabase("packed_migration")
        let connection = try Connection(cluster.conninfo(database: "packed_migration"), name: "tests")
        let (earlier, packing) = (Migration.all.filter { $0.number <= 5 }, Migration.all.filter { $0.number == 6 })
        for migration in earlier { try connection.transaction { try connection.execute(migration.sql) } }
        try connection.execute(
            """
            INSERT INTO ledger.account (channel, account, cut_off_window_seconds, start_date)
            VALUES ('wechatpay', 'A', 1800, '2026-01-01');
            SELECT ledger.create_load(1, 1, '2026-11-21', 'SUCCESS'), ledger.create_load(1, 2, '2026-11-22', 'SUCCESS');
            INSERT INTO ledger.load_1_1
            SELECT 1, '2026-11-21', 0, n, CASE n % 50 WHEN 0 THEN 'refund' ELSE 'payment' END::ledger.entry_type,
                   CASE n % 100 WHEN 7 THEN 'cross_day' WHEN 8 THEN 'channel_only' ELSE 'matched' END::ledger.outcome,
                   CASE n % 100 WHEN 9 THEN 'fee_mismatch'::ledger.outcome END, hashtextextended('P' || n, 0), 'P' || n,
                   CASE n % 50 WHEN 0 THEN 'R' || n ELSE '' END, 'C' || n, CASE n % 100 WHEN 0 THEN 'D' || n ELSE '' END,
                   n * 100, n * 100 - n % 3, n * 60 - 1000, CASE n % 100 WHEN 9 THEN 1 END, 'CNY',
                   TIMESTAMPTZ '2026-11-21 00:00:00+08' + n * INTERVAL '17 s', CASE n % 100 WHEN 10 THEN 'REVOKED' ELSE 'SUCCESS' END
            FROM generate_series(1, 1500) n;
            SELECT ledger.attach_load(1, 1, '2026-11-21')
            """)
        let everything = "SELECT e::text FROM recon.bill_entries e ORDER BY bill_date, file_no, line_no"
        func rows() throws -> [String] {
            let found = try connection.query(everything)
            return (0..<found.count).map { found.text($0, 0) }
        }
        let before = try rows()
        for migration in packing { try connection.transaction { try connection.execute(migration.sql) } }
        #expect(try rows() == before)
        #expect(before.count == 1500)
        #expect(try connection.query("SELECT count(*) FROM ledger.entry").int(0, 0) == 60)
        #expect(try connection.query("SELECT sum(entries), count(*) FROM ledger.plain_block").int(0, 0) == 1440)
        #expect(try connection.query("SELECT to_regclass('ledger.load_1_2') IS NULL").bool(0, 0))
        #expect(try connection.query("SELECT * FROM recon.entries_of('D700')").count == 1)
    }

    /// Entries that agree with the shop, but that no block takes beside the others.
    @Test func whatIsUnusualIsARowAndReadsTheSame() throws {
        let bench = try LedgerBench("packed_unusual")
        bench.pace.blockEntriesMax = 3
        var bill: [Row] = []
        for number in 1...10 {
            try bench.pay("P\(number)", Int64(100 * number), at: Self.noon)
            bill.append(Row(payment: "P\(number)", fen: Int64(100 * number), at: Self.noon, channelNo: "C\(number)"))
        }
        bill[4].state = "REVOKED"
        bill[6].channelNo = "C\t7"
        #expect(try bench.conclude("2026-11-21", bill) == .balanced)
        #expect(try bench.rows("SELECT line_no FROM ledger.entry ORDER BY 1").count == 2)
        #expect(
            try bench.rows(
                "SELECT payment_no, amount, channel_trade_no, state FROM recon.bill_entries ORDER BY line_no")
                == bill.map { "\($0.payment)|\(Fen.yuan($0.fen))|\($0.channelNo)|\($0.state)" })
    }

    /// A later bill repeats an entry that lies in a block of an earlier day.
    @Test func anEntryIsTakenOutWhenAnotherDayMeetsItsKey() throws {
        let bench = try LedgerBench("packed_met")
        var bill: [Row] = []
        for number in 1...5 {
            try bench.pay("P\(number)", 100, at: Self.noon)
            bill.append(Row(payment: "P\(number)", fen: 100, at: Self.noon, channelNo: "C\(number)"))
        }
        #expect(try bench.conclude("2026-11-21", bill) == .balanced)
        let again = Row(payment: "P3", fen: 100, at: "2026-11-22 12:00:00", channelNo: "C9")
        #expect(try bench.conclude("2026-11-22", [again]) == .discrepancies)
        #expect(
            try bench.rows("SELECT payment_no, outcome FROM ledger.entry ORDER BY bill_date") == [
                "P3|matched", "P3|duplicate_in_channel",
            ])
        #expect(try bench.rows("SELECT entries, amount_fen FROM ledger.plain_block") == ["4|400"])
        // Nobody looks for it in the block any more, and for the others still.
        let places =
            "SELECT n, position(ledger.tag('P' || n) IN payment_tags) FROM ledger.plain_block, generate_series(1, 5) n"
        #expect(try bench.rows(places) == ["1|1", "2|5", "3|0", "4|13", "5|17"])
        #expect(try bench.rows("SELECT count(*), sum(amount) FROM recon.bill_entries") == ["6|6.00"])
        // It goes again, and the earlier day is gone through once more: the same bill, held in both ways.
        try bench.pay("P6", 100, at: "2026-11-22 12:00:00")
        try bench.conclude("2026-11-22", [Row(payment: "P6", fen: 100, at: "2026-11-22 12:00:00", channelNo: "C6")])
        #expect(try bench.conclude("2026-11-21", bill) == .balanced)
        #expect(try bench.rows("SELECT count(*), sum(amount) FROM recon.bill_entries") == ["6|6.00"])
        try bench.sql("UPDATE taobao.payment_record SET amount_fen = 90 WHERE payment_no IN ('P3', 'P4')")
        #expect(try bench.conclude("2026-11-21", bill) == .discrepancies)
        #expect(
            try bench.rows("SELECT payment_no, outcome FROM ledger.entry ORDER BY line_no")
                == ["P3|amount_mismatch", "P4|amount_mismatch"])
        #expect(
            try bench.rows("SELECT entries, amount_fen FROM ledger.plain_block ORDER BY bill_date")
                == ["3|300", "1|100"])
    }
}
