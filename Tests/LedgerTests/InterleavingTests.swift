import Foundation
import Ledger
import Postgres
import Synchronization
import TestCluster
import TestTurns
import TestRandom
import Testing
import Vocabulary

/// People work on discrepancies while runs change them: whatever anybody was told has happened is in the history, in an
/// order that makes sense, and the item is what its history says.
@Suite(.serialized, .waiting) struct InterleavingTests {
    private static let items = 6
    private static let noon = "2026-11-21 12:00:00"

    /// Amounts differ by 1 fen or 2, or not at all, by turns.
    private static func bill(_ round: Int) -> [Row] {
        (1...items).map { Row(payment: "P\($0)", fen: 1000 + Int64((round + $0) % 3), at: noon, channelNo: "C\($0)") }
    }

    private struct Done: Sendable {
        var item: Int
        var event: String
        var actor: String
        var note: String
    }

    @Test func nothingIsLostAndNothingIsOverwrittenSilently() throws {
        let bench = try LedgerBench("interleaving")
        for item in 1...Self.items { try bench.pay("P\(item)", 1000, at: Self.noon) }
        for round in 0..<3 { try bench.conclude("2026-11-21", Self.bill(round)) }
        let ids = try bench.rows("SELECT discrepancy_id FROM recon.discrepancies ORDER BY 1").compactMap { Int($0) }
        #expect(ids.count == Self.items)
        let people = ["inter_ann", "inter_bob", "inter_cai"]
        for person in people { try bench.sql("CREATE ROLE \(person) SUPERUSER LOGIN") }

        let done = Mutex<[Done]>([])
        let failures = Mutex<[String]>([])
        let conninfo = bench.conninfo
        let group = DispatchGroup()
        for (seed, person) in people.enumerated() {
            DispatchQueue.global().async(group: group) {
                do {
                    let own = conninfo.replacing("user='postgres'", with: "user='\(person)'")
                    for one in try Self.work(of: person, UInt64(seed + 1), ids, own, failures) {
                        done.withLock { $0.append(one) }
                    }
                } catch { failures.withLock { $0.append("\(person): \(error)") } }
            }
        }
        DispatchQueue.global().async(group: group) {
            do {
                let runs = LedgerBench(conninfo: conninfo)
                for round in 3..<15 { try runs.conclude("2026-11-21", Self.bill(round)) }
            } catch { failures.withLock { $0.append("runs: \(error)") } }
        }
        group.wait()
        #expect(failures.withLock { $0 } == [])

        // Nothing is lost: every decision that somebody was told of is in the history, once, and no other is.
        let decided = try bench.rows(
            """
            SELECT discrepancy_id, event, actor, note FROM recon.discrepancy_history WHERE actor LIKE 'inter%'
            """)
        let told = done.withLock { $0 }.map { "\($0.item)|\($0.event)|\($0.actor)|\($0.note)" }
        #expect(decided.sorted() == told.sorted())
        #expect(told.count > 20)
        // Nothing is overwritten: each step follows from the one before it, and the item is what the last one says.
        var state: [String: String] = [:]
        for row in try bench.rows("SELECT discrepancy_id, event, resolution FROM recon.discrepancy_history") {
            let fields = row.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            let before = state[fields[0]] ?? "none"
            let after = Self.after(fields[1], before)
            #expect(after != nil, "\(fields[1]) cannot follow \(before)")
            state[fields[0]] = after
        }
        let now = try bench.rows("SELECT discrepancy_id, status FROM recon.discrepancies ORDER BY 1")
        #expect(now == ids.map { "\($0)|\(state["\($0)"] ?? "")" })
        #expect(
            try bench.rows("SELECT count(*) FROM recon.discrepancy_history WHERE event IN ('changed', 'superseded')")
                != ["0"])
    }

    /// What an event makes of a state; nil where it cannot happen in it.
    private static func after(_ event: String, _ before: String) -> String? {
        switch (event, before) {
        case ("opened", "none"), ("reopened_by_run", "resolved"), ("reopened", "resolved"),
            ("reopened", "acknowledged"):
            "open"
        case ("changed", "open"), ("changed", "acknowledged"): before
        case ("acknowledged", "open"), ("acknowledged", "acknowledged"): "acknowledged"
        case ("resolved", "open"), ("resolved", "acknowledged"), ("superseded", "open"), ("superseded", "acknowledged"):
            "resolved"
        default: nil
        }
    }

    private static func work(
        of person: String, _ seed: UInt64, _ ids: [Int], _ conninfo: String, _ failures: borrowing Mutex<[String]>
    ) throws -> [Done] {
        var generator = SeededGenerator(seed: seed)
        let connection = try Connection(conninfo, name: person)
        var done: [Done] = []
        for step in 0..<60 {
            let item = generator.pick(ids)
            let note = "\(person) \(step)"
            let (call, event) = generator.pick([
                ("acknowledge(\(item), '\(note)')", "acknowledged"),
                ("resolve(\(item), 'accepted', '\(note)')", "resolved"), ("reopen(\(item), '\(note)')", "reopened"),
            ])
            do throws(PostgresError) {
                try connection.query("SELECT recon.\(call)")
                done.append(Done(item: item, event: event, actor: person, note: note))
            } catch {
                // That it cannot be done now is an answer; anything else is not.
                if error.sqlState != "RC409" { failures.withLock { $0.append("\(call): \(error)") } }
            }
        }
        return done
    }

    /// The exact moment: the run has read the item and not yet written it.
    @Test func aDecisionInTheMidstOfASettlementWaitsForItAndThenSeesIt() throws {
        let bench = try LedgerBench("interleaving_exact")
        try bench.pay("P1", 1000, at: Self.noon)
        let bill = [Row(payment: "P1", fen: 1001, at: Self.noon, channelNo: "C1")]
        try bench.conclude("2026-11-21", bill)
        // A person's transaction holds the item, so that the run has to wait where it locks what it compares.
        let person = try Connection(bench.conninfo, name: "person")
        try person.execute("BEGIN; SELECT recon.resolve(1, 'written_off', 'a fen')")
        let group = DispatchGroup()
        let failure = Mutex<String?>(nil)
        let conninfo = bench.conninfo
        DispatchQueue.global().async(group: group) {
            do { try LedgerBench(conninfo: conninfo).conclude("2026-11-21", bill) } catch {
                failure.withLock { $0 = "\(error)" }
            }
        }
        try Watch(bench.conninfo).wait(
            until: """
                EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'transactionid')
                """)
        try person.execute("COMMIT")
        group.wait()
        #expect(failure.withLock { $0 } == nil)
        #expect(
            try bench.rows("SELECT status, resolution, resolved_by, note FROM recon.discrepancies")
                == ["resolved|written_off|postgres|a fen"])
        #expect(try bench.rows("SELECT verdict FROM recon.runs WHERE in_force") == ["balanced"])
    }

    /// One account's run opens a key, for what the shop said when it began, while another's finds the same key plain.
    @Test func aRecordThatMovesWhileBothAccountsAreSettledIsSettledOnce() throws {
        for (pairs, isGathered) in [(PlainPairs.kept, false), (.counted, false), (.kept, true)] {
            let bench = try LedgerBench("moving_\(pairs)_\(isGathered)")
            bench.plainPairs = pairs
            try bench.pay("K", 100, at: "2026-11-20 12:00:00", account: "B")
            try bench.pay("L", 100, at: "2026-11-20 12:00:00", account: "B")
            try bench.pay("M", 100, at: "2026-11-20 12:00:00", account: "A")
            let own = [Row(payment: "M", fen: 100, at: "2026-11-20 12:00:00", channelNo: "CM")]
            let move = "UPDATE taobao.payment_record SET account ="
            var verdicts: [Verdict] = []
            bench.onStep = { step in
                guard step == "settling", verdicts.isEmpty else { return }
                verdicts.append(.balanced)
                try? bench.sql("\(move) 'A' WHERE payment_no = 'K'")
                if let verdict = try? bench.conclude("2026-11-20", own, account: "A") {
                    verdicts.append(verdict)
                }
                // Whoever gathers the notes meanwhile takes nothing from them.
                if isGathered, let connection = try? Connection(bench.conninfo, name: "tests") {
                    try? NumberIndex(memoryBytesMax: 0).catchUp(waitingMax: 0, connection)
                }
                try? bench.sql("\(move) 'B' WHERE payment_no = 'K'")
            }
            let bill = ["K", "L"].map { Row(payment: $0, fen: 100, at: "2026-11-20 12:00:00", channelNo: "C\($0)") }
            verdicts.append(try bench.conclude("2026-11-20", bill, account: "B"))
            #expect(verdicts == [.balanced, .discrepancies, .balanced])
            #expect(try bench.rows("SELECT count(*) FROM recon.discrepancies WHERE status = 'open'") == ["0"])
            #expect(
                try bench.rows("SELECT account, status, code, resolution FROM recon.discrepancies")
                    == ["A|resolved|order_only|superseded"])
        }
    }
}
