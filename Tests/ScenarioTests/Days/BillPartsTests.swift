import FoundationEssentials
import Ledger
import Simulation
import TestTurns
import Testing
import Vocabulary

/// A bill of two files: payments and refunds. Its parts have an order of their own.
@Suite(.serialized, .waiting) struct BillPartsTests {
    private static let account = SimulatedAccount.standard[1].id

    private static func bench(_ name: String, _ pairs: PlainPairs) throws -> WorldBench {
        let bench = try WorldBench(name, try SeedTests.world(1))
        bench.plainPairs = pairs
        return bench
    }

    /// The same rows in another file: one of the two, or both, came again.
    private static func again(_ path: String) throws {
        let text = try Data(contentsOf: URL(filePath: path))
        try (Data([0xEF, 0xBB, 0xBF]) + text).write(to: URL(filePath: path))
    }

    @Test(arguments: PlainPairs.allCases) func theSamePartsGiveTheSameRowsInWhateverOrder(pairs: PlainPairs) throws {
        var ends: [[String]] = []
        for isReversed in [false, true] {
            let bench = try Self.bench("parts_order_\(isReversed)_\(pairs)", pairs)
            bench.arrange = { isReversed ? $0.reversed() : $0 }
            for accountDay in bench.world.accountDays { try bench.run(accountDay) }
            ends.append(
                try bench.everything()
                    + bench.rows(
                        """
                        SELECT bill_date, file_no, entry_type, entries, line_runs FROM ledger.plain_block
                        ORDER BY account_id, 1, 2, 3, first_line
                        """)
                    + bench.rows("SELECT files FROM ledger.bill ORDER BY bill_date, account_id"))
        }
        #expect(ends[0] == ends[1])
    }

    @Test(arguments: PlainPairs.allCases, [0, 1])
    func onePartThatIsIssuedAgainChangesNothing(pairs: PlainPairs, part: Int) throws {
        let bench = try Self.bench("parts_again_\(pairs)_\(part)", pairs)
        for accountDay in bench.world.accountDays { try bench.run(accountDay) }
        let before = try bench.everything()
        bench.arrange = { files in
            if files.count == 2 { try Self.again(files[part]) }
            return files
        }
        for accountDay in bench.world.accountDays where accountDay.account == Self.account { try bench.run(accountDay) }
        #expect(
            try bench.rows("SELECT count(*) FROM recon.bill_files WHERE account = '\(Self.account.account)'") == ["9"])
        #expect(try bench.everything() == before)

        // Another account meets a pair of the bill: its part is found, and read.
        try bench.sql(
            """
            ALTER VIEW taobao.refund_record RENAME TO refund_record_before;
            CREATE TABLE taobao.refund_record AS SELECT * FROM taobao.refund_record_before
            """)
        let kept = """
            SELECT e.payment_no, e.refund_no, e.bill_date FROM recon.bill_entries e
            WHERE e.account = '\(Self.account.account)' AND e.entry_type = 'refund' AND e.outcome = 'matched'
            ORDER BY 3, 1, 2 LIMIT 1
            """
        let counted = """
            SELECT r.payment_no, r.refund_no, (r.refunded_at AT TIME ZONE 'Asia/Shanghai')::date FROM taobao.refund_record r
            WHERE r.account = '\(Self.account.account)' AND r.state = 'succeeded'
              AND (SELECT count(*) FROM ledger.find_counted_pairs(ARRAY[r.payment_no]) c WHERE c.entry_type = 'refund') = 1
              AND NOT EXISTS (SELECT FROM recon.bill_entries e WHERE e.payment_no = r.payment_no)
              AND (SELECT count(*) FROM taobao.refund_record o WHERE o.payment_no = r.payment_no) = 1
            ORDER BY 3, 1, 2 LIMIT 1
            """
        let refund = try bench.rows(pairs == .kept ? kept : counted).first?.split(separator: "|").map(String.init)
        let found = try #require(refund)
        let other = SimulatedAccount.standard[0].id
        let day = try #require(BusinessDay(found[2]))
        if pairs == .counted {
            // Its line is told together with the name of its own part.
            let files = try bench.arrange(try bench.billFiles(World.AccountDay(Self.account, day)))
            let size = try Data(contentsOf: URL(filePath: files[1])).count
            let name = try bench.rows(
                """
                SELECT regexp_replace(archive_path, '^.*/', '') FROM recon.bill_files
                WHERE account = '\(Self.account.account)' AND bill_date = '\(day)' AND size = \(size)
                """)
            let told = try bench.rows("SELECT event FROM recon.explain('\(found[0])') WHERE source = 'bill'")
            #expect(name.count == 1 && told.contains { $0.hasSuffix("archived bill \(name.joined())") }, "\(told)")
        }
        try bench.sql(
            """
            UPDATE taobao.refund_record SET account = '\(other.account)'
            WHERE payment_no = '\(found[0])' AND refund_no = '\(found[1])'
            """)
        #expect(try bench.run(World.AccountDay(other, day)) == .discrepancies)
        #expect(
            try bench.rows(
                """
                SELECT account, outcome FROM recon.bill_entries
                WHERE payment_no = '\(found[0])' AND refund_no = '\(found[1])'
                """) == ["\(Self.account.account)|account_mismatch"])
    }
}
