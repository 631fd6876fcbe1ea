/// Makes a failing script small, with the same kind of failure, by leaving out steps, rows and records.
struct RandomShrink {
    /// A bound on the time it takes; each attempt runs a script.
    static let attemptsMax = 400

    private var attempts = 0
    private let fails: (RandomScript) -> RandomFailure?

    init(fails: @escaping (RandomScript) -> RandomFailure?) { self.fails = fails }

    mutating func smallest(_ script: RandomScript, _ failure: RandomFailure) -> (RandomScript, RandomFailure) {
        var best = (script, failure)
        // Nothing after the failure matters.
        if failure.step + 1 < script.steps.count {
            var start = script
            start.steps.removeSubrange((failure.step + 1)...)
            attempt(start, &best)
        }
        var size = -1
        while size != best.0.size {
            size = best.0.size
            leaveOut(&best, count: { $0.steps.count }) { $0.steps.removeSubrange($1) }
            for step in best.0.steps.indices {
                leaveOut(&best, count: { $0.steps[step].count }) { $0.steps[step].removeSubrange($1) }
            }
        }
        return best
    }

    /// Tries to leave out large parts, then smaller ones, from the end.
    private mutating func leaveOut(
        _ best: inout (RandomScript, RandomFailure), count: (RandomScript) -> Int,
        remove: (inout RandomScript, Range<Int>) -> Void
    ) {
        var length = count(best.0)
        while length > 0 {
            var end = count(best.0)
            while end > 0 {
                var less = best.0
                remove(&less, max(0, end - length)..<end)
                attempt(less, &best)
                end -= length
            }
            length /= 2
        }
    }

    private mutating func attempt(_ script: RandomScript, _ best: inout (RandomScript, RandomFailure)) {
        guard attempts < Self.attemptsMax else { return }
        attempts += 1
        if let found = fails(script), found.kind == best.1.kind { best = (script, found) }
    }
}

extension RandomScript {
    fileprivate var size: Int { steps.reduce(0) { $0 + 1 + $1.count } }
}

extension RandomScript.Step {
    fileprivate var count: Int {
        switch self {
        case .shop(let records): records.count
        case .run(_, let bill): bill.rows.count
        }
    }

    fileprivate mutating func removeSubrange(_ range: Range<Int>) {
        switch self {
        case .shop(var records):
            records.removeSubrange(range)
            self = .shop(records)
        case .run(let day, var bill):
            bill.rows.removeSubrange(range)
            self = .run(day, bill)
        }
    }
}
