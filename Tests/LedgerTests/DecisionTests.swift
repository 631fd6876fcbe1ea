import Ledger
import TestTurns
import Testing
import Vocabulary

/// Contract section 3.7: what a person decided survives later runs, and reopens only for a reason.
@Suite(.serialized, .waiting) struct DecisionTests {
    private static let noon = "2026-11-21 12:00:00"

    private static func bill(_ fen: Int64) -> [Row] { [Row(payment: "P1", fen: fen, at: noon, channelNo: "C1")] }

    private func decided(_ name: String, _ resolution: String) throws -> LedgerBench {
        let bench = try LedgerBench(name)
        try bench.pay("P1", 1000, at: Self.noon)
        #expect(try bench.conclude("2026-11-21", Self.bill(1001)) == .discrepancies)
        try bench.sql(
            """
            UPDATE ledger.item SET status = 'resolved', resolution = '\(resolution)', resolved_by = 'finance',
                   resolved_at = now(), note = 'looked at it'
            """)
        #expect(try bench.rows("SELECT verdict FROM recon.daily_summary") == ["balanced"])
        return bench
    }

    private let state = "SELECT status, resolution, note, difference FROM recon.discrepancies"

    @Test func aResolvedItemWithTheSameAmountsStaysResolved() throws {
        let bench = try decided("accepted", "accepted")
        #expect(try bench.conclude("2026-11-21", Self.bill(1001)) == .balanced)
        #expect(try bench.rows(state) == ["resolved|accepted|looked at it|0.01"])
        #expect(
            try bench.rows("SELECT line, amount FROM recon.statement WHERE line = 'amount_mismatch' AND amount <> 0")
                == ["amount_mismatch|0.01"])
    }

    @Test func itReopensWhenTheAmountsHaveChanged() throws {
        let bench = try decided("changed", "accepted")
        #expect(try bench.conclude("2026-11-21", Self.bill(1002)) == .discrepancies)
        #expect(try bench.rows(state) == ["open||looked at it|0.02"])
        #expect(try bench.rows("SELECT event FROM recon.discrepancy_history") == ["opened", "reopened_by_run"])
    }

    @Test func whatWasCalledCorrectedReopensWhenItIsStillThere() throws {
        let bench = try decided("corrected", "corrected")
        #expect(try bench.conclude("2026-11-21", Self.bill(1001)) == .discrepancies)
        #expect(try bench.rows(state) == ["open||looked at it|0.01"])
    }

    @Test func whatIsGoneIsClosedAndComesBackWithItsIdentity() throws {
        let bench = try LedgerBench("gone")
        try bench.pay("P1", 1000, at: Self.noon)
        try bench.conclude("2026-11-21", Self.bill(1001))
        try bench.conclude("2026-11-21", Self.bill(1000))
        #expect(try bench.rows(state) == ["resolved|superseded||0.01"])
        #expect(try bench.rows("SELECT change FROM recon.run_changes WHERE run_id = 2") == ["resolved"])
        try bench.conclude("2026-11-21", Self.bill(1001))
        #expect(try bench.rows("SELECT count(*), min(status) FROM recon.discrepancies") == ["1|open"])
        #expect(
            try bench.rows("SELECT event FROM recon.discrepancy_history")
                == ["opened", "superseded", "reopened_by_run"])
    }

    @Test func whatWasOnlyEverInDoubtIsNoDiscrepancy() throws {
        let bench = try LedgerBench("doubt")
        try bench.pay("P1", 1000, at: "2026-11-21 23:45:00")
        try bench.pay("Z", 1, at: Self.noon)
        let today = [Row(payment: "Z", fen: 1, at: Self.noon, channelNo: "C9")]
        #expect(try bench.conclude("2026-11-21", today) == .pending)
        try bench.conclude(
            "2026-11-22", [Row(payment: "P1", fen: 1000, at: "2026-11-22 00:00:05", channelNo: "C1")])
        #expect(try bench.rows("SELECT * FROM recon.discrepancies") == [])
        #expect(try bench.rows("SELECT * FROM recon.pending") == [])
        #expect(try bench.rows("SELECT event FROM recon.discrepancy_history") == ["pending", "settled"])
        #expect(
            try bench.rows("SELECT requested_by, verdict FROM recon.runs WHERE bill_date = '2026-11-21' AND in_force")
                == ["rematch|balanced"])
    }
}
