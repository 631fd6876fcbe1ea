import Channels
import Ledger
import Postgres
import Vocabulary

struct ObtainedBill {
    var files: [BillFile]
    var source: BillSource
    /// The files have just been received, and their digests made.
    var isProven = false
}

/// The bill of the day, by whatever way was asked for, already in the archive.
/// - Throws: `BillPostponed` when the channel asks for patience.
func obtainBill(
    _ run: ClaimedRun, files: [String], _ parts: RunParts, _ ledger: borrowing Connection
) throws -> ObtainedBill {
    func archived() throws -> ObtainedBill? {
        guard let bill = try RunJournal.archivedBill(run.key, ledger) else { return nil }
        try BillArchive.prove(bill.files, of: run.unit)
        return ObtainedBill(files: bill.files, source: bill.source)
    }
    switch run.source {
    case .files:
        let kept = try files.map { try parts.archive.keep(copyOf: $0, of: run.unit) }
        return ObtainedBill(files: kept, source: .importedByHand, isProven: true)
    case .archived:
        guard let bill = try archived() else {
            throw Problem(
                .noArchivedBill, "no bill of this day is at hand")
        }
        return bill
    case .channel:
        let reach = parts.clock.today.advanced(by: -parts.channel.reachDays)
        if run.day < reach, let bill = try archived() { return bill }
        return try fetchBill(run, parts)
    }
}

func fetchBill(_ run: ClaimedRun, _ parts: RunParts) throws -> ObtainedBill {
    let account = run.account
    parts.progress(Progress(account: account, day: run.day, step: "fetching"))
    let outcome = parts.client.fetch(run.unit) { [progress = parts.progress, day = run.day] bytes in
        progress(Progress(account: account, day: day, step: "fetching", done: bytes))
    }
    if parts.stop.isRaised {
        throw Problem(.runStopped, "the service stops")
    }
    switch outcome {
    case .bill(let files): return ObtainedBill(files: files, source: .channel, isProven: true)
    case .part(let files, let problem):
        try believe(problem, isVerified: false, run, parts)
        return ObtainedBill(files: files, source: .channel, isProven: true)
    case .noData(let isVerified, let problem):
        try believe(problem, isVerified: isVerified, run, parts)
        return ObtainedBill(files: [], source: .noData)
    case .retryLater(let seconds, let problem): throw BillPostponed(afterSeconds: seconds, problem: problem)
    case .giveUp(let problem): throw problem
    }
}

/// That there is no bill.
/// - Throws: `BillPostponed` as long as that is no answer.
private func believe(_ problem: Problem, isVerified: Bool, _ run: ClaimedRun, _ parts: RunParts) throws {
    let now = parts.clock.epochSeconds()
    let isDue = now >= parts.channel.hours.availableFrom(run.day)
    // An answer that its protocol leaves unsigned proves nothing while the day's last try, at midnight, is still to
    // come. One whose signature does not hold is no answer at all, and never comes here.
    let isLastTry = now >= run.day.next.endEpochSeconds
    if isDue && (isVerified || isLastTry) { return }
    let notDue = Problem(
        .billNotDue, "the channel has no bill, which is not yet an answer",
        expected: isDue
            ? "a signed answer, or midnight"
            : "an answer after \(ShanghaiTime.text(epochSeconds: parts.channel.hours.availableFrom(run.day)))",
        found: isVerified ? "a signed answer before that" : "an answer without a signature", cause: problem)
    throw BillPostponed(afterSeconds: FetchPause.notReadySeconds, problem: notDue)
}

/// A file of the archive that was found altered is repaired by now; somebody must hear of it all the same.
func tellOfRestored(_ files: [BillFile], _ run: ClaimedRun, _ ledger: borrowing Connection) throws {
    for file in files {
        guard let problem = BillArchive.restored(file, of: run.unit) else { continue }
        try AlarmJournal.raise(
            Alarm(
                cause: AlarmCause.altered(run.key, file), run.key, runID: run.lease.runID, problem: problem),
            run.lease.accountID, ledger)
    }
}
