import Vocabulary

/// What became of the processes that began a run and were not heard of again. A process may be killed at any instant and
/// the run is done all the same (Contract 3.7); but what ends one process after the other by itself would keep
/// every other account from its runs.
///
///     a process died of itself, by its last words     a crash; all its runs under way are suspects
///     a process vanished without a word, or its       an unended start: anybody may have done that, though what
///     session was lost                                takes all memory there is looks the same
///     a run waited, was given back, or ended          neither
///
/// A suspect is worked on alone, so that the second crash is the fault of nobody else.
struct RunDeaths: Hashable, Sendable {
    /// Starts that had no end, crashes among them.
    let unended: Int64
    let crashes: Int64

    /// The second time is no accident.
    static let crashesMax: Int64 = 2
    /// So often in the midst of one run nobody kills a process by chance; and systemd gives a service up after ten starts
    /// within five minutes.
    static let unendedMax: Int64 = 8

    var isSuspect: Bool { unended > 0 || crashes > 0 }

    /// Why the run is not begun again, if it is not.
    var problem: Problem? {
        let found: String
        if crashes >= Self.crashesMax {
            found = "it died \(crashes) times while it worked on this run, the last time on nothing else"
        } else if unended >= Self.unendedMax {
            found = "it was gone \(unended) times in the midst of this run"
        } else {
            return nil
        }
        return Problem(
            .runEndedProcess, "this run ends the process that works on it, and is not begun again",
            expected: "a process that lives to the run's end", found: found,
            hint: """
                Nothing was changed, and the other days and accounts go on. See the journal of that time, and report it; \
                when the cause is gone (memory, a newer version), ask for the day again with `reconciled reconcile`.
                """)
    }
}

/// What was found of processes that are gone.
package struct TakenOver: Hashable, Sendable {
    package var queuedAgain: [Int64]
    package var givenUp: [GivenUpRun]

    package var isEmpty: Bool { queuedAgain.isEmpty && givenUp.isEmpty }
}

package struct GivenUpRun: Hashable, Sendable {
    package var runID: Int64
    package var unit: DayUnit
    package var problem: Problem
}
