import Bills
import Ledger
import Postgres
import Vocabulary

/// What a kind of bill must bring along so that a day of it can be run; see the page Adding a bill kind.
protocol BillKindRules: SendableMetatype {
    /// A row of its bills, decoded.
    associatedtype Row
    /// What shows that a bill is whole: its sums beside the file's own totals, or an unbroken chain of balances.
    associatedtype Proof

    /// Hands every row over, by the channel's decoder of the kind, and returns the proof once the bill is whole.
    /// - Throws: where it is not, or a row cannot be read: then nothing may be concluded from the rows before it.
    static func read(
        _ files: [BillFile], of unit: DayUnit, _ parts: RunParts, sink: (Row) throws -> Void
    ) throws -> Proof

    /// Its settlement: works out the day's verdict from the bill and stores everything, in one transaction.
    static func conclude(
        _ run: ClaimedRun, _ bill: ObtainedBill, billID: Int64, _ parts: RunParts, _ ledger: borrowing Connection
    ) throws -> Verdict
}

/// The kinds that can be run, a line each.
private let rulesOfKinds: [BillKind: any BillKindRules.Type] = [
    .trade: TradeDay.self
]

extension BillKind {
    /// - Throws: `run.unknown_bill_kind`, where another release queued the run.
    var rules: any BillKindRules.Type {
        get throws {
            guard let rules = rulesOfKinds[self] else {
                throw Problem(
                    .unknownBillKind, "this program cannot run bills of this kind",
                    expected: rulesOfKinds.keys.sorted().map(\.rawValue).joined(separator: ", "), found: rawValue)
            }
            return rules
        }
    }
}
