import Bills
import Ledger
import Rules
import Postgres
import TestTurns
import Testing
import Vocabulary

@Suite(.serialized, .waiting) struct PaceTests {
    private static let noon = "2026-11-21 12:00:00"

    /// A day with plain pairs, a duplicate whose first row is met as a plain one, refunds beyond their payment, and one of
    /// each side alone.
    private static func fill(_ bench: LedgerBench) throws -> [Row] {
        var bill = try bench.fill(pairs: 40, at: noon)
        try bench.refund("P1", "R1", 60, at: noon)
        try bench.refund("P1", "R2", 60, at: noon)
        bill.append(Row(type: .refund, payment: "P1", refund: "R1", fen: 60, at: noon, channelNo: "D1"))
        bill.append(Row(type: .refund, payment: "P1", refund: "R2", fen: 60, at: noon, channelNo: "D2"))
        return bill
    }

    private static func everything(_ bench: LedgerBench) throws -> [String] {
        try [
            "SELECT * FROM recon.bill_entries ORDER BY bill_date, file_no, line_no",
            "SELECT * FROM recon.statement",
            """
            SELECT status, code, bill_date, payment_no, refund_no, order_amount, channel_amount, difference, details
            FROM recon.discrepancies ORDER BY code, payment_no, refund_no, channel_trade_no
            """,
            "SELECT payment_no, refund_no, line_no, over_payment_fen, over_total_fen FROM ledger.refund ORDER BY 3",
            // What a block says of its lines is what they say.
            """
            SELECT * FROM ledger.plain_block b
            WHERE (entries, amount_fen::bigint) IS DISTINCT FROM (
                SELECT (count(*)::integer, coalesce(sum(amount_fen), 0)::bigint) FROM ledger.plain_entry e
                WHERE (e.account_id, e.bill_date, e.entry_type, e.file_no, e.first_line)
                      = (b.account_id, b.bill_date, b.entry_type, b.file_no, b.first_line))
            """,
        ].flatMap { try bench.rows($0) }
    }

    @Test func aDayEndsTheSameWhateverTheWayItIsGoneAbout() throws {
        var results: [[String]] = []
        for (number, pace) in LedgerBench.paces.enumerated() {
            let bench = try LedgerBench("pace_\(number)")
            bench.pace = pace
            var bill = try Self.fill(bench)
            #expect(try bench.conclude("2026-11-21", bill) == .discrepancies)
            let first = try Self.everything(bench)
            #expect(first.contains { $0.contains("over_refund") } && first.count > 50)
            // The same bill once more, a shop that has changed its mind, and a bill that has changed.
            try bench.conclude("2026-11-21", bill)
            #expect(try Self.everything(bench) == first)
            try bench.sql("UPDATE taobao.payment_record SET amount_fen = 1 WHERE payment_no IN ('P3', 'P7')")
            try bench.conclude("2026-11-21", bill)
            let changed = try Self.everything(bench)
            #expect(changed != first)
            try bench.sql(
                "UPDATE taobao.payment_record SET amount_fen = substr(payment_no, 2)::bigint * 100 WHERE amount_fen = 1"
            )
            try bench.conclude("2026-11-21", bill)
            #expect(try Self.everything(bench).filter { !$0.hasPrefix("resolved") } == first)
            bill.remove(at: 3)
            bill.removeLast()
            try bench.conclude("2026-11-21", bill)
            results.append(first + changed + (try Self.everything(bench)))
        }
        for result in results { #expect(result == results[0]) }
    }

    @Test(arguments: [0, 2])
    func aKeyThatComesUpElsewhereMeanwhileIsOpenAgain(pace: Int) throws {
        let bench = try LedgerBench("pace_late_\(pace)")
        bench.pace = LedgerBench.paces[pace]
        let bill = try Self.fill(bench)
        try bench.conclude("2026-11-20", [])
        bench.onStep = { [bench] step in
            guard step == "settling" else { return }
            // Another account's run that has noted a record of this one.
            let noted: Void? = try? bench.sql(
                """
                INSERT INTO ledger.record (account_id, entry_type, payment_no, refund_no, channel_no, amount_fen,
                    currency, state, occurred_at, outcome)
                VALUES (1, 'payment', 'P5', '', '', 500, 'CNY', 'paid', '2026-11-21 12:00:00', 'order_only')
                """)
            #expect(noted != nil)
        }
        try bench.conclude("2026-11-21", bill)
        bench.onStep = { _ in }
        #expect(try bench.rows("SELECT * FROM ledger.record WHERE payment_no = 'P5'") == [])
        #expect(try bench.rows("SELECT outcome FROM recon.bill_entries WHERE payment_no = 'P5'") == ["matched"])
        #expect(try bench.rows("SELECT code FROM recon.discrepancies WHERE payment_no = 'P5'") == [])
    }

    @Test(arguments: [1, 3])
    func aKeyThatTheShopGivesTwiceIsRefusedFromALogToo(pace: Int) throws {
        let bench = try LedgerBench("pace_twice_\(pace)")
        bench.pace = LedgerBench.paces[pace]
        let bill = try Self.fill(bench)
        try bench.sql(
            """
            ALTER TABLE taobao.payment_record DROP CONSTRAINT payment_record_pkey;
            INSERT INTO taobao.payment_record SELECT * FROM taobao.payment_record WHERE payment_no = 'P20'
            """)
        #expect(try bench.conclude("2026-11-21", bill) == .incomplete)
        #expect(
            try bench.rows("SELECT reason_code FROM recon.runs") == ["orders.duplicate_key"])
    }

    @Test func aRunThatFailsLeavesNothingBehind() throws {
        let bench = try LedgerBench("pace_failed")
        let bill = try Self.fill(bench)
        #expect(try bench.conclude("2026-11-21", bill) { $0.payments.channelTotalFen += 1 } == .incomplete)
        let held = "SELECT count(*) FROM ledger.plain_entry UNION ALL SELECT count(*) FROM ledger.entry"
        #expect(try bench.rows(held) == ["0", "0"])
        #expect(try bench.conclude("2026-11-21", bill) == .discrepancies)
        #expect(try bench.rows(held) == ["40", "4"])
    }

    @Test func aReaderIsNeverKeptWaiting() throws {
        let bench = try LedgerBench("pace_reader")
        bench.pace = LedgerBench.paces[2]
        let bill = try Self.fill(bench)
        try bench.conclude("2026-11-20", [])
        // A reader that keeps its transaction, and with it its locks, through a run of a new day and a re-run.
        let reader = try Connection(bench.conninfo, name: "reader")
        try reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL lock_timeout = '100ms'")
        #expect(try reader.query("SELECT count(*) FROM recon.bill_entries").int(0, 0) == 0)
        for _ in 1...2 {
            try bench.conclude("2026-11-21", bill)
            #expect(try reader.query("SELECT count(*) FROM recon.bill_entries").int(0, 0) == 0)
        }
        try reader.execute("COMMIT")
        #expect(try reader.query("SELECT count(*) FROM recon.bill_entries").int(0, 0) == Int64(bill.count))
    }
}
