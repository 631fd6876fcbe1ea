import Bills
import Ledger
import Orders
import Postgres
import Rules
import Vocabulary

/// What a channel's funds bills are like, and how to read one.
package struct MoneyOfAccount {
    package var areOfTrades: Bool
    package var areBalancesChained: Bool
    package var funds: FundsReading

    package init(areOfTrades: Bool, areBalancesChained: Bool, funds: @escaping FundsReading) {
        (self.areOfTrades, self.areBalancesChained, self.funds) = (areOfTrades, areBalancesChained, funds)
    }
}

/// The trade bill is one side of the money, too: once it is in force, everything that rests on it is worked out again, in the same
/// transaction.
func settleMoney(
    after trade: DayInput, _ money: MoneyOfAccount, _ connection: borrowing Connection, _ readings: MoneyReadings,
    progress: @escaping (_ step: String, _ done: Int64) -> Void
) throws {
    var input = MoneyInput(
        accountID: trade.accountID, account: trade.account, day: trade.day, runID: trade.runID, rules: trade.rules,
        areOfTrades: money.areOfTrades, areBalancesChained: money.areBalancesChained, bill: nil)
    input.program = trade.program
    let days = try connection.query(
        input.sql(
            """
            SELECT bill_id, worked_from, bill_date = :bill_date FROM ledger.day
            WHERE account_id = :account_id AND kind = :kind AND concluded ORDER BY 3 DESC LIMIT 1
            """))
    guard days.count == 1 else { return }
    if days.bool(0, 2), try days[0, 1] != input.workedFrom(connection) {
        let bill = try fundsBillInForce(try days.int(0, 0), input, connection)
        let run = try connection.query(input.sql(PackageResources.open_money_run_sql))
        input.runID = try run.int(0, 0)
        input.bill = bill
    }
    _ = try settleMoney(input, connection, readings, progress: progress)
}

private func fundsBillInForce(
    _ billID: Int64, _ input: MoneyInput, _ connection: borrowing Connection
) throws -> FundsBill {
    let key = UnitKey(input.accountID, input.day, .funds)
    guard let archived = try RunJournal.archivedBill(key, connection) else {
        throw Problem(
            .noArchivedBill, "the funds bill in force is not at hand", at: input.place,
            hint: "Import the funds bill of that day again.")
    }
    return FundsBill(
        billID: billID, files: archived.files, pots: archived.files.compactMap(\.pot) + archived.quietPots,
        source: archived.source)
}
