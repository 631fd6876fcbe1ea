import Vocabulary

/// What one attempt to get a bill came to. Every answer of a channel leads to exactly one of these.
package enum FetchOutcome: Sendable, Hashable {
    /// The bill, verified as far as the channel allows, and already in the archive.
    case bill([BillFile])
    /// The channel says that the day had no business. `verified` is true when the answer was signed and the signature
    /// held; otherwise it is one that the channel's protocol leaves unsigned, or no proof even when signed. An answer
    /// whose signature does not hold is never this (Contract 3.2, zero day). Never given before the channel's
    /// availability time.
    case noData(verified: Bool, Problem)
    /// Not ready, too fast, or a passing fault: ask again no sooner than `afterSeconds`.
    case retryLater(afterSeconds: Int, Problem)
    /// Asking again will not help; a person must look.
    case giveUp(Problem)

    /// The same, with what is missing of its problem's place filled in.
    func located(_ place: Place) -> FetchOutcome {
        switch self {
        case .bill: self
        case .noData(let verified, let problem): .noData(verified: verified, problem.located(place))
        case .retryLater(let seconds, let problem): .retryLater(afterSeconds: seconds, problem.located(place))
        case .giveUp(let problem): .giveUp(problem.located(place))
        }
    }
}

/// Until when a key or certificate can be used.
package struct Expiry: Sendable, Hashable {
    /// For people, for example `platform certificate 5157F09E…`.
    package let what: String
    /// Seconds since 1970 UTC.
    package let epochSeconds: Int64
}

/// Fetches bills of one account through its channel's own protocol. Blocking; call on a queue of its own.
package protocol ChannelClient: Sendable {
    var account: ChannelAccount { get }
    /// Applies, downloads, checks and archives. Starts over by itself where the rules say so (expired link, hash
    /// mismatch, probe), a bounded number of times.
    /// - Parameter unit: of this account; a kind of bill that is not asked for here is given up.
    func fetch(_ unit: DayUnit, report: @escaping @Sendable (_ bytesDone: Int64) -> Void) -> FetchOutcome
    /// Proves keys, clock and reachability without changing anything; for `check`. Returns all problems, not the first.
    func probe() -> [Problem]
    /// Certificates in use, as known at the moment.
    var expiries: [Expiry] { get }
}
