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
            if let sharedAt = record.sharedAt { try writer.timestamp(epochSeconds: sharedAt) } else { try writer.null() }
            try writer.field(record.channelTradeNo)
            try writer.field(record.orderNos)
        }
        try writer.trailer()
    }
    try connection.execute(input.sharingSQL(PackageResources.replace_records_sql))
}
