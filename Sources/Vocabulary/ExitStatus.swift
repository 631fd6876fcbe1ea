/// Exit statuses (Contract 1.2).
package enum ExitStatus: Int32, Sendable {
    case green = 0
    case discrepancies = 1
    case incomplete = 2
    case usage = 64
    case badData = 65
    case unavailable = 69
    case internalError = 70
    case cannotCreate = 73
    case inputOutput = 74
    case tryAgainLater = 75
    case noPermission = 77
    case configuration = 78
}

/// Verdict of an account's day, worst first (Contract 3.5).
package enum Verdict: String, Sendable, CaseIterable {
    case incomplete
    case discrepancies
    case pending
    case balanced

    package var exitStatus: ExitStatus {
        switch self {
        case .incomplete: .incomplete
        case .discrepancies: .discrepancies
        case .pending, .balanced: .green
        }
    }
}
