import Glibc
import Ledger
import TestTurns
import TestRandom
import Testing
import Vocabulary

/// Tiny random worlds, run in random order, held against the second matcher after every run.
///
/// `RECON_SEEDS=2000` runs more of them, `RECON_SEED=17` one alone.
@Suite(.serialized, .waiting) struct RandomDaysTests {
    /// Few enough for every run of the tests.
    static let seedsUsually = 16
    /// From this many on, every rule has met every other.
    static let seedsForAllCells = 60

    private static func environment(_ name: String) -> UInt64? {
        getenv(name).flatMap { UInt64(String(cString: $0)) }
    }

    @Test func aSecondMatcherAgreesAfterEveryRunInAnyOrder() async {
        let one = Self.environment("RECON_SEED")
        let seeds = one.map { [$0] } ?? Array(1...max(1, Self.environment("RECON_SEEDS") ?? UInt64(Self.seedsUsually)))
        let workers = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        let coverage = await withTaskGroup(of: RandomCoverage.self) { group in
            for worker in 0..<workers {
                group.addTask {
                    var coverage = RandomCoverage()
                    for index in stride(from: worker, to: seeds.count, by: workers) {
                        Self.run(seed: seeds[index], &coverage)
                    }
                    return coverage
                }
            }
            return await group.reduce(into: RandomCoverage()) { $0.add($1) }
        }
        if getenv("RECON_COVERAGE") != nil { print(coverage) }
        // A few seeds cannot show everything.
        #expect(seeds.count < Self.seedsForAllCells || coverage.missing == [])
    }

    private static func run(seed: UInt64, _ coverage: inout RandomCoverage) {
        var world = RandomWorld(seed: seed)
        let script = world.makeScript()
        guard let failure = failure(of: script, seed: seed, &coverage) else { return }
        var ignored = RandomCoverage()
        var shrink = RandomShrink { Self.failure(of: $0, seed: seed, &ignored) }
        let (smallest, reason) = shrink.smallest(script, failure)
        Issue.record(
            """
            seed \(seed): \(failure.kind). The smallest script that fails alike:
            \(smallest)
            \(reason)
            """)
    }

    /// Runs a script in a database of its own; nil when all is well.
    private static func failure(of script: RandomScript, seed: UInt64, _ coverage: inout RandomCoverage)
        -> RandomFailure?
    {
        do {
            let end = try outcome(of: script, seed, repeats: seed % 3 == 0)
            coverage.add(end.cells)
            guard !end.sawIncomplete else { return nil }
            // The same bills and records in another order, into another database.
            var generator = SeededGenerator(seed: seed ^ 0xABCD)
            var other = RandomScript(rules: script.rules, steps: [.shop(script.end.records)])
            for day in end.inForce.keys.sorted().shuffled(using: &generator) {
                other.steps.append(.run(day, end.inForce[day] ?? RandomBill()))
            }
            let otherEnd = try outcome(of: other, seed, repeats: false)
            guard !otherEnd.sawIncomplete, end.result != otherEnd.result else { return nil }
            coverage.add(["another order"])
            return RandomFailure(
                kind: "another order of runs ends otherwise", step: script.steps.count,
                details: ["\(other)"] + RandomSnapshot.changes(end.result, otherEnd.result))
        } catch let failure as RandomFailure {
            return failure
        } catch {
            return RandomFailure(kind: "error \(String(describing: error).prefix(60))", step: 0, details: ["\(error)"])
        }
    }

    private struct End {
        var result: [String]
        var cells: [String]
        var sawIncomplete: Bool
        var inForce: [AccountDay: RandomBill]
    }

    /// Plain pairs are kept in every second world; in the others they are counted, always or in every other run.
    private static func outcome(of script: RandomScript, _ seed: UInt64, repeats: Bool) throws -> End {
        let pairs: (Int64) -> PlainPairs = { seed % 2 == 0 || (seed % 4 == 3 && $0 % 2 == 0) ? .kept : .counted }
        return try RandomBenches.with(script.rules, pairs: pairs) { bench in
            var runner = RandomRunner(bench: bench, script: script)
            runner.repeatsRuns = repeats
            try runner.run()
            return End(
                result: try bench.rows(RandomSnapshot.result), cells: Array(runner.cells),
                sawIncomplete: runner.sawIncomplete, inForce: runner.inForce)
        }
    }
}
