import Vocabulary

/// The way from "get this day's bill" to an ending through one channel's protocol, as plain values: what happened goes
/// in, what to do next comes out. No clock but the one given, no network, no file, so that every row of a channel's table
/// of refusals can be tested alone. `ChannelSession` performs what it decides.
protocol FetchMachine: Sendable {
    /// What the channel is asked before there is a link.
    associatedtype Question: Hashable, Sendable
    /// Where the bill is, and what it has to be.
    associatedtype Link: Hashable, Sendable
    /// What came of a question or of a download.
    associatedtype Event: Sendable
    typealias Action = FetchAction<Question, Link>

    mutating func start() -> Action
    mutating func handle(_ event: Event) -> Action
}

/// What a fetch does next.
enum FetchAction<Question: Hashable & Sendable, Link: Hashable & Sendable>: Hashable, Sendable {
    case ask(Question)
    case download(Link)
    /// The downloaded bytes are the bill: they are kept, and the fetch ends with them.
    case keep
    case finish(FetchOutcome)
}

/// How often one fetch asks again before it ends.
struct FetchPatience: Sendable {
    /// Answers whose signature does not hold: each is thrown away and asked for anew.
    static let distrustMax = 2

    /// How often a link that died, or bytes that are not the bill, are replaced.
    let startOversMax: Int
    private var startOvers = 0
    private var distrust = 0

    init(startOversMax: Int) { self.startOversMax = startOversMax }

    /// Counts one more new beginning; false when it is one too many.
    mutating func mayStartOver() -> Bool {
        startOvers += 1
        return startOvers <= startOversMax
    }

    /// Counts one more answer that cannot be believed; false when it is one too many.
    mutating func mayDistrust() -> Bool {
        distrust += 1
        return distrust <= Self.distrustMax
    }

    mutating func trust() { distrust = 0 }
}
