import Glibc
import Ledger
import Postgres
import Vocabulary

/// What is asked for: a unit of work, and where its bill comes from.
package struct RunRequest: Sendable {
    package enum Source: Hashable, Sendable {
        /// Fetched from the channel; a day that it no longer keeps is taken from the archive.
        case channel
        /// The bill at hand.
        case archived
        /// Files that a person downloaded.
        case files([FileAtHand])

        /// As the queue knows it, which knows of no files.
        var queued: (RunSource, [FileAtHand]) {
            switch self {
            case .channel: (.channel, [])
            case .archived: (.archived, [])
            case .files(let files): (.files, files)
            }
        }
    }

    package var unit: DayUnit
    package var source: Source
    package var requester: Requester
    package var liftShareLimitReason: String?

    package init(
        _ unit: DayUnit, source: Source, by requester: Requester, liftShareLimitReason: String? = nil
    ) {
        self.unit = unit
        self.source = source
        self.requester = requester
        self.liftShareLimitReason = liftShareLimitReason
    }
}

/// A file that a person downloaded.
package struct FileAtHand: Hashable, Sendable {
    package let path: String
    /// The pot that a file of a funds bill is of; nil for a trade bill.
    package let pot: Pot?

    package init(_ path: String, pot: Pot? = nil) { (self.path, self.pot) = (path, pot) }
}

package struct RunResult: Hashable, Sendable {
    package var runID: Int64
    package var verdict: Verdict
    /// Why the verdict is `incomplete`.
    package var reason: Problem?
}

/// Does a run in this process: queued, claimed and performed like any other, so that a daemon at work on the same account
/// is waited for, and never met.
/// - Throws: why there is no verdict.
package func reconcile(_ request: RunRequest, _ parts: RunParts) throws -> RunResult {
    let ledger = try openLedger(parts.resultsConninfo)
    try tellChannels([parts.channel], ledger)
    let accountID = try RunJournal.account(request.unit.account, parts.rules, pots: parts.pots, ledger)
    let process = try RegisteredProcess.enter(
        .command, host: hostName(), pid: getpid(), version: programVersion, accounts: [accountID], ledger)
    defer { if ledger.isUsable { try? process.leave(ledger) } }
    try parts.remains?.noteCrashes(as: process, ledger)
    let (source, files) = request.source.queued
    let run = try claim(
        process, UnitKey(accountID, request.unit.day, request.unit.kind), source, by: request.requester,
        liftShareLimitReason: request.liftShareLimitReason, parts, ledger)
    let ending = try perform(run, files: files, parts, ledger)
    let result = try result(of: run, ending)
    if result.verdict != .incomplete, ledger.isUsable { try tryAgain(process, run.key, parts, ledger) }
    return result
}

private func result(of run: ClaimedRun, _ ending: RunEnding) throws -> RunResult {
    switch ending {
    case .concluded(let verdict): return RunResult(runID: run.lease.runID, verdict: verdict)
    case .incomplete(let problem): return RunResult(runID: run.lease.runID, verdict: .incomplete, reason: problem)
    case .failed(let problem), .waits(_, let problem), .givenBack(let problem): throw problem
    }
}

/// Makes the run as soon as the account is free; nobody else ever sees it waiting.
private func claim(
    _ process: RegisteredProcess, _ key: UnitKey, _ source: RunSource, by requester: Requester,
    liftShareLimitReason: String?, _ parts: RunParts, _ ledger: borrowing Connection
) throws -> ClaimedRun {
    /// A process that dies sends no notification, so the queue is looked at again without one.
    let lookAgainSeconds = 5
    try ledger.execute("LISTEN \(RunQueue.channelName)")
    defer { if ledger.isUsable { try? ledger.execute("UNLISTEN \(RunQueue.channelName)") } }
    while true {
        _ = try RunQueue.takeOver(ledger)
        let run = try RunQueue.requestAndClaim(
            process, key, by: requester, source: source, liftShareLimitReason: liftShareLimitReason, ledger)
        if let run { return run }
        var waiting = Progress(step: "waiting for another run of the account")
        (waiting.day, waiting.kind) = (key.day, key.kind)
        parts.progress(waiting)
        _ = try ledger.waitForNotification(timeoutSeconds: lookAgainSeconds)
    }
}

/// A day that found no conclusion may find one now that another day's bill is known: so the order of the days does not
/// matter (Contract 3.4). Each success may help another, hence the loop.
private func tryAgain(
    _ process: RegisteredProcess, _ concluded: UnitKey, _ parts: RunParts, _ ledger: borrowing Connection
) throws {
    let (account, kind) = (concluded.accountID, concluded.kind)
    while let open = try RunJournal.daysToTryAgain(account, kind, ledger).first {
        let run = try claim(
            process, UnitKey(account, open.day, kind), .archived, by: .rematch, liftShareLimitReason: nil, parts, ledger
        )
        _ = try perform(run, parts, ledger)
        guard ledger.isUsable else { return }
    }
}
