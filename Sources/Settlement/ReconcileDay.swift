import Bills
import Rules
import Orders
import Postgres
import Vocabulary

/// Reads both sides of one day and concludes it, in one transaction. The caller holds the account's lease (so that the
/// last one to read is the last one to write) and has begun the run.
///
/// - Parameters:
///   - archived: reads another day's bill again, where its plain pairs were only counted.
///   - onOrders: called with what ends the reading of the orders.
/// - Throws: a `Problem` of exit `.incomplete` or `.badData` where no conclusion could be reached: nothing was changed.
package func reconcileDay(
    _ input: DayInput, _ connection: borrowing Connection, orders source: OrdersSource,
    orderSessions: KeptSessions? = nil, bill: @escaping BillReading, archived: @escaping ArchivedBillReading,
    money: MoneyOfAccount? = nil, onOrders: (Canceller?) -> Void = { _ in },
    progress: @escaping (_ step: String, _ done: Int64) -> Void
) throws -> Verdict {
    func attempt(_ input: DayInput) throws -> Verdict {
        let orders = try OrderSnapshot(
            source, wholeAfter: input.day.endEpochSeconds + input.rules.cutOffWindowSeconds, kept: orderSessions,
            onOpen: onOrders)
        try noteOrderRelations(source, orders, connection)
        return try connection.transaction {
            let verdict = try settleDay(input, connection, orders, bill: bill, archived: archived, progress: progress)
            if let money {
                let readings = MoneyReadings(funds: money.funds, archivedTrade: archived, orders: { orders })
                try settleMoney(after: input, money, connection, readings, progress: progress)
            }
            return verdict
        }
    }
    do { return try attempt(input) } catch is TooManyUnclaimed {
        var inTurn = input
        inTurn.pace.readsSidesTogether = false
        return try attempt(inTurn)
    }
}
