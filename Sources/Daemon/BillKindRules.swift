import Ledger
import Postgres
import Vocabulary

/// What a kind of bill must bring along so that a day of it can be run; see the page Adding a bill kind.
protocol BillKindRules: SendableMetatype {
    /// The bill's files in the order in which the ledger notes them, whatever order they came in.
    static func inOrder(_ files: [BillFile], of unit: DayUnit, _ parts: RunParts) throws -> [BillFile]

    /// Reads the bill, proves it whole, works out the day's verdict and stores everything, in one transaction.
    static func conclude(
        _ run: ClaimedRun, _ bill: ObtainedBill, billID: Int64, _ parts: RunParts, _ ledger: borrowing Connection
    ) throws -> Verdict
}
