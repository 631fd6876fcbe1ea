import Vocabulary

/// What a question for the balances of a day came to.
package enum BalanceOutcome: Sendable, Hashable {
    case balances(PotBalances)
    /// Not ready, too fast, or a passing fault: ask again no sooner than `afterSeconds`.
    case retryLater(afterSeconds: Int, Problem)
    /// Asking again will not help; a person must look.
    case giveUp(Problem)

    /// - Parameter balances: what the answer says once it is believed.
    init(_ outcome: FetchOutcome, _ balances: () throws(Problem) -> PotBalances) {
        switch outcome {
        case .bill, .part: do throws(Problem) { self = .balances(try balances()) } catch { self = .giveUp(error) }
        // A day that is over has a balance, whatever moved.
        case .noData(_, let problem): self = .retryLater(afterSeconds: FetchPause.notReadySeconds, problem)
        case .retryLater(let seconds, let problem): self = .retryLater(afterSeconds: seconds, problem)
        case .giveUp(let problem): self = .giveUp(problem)
        }
    }

    func located(_ place: Place) -> BalanceOutcome {
        switch self {
        case .balances: self
        case .retryLater(let seconds, let problem): .retryLater(afterSeconds: seconds, problem.located(place))
        case .giveUp(let problem): .giveUp(problem.located(place))
        }
    }
}

extension ChannelClient {
    package func balances(_ unit: DayUnit) -> BalanceOutcome {
        .giveUp(
            Problem(
                .channelRefusal, "the channel is not asked for the balance of a day", at: unit.place,
                hint: "Set balance_control of the account to false."))
    }
}
