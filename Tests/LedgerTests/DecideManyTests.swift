import Ledger
import Postgres
import TestTurns
import Testing

/// Work on many discrepancies: filters, one decision about all that one finds, who settles what until when, and notes.
@Suite(.serialized, .waiting) struct DecideManyTests {
    /// Four discrepancies, of 0.01, 0.02, -0.04 and 50.00, and one item in doubt.
    private func bench(_ name: String) throws -> LedgerBench {
        let bench = try LedgerBench("many_\(name)")
        let noon = "2026-11-20 12:00:00"
        for number in ["S1", "S2", "S3", "L"] { try bench.pay(number, 10000, at: noon) }
        try bench.pay("WAITS", 500, at: "2026-11-20 23:50:00")
        try bench.conclude(
            "2026-11-20",
            [("S1", 10001), ("S2", 10002), ("S3", 9996), ("L", 15000)].map {
                Row(payment: $0.0, fen: $0.1, at: noon, channelNo: "C" + $0.0)
            })
        return bench
    }

    private func number(_ payment: String, _ bench: LedgerBench) throws -> String {
        try bench.rows("SELECT item_id FROM ledger.item WHERE payment_no = '\(payment)'")[0]
    }

    private static let small = "code = amount_mismatch and amount <= 0.04"

    @Test(arguments: [
        ("amount <= 0.04", "S1 S2 S3"), ("difference < 0", "S3"), ("payment_no in (S1, 'L')", "L S1"),
        ("payment_no not in (S1, L) and code = amount_mismatch", "S2 S3"), ("age > 1 AND amount >= 50", "L"),
        ("bill_date = 2026-11-20 and assignee is null and account = 'A'", "L S1 S2 S3"),
        ("assignee IS NOT NULL", nil), ("code <> amount_mismatch", nil), ("last_note = 'a and b'", nil),
        ("payment_no in ('S1,S2', L)", "L"), ("payment_no in ('it''s (S1)', S2 ,S3)", "S2 S3"),
        ("amount <= 0.035", "S1 S2"), ("overdue = false and kind = trade and refund_no is null", "L S1 S2 S3"),
    ])
    func aFilterFindsWhatItSays(filter: String, found: String?) throws {
        let bench = try bench("filter_\(filter.count)_\(found?.count ?? 0)")
        let quoted = filter.replacing("'", with: "''")
        #expect(
            try bench.rows("SELECT string_agg(payment_no, ' ' ORDER BY payment_no) FROM recon.items_where('\(quoted)')")
                == [found ?? ""])
    }

    @Test func whatIsNoFilterIsRefusedAndNothingOfItRuns() throws {
        let bench = try bench("refused")
        for filter in [
            "", " ", "amount", "amount <=", "nothing = 1", "amount <= 1 or age > 1", "amount <= 1 and", "order_nos = 1",
            "amount = 1; DELETE FROM ledger.period", "amount = (SELECT 1)", "amount in (1) union", "is null",
            "amount is null 1", "1 = 1", "amount <= 1 --", "amount in 1", "amount = (1)",
            "amount in ()", "amount in (1,)", "payment_no in (S1 S2)", "payment_no in (x' OR true OR 'x)",
        ] {
            let error = #expect(throws: PostgresError.self, "\(filter)") {
                try Connection(bench.conninfo, name: "tests").query("SELECT * FROM recon.items_where($1)", [filter])
            }
            #expect(error?.sqlState == "RC422", "\(filter): \(error?.message ?? "")")
        }
        // A value is a value, whatever it looks like.
        let connection = try Connection(bench.conninfo, name: "tests")
        for filter in ["payment_no = '; DROP VIEW recon.runs; --'", "payment_no in ('x'' OR true OR ''x')"] {
            let rows = try connection.query("SELECT count(*) FROM recon.items_where($1)", [filter])
            #expect(rows.text(0, 0) == "0", "\(filter)")
        }
    }

    @Test func manyAreShownFirstAndResolvedWhenTheyAreStillTheSame() throws {
        let bench = try bench("resolve")
        func call(_ more: String = "") throws -> [String] {
            try bench.rows(
                """
                SELECT done, code, label_zh, account, items, difference, amount
                FROM recon.resolve_where('\(Self.small)', 'accepted', 'below a fen or so'\(more))
                """)
        }
        let shown = ["amount_mismatch|金额不一致|A|3|-0.01|0.07", "|合计||3|-0.01|0.07"]
        #expect(try call() == shown.map { "f|" + $0 })
        #expect(try bench.rows("SELECT count(*) FROM recon.discrepancies WHERE status = 'open'") == ["4"])
        for (seen, state) in [
            (", 2, -0.01", "RC412"), (", 3, 0.01", "RC412"), (", 3", "RC422"), (", 3, -0.01, 2", "RC422"),
        ] {
            let error = #expect(throws: PostgresError.self, "\(seen)") { try call(seen) }
            #expect(error?.sqlState == state, "\(seen)")
        }
        #expect(try bench.rows("SELECT count(*) FROM recon.discrepancies WHERE status = 'open'") == ["4"])
        #expect(try call(", seen_items => 3, seen_difference => -0.01") == shown.map { "t|" + $0 })
        #expect(
            try bench.rows("SELECT payment_no, status FROM recon.discrepancies ORDER BY 1")
                == ["L|open", "S1|resolved", "S2|resolved", "S3|resolved"])
        #expect(
            try bench.rows("SELECT actor, resolution_zh, note, count(*) FROM recon.decisions GROUP BY 1, 2, 3")
                == ["postgres|认可|below a fen or so|3"])
        for call in ["'x', 'why'", "'accepted', ' '"] {
            let error = #expect(throws: PostgresError.self) {
                try bench.sql("SELECT recon.resolve_where('\(Self.small)', \(call))")
            }
            #expect(error?.sqlState == "RC422")
        }
    }

    @Test func anItemHasAnAssigneeADueDayAndAThread() throws {
        let bench = try bench("assigned")
        let (first, waiting) = (try number("S1", bench), try number("WAITS", bench))
        #expect(
            try bench.rows("SELECT * FROM recon.assign(\(first), 'wang_li', '2026-11-01', 'you know them')")
                == ["open|amount_mismatch|0.01|wang_li|2026-11-01"])
        try bench.sql("SELECT recon.note(\(first), 'asked'); SELECT recon.acknowledge(\(first), 'seen')")
        try bench.sql("SELECT recon.assign(\(waiting), 'zhao', NULL)")
        #expect(
            try bench.rows("SELECT said, event FROM recon.note(\(first), 'answered')")
                == ["you know them|assigned", "asked|noted", "seen|acknowledged", "answered|noted"])
        #expect(
            try bench.rows(
                "SELECT assignee, due_on, overdue, notes, last_note FROM recon.items_where('assignee = wang_li')")
                == ["wang_li|2026-11-01|t|4|answered"])
        #expect(try bench.rows("SELECT payment_no, assignee FROM recon.pending") == ["WAITS|zhao"])
        // A run leaves both as they are.
        try bench.conclude("2026-11-20", [Row(payment: "S1", fen: 10003, at: "2026-11-20 12:00:00", channelNo: "CS1")])
        #expect(
            try bench.rows(
                "SELECT status, difference, assignee, due_on FROM recon.discrepancies WHERE discrepancy_id = \(first)")
                == ["acknowledged|0.03|wang_li|2026-11-01"])
        try bench.sql("SELECT recon.assign(\(first), NULL)")
        #expect(
            try bench.rows(
                "SELECT event_zh, assignee, due_on FROM recon.discrepancy_history WHERE event = 'assigned' AND discrepancy_id = \(first)"
            )
                == ["指派|wang_li|2026-11-01", "指派||"])
        let told = try bench.rows("SELECT event FROM recon.explain('S1') WHERE source = 'postgres'")
        #expect(told.first?.hasSuffix("assigned to wang_li, due on 2026-11-01: you know them") == true)
        #expect(told.contains { $0.hasSuffix("noted: asked") })
        try bench.sql("SELECT recon.resolve(\(first), 'accepted', 'x'); SELECT recon.note(\(first), 'for the auditor')")
    }

    @Test(arguments: [
        ("assign(99, 'a')", "RC404"), ("assign(NULL, 'a')", "RC404"), ("assign(1, ' ')", "RC422"),
        ("assign(1, 'a', NULL, '')", "RC422"), ("note(99, 'x')", "RC404"), ("note(1, ' ')", "RC422"),
        ("note(1, NULL)", "RC422"), ("assign(2, 'a')", "RC409"),
    ])
    func whatCannotBeAssignedOrNotedIsRefused(call: String, state: String) throws {
        let bench = try bench("not_\(call.filter(\.isLetter))_\(call.count)")
        try bench.sql("SELECT recon.resolve(2, 'accepted', 'x')")
        let before = try bench.rows("SELECT * FROM recon.discrepancy_history")
        let error = #expect(throws: PostgresError.self) { try bench.sql("SELECT recon.\(call)") }
        #expect(error?.sqlState == state)
        #expect(try bench.rows("SELECT * FROM recon.discrepancy_history") == before)
    }
}
