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
    /// Some pots' files; of the others the channel says, and does not prove, that they have no statement.
    case part([BillFile], noData: Problem)
    /// Asking again will not help; a person must look.
    case giveUp(Problem)

    /// One after the other the files of a day's pots (Contract 5.1). A pot without a statement is one without movement, and
    /// has no file; what ends in another way ends all.
    static func ofPots(_ pots: [Pot], _ fetch: (Pot) -> FetchOutcome) -> FetchOutcome {
        var files: [BillFile] = []
        var (quiet, unproven): (FetchOutcome?, Problem?)
        for pot in pots {
            let outcome = fetch(pot)
            switch outcome {
            case .bill(let more): files += more
            case .noData(let isVerified, let problem):
                if !isVerified { unproven = unproven ?? problem }
                quiet = quiet ?? outcome
            case .part, .retryLater, .giveUp: return outcome
            }
        }
        guard files.isEmpty else { return unproven.map { .part(files, noData: $0) } ?? .bill(files) }
        return unproven.map { .noData(verified: false, $0) } ?? quiet ?? .bill(files)
    }

    /// The same, with what is missing of its problem's place filled in.
    func located(_ place: Place) -> FetchOutcome {
        switch self {
        case .bill: self
        case .part(let files, let problem): .part(files, noData: problem.located(place))
        case .noData(let verified, let problem): .noData(verified: verified, problem.located(place))
        case .retryLater(let seconds, let problem): .retryLater(afterSeconds: seconds, problem.located(place))
        case .giveUp(let problem): .giveUp(problem.located(place))
        }
    }
}

/// A pause within one fetch.
package typealias FetchWait = (_ seconds: Int, Problem) -> Bool

/// Told of each piece of a file that comes.
package typealias FetchReport = @Sendable (BytesDone) -> Void

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
    func fetch(_ unit: DayUnit, report: @escaping FetchReport) -> FetchOutcome
    /// The channel's own opening and closing balance of the day of a funds bill. Asked of accounts with balance control
    /// alone; a channel that cannot tell is given up.
    func balances(_ unit: DayUnit) -> BalanceOutcome
    /// What is still frozen of a payment for sharing; nil where the channel is not asked.
    /// - Parameter channelTradeNo: the channel's number of the payment.
    func frozen(_ channelTradeNo: String, _ unit: DayUnit) -> FrozenOutcome?
    /// What moved in the seller's deposit over some days that are over: one file of the archive with every answer. Asked of
    /// accounts with a deposit alone; a channel that has none is given up.
    /// - Parameter wait: waits so many seconds for the reason that is told; false ends the fetch with it.
    func deposit(_ days: ClosedRange<BusinessDay>, wait: FetchWait) -> FetchOutcome
    /// Proves keys, clock and reachability without changing anything; for `check`. Returns all problems, not the first.
    func probe() -> [Problem]
    /// Certificates in use, as known at the moment.
    var expiries: [Expiry] { get }
}
