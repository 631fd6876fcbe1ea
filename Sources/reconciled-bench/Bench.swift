import Bills
import Channels
import Cryptography
import Daemon
import FoundationEssentials
import Ledger
import Rules
import Orders
import Postgres
import PrivateCluster
import Vocabulary

/// A private server with the shop's orders, and the bill in an archive: what a run finds when its fetch is over.
final class Bench {
    let day: BenchDay
    let cluster: PrivateCluster
    let conninfo: String
    let directory: String
    let bill: BillFile
    let memoryBytesMax: Int64

    /// The same for every contender; fsync and synchronous_commit are on.
    static let settings = [
        "shared_buffers": "2GB", "maintenance_work_mem": "512MB", "max_wal_size": "16GB", "checkpoint_timeout": "1h",
    ]

    init(_ day: BenchDay, directory parent: String?, memoryBytesMax: Int64) throws {
        self.day = day
        self.memoryBytesMax = memoryBytesMax
        let manager = FileManager.default
        let parent = parent ?? manager.temporaryDirectory.path
        directory = "\(parent)/reconciled-bench-\(UInt32.random(in: 0..<(.max)))"
        try manager.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let path = "\(directory)/\(day.day)_bench.csv"
        let bytes = try BillText.write(day, to: path)
        bill = BillFile(path: path, sizeBytes: bytes, sha256: try Self.sha256(of: path))
        cluster = try PrivateCluster.start(in: parent, settings: Self.settings)
        try cluster.createDatabase("shop")
        conninfo = cluster.conninfo(database: "shop")
        let connection = try Connection(conninfo, name: "bench")
        try ShopTables.fill([day], connection)
    }

    /// The money side reads the bill once more and proves it first.
    static func sha256(of path: String) throws -> String {
        var digest = Digest(.sha256)
        try Data(contentsOf: URL(filePath: path), options: .alwaysMapped).withUnsafeBytes { digest.update($0) }
        return Hexadecimal.text(digest.finish())
    }

    func remove() {
        cluster.stop()
        try? FileManager.default.removeItem(atPath: directory)
    }

    var heading: String {
        let settings = Self.settings.map { "\($0.key) \($0.value)" }.sorted().joined(separator: ", ")
        return """
            \(day.lines) lines, \(bill.sizeBytes / 1_000_000) MB; \(day.keys) keys, seed \(day.seed); \
            \(ProcessInfo.processInfo.activeProcessorCount) cores, load \(loadAverage()); matching may take \
            \(memoryBytesMax >> 20) MiB
            PostgreSQL: \(settings); fsync and synchronous_commit on, logged tables
            """
    }

    var orders: OrdersSource { OrdersSource(conninfo: conninfo, channels: [day.account.channel]) }

    /// Both schemas new and empty, and nothing left to write that another run has left.
    func resetLedger() throws {
        let connection = try Connection(conninfo, name: "bench")
        try connection.execute("DROP SCHEMA IF EXISTS ledger, recon, ledger_migration CASCADE")
        try Schema.migrate(connection)
        try connection.execute("CHECKPOINT")
    }

    var archive: BillArchive { BillArchive(root: directory + "/archive") }
    /// Well after the bill is there, well before the channel forgets it.
    var clock: Clock { .fixed(day.day.advanced(by: 30).startEpochSeconds) }

    /// A bill that the archive has already would not be written again.
    func removeArchive() { try? FileManager.default.removeItem(atPath: archive.root) }

    /// - Parameter client: nil has the bill on disk, as if it had just been fetched.
    func reconcileOnce(
        client: (any ChannelClient)? = nil, pairs: PlainPairs = .kept,
        progress: @escaping ProgressReporter = { _ in }
    ) throws -> RunResult {
        var parts = RunParts(
            resultsConninfo: conninfo, channel: .wechatPay, orders: orders, rules: AccountRules(startDate: day.day),
            client: client ?? FetchedBill(account: day.account, bill: bill), archive: archive, limits: BillLimits(),
            clock: clock, progress: progress)
        parts.memoryBytesMax = memoryBytesMax
        parts.plainPairs = pairs
        return try reconcile(
            RunRequest(DayUnit(day.account, day.day, .trade), source: .channel, by: .person("bench")), parts)
    }

    /// What the server keeps of the day, with indexes.
    func ledgerSize() throws -> String {
        let connection = try Connection(conninfo, name: "bench")
        let rows = try connection.query(
            """
            SELECT sum(pg_total_relation_size(oid))::bigint >> 20 FROM pg_class
            WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'r'
            """)
        return "\(rows.text(0, 0)) MiB in the ledger"
    }

    /// From the run's beginning to its verdict, by the server's clock.
    func secondsToCommit(_ run: RunResult) throws -> Double {
        try seconds("finished_at - started_at", run)
    }

    func commitEpochSeconds(_ run: RunResult) throws -> Double { try seconds("finished_at", run) }

    private func seconds(_ expression: String, _ run: RunResult) throws -> Double {
        let connection = try Connection(conninfo, name: "bench")
        let rows = try connection.query(
            "SELECT extract(epoch FROM \(expression)) FROM recon.runs WHERE run_id = $1", [String(run.runID)])
        return Double(rows.text(0, 0)) ?? 0
    }

    /// The figures of a wrong answer are worth nothing.
    func checkAnswer() throws {
        let connection = try Connection(conninfo, name: "bench")
        let rows = try connection.query(
            """
            SELECT code || ' ' || count(*) || ' ' || sum(difference) FROM recon.discrepancies WHERE status = 'open'
            GROUP BY code ORDER BY 1
            """)
        let found = (0..<rows.count).map { rows.text($0, 0) }.sorted()
        guard found == day.truth else {
            throw BenchProblem.because("a wrong answer: expected \(day.truth), found \(found)")
        }
        let run = try connection.query("SELECT entries FROM recon.runs WHERE in_force")
        guard try run.int(0, 0) == day.lines else { throw BenchProblem.because("not every line was counted") }
    }
}

/// A channel whose bill has just been fetched.
struct FetchedBill: ChannelClient {
    let account: ChannelAccount
    let bill: BillFile

    func fetch(_ unit: DayUnit, report: @escaping FetchReport) -> FetchOutcome { .bill([bill]) }
    func probe() -> [Problem] { [] }
    var expiries: [Expiry] { [] }
}
