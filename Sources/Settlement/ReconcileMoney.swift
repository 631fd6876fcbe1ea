import Orders
import Postgres
import Vocabulary

/// Reads both sides of one day's money and concludes it, in one transaction. The caller holds the account's lease and has begun
/// the run.
///
/// - Parameter areSharesMovements: the channel's shares are movements, and no bill of their own; nil for an account that shares
///   nothing.
/// - Throws: a `Problem` of exit `.incomplete` or `.badData` where no conclusion could be reached: nothing was changed.
package func reconcileMoney(
    _ input: MoneyInput, _ connection: borrowing Connection, orders source: OrdersSource,
    orderSessions: KeptSessions? = nil, areSharesMovements: Bool? = nil, funds: @escaping FundsReading,
    archived: @escaping ArchivedBillReading,
    onOrders: @escaping (Canceller?) -> Void = { _ in },
    progress: @escaping (_ step: String, _ done: Int64) -> Void
) throws -> Verdict {
    // Only refunds that came back need the shop: most days do without.
    let readings = MoneyReadings(
        funds: funds, archivedTrade: archived,
        orders: {
            try OrderSnapshot(source, wholeAfter: input.day.endEpochSeconds, kept: orderSessions, onOpen: onOrders)
        })
    defer { onOrders(nil) }
    return try connection.transaction {
        let verdict = try settleMoney(input, connection, readings, progress: progress)
        if let areSharesMovements {
            try settleSharing(after: input, areMovements: areSharesMovements, connection, readings, progress: progress)
        }
        return verdict
    }
}
