import Channels
import Ledger
import Postgres
import Vocabulary

/// Ends a run that reached no conclusion, and notes why. The session may be what was lost: then another one looks
/// whether the conclusion was reached all the same, because a COMMIT whose answer was lost may have happened.
func endRun(
    _ run: ClaimedRun, after error: any Error, _ parts: RunParts, _ ledger: borrowing Connection
) throws -> RunEnding {
    let postponed = error as? BillPostponed
    let problem = (postponed?.problem ?? asProblem(error)).located(run.unit.place)
    func note(_ session: borrowing Connection) throws -> RunEnding {
        let lease = run.lease
        if let verdict = try RunJournal.verdict(lease.accountID, lease.runID, session) {
            try lease.release(session)
            return .concluded(verdict)
        }
        guard try lease.isHeld(session) else { return .givenBack(problem) }
        let sessionWasLost = (error as? PostgresError)?.isConnectionLost == true
        let next =
            parts.stop.isRaised
            ? .giveBack
            : afterProblem(
                problem, retryAfterSeconds: postponed?.afterSeconds, sessionWasLost: sessionWasLost, run,
                parts.channel.hours, nowEpochSeconds: parts.clock.epochSeconds())
        switch next {
        case .giveBack:
            try RunQueue.giveBack(lease, session)
            return .givenBack(problem)
        case .wait(let until):
            try RunQueue.wait(lease, untilEpochSeconds: until, problem, session)
            return .waits(untilEpochSeconds: until, problem)
        case .fail(let cause, let nextTry):
            try RunJournal.failed(
                run.key, lease.runID, problem, lease: lease, cause: cause,
                nextTryEpochSeconds: nextTry, session)
            return .failed(problem)
        case .incomplete(let nextTry):
            try RunJournal.incomplete(
                run.key, lease.runID, problem, lease: lease, nextTryEpochSeconds: nextTry, session)
            return .incomplete(problem)
        }
    }
    if ledger.isUsable { return try note(ledger) }
    let other: Connection
    do { other = try openLedger(parts.resultsConninfo) } catch { throw problem }
    try run.lease.endSession(other)
    return try note(other)
}
