import Vocabulary

/// What a question for what is still frozen of a payment came to (Contract 6).
package enum FrozenOutcome: Sendable, Hashable {
    /// Never negative; 0 for a payment of which the channel has no sharing.
    case fen(Int64)
    /// Too fast, or a passing fault: ask again no sooner than `afterSeconds`.
    case retryLater(afterSeconds: Int, Problem)
    /// Asking again will not help; a person must look.
    case giveUp(Problem)

    /// - Parameter fen: what the answer says once it is believed.
    init(_ outcome: FetchOutcome, _ fen: () throws(Problem) -> Int64) {
        switch outcome {
        case .bill, .part: do throws(Problem) { self = .fen(try fen()) } catch { self = .giveUp(error) }
        case .noData(verified: true, _): self = .fen(0)
        case .noData(_, let problem): self = .retryLater(afterSeconds: FetchPause.notReadySeconds, problem)
        case .retryLater(let seconds, let problem): self = .retryLater(afterSeconds: seconds, problem)
        case .giveUp(let problem): self = .giveUp(problem)
        }
    }
}

extension ChannelClient {
    package func frozen(_ channelTradeNo: String, _ unit: DayUnit) -> FrozenOutcome? { nil }
}
