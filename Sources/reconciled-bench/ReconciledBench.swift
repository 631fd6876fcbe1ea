import ArgumentParser
import Daemon
import Postgres
import PrivateCluster
import Vocabulary

@main
struct ReconciledBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconciled-bench",
        abstract: "Measures the stages of a day's run alone, and the whole, on a private PostgreSQL.",
        discussion: """
            The day comes from a seed, with a known share of faults, and no figure is printed unless every fault was
            found and nothing else. Build for release, on a quiet machine:
              swift run -c release reconciled-bench --rows 5000000 --python /tmp/venv/bin/python
              swift run -c release reconciled-bench --accounts 200
            """,
        // What --accounts measures is the service itself, as a process.
        subcommands: ReconciledCommands.all.filter { $0._commandName == "serve" })

    @Option(help: "Keys of a day, payments and refunds; the bill has as many lines. 1000000; with --accounts 1000.")
    var rows: Int?
    @Option(help: "Many small accounts instead of one large day: how many.") var accounts: Int?
    @Option(help: "Days of each account, all queued at once.") var days = 10
    @Option(help: "Services that work them off, on one database.") var services = 1
    @Option(help: "How often everything is measured; the median counts.") var repeats = 3
    @Option(help: "Seed of the day.") var seed: UInt64 = 1
    @Option(help: "What matching may take, in MiB.") var memory: Int64 = 256
    @Option(help: "A Python that can import duckdb; without it there is no ratio.") var python: String?
    @Option(help: "all, stages, whole, money, history or statements.") var part = Part.all
    @Option(help: "Entries of earlier days, for the part history.") var history = 100_000_000
    @Option(help: "Keys of earlier days that nobody resolved, of either side, for the part history.") var open = 400_000
    @Option(help: "Directory for the bill and the server; $TMPDIR, else /tmp.") var directory: String?

    enum Part: String, ExpressibleByArgument { case all, stages, whole, money, history, statements }

    func validate() throws {
        if let accounts {
            guard (1...10_000).contains(accounts), (1...1000).contains(days), (1...16).contains(services) else {
                throw ValidationError("1 to 10000 accounts, 1 to 1000 days, 1 to 16 services.")
            }
            guard dayRows >= 50, dayRows % BenchDay.keysPerRefund == 0 else {
                throw ValidationError("Rows of an account's day are a multiple of \(BenchDay.keysPerRefund).")
            }
        } else {
            guard dayRows >= 10_000, repeats >= 1 else { throw ValidationError("At least 10000 rows, and once.") }
        }
    }

    private var dayRows: Int { rows ?? (accounts == nil ? 1_000_000 : 1000) }

    func run() throws {
        if let accounts {
            let bench = try AccountsBench(
                seed: seed, accounts: accounts, days: days, rows: dayRows, directory: directory)
            defer { bench.remove() }
            return try bench.measure(services: services)
        }
        if part == .statements {
            return try measureStatements(rows: dayRows, directory: directory, repeats: repeats)
        }
        let bench = try Bench(BenchDay(seed: seed, keys: dayRows), directory: directory, memoryBytesMax: memory << 20)
        defer { bench.remove() }
        print(bench.heading)
        var table = FigureTable()
        if part == .all || part == .stages { try measureStages(bench, repeats: repeats, into: &table) }
        if part == .all || part == .whole { try measureWhole(bench, repeats: repeats, python: python, into: &table) }
        if part == .all || part == .money { try measureMoney(bench, repeats: repeats, python: python, into: &table) }
        if part == .history {
            try measureHistory(bench, history: history, open: open, repeats: repeats, into: &table)
        }
    }
}
