import Bills
import Ledger
import Rules
import Postgres
import Settlement
import Vocabulary

/// The whole day on one screen: get the bill, read both sides, conclude. Everything else is a detail of one of these.
/// - Parameter files: what a person downloaded by hand, for a run of source `files`.
/// - Throws: only when not even the failure could be noted; then the lease ends with the process, or its time.
package func perform(
    _ run: ClaimedRun, files: [FileAtHand] = [], _ parts: RunParts, _ ledger: borrowing Connection
) throws -> RunEnding {
    do {
        try run.lease.workedOn(by: ledger)
        let kind = try run.kind.rules
        var bill = try obtainBill(run, files: files, parts, ledger)
        bill.files = try kind.inOrder(bill.files, of: run.unit, parts)
        Milestone.reached("bill in the archive", of: run)
        let billID = try RunJournal.received(
            bill.files, bill.source, quietPots: bill.quietPots, run.key, runID: run.lease.runID, ledger)
        try tellOfRestored(bill.files, run, ledger)
        Milestone.reached("bill received", of: run)
        try bill.requireEach(parts.pots(of: run.kind))
        let verdict = try kind.conclude(run, bill, billID: billID, parts, ledger)
        Milestone.reached("verdict committed", of: run)
        try noteLostFiles(run, besides: bill.files, ledger)
        try run.lease.release(ledger)
        indexNumbers(parts, ledger)
        return .concluded(verdict)
    } catch {
        return try endRun(run, after: error, parts, ledger)
    }
}

/// The verdict stands, whatever comes of this; the next run goes on with it.
private func indexNumbers(_ parts: RunParts, _ ledger: borrowing Connection) {
    guard !ledger.isInTransaction else { return }
    do {
        try NumberIndex(memoryBytesMax: parts.memoryBytesMax)
            .catchUp(waitingMax: parts.waitingBlocksMax, ledger)
    } catch { parts.onIndexProblem(error) }
}
