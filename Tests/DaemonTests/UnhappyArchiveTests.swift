import Daemon
import Glibc
import Testing
import Vocabulary

/// An archive that cannot take a bill.
@Suite struct UnhappyArchiveTests {
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
            HINT: Make room on the archive's file system. Nothing was lost; the bill is fetched again.
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
            lost; the bill is fetched again.
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
