import FoundationEssentials
import Glibc
import PrivateCluster
import Simulation
import TestCluster
import TestTurns
import Testing
import Vocabulary

/// Killed at any instant, the service leaves the old result or the new one, and what it does afterwards comes to what it
/// would have come to.
@Suite(.serialized, .waiting) struct ServiceProcessCrashTests {
    /// Of two runs.
    private static let milestones = 14
    /// What a service says to the server until its first runs are concluded, more or less.
    private static let messages = 1000

    @Test func killedAtEveryStepItLeavesTheOldResultOrTheNewOne() throws {
        let installation = try ServiceInstallation("milestones")
        let states = try ServiceWorld.undisturbed.get()
        var seen: Set<Int> = []
        // Each process dies a step later than the one before, in a run that is begun again, until that is concluded.
        for milestone in 1...Self.milestones {
            let service = try installation.start(["RECONCILED_KILL_AT_MILESTONE": "\(milestone)"])
            #expect(try service.end() == 128 + SIGKILL, "\(service.text)")
            try installation.waitUntilForgotten()
            let state = try installation.bench.everything()
            let place = states.firstIndex(of: state)
            #expect(place != nil, "killed at step \(milestone), it left what is no result")
            seen.insert(place ?? -1)
        }
        #expect(seen.count > 2, "no run was concluded")
        try conclude(installation)

        // The same for a day that has a conclusion, whose neighbours change with it.
        let day = installation.bench.world.days.lowerBound.next.description
        for milestone in 1...8 {
            let service = try installation.start(["RECONCILED_KILL_AT_MILESTONE": "\(milestone)"])
            _ = try installation.value("count(*) FROM recon.reconcile('wechatpay', '\(day)', '1900999001')")
            #expect(try service.end() == 128 + SIGKILL, "\(service.text)")
            try installation.waitUntilForgotten()
            #expect(try installation.bench.everything() == states.last)
        }
        try conclude(installation)
        #expect(
            try installation.value("count(*) FROM recon.runs WHERE requested_by = 'postgres' AND state = 'done'") == "8"
        )
        try expectOneBillOfEachDay(installation)
    }

    @Test func killedAtRandomInstantsItEndsTheSame() throws {
        let environment = ProcessInfo.processInfo.environment
        let kills = environment["RECONCILED_RANDOM_KILLS"].flatMap { Int($0) } ?? 20
        let seed = environment["RECONCILED_SEED"].flatMap { UInt64($0) } ?? 7
        var random = SeededRandom(seed)
        let proxy = try ServerProxy(socketPath: TestCluster.shared.get().directory + "/.s.PGSQL.5432")
        defer { proxy.stop() }
        let installation = try ServiceInstallation("random_kills")
        try installation.connect(through: proxy)
        installation.options = "service:\n  runs_at_once: 2\n"
        let world = installation.bench.world
        let isUnderWay = "EXISTS (SELECT FROM ledger.run WHERE state IN ('fetching', 'matching'))"
        var struck = 0
        for number in 1...kills {
            let service = try installation.start()
            let pid = service.pid
            // Half of the instants lie in the first third.
            proxy.after(messages: 1 + random.below(Self.messages / (random.flip() ? 3 : 1))) { kill(pid, SIGKILL) }
            try installation.waitUntil(installation.isConcluded, service, orItsEnd: true)
            // Once it is reaped, its number may be another's.
            proxy.disarm()
            service.kill(SIGKILL)
            #expect(try service.end() == 128 + SIGKILL, "\(service.text)")
            // A process that had nothing under way had nothing to lose.
            if try installation.value(isUnderWay) == "t" { struck += 1 }
            // So that there is always something to do.
            let account = world.accounts[random.below(world.accounts.count)].id
            let day = world.dayList[random.below(world.dayList.count)]
            guard number > 3 else { continue }
            _ = try installation.value(
                "count(*) FROM recon.reconcile('\(account.channel.rawValue)', '\(day)', '\(account.account)')")
        }
        #expect(struck >= kills / 2, "only \(struck) of \(kills) kills left a run in its middle")
        try conclude(installation, "seed \(seed), \(kills) kills")
        let requests = max(0, kills - 3)
        #expect(
            try installation.value(
                "count(*) FROM recon.runs WHERE requested_by = 'postgres' AND state = 'done'") == "\(requests)")
        try expectOneBillOfEachDay(installation)
    }

    /// Lets a service finish, and compares.
    private func conclude(_ installation: ServiceInstallation, _ comment: Comment? = nil) throws {
        let service = try installation.start()
        try service.hear("started with 3 accounts")
        try installation.waitUntil(installation.isConcluded, service)
        #expect(try service.stop() == 0)
        #expect(try installation.bench.everything() == ServiceWorld.undisturbed.get().last, comment)
        // Nothing is left of those that died.
        let left = "SELECT l::text FROM ledger.lease l UNION ALL SELECT p::text FROM ledger.process p"
        let rows = try installation.bench.rows(left)
        #expect(rows == [], "\(rows)\n\(service.text)")
        let leftovers = try FileManager.default.subpathsOfDirectory(atPath: installation.bench.directory + "/archive")
            .filter { $0.split(separator: "/").last?.hasPrefix(".") == true }
        #expect(leftovers.isEmpty)
    }

    /// However often it was fetched, a bill is kept once.
    private func expectOneBillOfEachDay(_ installation: ServiceInstallation) throws {
        #expect(
            try installation.bench.rows(
                """
                SELECT channel, account, bill_date, count(*) FROM recon.bill_files
                GROUP BY 1, 2, 3 HAVING count(*) > 1
                """) == [])
    }
}
