import Bills
import Ledger
import Settlement
import Postgres
import PrivateCluster
import TestTurns
import Testing
import Vocabulary

/// Plain pairs are packed into blocks; whoever asks for entries sees no difference.
@Suite(.serialized, .waiting) struct PackedEntriesTests {
    private static let noon = "2026-11-21 12:00:00"

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
