import Postgres

/// What the database tells those who listen to `RunQueue.channelName`. Its triggers (`ledger.tell_of_run`, `tell_of_lease`,
/// `tell_of_alarm`) make the words, and nobody reads them but this.
package enum QueueNews: Hashable, Sendable {
    /// A run waits for its turn, perhaps again.
    case queued(Int64)
    /// It is done or failed; its lease may still be held.
    case ended(Int64)
    /// Its lease is free.
    case released(Int64)
    case alarm
    /// Another release's, or somebody else's: whoever hears it looks round.
    case unknown

    package init(_ payload: String) {
        let words = payload.split(separator: " ", omittingEmptySubsequences: false)
        let runID = words.count == 2 ? Int64(words[1]) : nil
        self =
            switch (words.first, runID) {
            case ("queued", let runID?): .queued(runID)
            case ("done", let runID?), ("failed", let runID?): .ended(runID)
            case ("released", let runID?): .released(runID)
            case ("alarm", nil) where words.count == 1: .alarm
            default: .unknown
            }
    }
}
