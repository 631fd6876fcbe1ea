import Vocabulary

/// How far two clocks may be apart: both channels refuse, and we refuse, from here on (WeChatPay 2.2, 3.2).
let clockToleranceSeconds: Int64 = 300

func clockProblem(skewSeconds: Int64) -> Problem {
    Problem(
        .clockOff, "this machine's clock and the channel's differ", expected: "less than \(clockToleranceSeconds) s",
        found: "\(skewSeconds) s")
}

/// Of two moments in seconds, of which one comes from outside: their difference, or the largest there is.
func skew(_ now: Int64, from other: Int64) -> Int64 {
    let (difference, overflow) = now.subtractingReportingOverflow(other)
    return overflow ? (now < other ? .min : .max) : difference
}
