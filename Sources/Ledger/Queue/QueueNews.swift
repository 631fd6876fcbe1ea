import Postgres

/// What the database tells those who listen to `RunQueue.channelName`. Its triggers (`ledger.tell_of_run`, `tell_of_lease`,
/// `tell_of_alarm`) make the words, and nobody reads them but this.
package enum QueueNews: Hashable, Sendable {
    /// A run waits for its turn, perhaps again.
    case queued(Int64)
    /// It is done or failed; its lease may still be held.
    case ended(Int64)
    /// Its lease is free. A service looks itself at the account that it worked on; nobody else does.
    case released(Int64, accountID: Int32, isByService: Bool)
    case alarm
    /// Another release's, or somebody else's: whoever hears it looks round.
    case unknown

    package init(_ payload: String) {
        let words = payload.split(separator: " ", omittingEmptySubsequences: false)
        let runID = words.count > 1 ? Int64(words[1]) : nil
        self =
            switch (words.first, runID, words.count) {
            case ("queued", let runID?, 2): .queued(runID)
            case ("done", let runID?, 2), ("failed", let runID?, 2): .ended(runID)
            case ("released", let runID?, 5): Self.released(runID, words[2], words[3], by: words[4])
            case ("alarm", nil, 1): .alarm
            default: .unknown
            }
    }

    private static func released(_ runID: Int64, _ account: Substring, _ word: Substring, by kind: Substring) -> Self {
        guard let accountID = Int32(account), word == "by", ["daemon", "command", "nobody"].contains(kind) else {
            return .unknown
        }
        return .released(runID, accountID: accountID, isByService: kind == "daemon")
    }
}
