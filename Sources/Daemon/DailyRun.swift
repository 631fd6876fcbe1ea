import Bills
import Channels
import Ledger
import Rules
import Postgres
import Settlement
import Vocabulary

/// The whole day on one screen: get the bill, read both sides, conclude. Everything else is a detail of one of these.
/// - Parameter files: what a person downloaded by hand, for a run of source `files`.
/// - Throws: only when not even the failure could be noted; then the lease ends with the process, or its time.
package func perform(
    _ run: ClaimedRun, files: [String] = [], _ parts: RunParts, _ ledger: borrowing Connection
) throws -> RunEnding {
    do {
        try run.lease.workedOn(by: ledger)
        var bill = try obtainBill(run, files: files, parts, ledger)
        bill.files = try parts.decoder(run.unit).inPartOrder(bill.files)
        Milestone.reached("bill in the archive", of: run)
        let billID = try RunJournal.received(
            bill.files, bill.source, run.lease.accountID, run.day, runID: run.lease.runID, ledger)
        try tellOfRestored(bill.files, run, ledger)
        Milestone.reached("bill received", of: run)
        let verdict = try conclude(run, bill, billID: billID, parts, ledger)
        Milestone.reached("verdict committed", of: run)
        try run.lease.release(ledger)
        return .concluded(verdict)
    } catch {
        return try endRun(run, after: error, parts, ledger)
    }
}

/// How often a settlement that met another one is tried again from its beginning.
private let settlementTries = 4

private func conclude(
    _ run: ClaimedRun, _ bill: ObtainedBill, billID: Int64, _ parts: RunParts, _ ledger: borrowing Connection
) throws -> Verdict {
    var input = DayInput(
        accountID: run.lease.accountID, account: run.account, day: run.day, runID: run.lease.runID, rules: parts.rules,
        files: bill.files, source: bill.source, billID: billID, liftShareLimitReason: run.liftShareLimitReason)
    input.lease = run.lease
    input.isBillProven = bill.isProven
    input.program = programVersion
    input.pace.memoryBytesMax = parts.memoryBytesMax
    input.plainPairs = parts.plainPairs
    for attempt in 1...settlementTries {
        do {
            return try reconcileDay(
                input, ledger, orders: parts.orders,
                bill: { sink in
                    try parts.decoder(run.unit).entries(of: bill.files, sink: sink)
                },
                archived: { files, account, day, sink in
                    try BillArchive.prove(files, of: DayUnit(account, day, run.kind))
                    return try parts.decoder(DayUnit(account, day, run.kind)).entries(of: files, sink: sink)
                },
                onOrders: parts.onOrders,
                progress: { step, done in
                    if done == 0 { Milestone.reached(step, of: run) }
                    parts.progress(Progress(account: run.account, day: run.day, step: step, done: done))
                })
        } catch let error as PostgresError where error.isRetryable && attempt < settlementTries {
            continue
        }
    }
    throw Problem(
        .databaseRetry, "other settlements kept coming in between",
        hint: "Nothing was changed; run it again when fewer of its account's days are run at once.")
}
