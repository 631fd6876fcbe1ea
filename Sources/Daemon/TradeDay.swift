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
        _ files: [BillFile], of unit: DayUnit, _ parts: RunParts, progress: (Int64) -> Void = { _ in },
        sink: (BillEntry) throws -> Void
    ) throws -> BillSummary {
        try parts.decoder(unit).entries(of: files, progress: progress, sink: sink)
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
        // Whoever asks for the bill at hand may mean to heal what the ledger has of it.
        if run.source == .archived, case .person = run.requester { input.writesAnew = true }
        // Also where the configuration names no pot any more: funds bills in force go by the trade bills in force.
        let money = parts.channel.fundsDecoder.map { FundsDay.money(of: run.account, $0, parts, isProven: false) }
        let reading = FilesRead(bill.files, during: "matching")
        return try settling {
            try reconcileDay(
                input, ledger, orders: parts.orders, orderSessions: parts.sessions?.orders,
                bill: { try read(bill.files, of: run.unit, parts, progress: { reading.reach($0) }, sink: $0) },
                archived: archived(parts), money: money, onOrders: parts.onOrders,
                progress: parts.report(run, reading))
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
