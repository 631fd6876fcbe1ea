import Orders
import Testing
import Vocabulary

@testable import Channels
@testable import Daemon
@testable import Ledger

private let day = BusinessDay("2026-09-01") ?? BusinessDay(number: 0)
private let twoHours: Int64 = 7200

/// `09-02 10:05` in Shanghai.
private func at(_ text: String) -> Int64 {
    let parts = text.split(separator: " ")
    let clock = parts[1].split(separator: ":").compactMap { Int64($0) }
    let day = BusinessDay("2026-\(parts[0])") ?? BusinessDay(number: 0)
    return day.startEpochSeconds + clock[0] * 3600 + clock[1] * 60
}

private func plan(_ days: [OpenDay], _ now: String, _ channel: ChannelDescriptor = .wechatPay) -> Schedule.Plan {
    Schedule.plan(days, channel, overdueAfterSeconds: twoHours, nowEpochSeconds: at(now))
}

private func claimed(_ requester: Requester, tries: Int = 1, _ kind: RegisteredProcess.Kind = .daemon) -> ClaimedRun {
    ClaimedRun(
        lease: Lease(accountID: 1, runID: 1, process: RegisteredProcess(id: 1, kind: kind)),
        unit: DayUnit(ChannelAccount(channel: .wechatpay, account: "1900000001"), day, .trade), source: .channel,
        requester: requester, tries: tries)
}

@Test(
    arguments: [
        ("09-02 10:04", nil, "09-02 10:05"), ("09-02 10:05", .schedule, "09-03 10:05"),
        ("09-02 23:59", .schedule, "09-03 10:05"), ("09-03 00:00", .catchUp, "09-03 10:05"),
    ] as [(String, Requester?, String)])
func aDayIsDueFromFivePastTen(_ now: String, _ requester: Requester?, _ nextLook: String) {
    let plan = plan([OpenDay(day: day)], now)
    #expect(plan.due?.day == (requester == nil ? nil : day))
    if let requester { #expect(plan.requester == requester) }
    #expect(plan.nextLookEpochSeconds == at(nextLook))
}

@Test func theOldestDayGoesFirstAndOneThatWaitsKeepsNoOtherBack() {
    let waiting = OpenDay(day: day, lastRunID: 7, isUnderWay: true, nextTryEpochSeconds: at("09-04 12:00"))
    let working = OpenDay(day: day, lastRunID: 7, isUnderWay: true)
    let (second, third) = (OpenDay(day: day.next), OpenDay(day: day.advanced(by: 2)))
    #expect(plan([waiting, second, third], "09-04 11:00").due == second)
    #expect(plan([working, second, third], "09-04 11:00").due == nil)
}

@Test func aDayThatFailedWaitsForItsNextTry() {
    let failed = OpenDay(day: day, lastRunID: 7, nextTryEpochSeconds: at("09-03 10:05"))
    #expect(plan([failed], "09-03 10:04").due == nil)
    #expect(plan([failed], "09-03 10:04").nextLookEpochSeconds == at("09-03 10:05"))
    #expect(plan([failed], "09-03 10:05").due == failed)
}

@Test func onlyABillThatWasAskedForAndIsNotThereIsOverdue() {
    let late = OpenDay(
        day: day, lastRunID: 7, isUnderWay: true, nextTryEpochSeconds: at("09-02 12:35"), problem: unreachable)
    #expect(plan([late], "09-02 12:04").overdue.isEmpty)
    #expect(plan([late], "09-02 12:04").nextLookEpochSeconds == at("09-02 12:05"))
    #expect(plan([late], "09-02 12:05").overdue == [Schedule.OverdueDay(open: late, isTriedAgain: true)])
    #expect(
        plan([OpenDay(day: day, lastRunID: 7, isIncomplete: true, problem: damaged)], "09-02 12:05").overdue.isEmpty)
    #expect(plan([OpenDay(day: day, lastRunID: 7, isUnderWay: true)], "09-02 12:05").overdue.isEmpty)
}

@Test func aDayWhoseRunEndsProcessesIsLeftToAPerson() {
    let givenUp = OpenDay(day: day, lastRunID: 7, problem: Problem(.runEndedProcess, "died"), isGivenUp: true)
    let other = OpenDay(day: day.next)
    for now in ["09-03 10:05", "09-04 10:05"] {
        #expect(plan([givenUp, other], now).due == other)
        #expect(plan([givenUp, other], now).overdue.isEmpty)
    }
    // That the channel forgets it is told as of any day.
    let later = Schedule.plan(
        [givenUp], .wechatPay, overdueAfterSeconds: twoHours,
        nowEpochSeconds: day.advanced(by: 70).startEpochSeconds + 12 * 3600)
    #expect(later.leaving.map(\.daysLeft) == [20])
    #expect(later.due == nil)
}

@Test(arguments: [(85, true), (86, false)])
func anOverdueDayIsSaidToBeTriedAgainWhereItIs(_ age: Int, _ isTriedAgain: Bool) {
    let failed = OpenDay(day: day, lastRunID: 7, problem: unreachable)
    let now = day.advanced(by: age).startEpochSeconds + 13 * 3600
    let plan = Schedule.plan([failed], .wechatPay, overdueAfterSeconds: twoHours, nowEpochSeconds: now)
    #expect(plan.overdue == [Schedule.OverdueDay(open: failed, isTriedAgain: isTriedAgain)])
    let alarms = planAlarms(plan, ChannelAccount(channel: .wechatpay, account: "1900000001")) { UnitKey(1, $0, .trade) }
    #expect(alarms.first?.problem.hint.contains("tried again by itself;") == isTriedAgain)
}

@Test(arguments: [
    (ChannelDescriptor.wechatPay, 59, false, true), (.wechatPay, 60, true, true), (.wechatPay, 85, true, true),
    (.wechatPay, 86, true, false), (.alipay, 86, false, true),
])
func whatTheChannelForgetsIsToldAndNotTriedForEver(
    _ channel: ChannelDescriptor, _ age: Int, _ isTold: Bool, _ isTried: Bool
) {
    let now = day.advanced(by: age).startEpochSeconds + 12 * 3600
    let failed = OpenDay(day: day, lastRunID: 7)
    let plan = Schedule.plan([failed], channel, overdueAfterSeconds: twoHours, nowEpochSeconds: now)
    #expect(plan.leaving == (isTold ? [Schedule.LeavingDay(day: day, daysLeft: 90 - age)] : []))
    #expect(plan.due == (isTried ? failed : nil))
}

@Test func daysAreFetchedAsFarBackAsTheChannelKeepsThem() {
    let now = at("11-30 09:00")
    func first(_ channel: ChannelDescriptor, _ start: String) -> String? {
        Schedule.range(channel, startDate: BusinessDay(start) ?? day, nowEpochSeconds: now)?.lowerBound.description
    }
    #expect(first(.wechatPay, "2026-01-01") == "2026-09-01")
    #expect(first(.wechatPay, "2026-11-03") == "2026-11-03")
    #expect(first(.alipay, "2021-01-01") == "2021-01-01")
    #expect(first(.alipay, "2026-11-30") == nil)
}

private let unreachable = Problem(.channelUnreachable, "away")
private let damaged = Problem(.billTruncated, "damaged")
private let refused = Problem(.channelPermission, "refused")
private let lagging = Problem(.ordersLagging, "lags", hint: "Wait.")

@Test func whatFollowsARunWithoutAConclusion() {
    func after(
        _ problem: Problem, _ who: Requester, _ now: String, pause: Int? = nil, lost: Bool = false, tries: Int = 1,
        _ kind: RegisteredProcess.Kind = .daemon
    ) -> AfterProblem {
        afterProblem(
            problem, retryAfterSeconds: pause, sessionWasLost: lost, claimed(who, tries: tries, kind),
            ChannelDescriptor.wechatPay.hours, nowEpochSeconds: at(now))
    }
    let late = Problem(.billNotReady, "not yet")
    // The channel's pause, or five minutes; midnight is the last try, then the next morning.
    #expect(after(unreachable, .schedule, "09-02 10:05", pause: 1800) == .wait(untilEpochSeconds: at("09-02 10:35")))
    #expect(after(unreachable, .schedule, "09-02 10:05") == .wait(untilEpochSeconds: at("09-02 10:10")))
    #expect(after(unreachable, .schedule, "09-02 23:59", pause: 1800) == .wait(untilEpochSeconds: at("09-03 00:00")))
    #expect(
        after(unreachable, .schedule, "09-03 00:00", pause: 1800)
            == .fail(alarmCause: nil, nextTryEpochSeconds: at("09-03 10:05")))
    // What keeps one bill away is that day's alarm; what keeps many is told once, by who sees them all.
    #expect(
        after(late, .schedule, "09-03 00:00", pause: 1800)
            == .fail(
                alarmCause: AlarmCause.overdue(UnitKey(1, day, .trade)), nextTryEpochSeconds: at("09-03 10:05")))
    #expect(after(unreachable, .catchUp, "09-05 23:50", pause: 1800) == .wait(untilEpochSeconds: at("09-06 00:00")))
    // A person is told, whatever the name, and needs no alarm; what passes does not put the day off to the next morning.
    #expect(
        after(unreachable, .person("schedule"), "09-02 11:00", pause: 1800)
            == .fail(alarmCause: nil, nextTryEpochSeconds: at("09-02 11:30")))
    #expect(
        after(refused, .person("schedule"), "09-02 11:00")
            == .fail(
                alarmCause: "failed trade 2026-09-01 channel.no_permission", nextTryEpochSeconds: at("09-03 10:05")))
    // What the service does anew of itself waits, too; a command that does so in passing does not.
    #expect(after(unreachable, .rematch, "09-05 11:00") == .wait(untilEpochSeconds: at("09-05 11:05")))
    #expect(
        after(unreachable, .rematch, "09-05 11:00", .command)
            == .fail(alarmCause: nil, nextTryEpochSeconds: at("09-05 11:05")))
    // What does not pass by itself is not asked again today.
    #expect(
        after(refused, .schedule, "09-02 11:00")
            == .fail(
                alarmCause: "failed trade 2026-09-01 channel.no_permission", nextTryEpochSeconds: at("09-03 10:05")))
    #expect(after(damaged, .schedule, "09-02 11:00") == .incomplete(nextTryEpochSeconds: at("09-03 10:05")))
    #expect(after(lagging, .person("schedule"), "09-02 11:00") == .incomplete(nextTryEpochSeconds: at("09-02 11:30")))
    // The database went away: a daemon repeats the run soon, for anybody; a command cannot.
    #expect(
        after(unreachable, .person("schedule"), "09-02 11:00", lost: true)
            == .wait(untilEpochSeconds: at("09-02 11:00") + 5))
    #expect(
        after(unreachable, .person("schedule"), "09-02 11:00", lost: true, tries: 10)
            == .fail(alarmCause: nil, nextTryEpochSeconds: at("09-02 11:30")))
    #expect(
        after(unreachable, .person("schedule"), "09-02 11:00", lost: true, .command)
            == .fail(alarmCause: nil, nextTryEpochSeconds: at("09-02 11:05")))
}

@Test(arguments: [
    (ProblemCode.channelUnreachable, true), (.archiveFull, true), (.archiveFailed, true), (.billChanged, false),
    (.databaseError, false), (.archiveCannotCreate, false), (.channelPermission, false), (.channelRefusal, false),
])
func whatPassesIsTriedAgainTheSameDay(_ code: ProblemCode, _ isTriedAgain: Bool) {
    let problem = Problem(code, "no")
    let pauses = (1...6).map { tries in
        let next = afterProblem(
            problem, retryAfterSeconds: nil, sessionWasLost: false, claimed(.schedule, tries: tries),
            ChannelDescriptor.wechatPay.hours, nowEpochSeconds: at("09-02 10:05"))
        return if case .wait(let until) = next { (until - at("09-02 10:05")) / 60 } else { Int64(0) }
    }
    // Minutes; nine runs of one morning do not ask a server that is full every five minutes until midnight.
    #expect(pauses == (isTriedAgain ? [5, 10, 20, 30, 30, 30] : [0, 0, 0, 0, 0, 0]))
}

@Test(arguments: [(Int.max, "09-03 00:00"), (Int.min, "09-02 10:05"), (86_400, "09-03 00:00"), (60, "09-02 10:06")])
func aPauseThatAnAnswerNamesIsBounded(_ seconds: Int, _ until: String) {
    let next = afterProblem(
        unreachable, retryAfterSeconds: seconds, sessionWasLost: false, claimed(.schedule),
        ChannelDescriptor.wechatPay.hours, nowEpochSeconds: at("09-02 10:05"))
    #expect(next == .wait(untilEpochSeconds: at(until)))
}

@Test(arguments: [
    (0, 0, false, false), (1, 0, true, false), (1, 1, true, false), (7, 1, true, false),
    (2, 2, true, true), (8, 0, true, true), (0, 2, true, true),
])
func aRunIsGivenUpAfterTwoCrashesOrEightProcessesThatVanished(
    _ unended: Int64, _ crashes: Int64, _ isSuspect: Bool, _ isGivenUp: Bool
) {
    let deaths = RunDeaths(unended: unended, crashes: crashes)
    #expect(deaths.isSuspect == isSuspect)
    #expect((deaths.problem?.code == .runEndedProcess) == isGivenUp)
}

@Test func anAlarmIsToldAgainAtGrowingDistances() {
    #expect((1...9).map { AlarmSpacing.pauseSeconds(after: $0) / 60 } == [1, 2, 4, 8, 16, 32, 60, 60, 60])
    #expect(AlarmSpacing.pauseSeconds(after: .max) == 3600)
    #expect((1...8).filter { AlarmSpacing.isWorthALine(after: $0) } == [1, 7, 8])
}

@Test(arguments: [Int64.min, .max]) func aCertificateMayEndAtAnyTime(_ epochSeconds: Int64) {
    let account = ChannelAccount(channel: .alipay, account: "2088000000000001")
    let expiries = [Expiry(what: "certificate", epochSeconds: epochSeconds)]
    let now = at("09-02 11:00")
    let alarms = expiryAlarms(expiries, account, nowEpochSeconds: now)
    #expect(alarms.count == (epochSeconds < 0 ? 1 : 0))
    #expect(expiryAlarms(expiries, account, nowEpochSeconds: -now).count == alarms.count)
}

@Test func aKeyIsToldOfThirtyDaysBeforeItEnds() {
    let account = ChannelAccount(channel: .wechatpay, account: "1900000001")
    let now = at("09-02 11:00")
    let expiries = [29, 30].map { days in
        Expiry(what: "certificate \(days)", epochSeconds: now + Int64(days) * BusinessDay.secondsPerDay)
    }
    let alarms = expiryAlarms(expiries, account, nowEpochSeconds: now)
    #expect(alarms.map(\.cause) == ["expiry certificate 29"])
    #expect(alarms.first?.problem.code == .keyExpires)
}
