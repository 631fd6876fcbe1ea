import Bills
import Channels
import Ledger
import Postgres
import Rules
import Settlement
import Vocabulary

/// A day of the funds bill: what moved in the account's pots, whole when counts, sums and balances are the file's own, and
/// settled against the trade bills in force.
enum FundsDay: BillKindRules {
    static func inOrder(_ files: [BillFile], of unit: DayUnit, _ parts: RunParts) -> [BillFile] {
        parts.inPotOrder(files)
    }

    static func conclude(
        _ run: ClaimedRun, _ bill: ObtainedBill, billID: Int64, _ parts: RunParts, _ ledger: borrowing Connection
    ) throws -> Verdict {
        // Obtained just now: its files are proven.
        let reading = FilesRead(bill.files, during: "reading movements")
        let money = try money(
            of: run.account, parts.fundsDecoderType(run.account), parts, isProven: true, reading: reading)
        var input = MoneyInput(
            accountID: run.lease.accountID, account: run.account, day: run.day, runID: run.lease.runID,
            rules: parts.rules, areOfTrades: money.areOfTrades, areBalancesChained: money.areBalancesChained,
            bill: FundsBill(
                billID: billID, files: bill.files, pots: bill.files.compactMap(\.pot) + bill.quietPots,
                source: bill.source, balances: bill.balances))
        input.lease = run.lease
        input.program = programVersion
        return try settling {
            try reconcileMoney(
                input, ledger, orders: parts.orders, orderSessions: parts.sessions?.orders,
                areSharesMovements: parts.rules.sharingLimitDays.map { _ in parts.channel.areSharesMovements },
                funds: money.funds,
                archived: TradeDay.archived(parts), onOrders: parts.onOrders, progress: parts.report(run, reading))
        }
    }

    /// - Parameter isProven: the files' digests were made in this run.
    static func money(
        of account: ChannelAccount, _ decoder: any FundsDecoder.Type, _ parts: RunParts, isProven: Bool,
        reading: FilesRead? = nil
    ) -> MoneyOfAccount {
        MoneyOfAccount(
            areOfTrades: decoder.areMovementsOfTrades, areBalancesChained: decoder.areBalancesChained
        ) { file, day, sink in
            let unit = DayUnit(account, day, .funds)
            if !isProven { try BillArchive.prove([file], of: unit) }
            guard let pot = file.pot else {
                throw Problem(
                    .billPotMissing, "a file of the funds bill names no pot", at: unit.place,
                    expected: parts.pots.map(\.rawValue).joined(separator: ", "), found: "none")
            }
            return try parts.fundsDecoder(unit, pot, isImport: file.isImported)
                .decode(file, progress: { reading?.reach($0, of: file) }, sink: sink)
        }
    }
}
