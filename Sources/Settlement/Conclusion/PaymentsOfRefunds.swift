import Ledger
import Orders
import Postgres
import Vocabulary

/// Says what payments amount to whose refunds are added up: the shop's amount, else that of the bill's payment, else nothing to
/// compare with.
func addPaymentAmounts(
    _ input: DayInput, _ connection: borrowing Connection, _ orders: OrderSnapshot, _ countedLines: CountedLines
) throws {
    guard try hasUnknownPayments(connection) else { return }
    try addShopAmounts(input, connection, orders)
    guard try hasUnknownPayments(connection) else { return }
    let payments = "SELECT 'payment'::ledger.entry_type AS entry_type, payment_no FROM pg_temp.unknown_payment"
    if try findBlocks(ofPayments: payments, connection) { try countedLines.restore(connection) }
    try connection.execute(input.sql(PackageResources.billed_amounts_sql))
}

private func hasUnknownPayments(_ connection: borrowing Connection) throws -> Bool {
    try connection.query("SELECT FROM pg_temp.unknown_payment LIMIT 1").count > 0
}

/// What the shop says of the payments whose amount is not known yet; these are then known.
private func addShopAmounts(
    _ input: DayInput, _ connection: borrowing Connection, _ orders: OrderSnapshot
) throws {
    let accounts = try accountIDs(connection)
    try forEachBatch(connection, "SELECT DISTINCT payment_no FROM pg_temp.unknown_payment") { rows in
        let amounts = try orders.paymentAmountsFen((0..<rows.count).map { rows.text($0, 0) })
        try connection.copyIn("COPY pg_temp.payment_amount FROM STDIN (FORMAT binary)") { writer in
            try writer.header()
            for amount in amounts {
                guard let channel = Channel(rawValue: amount.channel),
                    let accountID = accounts[ChannelAccount(channel: channel, account: amount.account)]
                else { continue }
                try writer.beginRow(columns: 4)
                try writer.field(accountID)
                try writer.field(serverHash(amount.paymentNo))
                try writer.field(amount.paymentNo)
                try writer.field(amount.amountFen)
            }
            try writer.trailer()
        }
    }
    try connection.execute(input.sql(PackageResources.known_amounts_sql))
}
