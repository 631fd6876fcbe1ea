import FoundationEssentials
import Glibc
import Simulation
import TestTurns
import Testing
import Vocabulary

/// A run that the process dies of is not begun for ever, and costs no other run anything.
@Suite(.serialized, .waiting) struct ServiceProcessDeathTests {
    private let poisoned = ChannelAccount(channel: .wechatpay, account: "1900999001")
    private let innocent = ChannelAccount(channel: .wechatpay, account: "1900999002")

    private func crash(_ day: BusinessDay) -> [String: String] {
        ["RECONCILED_CRASH_AT_MILESTONE": "bill received \(poisoned) \(day)", "SWIFT_BACKTRACE": "enable=no"]
    }

    /// What a trap ends a process with, on this machine or another.
    private static let ofItself = [128 + SIGILL, 128 + SIGTRAP]

    private func runs(_ installation: ServiceInstallation, _ account: ChannelAccount, _ day: BusinessDay) throws
        -> [String]
    {
        try installation.bench.rows(
            """
            SELECT r.requested_by, coalesce(r.verdict::text, r.state), coalesce(r.reason_code, ''), r.crashes
            FROM ledger.run r JOIN ledger.account a USING (account_id)
            WHERE a.account = '\(account.account)' AND r.bill_date = '\(day)' ORDER BY r.run_id
            """)
    }

    @Test func aRunThatEndsTheProcessTwiceIsNotBegunAThirdTime() throws {
        let installation = try ServiceInstallation("poison")
        installation.options = "service:\n  runs_at_once: 2\n"
        let world = installation.bench.world
        let day = world.days.lowerBound
        // So slow that it is under way each time that the other one dies, if both are.
        try installation.channels.faults.add(
            ChannelFault(.slowBody(bytesPerSecond: 2000), at: .download, of: innocent, day: day, .always))
        for count in 1...2 {
            let service = try installation.start(crash(day))
            #expect(Self.ofItself.contains(try service.end()), "\(count): \(service.text)")
            try installation.waitUntilForgotten()
        }
        let service = try installation.start(crash(day))
        let days = world.dayList.count * world.accounts.count
        let left = """
            EXISTS (SELECT FROM ledger.run WHERE bill_date <= '\(world.days.upperBound)'
                       AND state IN ('queued', 'fetching', 'matching'))
            """
        try installation.waitUntil(
            "(SELECT count(*) FROM ledger.day WHERE concluded) = \(days - 1) AND NOT \(left)", service)
        let given = try installation.value("run_id FROM recon.runs WHERE reason_code = 'run.ended_process'")
        try service.hear("run \(given) of \(poisoned) \(day) is given up: run.ended_process: ")
        #expect(try runs(installation, poisoned, day) == ["catch_up|failed|run.ended_process|2"])
        // It was alone when the process died of it again.
        let others = try runs(installation, innocent, day)
        #expect(others.first == "catch_up|discrepancies||1", "\(others)")
        let alarms = "recon.alarms WHERE code = 'run.ended_process' AND ended_at IS NULL"
        #expect(
            try installation.bench.rows("SELECT account, bill_date FROM \(alarms)") == ["\(poisoned.account)|\(day)"])
        #expect(try service.stop() == 0)

        // The cause is gone, and a person asks: that is a new run.
        let mended = try installation.start()
        try mended.hear("started with 3 accounts")
        #expect(try runs(installation, poisoned, day).count == 1)
        _ = try installation.value("count(*) FROM recon.reconcile('wechatpay', '\(day)', '\(poisoned.account)')")
        try installation.waitUntil(installation.isConcluded, mended)
        #expect(try mended.stop() == 0)
        #expect(try runs(installation, poisoned, day).last == "postgres|discrepancies||0")
        #expect(try installation.value("count(*) FROM \(alarms)") == "0")
        #expect(try installation.bench.everything() == ServiceWorld.undisturbed.get().last)
        try expectNothingLeft(installation)
    }

    /// A run of a command counts like any other, and its death is known to the service.
    @Test func aCommandThatDiedIsTheFirstOfTwo() throws {
        let installation = try ServiceInstallation("poison_local")
        try installation.writeConfiguration()
        let day = installation.bench.world.days.lowerBound
        let environment = crash(day).map { "\($0)=\($1)" }
        let local = try Program.run(
            [
                "reconcile", "wechatpay", day.description, "--account", poisoned.account, "--local", "--config",
                installation.configurationPath,
            ], environment: environment)
        #expect(Self.ofItself.contains(local.status), "\(local.errors)")
        try installation.waitUntilForgotten()
        let service = try installation.start(crash(day))
        #expect(Self.ofItself.contains(try service.end()), "\(service.text)")
        try installation.waitUntilForgotten()
        let second = try installation.start(crash(day))
        try second.hear("is given up: run.ended_process: ")
        try installation.waitUntil("(SELECT count(*) FROM ledger.day WHERE concluded) = 8", second)
        #expect(try second.stop() == 0)
        let seen = try runs(installation, poisoned, day)
        #expect(seen.count == 1 && seen[0].hasSuffix("|failed|run.ended_process|2"), "\(seen)")
        try expectNothingLeft(installation)
    }

    /// Whoever is killed from outside did nothing. But what takes all memory there is looks the same from here, and so
    /// there is an end to that too.
    @Test func aRunDuringWhichProcessesVanishIsGivenUpInTheEnd() throws {
        let installation = try ServiceInstallation("vanish")
        let states = try ServiceWorld.undisturbed.get()
        for count in 1...8 {
            let service = try installation.start(["RECONCILED_KILL_AT_MILESTONE": "2"])
            #expect(try service.end() == 128 + SIGKILL, "\(count): \(service.text)")
            try installation.waitUntilForgotten()
            #expect(try installation.bench.everything() == states.first)
        }
        let service = try installation.start()
        try service.hear("is given up: run.ended_process: ")
        try installation.waitUntil("(SELECT count(*) FROM ledger.day WHERE concluded) = 8", service)
        #expect(try service.stop() == 0)
        let day = installation.bench.world.days.lowerBound
        #expect(try runs(installation, poisoned, day) == ["catch_up|failed|run.ended_process|0"])
        try expectNothingLeft(installation)
    }

    /// Stopped in order, however often, it goes on counting nothing.
    @Test func aStopIsNoDeath() throws {
        let installation = try ServiceInstallation("stops")
        let block = try Block(Block.settlement, installation)
        for _ in 1...9 {
            let service = try installation.start()
            try installation.waitUntil(Block.isMet, service)
            #expect(try service.stop() == 0)
        }
        #expect(
            try installation.bench.rows("SELECT DISTINCT state, crashes, begun_by FROM ledger.run") == ["queued|0|{}"])
        block.release()
        try expectNothingLeft(installation)
    }

    private func expectNothingLeft(_ installation: ServiceInstallation) throws {
        let left = try FileManager.default.contentsOfDirectory(atPath: installation.bench.directory + "/archive")
        #expect(left.filter { $0.hasPrefix(".") } == [])
    }
}
