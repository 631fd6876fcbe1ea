import Orders
import Postgres
import Vocabulary

/// Reads the shop's records of every group that is looked at: of those that were touched, and of the day's own.
func readSharings(
    _ input: SharingInput, _ connection: borrowing Connection, _ orders: OrderSnapshot
) throws {
    try orders.requireSharings()
    let booked = try orders.sharingNumbers(input.labelColumn, of: input.account, day: input.day)
    try connection.query(
        "INSERT INTO pg_temp.share_key SELECT unnest($1::text[]) ON CONFLICT DO NOTHING", [arrayLiteral(booked)])
    if input.areMovements { try readPaymentsOfMovements(input, connection, orders) }
    let found = try connection.query("SELECT label FROM pg_temp.share_key ORDER BY label")
    let labels = (0..<found.count).map { found.text($0, 0) }
    try connection.copyIn(
        "COPY pg_temp.read_sharing FROM STDIN (FORMAT binary)"
    ) { writer in
        try writer.header()
        try orders.sharings(input.labelColumn, labels, of: input.account) { record in
            try writer.beginRow(columns: 8)
            try writer.field(record.paymentNo)
            try writer.field(record.sharingNo)
            try writer.field(ShareReceiver.text(record.receiver, of: record.sharingNo))
            try writer.field(record.amountFen)
            try writer.field(record.state)
            if let sharedAt = record.sharedAt {
                try writer.timestamp(epochSeconds: sharedAt)
            } else {
                try writer.null()
            }
            try writer.field(record.channelTradeNo)
            try writer.field(record.orderNos)
        }
        try writer.trailer()
    }
    try connection.execute(input.sharingSQL(PackageResources.replace_records_sql))
    if !input.areMovements { try readPaymentsOfRows(input, connection, orders) }
}

/// A movement may bear the channel's number of the trade and not the payment's own: the shop knows both, whether or not a record of
/// a share has them in the ledger already.
private func readPaymentsOfMovements(
    _ input: SharingInput, _ connection: borrowing Connection, _ orders: OrderSnapshot
) throws {
    try fillPayments(
        trades: "SELECT DISTINCT business_no FROM pg_temp.share_movement WHERE business_no <> ''",
        payments: "SELECT label FROM pg_temp.share_key", input, connection, orders)
    try connection.execute(
        "INSERT INTO pg_temp.share_key SELECT DISTINCT payment_no FROM pg_temp.share_payment ON CONFLICT DO NOTHING")
}

/// What somebody else shared bears the channel's number of the payment alone. A ledger may have the payment's own number later, or
/// not at all; the shop has it now, so that the end does not depend on the order of the runs.
private func readPaymentsOfRows(
    _ input: SharingInput, _ connection: borrowing Connection, _ orders: OrderSnapshot
) throws {
    try fillPayments(
        trades: input.sql(
            """
            SELECT DISTINCT s.channel_trade_no FROM ledger.share s JOIN pg_temp.share_key k ON k.label = s.sharing_no
            WHERE s.account_id = :account_id AND s.channel_trade_no <> ''
              AND NOT EXISTS (SELECT FROM pg_temp.read_sharing r WHERE r.sharing_no = s.sharing_no)
            """), payments: nil, input, connection, orders)
}

private func fillPayments(
    trades: String, payments: String?, _ input: SharingInput, _ connection: borrowing Connection,
    _ orders: OrderSnapshot
) throws {
    func numbers(_ query: String?) throws -> [String] {
        guard let query else { return [] }
        let found = try connection.query(query)
        return (0..<found.count).map { found.text($0, 0) }
    }
    let (tradeNos, paymentNos) = (try numbers(trades), try numbers(payments))
    guard !tradeNos.isEmpty || !paymentNos.isEmpty else { return }
    try connection.copyIn("COPY pg_temp.share_payment FROM STDIN (FORMAT binary)") { writer in
        try writer.header()
        try orders.payments(ofTrades: tradeNos, or: paymentNos, of: input.account) { tradeNo, paymentNo in
            try writer.beginRow(columns: 2)
            try writer.field(tradeNo)
            try writer.field(paymentNo)
        }
        try writer.trailer()
    }
}
