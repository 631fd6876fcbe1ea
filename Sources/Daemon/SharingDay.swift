import Bills
import Channels
import Ledger
import Postgres
import Settlement
import Vocabulary

/// A day of what was shared with partners: the channel's sharing bill, or its movements where it has none, settled against the
/// shop's records.
enum SharingDay: BillKindRules {
    static func inOrder(_ files: [BillFile], of unit: DayUnit, _ parts: RunParts) -> [BillFile] { files }

    static func conclude(
        _ run: ClaimedRun, _ bill: ObtainedBill, billID: Int64, _ parts: RunParts, _ ledger: borrowing Connection
    ) throws -> Verdict {
        let reading = FilesRead(bill.files, during: "reading shares")
        var input = SharingInput(
            accountID: run.lease.accountID, account: run.account, day: run.day, runID: run.lease.runID,
            rules: parts.rules, areMovements: areMovements(parts.channel), hasPots: !parts.pots.isEmpty,
            bill: SharingBill(billID: billID, files: bill.files, source: bill.source))
        input.lease = run.lease
        input.program = programVersion
        input.liftShareLimitReason = run.liftShareLimitReason
        return try settling {
            try reconcileSharing(
                input, ledger, orders: parts.orders, orderSessions: parts.sessions?.orders,
                reading: { file, sink in
                    try parts.sharingDecoder(run.unit).decode(file, progress: { reading.reach($0, of: file) }, sink: sink)
                }, onOrders: parts.onOrders, progress: parts.report(run, reading))
        }
    }

    static func areMovements(_ channel: ChannelDescriptor) -> Bool {
        if case .movements = channel.sharing { true } else { false }
    }
}
