import Daemon
import FoundationEssentials
import Glibc
import TestPlaces
import TestTurns
import Testing
import Vocabulary

/// An archive that cannot take a bill.
@Suite(.serialized, .waiting) struct UnhappyArchiveTests {
    private let account = ChannelWorld.alipay

    @Test(.enabled(if: SmallFileSystem.isAllowed, "needs the right to mount"))
    func aFullArchiveIsTold() throws {
        let bench = try ChannelBench("archive_full")
        let disk = try SmallFileSystem(at: bench.archivePath, bytes: 4096)
        let ending = UnhappyEnding(
            .tryAgainLater,
            """
            archive.full: cannot write to the bill archive: No space left on device \
            (DIR/archive/CHANNEL/ACCOUNT/2026/.incoming, ACCOUNT, DAY)
            HINT: Make room on the archive's file system. Nothing was lost. A run of the schedule asks again by itself; any \
            other run is to be started again.
            """)
        try expectNothingLost(bench, account, ending, retried: [])
        #expect(try bench.archivedFiles().isEmpty)
        disk.remove()
        try expectHealed(bench)
    }

    @Test(.enabled(if: SmallFileSystem.isAllowed, "needs the right to mount"))
    func anArchiveOnAReadOnlyFileSystemIsTold() throws {
        let bench = try ChannelBench("archive_read_only")
        let disk = try SmallFileSystem(at: bench.archivePath, bytes: 1 << 20, isReadOnly: true)
        let ending = UnhappyEnding(
            .tryAgainLater,
            """
            archive.read_only: cannot write to the bill archive: Read-only file system (DIR/archive/alipay, ACCOUNT, DAY)
            HINT: Let the archive's file system be written to again; the kernel's log says why it may not. Nothing was \
            lost. A run of the schedule asks again by itself; any other run is to be started again.
            """)
        try expectNothingLost(bench, account, ending, retried: [])
        disk.remove()
        try expectHealed(bench)
    }

    @Test func anArchiveThatOthersOwnIsTold() throws {
        let bench = try ChannelBench("archive_forbidden")
        try #require(mkdir(bench.archivePath, 0o755) == 0)
        // Rights do not bind root, but they bind a thread of root's that takes files as somebody else.
        let owner = try DatabaseOwner.current()
        if owner == nil { chmod(bench.archivePath, 0o555) }
        try expectNothingLost(
            bench, account, cannotCreate("Permission denied", "DIR/archive/alipay"), retried: [],
            run: { day in try bench.run(account, day, asOwnerOfFiles: owner) })
        chmod(bench.archivePath, 0o755)
        try expectHealed(bench)
    }

    /// The path of the archive leads through a file.
    @Test func anArchiveThatIsNoDirectoryIsTold() throws {
        let bench = try ChannelBench("archive_file")
        close(creat(bench.archivePath, 0o644))
        try expectNothingLost(bench, account, cannotCreate("Not a directory", "DIR/archive/alipay"), retried: [])
        unlink(bench.archivePath)
        try expectHealed(bench)
    }

    /// A bill in the archive that somebody has packed anew, with whatever in it: whole to every decoder, but not the
    /// file that came in.
    private func archivedPath(_ bench: ChannelBench, _ account: ChannelAccount, _ day: BusinessDay) throws -> String {
        let bill = "WHERE account = '\(account.account)' AND bill_date = '\(day)'"
        return try #require(try bench.world.rows("SELECT archive_path FROM recon.bill_files \(bill)").first)
    }

    @Test(arguments: [ChannelWorld.certificates, ChannelWorld.alipay], [true, false])
    func anArchivedFileIsBelievedOnlyWithItsDigest(_ account: ChannelAccount, _ isGone: Bool) throws {
        let bench = try ChannelBench("archive_altered_\(account.account)_\(isGone)")
        let day = ChannelWorld.concluded
        // Fetched here, so that its file lies here.
        #expect(try bench.run(account, day).verdict == .discrepancies)
        let path = try archivedPath(bench, account, day)
        let before = try bench.whatPeopleSee()
        let content = try Data(contentsOf: URL(filePath: path))
        if isGone { unlink(path) } else { try Self.repack(path, account.channel) }
        let ending = UnhappyEnding(
            .incomplete,
            """
            archive.altered: an archived bill is not the file that came in; expected # bytes, SHA-256 SHA256, \
            found \(isGone ? "no file" : "# bytes") (DIR/archive/CHANNEL/ACCOUNT/2026/DAY_DIGEST.\
            \(account.channel == .alipay ? "zip" : "csv.gz"), ACCOUNT, DAY)
            HINT: See who changed the archive. Fetch this day again without --archived, or import the bill: that puts \
            the right file back, and keeps the altered one beside it.
            """)
        try expectNothingLost(
            bench, account, ending, days: [day], retried: [],
            run: { day in try bench.run(account, day, source: .archived) })
        let standing = "SELECT code FROM recon.alarms WHERE ended_at IS NULL"
        #expect(try bench.world.rows(standing) == ["archive.altered"])

        // The next fetch restores the file and the result.
        #expect(try bench.run(account, day).verdict == .discrepancies)
        #expect(try Data(contentsOf: URL(filePath: path)) == content)
        #expect(try bench.whatPeopleSee() == before)
        let copies = try bench.archivedFiles().filter { $0.contains("/.altered-") }
        #expect(copies.count == (isGone ? 0 : 1))
        #expect(
            try bench.world.rows("SELECT count(*) FROM recon.alarms WHERE message LIKE '%the right file is back%'")
                == [isGone ? "0" : "1"])
        #expect(try bench.run(account, day, source: .archived).verdict == .discrepancies)
    }

    /// A plain pair that was only counted is read again from its day's bill: where the shop has the payment of a refund no
    /// more.
    @Test func countedPairsAreReadAgainFromAProvenFileAlone() throws {
        let bench = try ChannelBench("archive_counted")
        bench.change = { $0 + "retention: { plain_pairs: counted }\n" }
        let account = ChannelWorld.certificates
        for day in [ChannelWorld.firstDay, ChannelWorld.concluded] {
            #expect(try bench.run(account, day).verdict == .discrepancies)
        }
        let path = try archivedPath(bench, account, ChannelWorld.firstDay)
        try bench.world.sql(
            """
            SET session_replication_role = replica;
            DELETE FROM taobao.payment_record p USING taobao.refund_record r
            WHERE (r.channel, r.account, r.payment_no) = (p.channel, p.account, p.payment_no)
              AND p.account = '\(account.account)' AND p.state = 'paid' AND r.state = 'succeeded'
              AND p.paid_at < '\(ChannelWorld.concluded) 00:00+08' AND r.refunded_at >= '\(ChannelWorld.concluded) 00:00+08'
            """)
        let content = try Data(contentsOf: URL(filePath: path))
        try Self.repack(path, account.channel)
        let altered = try ending { try bench.run(account, ChannelWorld.concluded) }
        #expect(altered.code.name == "archive.altered" && altered.place.day == ChannelWorld.firstDay, "\(altered)")
        try content.write(to: URL(filePath: path))
        #expect(try bench.run(account, ChannelWorld.concluded).verdict == .discrepancies)
    }

    /// The same rows in another packing, which every check of a bill finds whole.
    private static func repack(_ path: String, _ channel: Channel) throws {
        var content = try Data(contentsOf: URL(filePath: path))
        switch channel {
        case .wechatpay:
            // An empty member of gzip at the end.
            content += Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0])
        default:
            // A comment of one letter.
            content[content.count - 2] = 1
            content += Data("x".utf8)
        }
        try content.write(to: URL(filePath: path))
    }

    private func cannotCreate(_ reason: String, _ path: String) -> UnhappyEnding {
        UnhappyEnding(
            .cannotCreate,
            """
            archive.cannot_create: cannot create a file in the bill archive: \(reason) (\(path), ACCOUNT, DAY)
            HINT: Let the daemon's user write to the archive directory (see archive in the configuration).
            """)
    }

    private func expectHealed(_ bench: ChannelBench) throws {
        for day in [ChannelWorld.concluded, ChannelWorld.untried] {
            #expect(try bench.run(account, day).verdict == .discrepancies)
        }
    }
}

/// A file system in memory, mounted over a directory.
final class SmallFileSystem {
    private let path: String
    private var isMounted = true

    /// Tried once on a directory of its own.
    static let isAllowed: Bool = {
        guard let directory = try? TemporaryDirectory() else { return false }
        return (try? SmallFileSystem(at: directory.path, bytes: 4096)) != nil
    }()

    init(at path: String, bytes: Int, isReadOnly: Bool = false) throws {
        self.path = path
        mkdir(path, 0o755)
        try #require(mount("none", path, "tmpfs", isReadOnly ? UInt(MS_RDONLY) : 0, "size=\(bytes)") == 0)
    }

    deinit { remove() }

    func remove() {
        guard isMounted else { return }
        isMounted = false
        umount2(path, Int32(MNT_DETACH))
    }
}

/// Takes files as another user for a while, on this thread alone; root's rights over files go with it.
enum FileUser {
    private static let setUser: (@convention(c) (uid_t) -> Int32)? = dlsym(nil, "setfsuid").map {
        // The system's own declaration, which Swift does not import.
        unsafeBitCast($0, to: (@convention(c) (uid_t) -> Int32).self)
    }

    static func become<T>(_ user: uid_t?, _ body: () throws -> T) throws -> T {
        guard let user else { return try body() }
        let set = try #require(setUser)
        _ = set(user)
        defer { _ = set(geteuid()) }
        return try body()
    }
}
