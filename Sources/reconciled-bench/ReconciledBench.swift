import ArgumentParser
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
            """)

    @Option(help: "Keys of the day, payments and refunds; the bill has as many lines.") var rows = 1_000_000
    @Option(help: "How often everything is measured; the median counts.") var repeats = 3
    @Option(help: "Seed of the day.") var seed: UInt64 = 1
    @Option(help: "What matching may take, in MiB.") var memory: Int64 = 256
    @Option(help: "A Python that can import duckdb; without it there is no ratio.") var python: String?
    @Option(help: "all, stages, whole, money or history.") var part = Part.all
    @Option(help: "Entries of earlier days, for the part history.") var history = 100_000_000
    @Option(help: "Keys of earlier days that nobody resolved, of either side, for the part history.") var open = 400_000
    @Option(help: "Directory for the bill and the server; $TMPDIR, else /tmp.") var directory: String?

    enum Part: String, ExpressibleByArgument { case all, stages, whole, money, history }

    func validate() throws {
        guard rows >= 10_000, repeats >= 1 else { throw ValidationError("At least 10000 rows, and once.") }
    }

    func run() throws {
        let bench = try Bench(BenchDay(seed: seed, keys: rows), directory: directory, memoryBytesMax: memory << 20)
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
