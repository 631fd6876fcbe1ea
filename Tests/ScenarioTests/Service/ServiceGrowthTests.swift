import Daemon
import FoundationEssentials
import Glibc
import Ledger
import Postgres
import Simulation
import TestTurns
import Testing
import Vocabulary

@Suite(.serialized, .waiting) struct ServiceGrowthTests {
    /// What the service holds after many runs is what it held after a few. `RECON_RUNS=1000 swift test --filter
    /// manyRuns` makes more of them.
    @Test func manyRunsLeaveNothingBehind() throws {
        let runs = ProcessInfo.processInfo.environment["RECON_RUNS"].flatMap { Int($0) } ?? 60
        let day = BusinessDay("2026-09-01") ?? BusinessDay(number: 0)
        let world = try World(
            seed: 6, days: day...day, accounts: [.weChatPay(ChannelWorld.certificates.account)], paymentsPerDay: 20,
            faults: .none)
        let bench = try ServiceBench(WorldBench("service_growth", world), at: day.next.startEpochSeconds + 12 * 3600)
        try bench.start()
        // Without a word of the series in it, the function would be called once for all of them.
        let request = "recon.reconcile('wechatpay', '\(day)'::date + 0 * n, NULL, true)"
        func run(_ count: Int) throws {
            let verdicts = try bench.ask("generate_series(1, \(count)) n, LATERAL \(request)")
            #expect(Set(verdicts) == ["balanced"])
        }
        func held() throws -> (descriptors: Int, sessions: Int, kilobytes: Int) {
            let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
            let sessions = try bench.world.rows(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'reconciled'"
            )
            let memory = try String(contentsOfFile: "/proc/self/status", encoding: .utf8).split(separator: "\n")
                .first { $0.hasPrefix("RssAnon") }?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
            return (descriptors, sessions.first.flatMap { Int($0) } ?? 0, memory ?? 0)
        }
        try run(20)
        let before = try held()
        try run(runs / 2)
        let between = try held()
        try run(runs / 2)
        let after = try held()
        // Other tests in the process open things of their own for a moment; a leak of one in each run shows at both.
        let descriptors = min(between.descriptors, after.descriptors) - before.descriptors
        #expect(descriptors < runs / 4, "\(before) became \(between) and \(after)")
        // The worker's own, and that of the run which has just ended.
        #expect(after.sessions <= 2)
        // The heap is the whole process's, so it is looked at only where this test is asked for by itself: a few MiB until it
        // has its working size, then not even a kilobyte for each run.
        if runs >= 1000 { #expect(after.kilobytes - before.kilobytes < 4096 + runs, "\(before) became \(after)") }
        try bench.stop()
    }
}
