import Channels
import Ledger
import Postgres
import Rules
import Vocabulary

struct ObtainedBill {
    /// Those of a funds bill with their pots.
    var files: [BillFile]
    var source: BillSource
    /// Of a funds bill the pots that the channel has no statement of: a day without movement there.
    var quietPots: [Pot] = []
    /// The channel's own, where the account has balance control and the bill was fetched.
    var balances: PotBalances?
    /// The files have just been received, and their digests made.
    var isProven = false

    /// - Throws: `bill.pot_missing` for a funds bill that says nothing of a pot, once what there is of it was noted: what is
    ///   not known is not zero, and the files of the others may come by and by.
    func requireEach(_ pots: [Pot]) throws(Problem) {
        let known = Set(files.compactMap(\.pot) + quietPots)
        let missing = pots.filter { !known.contains($0) }
        guard missing.isEmpty else {
            throw Problem(
                .billPotMissing, "the bill at hand has no file of a pot",
                expected: pots.map(\.rawValue).joined(separator: ", "),
                found: known.isEmpty ? "none" : "none of \(missing.map(\.rawValue).joined(separator: ", "))")
        }
    }
}

extension ObtainedBill {
    /// With what another one knows of other pots.
    fileprivate func beside(_ atHand: ObtainedBill) -> ObtainedBill {
        let pots = files.map(\.pot)
        var both = self
        both.files += atHand.files.filter { !pots.contains($0.pot) }
        both.quietPots = atHand.quietPots.filter { !pots.contains($0) }
        both.isProven = true
        return both
    }
}

/// The bill of the day, by whatever way was asked for, already in the archive.
/// - Throws: `BillPostponed` when the channel asks for patience.
func obtainBill(
    _ run: ClaimedRun, files: [FileAtHand], _ parts: RunParts, _ ledger: borrowing Connection
) throws -> ObtainedBill {
    func archived() throws -> ObtainedBill? {
        guard let bill = try RunJournal.archivedBill(run.key, ledger) else { return nil }
        try BillArchive.prove(bill.files, of: run.unit)
        return ObtainedBill(files: bill.files, source: bill.source, quietPots: bill.quietPots)
    }
    if run.kind == .sharing, parts.channel.areSharesMovements {
        // There is no such bill: what was shared stands in the funds bill in force.
        return ObtainedBill(files: [], source: .channel, isProven: true)
    }
    switch run.source {
    case .files:
        let kept = try files.map { try parts.archive.keep(copyOf: $0.path, of: run.unit, $0.pot) }
        let imported = ObtainedBill(files: kept, source: .importedByHand, isProven: true)
        // A file of one pot takes the place of that pot's alone.
        guard run.kind == .funds, let atHand = try archived() else { return imported }
        return imported.beside(atHand)
    case .archived:
        if let bill = try archived() { return bill }
        guard let bill = try lyingInArchive(run, parts) else {
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

/// Of a day that the ledger has no bill of, what the archive has: the database came from a backup that is older.
private func lyingInArchive(_ run: ClaimedRun, _ parts: RunParts) throws(Problem) -> ObtainedBill? {
    let files = try parts.archive.filesAtHand(of: run.unit, filesMax: parts.channel.filesMax)
    return files.isEmpty ? nil : ObtainedBill(files: files, source: .channel, isProven: true)
}

func fetchBill(_ run: ClaimedRun, _ parts: RunParts) throws -> ObtainedBill {
    parts.progress(Progress(run.unit, step: "fetching"))
    let outcome = parts.client.fetch(run.unit) { [progress = parts.progress, unit = run.unit] received in
        progress(Progress(unit, step: "fetching", done: received.done, total: received.total, counted: .bytes))
    }
    if parts.stop.isRaised {
        throw Problem(.runStopped, "the service stops")
    }
    func obtained(_ files: [BillFile], _ source: BillSource) throws -> ObtainedBill {
        let pots = files.map(\.pot)
        var bill = ObtainedBill(
            files: files, source: source, quietPots: parts.pots(of: run.kind).filter { !pots.contains($0) },
            isProven: true)
        if run.kind == .funds, parts.rules.hasBalanceControl { bill.balances = try fetchBalances(run.unit, parts) }
        return bill
    }
    switch outcome {
    case .bill(let files): return try obtained(files, .channel)
    case .part(let files, let problem):
        try believe(problem, isVerified: false, run, parts)
        return try obtained(files, .channel)
    case .noData(let isVerified, let problem):
        try believe(problem, isVerified: isVerified, run, parts)
        return try obtained([], .noData)
    case .retryLater(let seconds, let problem): throw BillPostponed(afterSeconds: seconds, problem: problem)
    case .giveUp(let problem): throw problem
    }
}

private func fetchBalances(_ unit: DayUnit, _ parts: RunParts) throws -> PotBalances {
    parts.progress(Progress(unit, step: "asking for balances"))
    switch parts.client.balances(unit) {
    case .balances(let balances): return balances
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
