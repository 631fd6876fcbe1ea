import Ledger
import Postgres
import Vocabulary

/// How often a settlement that met another one is tried again from its beginning.
private let settlementTries = 4

/// Settles a day, of whatever kind of bill, again when another settlement came in between.
func settling(_ settle: () throws -> Verdict) throws -> Verdict {
    for attempt in 1...settlementTries {
        do { return try settle() } catch let error as PostgresError where error.isRetryable && attempt < settlementTries
        {
            continue
        }
    }
    throw Problem(
        .databaseRetry, "other settlements kept coming in between",
        hint: "Nothing was changed; run it again when fewer of its account's days are run at once.")
}

extension RunParts {
    /// Tells of a run's steps: to whoever watches, and to tests that wait for one.
    func report(_ run: ClaimedRun, _ reading: FilesRead) -> (_ step: String, _ done: Int64) -> Void {
        { step, done in
            if done == 0 { Milestone.reached(step, of: run) }
            progress(Progress(run.unit, step: step, done: done, files: done > 0 ? reading.bytes(in: step) : nil))
        }
    }
}
