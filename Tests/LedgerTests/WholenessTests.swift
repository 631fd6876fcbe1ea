@testable import Bills
import Ledger
import Rules
import Orders
import TestTurns
import Testing
import Vocabulary

/// Contract section 3.2: unless both sides are whole, nothing is concluded, and nothing that was there changes.
@Suite(.serialized, .waiting) struct WholenessTests {
    private static let noon = "2026-11-21 12:00:00"

    /// A day with one discrepancy, concluded, so that there is something to lose.
    private func concluded(_ name: String) throws -> LedgerBench {
        let bench = try LedgerBench(name)
        try bench.pay("P1", 1000, at: Self.noon)
        try bench.conclude("2026-11-21", Self.bill)
        return bench
    }

    private static let bill = [
        Row(payment: "P1", fen: 1000, at: noon, channelNo: "C1"),
        Row(payment: "X", fen: 500, at: noon, channelNo: "C2"),
    ]

    private func expectIncomplete(
        _ bench: LedgerBench, _ code: ProblemCode, _ bill: [Row] = bill, change: (inout BillSummary) -> Void = { _ in },
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let everything = """
            SELECT status, code, payment_no, difference, last_run_id, resolution FROM recon.discrepancies
            UNION ALL SELECT entry_type, outcome, payment_no, amount, line_no, NULL FROM recon.bill_entries ORDER BY 1, 2, 3
            """
        let before = try bench.rows(everything)
        let verdict = try bench.conclude("2026-11-21", bill, change: change)
        #expect(verdict == .incomplete, sourceLocation: sourceLocation)
        #expect(
            try bench.rows("SELECT reason_code FROM recon.runs WHERE verdict = 'incomplete'") == [code.name],
            sourceLocation: sourceLocation)
        #expect(try bench.rows(everything) == before, sourceLocation: sourceLocation)
        #expect(
            try bench.rows("SELECT verdict, last_attempt_verdict FROM recon.daily_summary")
                == ["discrepancies|incomplete"], sourceLocation: sourceLocation)
    }

    @Test func aKeyThatTheShopGivesTwiceIsRefused() throws {
        let bench = try concluded("twice")
        try bench.sql(
            """
            ALTER TABLE taobao.payment_record RENAME TO payment;
            CREATE VIEW taobao.payment_record AS SELECT * FROM taobao.payment UNION ALL SELECT * FROM taobao.payment
            """)
        try expectIncomplete(bench, .ordersDuplicateKey)
    }

    /// Also where the shop has nothing against it: a channel that has forgotten a day turned it green.
    @Test(arguments: [BillSource.noData, .channel, .importedByHand], [true, false])
    func nothingWithoutRowsDisplacesABill(_ source: BillSource, _ isTold: Bool) throws {
        let bench = try LedgerBench("vanished_\(source.rawValue)_\(isTold)")
        try bench.pay("P1", 1000, at: "2026-11-20 12:00:00")
        #expect(try bench.conclude("2026-11-21", Self.bill) == .discrepancies)
        try bench.sql("DELETE FROM taobao.payment_record")
        if isTold { try bench.pay("P9", 100, at: "2026-11-20 12:00:00") }
        let seen = "SELECT bill_date, verdict, payments, payment_amount, open_discrepancies FROM recon.daily_summary"
        let before = try bench.rows(seen)
        #expect(try bench.conclude("2026-11-21", [], source: source) == .incomplete)
        #expect(try bench.rows(seen) == before)
        #expect(
            try bench.rows("SELECT reason_code, in_force FROM recon.runs ORDER BY run_id DESC LIMIT 1")
                == ["bill.vanished|f"])
        #expect(try bench.rows("SELECT code FROM recon.alarms WHERE ended_at IS NULL") == ["bill.vanished"])
        // A day that never had a row may be said to have none again and again.
        #expect(try bench.conclude("2026-11-23", [], source: source) == .balanced)
        #expect(try bench.conclude("2026-11-23", [], source: source) == .balanced)
        #expect(try bench.conclude("2026-11-23", Self.bill) != .balanced)
    }

    @Test func anEmptyShopIsNoDayOfDifferences() throws {
        let bench = try concluded("empty")
        try bench.sql("DELETE FROM taobao.payment_record")
        try expectIncomplete(bench, .ordersEmpty)
    }

    @Test func tooManyEntriesTheShopHasNeverHeardOfAreItsOwnFault() throws {
        let bench = try concluded("share")
        func bill(_ unknown: Int) -> [Row] {
            (0..<100).map { index in
                Row(
                    payment: index < unknown ? "U\(index)" : "K\(index)", fen: 100, at: Self.noon,
                    channelNo: "N\(index)")
            }
        }
        for index in 0..<100 { try bench.pay("K\(index)", 100, at: Self.noon) }
        try expectIncomplete(bench, .ordersUnmatchedShare, bill(21))
        #expect(try bench.conclude("2026-11-21", bill(20)) == .discrepancies)
    }

    @Test func aPaidRecordWithoutATimeThatNoBillExplainsIsNotWhole() throws {
        let bench = try concluded("timeless")
        try bench.pay("P9", 100, at: nil)
        try expectIncomplete(bench, .ordersWithoutTime)
        // Explained by an entry, it is a pair across days.
        let explained = Self.bill + [Row(payment: "P9", fen: 100, at: Self.noon, channelNo: "C9")]
        #expect(try bench.conclude("2026-11-21", explained) == .discrepancies)
        #expect(try bench.rows("SELECT outcome FROM recon.bill_entries WHERE payment_no = 'P9'") == ["cross_day"])
    }

    @Test func aStateThatTheContractDoesNotKnowIsNeverReadAsFine() throws {
        let bench = try concluded("state")
        try bench.pay("P9", 100, at: Self.noon, state: "on_hold")
        try expectIncomplete(bench, .ordersUnknownState)
    }

    @Test func aStatementThatDoesNotCloseConcludesNothing() throws {
        try expectIncomplete(try concluded("open"), .statementOpen) { $0.payments.channelTotalFen += 1 }
    }

    @Test func entriesThatAreNotTheOnesDecodedAreAFaultOfTheProgram() throws {
        let bench = try concluded("recount")
        let problem = #expect(throws: Problem.self) {
            try bench.conclude("2026-11-21", Self.bill) { $0.payments.amountFen += 1 }
        }
        #expect(problem?.code == .recountDiffers)
        #expect(try bench.rows("SELECT count(*) FROM recon.bill_entries") == ["2"])
    }

    /// The later bill was first, when the shop knew nothing; its open entry must meet the pair that comes after.
    @Test func anOpenEntryOfAnotherDayIsSeenByAPairThatLooksPlain() throws {
        let bench = try LedgerBench("contested")
        try bench.pay("Z", 1, at: "2026-11-22 12:00:00")
        try bench.conclude(
            "2026-11-22",
            [
                Row(payment: "K", fen: 100, at: "2026-11-22 12:00:00", channelNo: "C2"),
                Row(payment: "Z", fen: 1, at: "2026-11-22 12:00:00", channelNo: "C3"),
            ])
        #expect(try bench.rows("SELECT code, payment_no FROM recon.discrepancies") == ["channel_only|K"])
        try bench.pay("K", 100, at: Self.noon)
        try bench.conclude("2026-11-21", [Row(payment: "K", fen: 100, at: Self.noon, channelNo: "C1")])
        #expect(
            try bench.rows("SELECT bill_date, payment_no, outcome FROM recon.bill_entries ORDER BY 1, 2") == [
                "2026-11-21|K|matched", "2026-11-22|K|duplicate_in_channel", "2026-11-22|Z|matched",
            ])
        #expect(
            try bench.rows("SELECT code, payment_no FROM recon.discrepancies WHERE status = 'open'")
                == ["duplicate_in_channel|K"])
    }
}
