import Ledger
import Postgres
import TestTurns
import Testing

/// What a person may do with a discrepancy, and what they are told when they may not.
@Suite(.serialized, .waiting) struct PeopleTests {
    private static let noon = "2026-11-21 12:00:00"
    private static func bill(_ fen: Int64) -> [Row] { [Row(payment: "P1", fen: fen, at: noon, channelNo: "C1")] }

    /// One open discrepancy, number 1, of 0.01; one item in doubt, number 2.
    private func bench(_ name: String) throws -> LedgerBench {
        let bench = try LedgerBench("people_\(name)")
        try bench.pay("P1", 1000, at: Self.noon)
        try bench.pay("WAITS", 500, at: "2026-11-21 23:45:00")
        try bench.conclude("2026-11-21", Self.bill(1001))
        #expect(try bench.rows("SELECT item_id, status FROM ledger.item ORDER BY 1") == ["1|open", "2|pending"])
        return bench
    }

    private static let history = """
        SELECT event, actor, resolution, note, difference FROM recon.discrepancy_history WHERE discrepancy_id = 1
        """

    @Test func aDecisionIsRecordedWithActorNoteAndDifference() throws {
        let bench = try bench("decided")
        #expect(
            try bench.rows("SELECT * FROM recon.acknowledge(1, 'asked the channel')")
                == ["1|acknowledged|amount_mismatch|2026-11-21|P1|0.01||asked the channel"])
        #expect(
            try bench.rows("SELECT status, resolution FROM recon.resolve(1, 'accepted', 'rounding')")
                == ["resolved|accepted"])
        #expect(
            try bench.rows("SELECT status, resolution, note FROM recon.reopen(note => 'not ours', discrepancy_id => 1)")
                == ["open||not ours"])
        #expect(
            try bench.rows(Self.history) == [
                "opened|reconciled|||0.01", "acknowledged|postgres||asked the channel|0.01",
                "resolved|postgres|accepted|rounding|0.01", "reopened|postgres||not ours|0.01",
            ])
    }

    @Test func theActorIsTheSessionsUserWhateverItClaims() throws {
        let bench = try bench("actor")
        let connection = try Connection(bench.conninfo, name: "tests")
        try connection.execute("CREATE ROLE people_other; GRANT people_other TO CURRENT_USER; SET ROLE people_other")
        try connection.execute("RESET ROLE; SET application_name = 'somebody'")
        try connection.query("SELECT recon.acknowledge(1, 'mine')")
        #expect(try bench.rows(Self.history).last == "acknowledged|postgres||mine|0.01")
    }

    @Test func anItemInDoubtIsResolvedByHandAndWaitsAgainWhenReopened() throws {
        let bench = try bench("doubt")
        try bench.sql("SELECT recon.resolve(2, 'made_up', 'paid in cash')")
        #expect(try bench.rows("SELECT * FROM recon.pending") == [])
        #expect(try bench.rows("SELECT discrepancy_id FROM recon.discrepancies") == ["1"])
        #expect(try bench.rows("SELECT status FROM recon.reopen(2, 'it was not')") == ["pending"])
        #expect(try bench.rows("SELECT discrepancy_id FROM recon.pending") == ["2"])
    }

    @Test(arguments: [
        ("unknown", "", "acknowledge(99, 'x')", "RC404", "there is no discrepancy 99"),
        ("null", "", "acknowledge(NULL, 'x')", "RC404", "there is no discrepancy NULL"),
        ("no_note", "", "acknowledge(1, ' ')", "RC422", "a note is required"),
        ("null_note", "", "reopen(1, NULL)", "RC422", "a note is required"),
        ("resolution", "", "resolve(1, 'superseded', 'x')", "RC422", "'superseded' is no resolution"),
        ("no_resolution", "", "resolve(1, NULL, 'x')", "RC422", "NULL is no resolution"),
        ("in_doubt", "", "acknowledge(2, 'x')", "RC409", "item 2 is in doubt, not a discrepancy yet"),
        ("open", "", "reopen(1, 'x')", "RC409", "discrepancy 1 is open already"),
        (
            "twice", "resolve(1, 'accepted', 'y')", "resolve(1, 'written_off', 'x')", "RC409",
            "discrepancy 1 is resolved already (accepted, by postgres)"
        ),
        (
            "resolved", "resolve(1, 'accepted', 'y')", "acknowledge(1, 'x')", "RC409",
            "discrepancy 1 is resolved already (accepted, by postgres)"
        ),
        (
            "changed", "", "resolve(1, 'accepted', 'x', 0.02)", "RC412",
            "the difference of discrepancy 1 is 0.01 now, not 0.02"
        ),
    ])
    func whatMayNotBeIsSaid(name: String, before: String, call: String, state: String, message: String) throws {
        let bench = try bench("refused_\(name)")
        if !before.isEmpty { try bench.sql("SELECT recon.\(before)") }
        let history = try bench.rows("SELECT * FROM recon.discrepancy_history")
        let error = #expect(throws: PostgresError.self) { try bench.sql("SELECT recon.\(call)") }
        #expect(error?.sqlState == state)
        #expect(error?.message == message)
        #expect(try bench.rows("SELECT * FROM recon.discrepancy_history") == history)
    }

    @Test func whatSomebodyElseAcknowledgedIsTheirs() throws {
        let bench = try bench("theirs")
        try bench.sql("SELECT recon.acknowledge(1, 'mine'); SELECT recon.acknowledge(1, 'still mine')")
        try bench.sql("CREATE ROLE people_second SUPERUSER LOGIN")
        let other = try Connection(bench.conninfo.replacing("user='postgres'", with: "user='people_second'"), name: "b")
        let error = #expect(throws: PostgresError.self) { try other.query("SELECT recon.acknowledge(1, 'no, mine')") }
        #expect(error?.message == "discrepancy 1 is acknowledged by postgres already")
        try other.execute("SELECT recon.reopen(1, 'I take it'); SELECT recon.acknowledge(1, 'mine now')")
        #expect(try bench.rows(Self.history).last == "acknowledged|people_second||mine now|0.01")
    }

    @Test func whatNoRunFindsAnyMoreCannotBeReopened() throws {
        let bench = try bench("gone")
        try bench.sql("SELECT recon.acknowledge(1, 'looking')")
        try bench.conclude("2026-11-21", Self.bill(1000))
        for call in ["acknowledge(1, 'x')", "resolve(1, 'accepted', 'x')"] {
            let error = #expect(throws: PostgresError.self) { try bench.sql("SELECT recon.\(call)") }
            #expect(error?.message == "discrepancy 1 is resolved already (superseded, by reconciled)")
        }
        let error = #expect(throws: PostgresError.self) { try bench.sql("SELECT recon.reopen(1, 'x')") }
        #expect(error?.sqlState == "RC409")
        #expect(error?.message.hasPrefix("discrepancy 1 is not there any more") == true)
        #expect(
            try bench.rows(Self.history) == [
                "opened|reconciled|||0.01", "acknowledged|postgres||looking|0.01", "superseded|reconciled|||0.01",
            ])
    }

    @Test func aPersonWhoSawAnotherDifferenceIsTold() throws {
        let bench = try bench("seen")
        let seen = try bench.rows("SELECT difference FROM recon.discrepancies")[0]
        try bench.conclude("2026-11-21", Self.bill(1200))
        let error = #expect(throws: PostgresError.self) {
            try bench.sql("SELECT recon.resolve(1, 'accepted', 'a fen', seen_difference => \(seen))")
        }
        #expect(error?.sqlState == "RC412")
        #expect(try bench.rows("SELECT status, difference FROM recon.discrepancies") == ["open|2.00"])
        #expect(try bench.rows(Self.history) == ["opened|reconciled|||0.01", "changed|reconciled|||2.00"])
    }
}
