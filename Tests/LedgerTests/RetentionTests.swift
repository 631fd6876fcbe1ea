import Foundation
import Ledger
import Postgres
import TestPlaces
import TestTurns
import Testing
import Vocabulary

/// What goes and what stays, by age.
@Suite(.serialized, .waiting) struct RetentionTests {
    private static let rules = RetentionRules(entriesDays: 400, closedEntriesDays: 31, archivedBillsDays: 90)
    private static let noon = "2026-11-20 12:00:00"
    private static let bill = [
        Row(payment: "P1", fen: 1000, at: noon, channelNo: "C1"),
        Row(payment: "P2", fen: 500, at: noon, channelNo: "C2"),
        Row(payment: "ODD", fen: 300, at: noon, channelNo: "C3"),
    ]

    private func bench(_ name: String) throws -> LedgerBench {
        let bench = try LedgerBench("retention_\(name)")
        try bench.pay("P1", 1000, at: Self.noon)
        try bench.pay("P2", 500, at: "2026-11-19 12:00:00")
        try bench.conclude("2026-11-20", Self.bill)
        return bench
    }

    private func apply(_ bench: LedgerBench, daysLater: Int, archive: String = "/nowhere") throws -> [RetentionEvent] {
        var events: [RetentionEvent] = []
        let connection = try Connection(bench.conninfo, name: "tests")
        let day = try #require(BusinessDay("2026-11-20"))
        try Retention.apply(Self.rules, today: day.advanced(by: daysLater), archive: archive, connection) {
            events.append($0)
        }
        return events
    }

    private static let kept = """
        SELECT to_jsonb(s) FROM recon.daily_summary s UNION ALL SELECT to_jsonb(s) FROM recon.statement s
        UNION ALL SELECT to_jsonb(d) FROM recon.discrepancies d UNION ALL SELECT to_jsonb(h) FROM recon.discrepancy_history h
        UNION ALL SELECT to_jsonb(r) FROM recon.runs r UNION ALL SELECT to_jsonb(c) FROM recon.run_changes c ORDER BY 1
        """
    private static let entries = "SELECT payment_no, outcome FROM recon.bill_entries ORDER BY 1"

    @Test func plainPairsGoAfterTheirTimeAndAllElseStays() throws {
        let bench = try bench("entries")
        let before = try bench.rows(Self.kept)
        #expect(try apply(bench, daysLater: 400) == [])
        #expect(try bench.rows(Self.entries).count == 3)
        let account = ChannelAccount(channel: .wechatpay, account: "A")
        let day = try #require(BusinessDay("2026-11-20"))
        #expect(try apply(bench, daysLater: 401) == [.thinned(account, day, entries: 1, movements: 0)])
        #expect(try bench.rows(Self.entries) == ["ODD|channel_only", "P2|cross_day"])
        #expect(try bench.rows(Self.kept) == before)
        #expect(try bench.rows("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ '^thinned|_rest'") == [])
        // Once is enough, until the day is run again: then its entries are whole.
        #expect(try apply(bench, daysLater: 401) == [])
        try bench.conclude("2026-11-20", Self.bill)
        #expect(try bench.rows(Self.entries).count == 3)
        #expect(try apply(bench, daysLater: 401) == [.thinned(account, day, entries: 1, movements: 0)])
        // What stayed still takes part: the pair across days is no difference of the other day.
        try bench.conclude("2026-11-19", [Row(payment: "X", fen: 1, at: "2026-11-19 12:00:00", channelNo: "C9")])
        #expect(try bench.rows("SELECT payment_no FROM recon.discrepancies WHERE code = 'order_only'") == [])
    }

    /// Refunds go with the last of their payment's, for the next one would have to be added to all of them.
    @Test func refundsGoWhenNoOtherCanCome() throws {
        let bench = try LedgerBench("retention_refunds")
        let noon = " 12:00:00"
        func refund(_ payment: String, _ number: String, _ fen: Int64, _ day: String) -> Row {
            Row(type: .refund, payment: payment, refund: number, fen: fen, at: day + noon, channelNo: "X" + number)
        }
        for payment in ["P1", "P2", "P3"] { try bench.pay(payment, 1000, at: "2026-11-20" + noon) }
        for (payment, number, fen) in [("P1", "R1", Int64(10)), ("P2", "R2", 10), ("P3", "R3", 600)] {
            try bench.refund(payment, number, fen, at: "2026-11-20" + noon)
        }
        for (payment, number, fen) in [("P2", "R4", Int64(10)), ("P3", "R5", 600)] {
            try bench.refund(payment, number, fen, at: "2026-11-21" + noon)
        }
        try bench.conclude(
            "2026-11-20",
            ["P1", "P2", "P3"].map { Row(payment: $0, fen: 1000, at: "2026-11-20" + noon, channelNo: "C" + $0) }
                + [
                    refund("P1", "R1", 10, "2026-11-20"), refund("P2", "R2", 10, "2026-11-20"),
                    refund("P3", "R3", 600, "2026-11-20"),
                ])
        try bench.conclude(
            "2026-11-21", [refund("P2", "R4", 10, "2026-11-21"), refund("P3", "R5", 600, "2026-11-21")])
        let kept = "SELECT refund_no FROM ledger.refund ORDER BY 1"
        #expect(try apply(bench, daysLater: 400) == [])
        #expect(try bench.rows(kept) == ["R1", "R2", "R3", "R4", "R5"])
        _ = try apply(bench, daysLater: 401)
        #expect(try bench.rows(kept) == ["R2", "R3", "R4", "R5"])
        _ = try apply(bench, daysLater: 402)
        #expect(try bench.rows(kept) == ["R3", "R5"])
        let beyond = "SELECT refund_no FROM recon.discrepancies WHERE status = 'open' AND code = 'over_refund'"
        #expect(try bench.rows(beyond) == ["R5"])
        // Whoever runs the day again finds what was found.
        try bench.conclude(
            "2026-11-21", [refund("P2", "R4", 10, "2026-11-21"), refund("P3", "R5", 600, "2026-11-21")])
        #expect(try bench.rows(beyond) == ["R5"])
    }

    @Test func aClosedDaysEntriesMayGoEarlier() throws {
        let bench = try bench("closed")
        #expect(try apply(bench, daysLater: 32) == [])
        try bench.sql("SELECT recon.close_period('2026-11-20', 'as it is')")
        #expect(try apply(bench, daysLater: 31) == [])
        #expect(try apply(bench, daysLater: 32).count == 1)
    }

    @Test func aReaderIsNotWaitedForAndGoesOnSeeingWhatItSaw() throws {
        let bench = try bench("reader")
        let reader = try Connection(bench.conninfo, name: "reader")
        try reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        #expect(try reader.query(Self.entries).count == 3)
        let account = ChannelAccount(channel: .wechatpay, account: "A")
        let day = try #require(BusinessDay("2026-11-20"))
        #expect(try apply(bench, daysLater: 401) == [.thinned(account, day, entries: 1, movements: 0)])
        #expect(try reader.query(Self.entries).count == 3)
        try reader.execute("COMMIT")
        #expect(try reader.query(Self.entries).count == 2)
    }

    @Test func aSettlementIsNotDisturbed() throws {
        let bench = try bench("settlement")
        let settling = try Connection(bench.conninfo, name: "settlement")
        try settling.execute("BEGIN; SELECT pg_advisory_xact_lock(ledger.lock_number('settlement'))")
        let account = ChannelAccount(channel: .wechatpay, account: "A")
        let day = try #require(BusinessDay("2026-11-20"))
        #expect(try apply(bench, daysLater: 401) == [.postponed(account, day)])
    }

    @Test func aBillWhosePairsWereOnlyCountedStaysAsLongAsThey() throws {
        let bench = try LedgerBench("retention_counted")
        bench.plainPairs = .counted
        bench.billsAreFiles = true
        try bench.pay("P1", 1000, at: Self.noon)
        try bench.conclude("2026-11-20", Self.bill)
        #expect(try apply(bench, daysLater: 400) == [])
        // Not where it may be deleted; but it would be.
        let events = try apply(bench, daysLater: 401).map(\.text)
        #expect(
            events.count == 2 && events[0].hasSuffix("1 plain entries and 0 movements removed by retention"),
            "\(events)")
        #expect(events.last?.contains("cannot be deleted") == true, "\(events)")
    }

    @Test func archivedBillsHaveATimeOfTheirOwnAndEachDeletionIsTold() throws {
        let bench = try bench("bills")
        let directory = try TemporaryDirectory()
        let archive = directory.path
        let path = try directory.write("2026-11-20_abc.csv", "bill")
        let paths = [path, "\(archive)/gone.csv", "/etc/hostname", "\(archive)/../\(UUID().uuidString)"]
        for (index, path) in paths.enumerated() {
            try bench.sql(
                """
                INSERT INTO ledger.bill_file (account_id, bill_date, kind, size_bytes, sha256, archive_path, source)
                VALUES (1, '2026-11-20', 'trade', 4, repeat('\(index)', 64), '\(path)', 'channel')
                """)
        }
        #expect(try apply(bench, daysLater: 90, archive: archive) == [])
        #expect(FileManager.default.fileExists(atPath: path))
        let events = try apply(bench, daysLater: 91, archive: archive).map(\.text)
        let sha256 = String(repeating: "0", count: 64)
        #expect(events[0] == "wechatpay:A 2026-11-20: archived bill \(path) deleted by retention, SHA-256 \(sha256)")
        #expect(events[1].contains("gone.csv deleted"))
        #expect(events[2].hasSuffix("it is not in the archive \(archive)"))
        #expect(events[3].hasSuffix("it is not in the archive \(archive)"))
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(
            try bench.rows("SELECT deleted_at IS NOT NULL FROM recon.bill_files ORDER BY bill_file_id")
                == ["t", "t", "f", "f"])
        #expect(try apply(bench, daysLater: 91, archive: archive).count == 2)
    }
}
