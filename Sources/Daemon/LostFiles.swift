import Channels
import Ledger
import Postgres
import Vocabulary

/// A channel may pack the same bill into other bytes each time, so that what is fetched in place of a file that is lost need
/// not be that file. The loss is noted then, and told: nothing in force rests on it any more.
func noteLostFiles(
    _ run: ClaimedRun, besides files: [BillFile], _ ledger: borrowing Connection
) throws {
    for former in try RunJournal.otherFiles(of: run.key, than: files, ledger) {
        guard let loss = loss(of: former, run.unit) else { continue }
        try BillArchive.setAside(former, of: run.unit)
        try RunJournal.noteLost(former, of: run.key, ledger)
        try AlarmJournal.raise(
            Alarm(cause: AlarmCause.altered(run.key, former), run.key, runID: run.lease.runID, problem: loss),
            run.lease.accountID, ledger)
    }
}

/// nil for a file that is there as it came in, and for one that nobody can read now.
private func loss(of file: BillFile, _ unit: DayUnit) -> Problem? {
    do throws(Problem) {
        try BillArchive.prove([file], of: unit)
        return nil
    } catch {
        guard error.code == .archiveAltered else { return nil }
        return Problem(
            .archiveLost, "a former file of the day's bill is lost",
            at: error.place.filled(from: unit.place(of: file.pot)), expected: error.expected, found: error.found)
    }
}
