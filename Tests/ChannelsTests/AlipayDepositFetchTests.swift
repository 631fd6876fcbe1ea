import TestRandom
import Testing
import Vocabulary

@testable import Channels

/// The deposit's interface as a list of moments: an answer has the first 5,000 of its interval.
private struct Deposit {
    let moments: [Int64]
    /// How many answers that are no longer cut leave a balance open.
    var openAnswers = 0
    private(set) var kept: [Int64] = []
    private(set) var intervals: [AlipayDepositFetch.Interval] = []
    private(set) var questions = 0
    private(set) var waits = 0

    init(_ moments: [Int64]) { self.moments = moments.sorted() }

    /// Every moment once; said in one word, as there are thousands.
    var isWhole: Bool { kept == moments }

    mutating func fetch(_ days: ClosedRange<BusinessDay>) -> AlipayDepositFetch.Action {
        var machine = AlipayDepositFetch(days)
        var action = machine.start()
        var last: (interval: AlipayDepositFetch.Interval, rows: [Int64])?
        while true {
            switch action {
            case .ask(let interval):
                questions += 1
                let rows = Array(
                    moments.filter { interval.from <= $0 && $0 < interval.until }.prefix(AlipayDepositFetch.rowsMax))
                last = (interval, rows)
                let isOpen = rows.count < AlipayDepositFetch.rowsMax && openAnswers > 0
                if isOpen { openAnswers -= 1 }
                action = machine.handle(.answered(rows: rows.count, hasOpenBalances: isOpen))
            case .keep:
                if let last {
                    kept += last.rows
                    intervals.append(last.interval)
                }
                action = machine.handle(.kept)
            case .wait(let seconds, _):
                #expect(seconds == 60)
                waits += 1
                action = machine.handle(.waited)
            case .done, .finish: return action
            }
        }
    }
}

struct AlipayDepositFetchTests {
    private static func days(_ first: String, _ last: String) throws -> ClosedRange<BusinessDay> {
        try #require(BusinessDay(first))...(try #require(BusinessDay(last)))
    }

    /// Bursts and quiet days; every movement is kept once, and what was asked for covers the days without a gap.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func nothingIsLostAndNothingComesTwice(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let days = try Self.days("2026-05-01", "2026-08-31")
        let (from, until) = (days.lowerBound.startEpochSeconds, days.upperBound.endEpochSeconds)
        var moments = (0..<random.below(9000)).map { _ in Int64.random(in: from..<until, using: &random) }
        for _ in 0..<random.below(5) {
            let burst = Int64.random(in: from..<until - 60, using: &random)
            moments += (0..<random.below(14_000)).map { _ in burst + Int64(random.below(60)) }
        }
        var deposit = Deposit(moments)
        deposit.openAnswers = random.below(4)
        #expect(deposit.fetch(days) == .done)
        #expect(deposit.isWhole)
        #expect(deposit.intervals.first?.from == from && deposit.intervals.last?.until == until)
        for (one, next) in zip(deposit.intervals, deposit.intervals.dropFirst()) { #expect(one.until == next.from) }
        #expect(deposit.intervals.allSatisfy { $0.until - $0.from <= 31 * BusinessDay.secondsPerDay })
    }

    @Test func anAnswerOfAsManyRowsAsThereCanBeIsAskedForInHalves() throws {
        let days = try Self.days("2026-07-01", "2026-07-01")
        let start = days.lowerBound.startEpochSeconds
        for (rows, questions) in [(4999, 1), (5000, 3), (5001, 3)] {
            var deposit = Deposit((0..<rows).map { start + Int64($0) * 10 })
            #expect(deposit.fetch(days) == .done)
            #expect(deposit.questions == questions && deposit.isWhole)
        }
    }

    @Test func aSecondThatIsStillFullIsRefusedAndNotCut() throws {
        let days = try Self.days("2026-07-01", "2026-07-31")
        let full = days.lowerBound.startEpochSeconds + 1_000_003
        var deposit = Deposit([Int64](repeating: full, count: 5000) + [full - 1, full + 1])
        guard case .finish(.giveUp(let problem)) = deposit.fetch(days) else {
            Issue.record("taken")
            return
        }
        #expect(problem.code == .channelRowsCut)
        #expect(problem.found?.contains(ShanghaiTime.text(epochSeconds: full)) == true)
        #expect(deposit.kept == [full - 1])
    }

    @Test func anOpenBalanceIsAskedForAgainAndNotForEver() throws {
        let days = try Self.days("2026-07-01", "2026-07-01")
        let moments = [days.lowerBound.startEpochSeconds]
        for open in 0...5 {
            var deposit = Deposit(moments)
            deposit.openAnswers = open
            #expect(deposit.fetch(days) == .done)
            #expect(deposit.waits == open && deposit.kept == moments)
        }
        var deposit = Deposit(moments)
        deposit.openAnswers = 6
        guard case .finish(.retryLater(_, let problem)) = deposit.fetch(days) else {
            Issue.record("no end")
            return
        }
        #expect(problem.code == .billNotReady && problem.found == "--" && deposit.kept.isEmpty)
    }

    @Test func whatIsTooFastWaitsAndWhatFailsEnds() throws {
        var machine = AlipayDepositFetch(try Self.days("2026-07-01", "2026-07-02"))
        _ = machine.start()
        guard case .wait(60, let problem) = machine.handle(.ended(.tooFast(by: "app", found: "429"))) else {
            Issue.record("no wait")
            return
        }
        #expect(problem.code == .channelBusy)
        #expect(machine.handle(.waited) == machine.start())
        let fault = FetchOutcome.fault(found: "20000")
        #expect(machine.handle(.ended(fault)) == .finish(fault))
    }
}
