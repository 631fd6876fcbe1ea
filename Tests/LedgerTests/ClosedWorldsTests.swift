import Ledger
import Rules
import TestTurns
import Testing
import Vocabulary

/// Random worlds in which a period is closed half-way: the closed days stay as they are, and of the open ones the second
/// matcher, which knows of no periods, says the same as the views.
@Suite(.serialized, .waiting) struct ClosedWorldsTests {
    private static let seeds = 12

    private static func days(_ condition: String) -> String {
        """
        SELECT to_jsonb(s) FROM recon.daily_summary s WHERE s.bill_date \(condition)
        UNION ALL SELECT to_jsonb(s) FROM recon.statement s WHERE s.bill_date \(condition)
        UNION ALL SELECT to_jsonb(e) FROM recon.bill_entries e WHERE e.bill_date \(condition)
        UNION ALL SELECT to_jsonb(r) FROM recon.runs r WHERE r.bill_date \(condition) ORDER BY 1
        """
    }

    @Test func closedDaysStayAndOpenOnesAreRight() throws {
        var lateEffects = 0
        for seed in 1...Self.seeds { lateEffects += try Self.run(UInt64(1000 + seed)) }
        // Else the worlds would show nothing.
        #expect(lateEffects > Self.seeds)
    }

    private static func run(_ seed: UInt64) throws -> Int {
        var world = RandomWorld(seed: seed)
        return try RandomBenches.with(world.rules, pairs: { $0 % 2 == 0 ? .kept : .counted }) { bench in
            let last = world.days[world.days.count / 2]
            try bench.setShop(world.records)
            for day in world.bills.keys.sorted() where day.day <= last {
                _ = try bench.run(day, world.bills[day] ?? RandomBill())
            }
            // As recon.close_period does, for days that may lie in the future.
            try bench.execute("INSERT INTO ledger.period (closed_through, closed_by) VALUES ('\(last)', 'tests')")
            let closed = "<= '\(last)'"
            let before = try bench.rows(days(closed))
            let open = world.bills.keys.sorted().filter { $0.day > last }
            for round in 0..<2 {
                for day in open.shuffled(using: &world.generator) {
                    _ = try bench.run(day, world.bills[day] ?? RandomBill())
                }
                #expect(try bench.rows(days(closed)) == before, "seed \(seed), round \(round)")
                let differing = try bench.difference().filter { row in
                    // Of open days; the first of them also shows late items, which the second matcher has elsewhere.
                    isOpen(row, after: last)
                }
                #expect(differing == [], "seed \(seed), round \(round)")
            }
            #expect(
                try bench.rows(
                    """
                    SELECT count(*) FROM recon.daily_summary s WHERE open_discrepancies <> (
                        SELECT count(*) FROM recon.discrepancies d WHERE (d.channel, d.account) = (s.channel, s.account)
                           AND d.status <> 'resolved' AND coalesce(d.late_on, d.bill_date) = s.bill_date)
                       AND NOT closed
                    """) == ["0"], "seed \(seed)")
            return Int(try bench.rows("SELECT count(*) FROM recon.late_effects")[0]) ?? 0
        }
    }

    private static func isOpen(_ row: String, after last: BusinessDay) -> Bool {
        let dates = row.matches(of: /\d{4}-\d\d-\d\d/).map { String($0.output) }
        guard let day = dates.first.flatMap({ BusinessDay($0) }), day > last else { return false }
        let isOfVerdict = row.hasPrefix("summary") || row.hasPrefix("run in force")
        return !(isOfVerdict && day == last.next)
    }
}
