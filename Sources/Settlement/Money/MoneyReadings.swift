import Bills
import Ledger
import Orders
import Postgres
import Vocabulary

/// Streams the movements of one file of the funds bill, and returns its sums once it is proven whole.
package typealias FundsReading = (
    _ file: BillFile, _ day: BusinessDay, _ sink: (borrowing Movement) throws -> Void
) throws -> FundsSummary

/// How the money side comes to its bills and to the shop.
package struct MoneyReadings {
    package var funds: FundsReading
    package var archivedTrade: ArchivedBillReading
    package var orders: () throws -> OrderSnapshot

    package init(
        funds: @escaping FundsReading, archivedTrade: @escaping ArchivedBillReading,
        orders: @escaping () throws -> OrderSnapshot
    ) {
        self.funds = funds
        self.archivedTrade = archivedTrade
        self.orders = orders
    }

    /// A day's trade bill in force, to be read out of the archive.
    func trade(_ day: BusinessDay, _ input: MoneyInput, _ connection: borrowing Connection) throws -> TradeReading {
        let bill = try RunJournal.archivedBill(UnitKey(input.accountID, day, .trade), connection)
        guard let bill else {
            throw Problem(
                .noArchivedBill, "the trade bill in force is not at hand",
                at: Place(account: input.account, day: day), hint: "Import the trade bill of that day again.")
        }
        if bill.source == .noData { return { _ in } }
        return { [archivedTrade] sink in _ = try archivedTrade(bill.files, input.account, day, sink) }
    }
}

/// Streams the entries of a trade bill in force; on whatever queue.
typealias TradeReading = @Sendable (_ sink: (BillEntry) throws -> Void) throws -> Void
