import Glibc
import Testing
import Vocabulary

/// Tiny random worlds, run in random order, held against the second matcher after every run.
///
/// `RECON_SEEDS=2000` runs more of them, `RECON_SEED=17` one alone.
@Suite struct RandomDaysTests {
    /// Enough for each rule to meet each other, few enough for every run of the tests.
    static let seedsUsually = 60

    static var seeds: [UInt64] {
        if let one = environment("RECON_SEED") { return [one] }
        return Array(1...max(1, environment("RECON_SEEDS") ?? UInt64(seedsUsually)))
    }

    private static func environment(_ name: String) -> UInt64? {
        getenv(name).flatMap { UInt64(String(cString: $0)) }
    }

    @Test(arguments: seeds) func aSecondMatcherAgreesAfterEveryRun(seed: UInt64) throws {
        var world = RandomWorld(seed: seed)
        let script = world.makeScript()
        guard let failure = Self.failure(of: script, seed: seed) else { return }
        var shrink = RandomShrink { Self.failure(of: $0, seed: seed) }
        let (smallest, reason) = shrink.smallest(script, failure)
        Issue.record(
            """
            seed \(seed): \(failure.kind). The smallest script that fails alike:
            \(smallest)
            \(reason)
            """)
    }

    /// Runs a script in a database of its own; nil when all is well.
    private static func failure(of script: RandomScript, seed: UInt64) -> RandomFailure? {
        do {
            let (result, isComplete, inForce) = try outcome(of: script, repeats: seed % 3 == 0)
            guard isComplete else { return nil }
            // The same bills and records in another order, into another database.
            var generator = SeededGenerator(seed: seed ^ 0xABCD)
            var other = RandomScript(rules: script.rules, steps: [.shop(script.end.records)])
            for day in inForce.keys.sorted().shuffled(using: &generator) {
                other.steps.append(.run(day, inForce[day] ?? RandomBill()))
            }
            let (otherResult, otherIsComplete, _) = try outcome(of: other, repeats: false)
            guard otherIsComplete, result != otherResult else { return nil }
            return RandomFailure(
                kind: "another order of runs ends otherwise", step: script.steps.count,
                details: ["\(other)"] + RandomSnapshot.changes(result, otherResult))
        } catch let failure as RandomFailure {
            return failure
        } catch {
            return RandomFailure(kind: "error \(String(describing: error).prefix(60))", step: 0, details: ["\(error)"])
        }
    }

    private static func outcome(
        of script: RandomScript, repeats: Bool
    ) throws -> (result: [String], isComplete: Bool, inForce: [AccountDay: RandomBill]) {
        try RandomBenches.with(script.rules) { bench in
            var runner = RandomRunner(bench: bench, script: script)
            runner.repeatsRuns = repeats
            try runner.run()
            return (try bench.rows(RandomSnapshot.result), !runner.sawIncomplete, runner.inForce)
        }
    }
}
