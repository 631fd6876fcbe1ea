import Bills
import Channels
import Ledger
import Orders
import Postgres
import Rules
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
            rules: parts.rules, areMovements: parts.channel.areSharesMovements, hasPots: !parts.pots.isEmpty,
            bill: SharingBill(billID: billID, files: bill.files, source: bill.source))
        input.lease = run.lease
        input.program = programVersion
        input.liftShareLimitReason = run.liftShareLimitReason
        if run.source == .channel { input.frozen = try frozen(run, parts, ledger) }
        return try settling {
            try reconcileSharing(
                input, ledger, orders: parts.orders, orderSessions: parts.sessions?.orders,
                reading: { file, sink in
                    try parts.sharingDecoder(run.unit).decode(
                        file, progress: { reading.reach($0, of: file) }, sink: sink)
                }, onOrders: parts.onOrders, progress: parts.report(run, reading))
        }
    }

    /// Asks the channel for what is frozen of the payments whose last day for sharing this is. Nothing else tells: releases stand
    /// in no bill for certain.
    /// - Returns: nil where the channel cannot be asked.
    private static func frozen(
        _ run: ClaimedRun, _ parts: RunParts, _ ledger: borrowing Connection
    ) throws -> [FrozenPayment]? {
        guard let limitDays = parts.rules.sharingLimitDays, case .bill = parts.channel.sharing else { return nil }
        let orders = try OrderSnapshot(
            parts.orders, wholeAfter: run.day.endEpochSeconds, kept: parts.sessions?.orders, onOpen: parts.onOrders)
        defer { parts.onOrders(nil) }
        let payments = try orders.sharedPayments(
            of: run.account, paidOn: BusinessDay(number: run.day.number - Int32(clamping: limitDays)))
        var frozen: [FrozenPayment] = []
        for (place, payment) in payments.enumerated() {
            if parts.stop.isRaised { throw Problem(.runStopped, "the service stops") }
            parts.progress(Progress(run.unit, step: "asking what is frozen", done: Int64(place)))
            // The bill may know what the shop does not; a payment that neither knows was never paid.
            guard let tradeNo = try payment.channelTradeNo ?? billedNumber(of: payment.paymentNo, run, ledger) else {
                continue
            }
            switch parts.client.frozen(tradeNo, run.unit) {
            case .fen(let fen):
                frozen.append(
                    FrozenPayment(
                        paymentNo: payment.paymentNo, channelTradeNo: tradeNo, orderNos: payment.orderNos, fen: fen))
            case .retryLater(let seconds, let problem): throw BillPostponed(afterSeconds: seconds, problem: problem)
            case .giveUp(let problem): throw problem
            case nil: return nil
            }
        }
        return frozen
    }

    private static func billedNumber(
        of paymentNo: String, _ run: ClaimedRun, _ ledger: borrowing Connection
    ) throws -> String? {
        try ledger.query(
            """
            SELECT min(channel_trade_no) FROM ledger.find_entries($1)
            WHERE account_id = $2 AND entry_type = 'payment' AND payment_no = $1 AND channel_trade_no <> ''
            """, [paymentNo, String(run.lease.accountID)])[0, 0]
    }
}
