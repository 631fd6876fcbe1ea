import Daemon
import Ledger
import Postgres
import Simulation
import TestTurns
import Testing
import Vocabulary

/// One day's morning, as the schedule meets it.
@Suite(.serialized, .waiting) struct ServiceScheduleTests {
    static let day = BusinessDay("2026-09-01") ?? BusinessDay(number: 0)
    private let account = ChannelWorld.certificates

    /// - Parameter alarmTo: a file that the alarm's program writes to.
    private func bench(_ name: String, days: Int = 3, hour: Int64 = 9) throws -> ServiceBench {
        let world = try World(
            seed: 5, days: Self.day...Self.day.advanced(by: days - 1), accounts: [.weChatPay(account.account)],
            paymentsPerDay: 5, faults: .none)
        return try ServiceBench(WorldBench(name, world), at: Self.day.next.startEpochSeconds + hour * 3600)
    }

    private func runs(_ bench: ServiceBench) throws -> [String] {
        try bench.world.rows("SELECT bill_date, requested_by, coalesce(verdict, state) FROM recon.runs ORDER BY run_id")
    }

    private func at(_ hour: Int64, _ minute: Int64 = 0, after days: Int = 1) -> Int64 {
        Self.day.advanced(by: days).startEpochSeconds + hour * 3600 + minute * 60
    }

    @Test func theDayIsFetchedAtFivePastTenAndNotBefore() throws {
        let bench = try bench("schedule_morning")
        try bench.start()
        try bench.pass(until: at(10, 4))
        #expect(try runs(bench).isEmpty)
        try bench.pass(until: at(10, 5))
        #expect(try runs(bench) == ["2026-09-01|schedule|balanced"])
        try bench.stop()
    }

    @Test func missedDaysAreCaughtUpOldestFirst() throws {
        let bench = try bench("schedule_catch_up", days: 4, hour: 0)
        bench.time.set(at(11, after: 4))
        try bench.start()
        #expect(
            try runs(bench) == [
                "2026-09-01|catch_up|balanced", "2026-09-02|catch_up|balanced", "2026-09-03|catch_up|balanced",
                "2026-09-04|schedule|balanced",
            ])
        try bench.stop()
    }

    @Test func aBillThatIsLateIsAskedForEveryHalfHourAndIsOneAlarm() throws {
        let bench = try bench("schedule_late")
        try bench.channels.strike(.notReady, at: .apply, of: account, day: Self.day, .until(epochSeconds: at(17)))
        try bench.start()
        try bench.pass(until: at(10, 10))
        let waiting = try bench.world.rows("SELECT state, next_try_at, reason_code FROM recon.runs")
        #expect(waiting == ["queued|2026-09-02 10:35:00+08|channel.bill_not_ready"])
        try bench.pass(until: at(12, 4))
        #expect(try alarms(bench).isEmpty)
        try bench.pass(until: at(16, 59))
        #expect(try alarms(bench) == ["alarm.bill_overdue|2026-09-01|standing"])
        try bench.pass(until: at(18))
        #expect(try runs(bench) == ["2026-09-01|schedule|balanced"])
        #expect(try alarms(bench) == ["alarm.bill_overdue|2026-09-01|ended"])
        // What is fetched then is the bill of the day that is over by then.
        #expect(
            try bench.world.rows("SELECT status FROM recon.daemons")
                == ["idle; next: wechatpay:\(account.account) bill of 2026-09-02, 2026-09-03 10:05:00"])
        // 10:05, then every half hour up to 17:05.
        #expect(bench.channels.channels.faults.met.map(\.count) == [14])
        try bench.stop()
    }

    @Test func aBillThatNeverComesFailsAtMidnightAndIsTriedEveryMorning() throws {
        let bench = try bench("schedule_never", days: 1)
        try bench.channels.strike(
            .notReady, at: .apply, of: account, day: Self.day, .until(epochSeconds: at(9, after: 3)))
        try bench.start()
        try bench.pass(until: at(23, 59))
        #expect(try runs(bench) == ["2026-09-01|schedule|queued"])
        try bench.pass(until: at(0, 1, after: 2))
        #expect(try runs(bench) == ["2026-09-01|schedule|failed"])
        let next = try bench.world.rows("SELECT next_try_at FROM recon.runs")
        #expect(next == ["2026-09-03 10:05:00+08"])
        try bench.pass(until: at(10, 30, after: 2))
        #expect(try runs(bench).filter { $0.hasPrefix("2026-09-01") }.last == "2026-09-01|catch_up|queued")
        try bench.pass(until: at(12, after: 3))
        #expect(try runs(bench).filter { $0.hasPrefix("2026-09-01") }.last == "2026-09-01|catch_up|balanced")
        #expect(try alarms(bench) == ["alarm.bill_overdue|2026-09-01|ended"])
        try bench.stop()
    }

    @Test func aDamagedBillIsIncompleteOnceAnAlarmAndTriedTheNextMorning() throws {
        let bench = try bench("schedule_damaged", days: 1)
        try bench.channels.strike(.brokenHash, at: .apply, of: account, day: Self.day, .until(epochSeconds: at(20)))
        try bench.start()
        try bench.pass(until: at(23))
        #expect(try runs(bench) == ["2026-09-01|schedule|incomplete"])
        #expect(try alarms(bench).filter { $0.hasSuffix("standing") }.count == 1)
        try bench.pass(until: at(11, after: 2))
        #expect(
            try runs(bench).last == "2026-09-01|catch_up|balanced"
                || runs(bench).contains("2026-09-01|catch_up|balanced"))
        #expect(try alarms(bench).filter { $0.hasSuffix("standing") }.isEmpty)
        try bench.stop()
    }

    @Test func aPersonIsAnsweredAtOnce() throws {
        let bench = try bench("schedule_person", hour: 8)
        try bench.start()
        // Before ten there is no bill: the person is told, and the morning's run is not touched by it.
        #expect(try bench.ask("recon.reconcile('wechatpay', '2026-09-01')") == ["failed"])
        #expect(try alarms(bench).isEmpty)
        try bench.pass(until: at(10, 5))
        #expect(try runs(bench).last == "2026-09-01|schedule|balanced")
        #expect(try bench.ask("recon.reconcile('wechatpay', '2026-09-01', '\(account.account)', true)") == ["balanced"])
        try bench.stop()
    }

    @Test func theChannelsReachIsWarnedOf() throws {
        let bench = try bench("schedule_reach", days: 1)
        try bench.channels.strike(
            .error(status: 403, code: "NO_AUTH", isSigned: true), at: .apply, of: account, day: Self.day)
        try bench.channels.strike(
            .error(status: 403, code: "NO_AUTH", isSigned: true), at: .apply, of: account, day: Self.day, .always)
        bench.time.set(at(11, after: 59))
        try bench.start()
        try bench.pass(until: at(12, after: 61))
        let warned = try alarms(bench).filter { $0.hasPrefix("alarm.day_leaves_reach|2026-09-01") }
        #expect(warned == ["alarm.day_leaves_reach|2026-09-01|standing"])
        try bench.stop()
    }

    private func alarms(_ bench: ServiceBench) throws -> [String] {
        try bench.world.rows(
            """
            SELECT code, bill_date, CASE WHEN ended_at IS NULL THEN 'standing' ELSE 'ended' END FROM recon.alarms
            ORDER BY alarm_id
            """)
    }
}
