import Vocabulary

/// How fast a step goes: what it has done since it began.
struct ProgressPace: Sendable {
    private var step: Progress?
    private var last: Progress?
    private var beganNanoseconds: UInt64 = 0

    /// Of less than that a rate says nothing.
    private static let secondsMin = 1.0

    mutating func note(_ progress: Progress, atNanoseconds now: UInt64) {
        // The second file of a bill begins anew, as a step does.
        if step?.isSameStep(as: progress) != true || progress.done < last?.done ?? 0 {
            (step, beganNanoseconds) = (progress, now)
        }
        last = progress
    }

    /// nil while it says nothing.
    func perSecond(atNanoseconds now: UInt64) -> Double? {
        guard let step, let last, last.done > step.done, now > beganNanoseconds else { return nil }
        let seconds = Double(now - beganNanoseconds) / 1_000_000_000
        return seconds >= Self.secondsMin ? Double(last.done - step.done) / seconds : nil
    }
}

extension Progress {
    fileprivate func isSameStep(as other: Progress) -> Bool {
        account == other.account && day == other.day && kind == other.kind && step == other.step
    }
}
