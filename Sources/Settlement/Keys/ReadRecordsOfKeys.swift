import Orders
import Postgres
import Vocabulary

/// Lists every key that something has touched, once.
func touchKeys(_: SidesRead, _ input: DayInput, _ connection: borrowing Connection) throws -> TouchedKeys {
    // Read once more now that the settlement's turn has come: another account's may have added some.
    try connection.execute(input.sql(PackageResources.take_up_open_records_sql))
    try connection.execute(input.sql(PackageResources.touch_keys_sql))
    return TouchedKeys()
}

/// Reads the shop's records of all touched keys, as they are now, of whatever account: numbers are each account's own.
func readRecords(
    of _: TouchedKeys, _ input: DayInput, _ connection: borrowing Connection, _ orders: OrderSnapshot
) throws -> RecordsOfKeys {
    let accounts = try accountIDs(connection)
    try forEachBatch(
        connection, "SELECT entry_type = 'payment', payment_no, refund_no FROM pg_temp.key WHERE payment_no <> ''"
    ) { rows in
        let keys = (0..<rows.count).map { row in
            RecordKey(
                type: rows.bool(row, 0) ? .payment : .refund, paymentNo: rows.text(row, 1), refundNo: rows.text(row, 2))
        }
        let records: [ShopRecord]
        do { records = try orders.records(for: keys) } catch let problem as Problem {
            throw problem.located(Place(account: input.account, day: input.day))
        }
        try stage(records, accounts, connection)
    }
    try connection.execute("SELECT pg_temp.analyze_large('pg_temp.read_record')")
    return RecordsOfKeys()
}

private func stage(
    _ records: [ShopRecord], _ accounts: [ChannelAccount: Int32], _ connection: borrowing Connection
) throws {
    try connection.copyIn("COPY pg_temp.read_record FROM STDIN (FORMAT binary)") { writer in
        try writer.header()
        for record in records {
            try writer.beginRow(columns: 12)
            try writer.field(record.key.type.rawValue)
            try writer.field(record.key.paymentNo)
            try writer.field(record.key.refundNo)
            let owner = Channel(rawValue: record.channel).flatMap {
                accounts[ChannelAccount(channel: $0, account: record.account)]
            }
            if let owner { try writer.field(owner) } else { try writer.null() }
            try writer.field(record.channel)
            try writer.field(record.account)
            try writer.field(record.channelNo ?? "")
            try writer.field(record.amountFen)
            try writer.field(record.currency)
            try writer.field(record.state)
            if let occurredAt = record.occurredAt {
                try writer.timestamp(epochSeconds: occurredAt)
            } else {
                try writer.null()
            }
            try writer.field(record.orderNos)
        }
        try writer.trailer()
    }
}
