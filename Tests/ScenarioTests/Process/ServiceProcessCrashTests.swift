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
    /// What a service says to the server until its first runs are concluded, more or less.
    private static let messages = 1600

    /// Those of a trade run: claimed, its bill archived and noted, both sides read, settled, its verdict committed, and the
    /// next run claimed.
    private static let milestones = 8
    /// One whose money is settled has no more than these.
    private static let milestonesMax = 12

    @Test func killedAtEveryStepItLeavesTheOldResultOrTheNewOne() throws {
        let installation = try ServiceInstallation("milestones")
        let states = try ServiceWorld.undisturbed.get()
        for place in 1...2 {
            #expect(try strike(installation, until: states[place], from: states[place - 1]) >= Self.milestones - 1)
        }
        try conclude(installation)

        // The same for a day that has a conclusion, whose neighbours change with it.
        try strikeConcluded(installation, .trade)
        try conclude(installation)
        try expectRequestsDone(installation, Self.milestones)
        try expectOneBillOfEachDay(installation)
    }

    /// Money that was there before its trade bill is settled anew in that one's transaction: all of it, or nothing.
    @Test func killedAtEveryStepItLeavesTheMoneyAsItWasOrAsItIs() throws {
        let installation = try ServiceInstallation("money_milestones", funds: ServiceWorld.funds.get())
        let states = try ServiceWorld.undisturbedWithFunds.get()
        try installation.request(installation.firstUnit(.funds))
        // Of the funds run, and then of the trade run.
        #expect(try strike(installation, until: states[1], from: states[0]) >= 5)
        #expect(try strike(installation, until: states[2], from: states[1]) > Self.milestones)
        #expect(
            try installation.bench.rows(
                "SELECT DISTINCT kind, requested_by FROM recon.runs WHERE state = 'done' ORDER BY 1, 2")
                == ["funds|rematch", "funds|test", "trade|catch_up"])
        try conclude(installation)

        for kind in [BillKind.trade, .funds] {
            try strikeConcluded(installation, kind)
            try conclude(installation)
        }
        try expectRequestsDone(installation, 2 * Self.milestones)
        try expectOneBillOfEachDay(installation)
        try expectNoRunTwice(installation)
    }

    /// Each process dies a step later than the one before, in a run that is begun again, until that is concluded.
    /// - Returns: how many died.
    private func strike(
        _ installation: ServiceInstallation, until next: [String], from before: [String]
    ) throws -> Int {
        #expect(next != before)
        for milestone in 1...Self.milestonesMax {
            let service = try installation.start(["RECONCILED_KILL_AT_MILESTONE": "\(milestone)"])
            #expect(try service.end() == 128 + SIGKILL, "\(service.text)")
            try installation.waitUntilForgotten()
            let state = try installation.everything()
            if state == next { return milestone }
            try #require(state == before, "killed at step \(milestone), it left what is no result")
            // So many deaths in one run would be its own; that is another test.
            try installation.bench.sql("UPDATE ledger.run SET begun_by = '{}' WHERE state IN ('fetching', 'matching')")
        }
        return Int(try #require(nil as Int?, "no run was concluded"))
    }

    private func strikeConcluded(_ installation: ServiceInstallation, _ kind: BillKind) throws {
        let day = installation.bench.world.days.lowerBound.next.description
        let before = try installation.everything()
        for milestone in 1...Self.milestones {
            let service = try installation.start(["RECONCILED_KILL_AT_MILESTONE": "\(milestone)"])
            _ = try installation.value(
                "count(*) FROM recon.reconcile('wechatpay', '\(day)', '1900999001', kind => '\(kind)')")
            #expect(try service.end() == 128 + SIGKILL, "\(service.text)")
            try installation.waitUntilForgotten()
            #expect(try installation.everything() == before)
        }
    }

    @Test func killedAtRandomInstantsItEndsTheSame() throws {
        let environment = ProcessInfo.processInfo.environment
        let kills = environment["RECONCILED_RANDOM_KILLS"].flatMap { Int($0) } ?? 20
        let seed = environment["RECONCILED_SEED"].flatMap { UInt64($0) } ?? 7
        var random = SeededRandom(seed)
        let proxy = try ServerProxy(socketPath: TestCluster.shared.get().directory + "/.s.PGSQL.5432")
        defer { proxy.stop() }
        let installation = try ServiceInstallation("random_kills", funds: ServiceWorld.funds.get())
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
        // Of both kinds.
        try expectRequestsDone(installation, 2 * max(0, kills - 3))
        try expectOneBillOfEachDay(installation)
        try expectNoRunTwice(installation)
    }

    /// Lets a service finish, and compares.
    private func conclude(_ installation: ServiceInstallation, _ comment: Comment? = nil) throws {
        let service = try installation.start()
        try service.hear("started with 3 accounts")
        try installation.waitUntil(installation.isConcluded, service)
        #expect(try service.stop() == 0)
        let (found, expected) = try (Set(installation.everything()), Set(installation.undisturbed()))
        #expect(found.subtracting(expected).sorted() == [], comment)
        #expect(expected.subtracting(found).sorted() == [], comment)
        // Nothing is left of those that died.
        let left = "SELECT l::text FROM ledger.lease l UNION ALL SELECT p::text FROM ledger.process p"
        let rows = try installation.bench.rows(left)
        #expect(rows == [], "\(rows)\n\(service.text)")
        let leftovers = try FileManager.default.subpathsOfDirectory(atPath: installation.bench.directory + "/archive")
            .filter { $0.split(separator: "/").last?.hasPrefix(".") == true }
        #expect(leftovers.isEmpty)
    }

    private func expectRequestsDone(_ installation: ServiceInstallation, _ requests: Int) throws {
        #expect(
            try installation.value("count(*) FROM recon.runs WHERE requested_by = 'postgres' AND state = 'done'")
                == "\(requests)")
    }

    /// What the schedule queued is done once, whoever died of it.
    private func expectNoRunTwice(_ installation: ServiceInstallation) throws {
        #expect(
            try installation.bench.rows(
                """
                SELECT channel, account, bill_date, kind, count(*) FROM recon.runs
                WHERE requested_by IN ('catch_up', 'schedule') AND state = 'done' GROUP BY 1, 2, 3, 4 HAVING count(*) > 1
                """) == [])
    }

    /// However often it was fetched, a bill is kept once.
    private func expectOneBillOfEachDay(_ installation: ServiceInstallation) throws {
        #expect(
            try installation.bench.rows(
                """
                SELECT channel, account, bill_date, kind, pot, count(*) FROM recon.bill_files
                GROUP BY 1, 2, 3, 4, 5 HAVING count(*) > 1
                """) == [])
    }
}
