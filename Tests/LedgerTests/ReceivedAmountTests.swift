import Bills
@testable import Ledger
import TestTurns
import Testing
import Vocabulary

/// What the merchant gets (Contract 3.1 and 5.6): settled amounts less fees, and not what the buyers were asked for.
@Suite(.serialized, .waiting) struct ReceivedAmountTests {
    private static let noon = "2026-11-21 12:00:00"

    /// Two payments, of which one with a voucher of the merchant's; a refund of the latter, and one that moved nothing.
    private static func bill() -> [Row] {
        [
            Row(payment: "P1", fen: 10_000, at: noon, channelNo: "C1", feeE5: 60_000),
            Row(payment: "P2", fen: 5000, at: noon, channelNo: "C2", feeE5: 28_801, discountFen: 200),
            Row(
                type: .refund, payment: "P2", refund: "R", fen: 5000, at: noon, channelNo: "D1", feeE5: -28_800,
                discountFen: 200),
            Row(type: .refund, payment: "P1", refund: "F", fen: 10_000, at: noon, channelNo: "D2", state: "FAIL"),
        ]
    }

    private static func fill(_ bench: LedgerBench) throws {
        try bench.pay("P1", 10_000, at: noon)
        try bench.pay("P2", 5000, at: noon)
        try bench.refund("P2", "R", 5000, at: noon)
        try bench.refund("P1", "F", 10_000, at: nil, state: "closed")
    }

    @Test(arguments: PlainPairs.allCases) func itIsWhatWasSettledLessTheFees(pairs: PlainPairs) throws {
        let bench = try LedgerBench("received_\(pairs)")
        bench.plainPairs = pairs
        try Self.fill(bench)
        #expect(try bench.conclude("2026-11-21", Self.bill()) == .balanced)
        #expect(
            try bench.rows(
                """
                SELECT payment_amount, refund_amount, fees, net_amount, received_amount FROM recon.daily_summary
                """) == ["150.00|150.00|0.60001|-0.60001|99.39999"])
        #expect(
            try bench.rows("SELECT entry_type, settled_fen, fees_e5 FROM ledger.run_total ORDER BY 1")
                == ["payment|14800|88801", "refund|-4800|-28800"])
        // Another day's run changes the pair of one of its entries: the sums are what they were.
        try bench.conclude("2026-11-22", [Row(payment: "P1", fen: 1, at: "2026-11-22 12:00:00", channelNo: "AGAIN")])
        bench.archive = [:]
        #expect(
            try bench.rows("SELECT received_amount FROM recon.daily_summary WHERE bill_date = '2026-11-21'")
                == ["99.39999"])
    }

    @Test func eachEntryTellsWhatItMoved() throws {
        let bench = try LedgerBench("received_entries")
        try Self.fill(bench)
        try bench.conclude("2026-11-21", Self.bill())
        #expect(
            try bench.rows(
                "SELECT channel_trade_no, amount, settled_amount, outcome FROM recon.bill_entries ORDER BY 1")
                == [
                    "C1|100.00|100.00|matched", "C2|50.00|48.00|matched", "D1|50.00|-48.00|matched",
                    "D2|100.00|0.00|not_executed",
                ])
        // By a number, too, packed or not.
        #expect(
            try bench.rows("SELECT settled_amount, time_outside_day FROM recon.entries_of('D1')") == ["-48.00|f"])
    }

    /// The sums that a verdict rests on are those of the rows, counted once more.
    @Test(arguments: ["amount", "settled", "fees", "rows"]) func whatTheRowsDoNotAddUpToIsNoConclusion(_ what: String)
        throws
    {
        let bench = try LedgerBench("received_recount_\(what)")
        try Self.fill(bench)
        for type in [EntryType.payment, .refund] {
            let problem = #expect(throws: Problem.self) {
                try bench.conclude("2026-11-21", Self.bill()) { said in
                    var totals = type == .payment ? said.payments : said.refunds
                    switch what {
                    case "amount": totals.amountFen += 1
                    case "settled": totals.settledFen -= 1
                    case "fees": totals.feesE5 += 1
                    default: totals.rows += 1
                    }
                    if type == .payment { said.payments = totals } else { said.refunds = totals }
                }
            }
            #expect(problem?.code == .recountDiffers)
            #expect(try bench.rows("SELECT * FROM ledger.run_total") == [])
        }
    }

    @Test func anEntryWhoseOwnTimeLiesOnAnotherDayIsNotedAsThat() throws {
        let bench = try LedgerBench("received_outside")
        try bench.pay("P1", 100, at: Self.noon)
        try bench.pay("P2", 100, at: Self.noon)
        try bench.pay("P3", 100, at: Self.noon)
        let bill = [
            Row(payment: "P1", fen: 100, at: Self.noon, channelNo: "C1"),
            Row(payment: "P2", fen: 100, at: "2026-11-22 00:00:02", channelNo: "C2"),
            Row(payment: "P3", fen: 101, at: "2026-11-20 23:59:59", channelNo: "C3"),
        ]
        #expect(try bench.conclude("2026-11-21", bill) == .discrepancies)
        #expect(
            try bench.rows(
                "SELECT channel_trade_no, bill_date, occurred_at, outcome, time_outside_day FROM recon.bill_entries ORDER BY 1"
            )
                == [
                    "C1|2026-11-21|2026-11-21 12:00:00+08|matched|f", "C2|2026-11-21|2026-11-22 00:00:02+08|matched|t",
                    "C3|2026-11-21|2026-11-20 23:59:59+08|amount_mismatch|t",
                ])
    }
}
