import Daemon
import FoundationEssentials
import Ledger
import Postgres
import Simulation
import TestTurns
import Testing
import Vocabulary

/// A month of business days in simulated time.
@Suite(.serialized, .waiting) struct ServiceMonthTests {
    static let firstDay = BusinessDay("2026-09-01") ?? BusinessDay(number: 0)
    static let lastDay = firstDay.advanced(by: 29)
    static let end = lastDay.advanced(by: 6).startEpochSeconds + 12 * 3600

    static func bench(_ name: String) throws -> ServiceBench {
        var plan = FaultPlan.full
        plan.hasChanges = false
        plan.hasUntimedRecords = false
        let world = try World(
            seed: 30, days: firstDay...lastDay,
            accounts: [ChannelWorld.certificates, ChannelWorld.alipay].map(account),
            paymentsPerDay: 12, faults: plan)
        return try ServiceBench(WorldBench(name, world), at: firstDay.startEpochSeconds + 12 * 3600)
    }

    private static func account(_ id: ChannelAccount) -> SimulatedAccount {
        id.channel == .alipay ? .alipay(id.account) : .weChatPay(id.account)
    }

    /// What the month comes to when nothing goes wrong: each day fetched once, in its morning.
    static let undisturbed = Result { () throws -> [String] in
        let bench = try Self.bench("month_undisturbed")
        try bench.start()
        try bench.pass(until: end)
        try #require(bench.stop() == .green)
        let runs = try bench.world.rows(
            "SELECT requested_by, count(*) FROM recon.runs WHERE requested_by <> 'rematch' GROUP BY 1")
        // Five empty days after the month's last, for two accounts.
        #expect(runs == ["schedule|70"])
        return try bench.world.everything()
    }

    @Test func theUndisturbedMonthFindsTheTruth() throws {
        let everything = try Self.undisturbed.get()
        #expect(everything.contains { $0.hasPrefix("item|") })
    }

    /// One seed in every run; `RECON_MONTHS=5` has more.
    @Test(arguments: 1...(ProcessInfo.processInfo.environment["RECON_MONTHS"].flatMap { UInt64($0) } ?? 1))
    func aMonthOfTroubleEndsTheSame(_ seed: UInt64) throws {
        let bench = try Self.bench("month_of_trouble_\(seed)")
        var random = SeededRandom(seed)
        try trouble(bench, &random)
        try bench.start()
        var day = Self.firstDay
        while day < Self.lastDay.advanced(by: 5) {
            day = day.next
            let hour = Int64(random.below(24))
            try bench.pass(until: day.startEpochSeconds + hour * 3600 + 60)
            if random.below(6) == 0 {
                // The service is down for up to three days.
                try #require(bench.stop() == .green)
                day = min(day.advanced(by: 1 + random.below(3)), Self.lastDay.advanced(by: 5))
                bench.time.set(day.startEpochSeconds + 13 * 3600)
                try bench.start()
            }
            if random.below(2) == 0 {
                let asked = Self.firstDay.advanced(by: random.below(Int(day.number - Self.firstDay.number)))
                let channel = random.below(2) == 0 ? "wechatpay" : "alipay"
                _ = try bench.ask("recon.reconcile('\(channel)', '\(asked)')")
            }
        }
        try bench.pass(until: Self.end)
        try #require(bench.stop() == .green)
        #expect(try bench.world.rows("SELECT bill_date FROM recon.daily_summary WHERE verdict = 'incomplete'").isEmpty)
        let (found, expected) = (Set(try bench.world.everything()), Set(try Self.undisturbed.get()))
        #expect(found.subtracting(expected).sorted() == [])
        #expect(expected.subtracting(found).sorted() == [])
        #expect(bench.channels.channels.faults.met.contains { $0.count > 3 })
    }

    /// Outages of hours, late bills and lies, all over the month.
    private func trouble(_ bench: ServiceBench, _ random: inout SeededRandom) throws {
        let kinds: [(ChannelFaultKind, ChannelStep)] = [
            (.status(503), .apply), (.dropConnection, .apply), (.notReady, .apply), (.truncated(byBytes: 9), .download),
            (.flippedByte, .download), (.wrongSignature, .apply), (.html, .download), (.emptyBody, .download),
        ]
        for account in bench.world.world.accounts.map(\.id) {
            var day = Self.firstDay
            while day < Self.lastDay {
                day = day.advanced(by: 1 + random.below(4))
                let (kind, step) = kinds[random.below(kinds.count)]
                let until = day.next.startEpochSeconds + Int64(10 + random.below(kind == .notReady ? 40 : 8)) * 3600
                try bench.channels.strike(kind, at: step, of: account, day: day, .until(epochSeconds: until))
            }
        }
    }
}
