import FoundationEssentials
import Postgres
import PrivateCluster
import TestPlaces
import TestTurns
import Testing
import Vocabulary

@testable import Ledger

/// An account goes from one database to another, or it does not.
@Suite(.serialized, .waiting) struct AccountMoveTests {
    private static let noon = "2026-11-20 12:00:00"
    private static let account = ChannelAccount(channel: .wechatpay, account: "A")
    private static let place = Result { try TemporaryDirectory() }

    private static func file(_ name: String) throws -> String { "\(try place.get().path)/\(name).account" }
    private static func session(_ bench: LedgerBench) throws -> Connection {
        try Connection(bench.conninfo, name: "tests")
    }

    /// A day of forty pairs with two discrepancies, run twice; of another account, too.
    private static func settled(_ name: String) throws -> LedgerBench {
        let bench = try LedgerBench("moved_\(name)")
        let bill = try bench.fill(pairs: 40, at: noon)
        try bench.conclude("2026-11-20", bill)
        try bench.conclude("2026-11-20", bill)
        try bench.pay("B1", 100, at: noon, account: "B")
        let other = [Row(payment: "B1", fen: 101, at: noon, channelNo: "CB1")]
        try bench.conclude("2026-11-20", other, account: "B")
        return bench
    }

    /// Rows of every table that has something.
    private static func counts(_ bench: LedgerBench, account: Int? = nil) throws -> [String] {
        let tables = try bench.rows(
            """
            SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind = 'r'
               AND \(account == nil ? "true" : "EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'account_id')")
            ORDER BY 1
            """)
        return try tables.map { table in
            let of = account.map { " WHERE account_id = \($0)" } ?? ""
            return "\(table) \(try bench.rows("SELECT count(*) FROM ledger.\(table)\(of)")[0])"
        }.filter { !$0.hasSuffix(" 0") }
    }

    private static func code(_ body: () throws -> Void) -> ProblemCode? {
        do { try body() } catch { return (error as? Problem)?.code }
        return nil
    }

    // MARK: - There and back

    @Test func whatHasMovedIsRemovedAndMayComeBack() throws {
        let (there, here) = (try Self.settled("there"), try LedgerBench("moved_here"))
        let from = try Self.session(there)
        let to = try Self.session(here)
        let path = try Self.file("round")
        try there.sql(
            "SELECT recon.resolve(discrepancy_id, 'accepted', 'agreed') FROM recon.discrepancies WHERE payment_no = 'ONLY'"
        )
        let id = try there.rows("SELECT discrepancy_id FROM recon.discrepancies WHERE payment_no = 'ONLY'")[0]
        let seen = try PeoplesView.rows(there.conninfo, without: "B", numbers: ["P3", "ONLY", "C9"])
        // Also blocks that the index has taken up have their numbers in the file.
        try NumberIndex(numbersMax: 1 << 16).catchUp(waitingMax: 0, from)
        _ = try exportAccount(Self.account, to: path, from)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        let first = try importAccount(from: path, to)
        let found = try PeoplesView.rows(here.conninfo, numbers: ["P3", "ONLY", "C9"])
        #expect(
            RandomSnapshot.changes(seen, found).filter {
                !Self.isOfOther($0) && !$0.contains(": shop|") && !$0.contains("|the shop's records")
            } == [])
        let shift = try #require(first.shift)
        #expect(
            try here.rows("SELECT resolution FROM recon.discrepancies WHERE discrepancy_id = \(id) + \(shift)") == [
                "accepted"
            ])
        #expect(
            try here.rows("SELECT direction, shift, rows FROM recon.account_moves") == ["in|\(shift)|\(first.rowCount)"]
        )

        // Whoever settles another account's day meets what is open here.
        #expect(
            try here.rows(
                "SELECT count(*) FROM ledger.open_key WHERE position(ledger.key_tag('payment', 'ONLY', '') IN tags) > 0"
            )
                == ["1"])

        // What is removed is proven, said, and only then done.
        let before = try Self.counts(there)
        #expect(try removeAccount(by: path, isConfirmed: false, from).rowCount == first.rowCount)
        #expect(try Self.counts(there) == before)
        _ = try removeAccount(by: path, isConfirmed: true, from)
        #expect(try Self.counts(there, account: 1) == ["account_move 1"])
        #expect(try there.rows("SELECT direction, account FROM recon.account_moves") == ["out|A"])
        #expect(try there.rows("SELECT count(*) FROM recon.discrepancies WHERE account = 'B'") == ["1"])
        // What has not gone is still never deleted, by nobody.
        for table in ["item", "item_event"] {
            #expect(throws: PostgresError.self) { try there.sql("DELETE FROM ledger.\(table)") }
        }

        // And back: what was added before is added to.
        let returning = try Self.file("back")
        _ = try exportAccount(Self.account, to: returning, to)
        let second = try #require(try importAccount(from: returning, from).shift)
        #expect(
            try there.rows("SELECT shift FROM recon.account_moves WHERE direction = 'in' ORDER BY shift DESC")
                == ["\(second + shift)", "\(second)"])
        #expect(
            try there.rows(
                "SELECT resolution FROM recon.discrepancies WHERE discrepancy_id = \(id) + \(second) + \(shift)") == [
                    "accepted"
                ])
        // New numbers are past those that came.
        try there.conclude("2026-11-20", [Row(payment: "P1", fen: 100, at: Self.noon, channelNo: "C1")])
        #expect(
            try there.rows(
                "SELECT count(*) FROM recon.runs r WHERE account = 'A' AND run_id > (SELECT max(greatest_no) FROM ledger.account_move)"
            )
                == ["1"])
    }

    private static func isOfOther(_ row: String) -> Bool {
        row.contains(" B ") || row.contains("\"B ") || row.contains("\"B\"")
    }

    // MARK: - Money

    @Test func moneyThatMovedGoesOnAsIfItHadNot() throws {
        func first(_ bench: LedgerBench) throws {
            try bench.trade(
                0,
                [
                    .payment("P1", "T1", 1000, day: 0), .payment("P2", "T2", 500, day: 0),
                    .payment("P3", "T3", 700, day: 0),
                ])
            try bench.book(
                moneyDays[0], [Move(.payment, "T1", "P1", 1000), Move(.payment, "T2", "P2", 490)], settlementDays: 1)
        }
        func second(_ bench: LedgerBench) throws {
            try bench.trade(
                1, [.payment("P4", "T4", 300, day: 1), .refund("R1", of: "P1", "D1", 200, day: 1, tradeNo: "T1")])
            try bench.book(
                moneyDays[1],
                [
                    Move(.payment, "T4", "P4", 300), Move(.payment, "T3", "P3", 700), Move(.refund, "D1", "R1", -200),
                    Move(.payment, "T9", "P9", 80), Move(.topUp, "U1", "", 5),
                ], settlementDays: 1)
            // The first day once more: what it knows of the second's must lead back to it.
            try bench.book(
                moneyDays[0], [Move(.payment, "T1", "P1", 1000), Move(.payment, "T2", "P2", 500)], settlementDays: 1)
        }
        let numbers = ["P1", "T2", "P3", "D1", "T9", "U1"]
        let stayed = try LedgerBench.ofMoney("stayed")
        try first(stayed)
        try second(stayed)
        let (there, here) = (try LedgerBench.ofMoney("there"), try LedgerBench.ofMoney("here"))
        try first(there)
        // The other database has money of its own.
        try here.trade(0, [.payment("Z1", "TZ1", 50, day: 0)], account: "Z")
        try here.book(moneyDays[0], [Move(.payment, "TZ1", "Z1", 50)], account: "Z")
        let path = try Self.file("money")
        try NumberIndex(numbersMax: 1 << 16).catchUp(waitingMax: 0, Self.session(there))
        _ = try exportAccount(Self.account, to: path, Self.session(there))
        _ = try importAccount(from: path, Self.session(here))
        (here.archive, here.moved) = (
            here.archive.merging(there.archive) { $1 }, here.moved.merging(there.moved) { $1 }
        )
        // The shop is where it was.
        for number in [("P1", 1000), ("P2", 500), ("P3", 700)] {
            try here.pay(number.0, Int64(number.1), at: "\(moneyDays[0]) 12:00:00")
        }
        try second(here)
        let (expected, found) = (
            try PeoplesView.rows(stayed.conninfo, numbers: numbers),
            try PeoplesView.rows(here.conninfo, without: "Z", numbers: numbers)
        )
        #expect(RandomSnapshot.changes(expected, found) == [])
        #expect(expected.contains { $0.hasPrefix("movements|") } && expected.contains { $0.hasPrefix("bridge|") })
    }

    /// What the help says of accounts in several databases that read one shop.
    @Test func aRecordOfAnAccountElsewhereIsStillSeen() throws {
        let bench = try LedgerBench("moved_elsewhere")
        try bench.pay("OK", 100, at: Self.noon)
        try bench.pay("STRAY", 300, at: Self.noon, account: "ELSEWHERE")
        try bench.conclude(
            "2026-11-20",
            [
                Row(payment: "OK", fen: 100, at: Self.noon, channelNo: "C1"),
                Row(payment: "STRAY", fen: 300, at: Self.noon, channelNo: "C2"),
            ])
        #expect(try bench.rows("SELECT code, payment_no FROM recon.discrepancies") == ["account_mismatch|STRAY"])
    }

    // MARK: - What is refused

    @Test func aFileThatIsCutOrChangedIsRefusedWhereverItWas() throws {
        let (there, here) = (try Self.settled("whole"), try LedgerBench("moved_damaged"))
        let path = try Self.file("damaged")
        _ = try exportAccount(Self.account, to: path, Self.session(there))
        let whole = [UInt8](try Data(contentsOf: URL(filePath: path)))
        let before = try Self.counts(here)
        let to = try Self.session(here)
        func refuses(_ bytes: [UInt8]) throws -> Bool {
            try Data(bytes).write(to: URL(filePath: path))
            let code = Self.code { _ = try MoveFileReader.prove(path) }
            return code == .moveFileDamaged
        }
        // Every one near the ends, and many between.
        let places =
            Array(0..<300) + stride(from: 300, to: whole.count - 300, by: 53) + Array(whole.count - 300..<whole.count)
        for place in places {
            var changed = whole
            changed[place] ^= 1
            #expect(try refuses(changed), "byte \(place)")
            if place.isMultiple(of: 40) { #expect(try refuses(Array(whole.prefix(place))), "cut at \(place)") }
        }
        #expect(try refuses(whole + [0]))
        var changed = whole
        changed[whole.count / 2] ^= 0x40
        try Data(changed).write(to: URL(filePath: path))
        let code = Self.code { _ = try importAccount(from: path, to) }
        #expect(code == .moveFileDamaged)
        #expect(try Self.counts(here) == before)
    }

    @Test func anImportThatIsInterruptedLeavesNothing() throws {
        let (there, here) = (try Self.settled("interrupted"), try LedgerBench("moved_interruption"))
        let path = try Self.file("interrupted")
        _ = try exportAccount(Self.account, to: path, Self.session(there))
        let before = try Self.counts(here)
        for step in ["run", "plain_block", "item_event", "account_move"] {
            let to = try Self.session(here)
            let (backend, conninfo) = (to.backend, here.conninfo)
            #expect(throws: (any Error).self, "\(step)") {
                _ = try importAccount(from: path, to) { progress in
                    guard progress.step == "reading \(step)" else { return }
                    try? Connection(conninfo, name: "tests").execute("SELECT pg_terminate_backend(\(backend), 5000)")
                }
            }
            #expect(try Self.counts(here) == before, "\(step)")
        }
        _ = try importAccount(from: path, Self.session(here))
        #expect(try Self.counts(here) != before)
    }

    @Test func anAccountThatIsAtWorkIsNotExported() throws {
        let bench = try Self.settled("busy")
        let connection = try Self.session(bench)
        let path = try Self.file("busy")
        try bench.sql("SELECT ledger.request_run(1, '2026-11-21', 'trade', 'person', 'li', 'channel', NULL)")
        #expect(Self.code { _ = try exportAccount(Self.account, to: path, connection) } == .accountBusy)
        let nobody = ChannelAccount(channel: .wechatpay, account: "NOBODY")
        #expect(Self.code { _ = try exportAccount(nobody, to: path, connection) } == .accountUnknown)
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(Self.code { _ = try exportAccount(nobody, to: "/nowhere/file", connection) } == .accountUnknown)
        let other = ChannelAccount(channel: .wechatpay, account: "B")
        #expect(Self.code { _ = try exportAccount(other, to: "/nowhere/file", connection) } == .outputCannotCreate)
    }

    @Test func twoHistoriesDoNotBecomeOne() throws {
        let (there, here) = (try Self.settled("two"), try Self.settled("histories"))
        let path = try Self.file("two")
        _ = try exportAccount(Self.account, to: path, Self.session(there))
        let before = try Self.counts(here)
        #expect(Self.code { _ = try importAccount(from: path, Self.session(here)) } == .accountHasHistory)
        #expect(try Self.counts(here) == before)
        // An account that stands there and was never run, as a service notes it, is taken as it is.
        try there.sql(
            "INSERT INTO ledger.account (channel, account, cut_off_window_seconds, start_date) VALUES ('wechatpay', 'N', 7, '2026-01-01')"
        )
        let new = try LedgerBench("moved_noted")
        try new.sql(
            """
            INSERT INTO ledger.channel (channel, name_en, name_zh) VALUES ('wechatpay', 'x', 'x') ON CONFLICT DO NOTHING;
            INSERT INTO ledger.account (channel, account, cut_off_window_seconds, start_date) VALUES ('wechatpay', 'A', 7, '2026-01-01')
            """)
        _ = try importAccount(from: path, Self.session(new))
        #expect(try new.rows("SELECT cut_off_window_seconds, is_served FROM ledger.account") == ["7|t"])
    }

    @Test func daysAreClosedAlikeOrTheAccountStays() throws {
        for (closedThere, closedHere, isRefused) in [
            ("2026-11-19", "2026-11-19", false), ("2026-11-20", nil, true), (nil, "2026-11-20", true),
            ("2026-11-20", "2026-11-21", true), ("2025-12-30", "2025-12-31", false),
        ] as [(String?, String?, Bool)] {
            let name = "closed_\(closedThere?.suffix(2) ?? "no")_\(closedHere?.suffix(2) ?? "no")"
            let (there, here) = (try Self.settled(name), try LedgerBench("moved_into_\(name)"))
            let path = try Self.file(name)
            for (bench, day) in [(there, closedThere), (here, closedHere)] {
                if let day {
                    try bench.sql("INSERT INTO ledger.period (closed_through, closed_by) VALUES ('\(day)', 'tests')")
                }
            }
            let before = try Self.counts(here)
            _ = try exportAccount(Self.account, to: path, Self.session(there))
            let code = Self.code { _ = try importAccount(from: path, Self.session(here)) }
            #expect(code == (isRefused ? .moveClosedOtherwise : nil), "\(name)")
            #expect(try (Self.counts(here) == before) == isRefused, "\(name)")
        }
        // What is closed came in whole, and is closed still.
        let (there, here) = (try Self.settled("closed_both"), try LedgerBench("moved_here_closed"))
        for bench in [there, here] {
            try bench.sql("INSERT INTO ledger.period (closed_through, closed_by) VALUES ('2026-11-20', 'tests')")
        }
        let path = try Self.file("closed_both")
        _ = try exportAccount(Self.account, to: path, Self.session(there))
        _ = try importAccount(from: path, Self.session(here))
        #expect(Self.code { try here.conclude("2026-11-20", []) } == .periodClosed)
        #expect(throws: PostgresError.self) {
            try here.sql(
                """
                INSERT INTO ledger.run (account_id, bill_date, kind, attempt, origin, requested_by, state, verdict, finished_at)
                VALUES (1, '2026-11-20', 'trade', 9, 'person', 'li', 'done', 'balanced', now())
                """)
        }
    }

    @Test func anotherSchemaIsRefused() throws {
        let here = try LedgerBench("moved_schema")
        let path = try Self.file("schema")
        let file = try MoveFileWriter(path)
        try file.write(
            .header,
            MoveFile.Header(
                channel: "wechatpay", account: "A", schema: "other", closedThrough: nil, source: "x", greatestNumber: 1,
                settings: "{}"))
        try file.write(.end, MoveFile.Manifest(tables: []))
        _ = try file.finish()
        #expect(Self.code { _ = try importAccount(from: path, Self.session(here)) } == .moveOtherSchema)
    }

    @Test func whatTheFileDoesNotHaveIsNotRemoved() throws {
        let bench = try Self.settled("since")
        let connection = try Self.session(bench)
        let path = try Self.file("since")
        _ = try exportAccount(Self.account, to: path, connection)
        let service = try Self.session(bench)
        let process = try RegisteredProcess.enter(
            .daemon, host: "h", pid: 1, version: "1", accounts: [1], service)
        #expect(Self.code { _ = try removeAccount(by: path, isConfirmed: true, connection) } == .accountServed)
        try process.leave(service)
        try bench.sql("SELECT recon.note(discrepancy_id, 'later') FROM recon.discrepancies WHERE payment_no = 'ONLY'")
        let before = try Self.counts(bench)
        #expect(Self.code { _ = try removeAccount(by: path, isConfirmed: true, connection) } == .accountChangedSince)
        #expect(try Self.counts(bench) == before)
        // A block that the index took up meanwhile is the same.
        _ = try exportAccount(Self.account, to: path, connection)
        try NumberIndex(numbersMax: 1 << 16).catchUp(waitingMax: 0, connection)
        _ = try removeAccount(by: path, isConfirmed: true, connection)
        #expect(Self.code { _ = try removeAccount(by: path, isConfirmed: true, connection) } == .accountUnknown)
        #expect(
            try connection.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
                .int(0, 0) == 0)
    }

    @Test func onlyTheOwnerMovesAnAccount() throws {
        let service = try RolesCluster.connect("reconciled")
        let path = try Self.file("service")
        let before = try RolesCluster.rows("SELECT count(*) FROM ledger.item")
        _ = try exportAccount(Self.account, to: path, service)
        #expect(Self.code { _ = try importAccount(from: path, service) } == .databasePermission)
        #expect(Self.code { _ = try removeAccount(by: path, isConfirmed: true, service) } == .databasePermission)
        #expect(try RolesCluster.rows("SELECT count(*) FROM ledger.item") == before)
        // By the owner, with no right beyond its own, there and back.
        let owner = try RolesCluster.connect("postgres")
        try owner.execute("SET ROLE reconciled_owner")
        let elsewhere = path + "2"
        try RolesCluster.shared.get().createDatabase("moved_by_owner")
        try RolesCluster.runScript(on: RolesCluster.shared.get(), "moved_by_owner")
        let other = try RolesCluster.connect("postgres", "moved_by_owner")
        try other.execute("SET ROLE reconciled_owner")
        try Schema.migrate(other)
        _ = try exportAccount(Self.account, to: elsewhere, owner)
        _ = try importAccount(from: elsewhere, other)
        #expect(try RolesCluster.rows("SELECT count(*) FROM ledger.item", "moved_by_owner") == before)
        _ = try removeAccount(by: elsewhere, isConfirmed: false, owner)
        _ = try exportAccount(Self.account, to: elsewhere, other)
        _ = try removeAccount(by: elsewhere, isConfirmed: true, other)
        #expect(try RolesCluster.rows("SELECT count(*) FROM ledger.item", "moved_by_owner") == ["0"])
    }
}
