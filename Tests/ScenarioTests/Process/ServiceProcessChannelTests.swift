import FoundationEssentials
import Glibc
import Simulation
import TestPlaces
import TestTurns
import Testing
import Vocabulary

/// The channel is away, or lies: retries and one alarm for each cause, never a wrong verdict.
@Suite(.serialized, .waiting) struct ServiceProcessChannelTests {
    /// A program that writes down what it is told of.
    private static func pager(_ installation: ServiceInstallation) throws -> (option: String, file: String) {
        let file = installation.bench.directory + "/told"
        let program = installation.bench.directory + "/page"
        try Data(
            """
            #!/bin/sh
            echo "$1 $RECONCILED_ALARM_CODE $RECONCILED_ALARM_ACCOUNT $RECONCILED_ALARM_BILL_DATE $RECONCILED_ALARM_STATE" >> \(file)

            """.utf8
        ).write(to: URL(filePath: program))
        chmod(program, 0o700)
        return ("on_alarm: [\(program), urgent]\n", file)
    }

    private static func told(_ file: String) -> [String] {
        let text = (try? Data(contentsOf: URL(filePath: file))).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    private static let isQuiet = """
        NOT EXISTS (SELECT FROM ledger.alarm WHERE delivered_at IS NULL)
        AND NOT EXISTS (SELECT FROM ledger.run WHERE state IN ('fetching', 'matching')
                           OR state = 'queued' AND next_try_at IS NULL)
        """

    @Test func aChannelThatIsAwayIsWaitedForAndToldOfOnce() throws {
        let installation = try ServiceInstallation("channel_away")
        let pager = try Self.pager(installation)
        installation.options += pager.option
        let ports = installation.channels.ports
        let deaf = try [ports.wechatPay, ports.wechatPayFallback, ports.alipay].map {
            ($0, try LoopbackPort(listens: false))
        }
        try installation.writeConfiguration { text in
            deaf.reduce(text) { $0.replacing("127.0.0.1:\($1.0)", with: "127.0.0.1:\($1.1.number)") }
        }
        let service = try installation.start()
        let accounts = installation.bench.world.accounts.count
        let days = installation.bench.world.dayList.count
        try installation.waitUntil(
            "(SELECT count(*) FROM ledger.run WHERE state = 'queued' AND next_try_at > now()) >= \(accounts * days)",
            service)
        try installation.waitUntil(Self.isQuiet, service)
        #expect(try installation.bench.everything() == ServiceWorld.undisturbed.get().first)
        #expect(try installation.value("count(*) FROM recon.runs WHERE state = 'done'") == "0")
        #expect(
            try installation.value("count(*) FROM recon.runs WHERE state = 'queued' AND coalesce(reason, '') = ''")
                == "0")
        let status = try installation.program("status")
        #expect(status.output.contains("until "), "\(status.output)")
        #expect(status.output.contains("alarm.bill_overdue"))
        let alarms = Self.told(pager.file)
        // Two channels are away, whatever number of accounts and days that meets.
        let raised = "urgent alarm.bill_overdue   raised"
        #expect(alarms == [raised, raised], "\(alarms)")
        #expect(status.status == 1, "a daemon is at work, and alarms stand")

        // Told is told, also after a crash.
        try service.kill9()
        let second = try installation.start()
        try second.hear("started with 3 accounts")
        try installation.waitUntil(Self.isQuiet, second)
        #expect(Self.told(pager.file) == alarms)

        // The channel is found again, and what waited for it is done without anybody asking for it.
        try installation.writeConfiguration()
        second.kill(SIGHUP)
        try second.hear("configuration read: 3 accounts")
        try installation.bench.sql(
            "UPDATE ledger.run SET next_try_at = NULL, state = state WHERE state = 'queued'")
        try installation.waitUntil(installation.isConcluded, second)
        #expect(try installation.bench.everything() == ServiceWorld.undisturbed.get().last)
        let last = installation.bench.world.days.upperBound
        #expect(
            try installation.value("count(*) FROM recon.alarms WHERE ended_at IS NULL AND bill_date <= '\(last)'")
                == "0")
        // The day after the world's last may be overdue by itself, later in the day.
        try installation.waitUntil(
            "NOT EXISTS (SELECT FROM ledger.alarm WHERE service <> '' AND end_told_at IS NULL)", second)
        #expect(try second.stop() == 0)
        let ended = "urgent alarm.bill_overdue   ended"
        #expect(
            Self.told(pager.file).filter { $0.contains("bill_overdue   ") } == [raised, raised, ended, ended])
    }

    @Test func aChannelThatLiesIsNotBelieved() throws {
        let installation = try ServiceInstallation("channel_lies")
        let pager = try Self.pager(installation)
        installation.options += pager.option
        let accounts = installation.bench.world.accounts.map(\.id)
        let days = installation.bench.world.dayList
        let lies: [(ChannelFaultKind, ChannelStep, ChannelAccount, BusinessDay)] = [
            (.wrongSignature, .apply, accounts[0], days[0]), (.brokenHash, .apply, accounts[0], days[1]),
            (.flippedByte, .download, accounts[1], days[0]), (.otherDay(days[0]), .apply, accounts[1], days[1]),
            (.otherDay(days[0]), .apply, accounts[2], days[1]),
            (.truncated(byBytes: 40), .download, accounts[2], days[2]),
        ]
        for (kind, step, account, day) in lies {
            try installation.channels.faults.add(ChannelFault(kind, at: step, of: account, day: day, .always))
        }
        let service = try installation.start()
        let honest = accounts.count * days.count - lies.count
        try installation.waitUntil(
            """
            (SELECT count(*) FROM ledger.day WHERE concluded) >= \(honest)
            AND (SELECT count(*) FROM ledger.alarm) >= \(lies.count) AND \(Self.isQuiet)
            """, service)
        for (kind, _, account, day) in lies {
            let verdicts = try installation.bench.rows(
                """
                SELECT DISTINCT coalesce(verdict, state) FROM recon.runs
                WHERE account = '\(account.account)' AND bill_date = '\(day)'
                """)
            #expect(
                !verdicts.isEmpty && verdicts.allSatisfy { ["incomplete", "queued", "failed"].contains($0) },
                "\(kind): \(verdicts)")
            #expect(
                Self.told(pager.file).count { $0.hasSuffix("\(account.account) \(day) raised") } == 1,
                "\(kind): \(Self.told(pager.file))")
        }
        #expect(try service.stop() == 0)
    }
}
