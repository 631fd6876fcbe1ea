import Vocabulary

/// The way to a deposit's movements of some days, as plain values (Alipay 7). An answer has no pages: one with as many rows
/// as an answer can have may lack some, and its interval is asked for again in halves.
struct AlipayDepositFetch {
    /// Half-open, seconds since 1970 UTC.
    struct Interval: Hashable, Sendable {
        var from: Int64
        var until: Int64
    }

    enum Event: Sendable {
        /// - Parameter hasOpenBalances: Alipay has not worked out some row's balance yet.
        case answered(rows: Int, hasOpenBalances: Bool)
        /// There was no answer that is one.
        case ended(FetchOutcome)
        case kept
        case waited
    }

    enum Action: Hashable, Sendable {
        case ask(Interval)
        /// The last answer is whole.
        case keep
        case wait(seconds: Int, Problem)
        /// Every interval's answer was kept.
        case done
        case finish(FetchOutcome)
    }

    static let rowsMax = 5000
    static let intervalDaysMax = 31
    /// For one interval, before the channel is left alone.
    static let waitsMax = 5
    /// As the interface says it.
    static let pauseSeconds = 60

    /// Those without an answer, the earliest last.
    private var open: [Interval] = []
    private var waits = 0

    init(_ days: ClosedRange<BusinessDay>) {
        var first = days.lowerBound
        while first <= days.upperBound {
            let last = min(first.advanced(by: Self.intervalDaysMax - 1), days.upperBound)
            open.insert(Interval(from: first.startEpochSeconds, until: last.endEpochSeconds), at: 0)
            first = last.next
        }
    }

    mutating func start() -> Action { next() }

    mutating func handle(_ event: Event) -> Action {
        switch event {
        case .answered(let rows, _) where rows >= Self.rowsMax: return halve(rows)
        case .answered(_, hasOpenBalances: true): return wait(Self.openBalances)
        case .answered: return .keep
        case .kept:
            open.removeLast()
            waits = 0
            return next()
        case .waited: return next()
        case .ended(.retryLater(_, let problem)) where problem.code == .channelBusy: return wait(problem)
        case .ended(let outcome): return .finish(outcome)
        }
    }

    private func next() -> Action { open.last.map { .ask($0) } ?? .done }

    private mutating func halve(_ rows: Int) -> Action {
        guard let full = open.popLast() else { return .done }
        let middle = full.from + (full.until - full.from) / 2
        guard middle > full.from else {
            return .finish(
                .giveUp(
                    Problem(
                        .channelRowsCut, "the deposit has more movements in one second than an answer can have",
                        expected: "fewer than \(Self.rowsMax)",
                        found: "\(rows) at \(ShanghaiTime.text(epochSeconds: full.from))")))
        }
        open += [Interval(from: middle, until: full.until), Interval(from: full.from, until: middle)]
        waits = 0
        return next()
    }

    private mutating func wait(_ problem: Problem) -> Action {
        waits += 1
        guard waits <= Self.waitsMax else {
            return .finish(.retryLater(afterSeconds: FetchPause.notReadySeconds, problem))
        }
        return .wait(seconds: Self.pauseSeconds, problem)
    }

    private static let openBalances = Problem(
        .billNotReady, "balances of the deposit are not there yet", expected: "a balance in yuan", found: "--",
        hint: "Ask again later, or for days before.")
}
