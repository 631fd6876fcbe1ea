import Rules
import Vocabulary

/// What a run came to.
package enum RunEnding: Hashable, Sendable {
    case concluded(Verdict)
    case incomplete(Problem)
    /// The run is in the queue again until then.
    case waits(untilEpochSeconds: Int64, Problem)
    case failed(Problem)
    /// Nobody's fault: the service stops, the database went away, or another process took over. The run is done again.
    case givenBack(Problem)
}
