import Bills
import Channels
import Ledger
import Postgres
import Runtime
import Settlement
import Vocabulary

/// A day of the trade bill: payments and refunds, whole when count and sums are the file's own totals, and settled against
/// the shop's records.
enum TradeDay: BillKindRules {
    static func inOrder(_ files: [BillFile], of unit: DayUnit, _ parts: RunParts) throws -> [BillFile] {
        try parts.decoder(unit).inPartOrder(files)
    }

    private static func read(
        _ files: [BillFile], of unit: DayUnit, _ parts: RunParts, sink: (BillEntry) throws -> Void
    ) throws -> BillSummary {
        try parts.decoder(unit).entries(of: files, sink: sink)
    }

    static func conclude(
        _ run: ClaimedRun, _ bill: ObtainedBill, billID: Int64, _ parts: RunParts, _ ledger: borrowing Connection
    ) throws -> Verdict {
        var input = DayInput(
            accountID: run.lease.accountID, account: run.account, day: run.day, runID: run.lease.runID,
            rules: parts.rules, files: bill.files, source: bill.source, billID: billID,
            liftShareLimitReason: run.liftShareLimitReason)
        input.lease = run.lease
        input.isBillProven = bill.isProven
        input.program = programVersion
        input.pace.memoryBytesMax = parts.memoryBytesMax
        input.plainPairs = parts.plainPairs
        // Also where the configuration names no pot any more: funds bills in force go by the trade bills in force.
        let money = parts.channel.fundsDecoder.map { FundsDay.money(of: run.account, $0, parts, isProven: false) }
        return try settling {
            try reconcileDay(
                input, ledger, orders: parts.orders, bill: { try read(bill.files, of: run.unit, parts, sink: $0) },
                archived: archived(parts), money: money, onOrders: parts.onOrders, progress: parts.report(run))
        }
    }

    /// Reads a bill in force out of the archive.
    static func archived(_ parts: RunParts) -> ArchivedBillReading {
        { files, account, day, sink in
            let unit = DayUnit(account, day, .trade)
            // While it is read: nothing that was read counts before both have ended well.
            let proof = QueuedWork("proof") { try BillArchive.prove(files, of: unit) }
            let read = Result { try self.read(files, of: unit, parts, sink: sink) }
            try proof.wait()
            return try read.get()
        }
    }
}

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
    func report(_ run: ClaimedRun) -> (_ step: String, _ done: Int64) -> Void {
        { step, done in
            if done == 0 { Milestone.reached(step, of: run) }
            progress(Progress(run.unit, step: step, done: done))
        }
    }
}
