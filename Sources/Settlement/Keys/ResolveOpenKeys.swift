import Bills
import Rules
import Orders
import Postgres
import Vocabulary

/// The shop's records of all touched keys, as they are now, of whatever account: numbers are each account's own.
func readOpenRecords(
    _ input: DayInput, _ connection: borrowing Connection, _ orders: OrderSnapshot
) throws {
    try connection.execute(
        """
        INSERT INTO pg_temp.touched_key SELECT entry_type, payment_no, refund_no FROM pg_temp.staged_entry;
        CREATE TEMP TABLE key ON COMMIT DROP AS
        SELECT DISTINCT entry_type, payment_no, refund_no, hashtextextended(payment_no, 0) AS payment_hash
        FROM pg_temp.touched_key;
        CREATE UNIQUE INDEX ON pg_temp.key (entry_type, payment_no, refund_no);
        ANALYZE pg_temp.key
        """)
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
    try connection.execute(
        """
        CREATE UNIQUE INDEX ON pg_temp.read_record (entry_type, payment_no, refund_no, channel, account);
        ANALYZE pg_temp.read_record
        """)
}

/// Every entry, of whatever account and day in force, that bears a touched key; plain pairs among them are open again.
func gatherOpenEntries(_ input: DayInput, _ connection: borrowing Connection) throws {
    func columns(_ isStored: Bool) -> String {
        """
        SELECT \(isStored), e.account_id, e.bill_date, e.file_no, e.line_no, e.entry_type, e.payment_no, e.refund_no,
               CASE WHEN e.entry_type = 'payment' OR e.channel_refund_no = '' THEN e.channel_trade_no
                    ELSE e.channel_refund_no END,
               e.channel_trade_no, e.channel_refund_no, e.amount_fen, e.fee_e5, e.expected_fee_fen, e.currency,
               e.occurred_at, e.outcome <> 'unclassified',
               NOT (e.entry_type = 'refund' AND e.state IN ('FAIL', 'CHANGE')),
               \(isStored ? "e.outcome" : "NULL"), e.flag
        """
    }
    try connection.execute(
        """
        INSERT INTO pg_temp.open_entry \(columns(true))
        FROM pg_temp.key k JOIN ledger.entry e
          ON e.payment_hash = k.payment_hash AND e.entry_type = k.entry_type
         AND e.payment_no = k.payment_no AND e.refund_no = k.refund_no;
        INSERT INTO pg_temp.open_entry \(columns(false)) FROM pg_temp.staged_entry e;
        CREATE INDEX ON pg_temp.open_entry (entry_type, payment_no, refund_no);
        ANALYZE pg_temp.open_entry
        """)
}

/// Streams the open keys of each account, each with its record and its entries, through the rules.
func resolveOpenKeys(_ input: DayInput, _ connection: borrowing Connection) throws {
    let calendar = try readCalendar(input, connection)
    let columns = """
        SELECT k.entry_type = 'payment', k.payment_no, k.refund_no, k.account_id,
               e.entry_type IS NOT NULL, r.entry_type IS NOT NULL, r.channel_no, r.amount_fen, r.currency, r.state,
               floor(extract(epoch FROM r.occurred_at))::bigint,
               o.bill_date - DATE '1970-01-01', o.file_no, o.line_no, o.amount_fen, o.currency,
               extract(epoch FROM o.occurred_at)::bigint, o.channel_no, o.is_classified, o.is_executed
        FROM (SELECT entry_type, payment_no, refund_no, account_id FROM pg_temp.open_entry
              UNION SELECT entry_type, payment_no, refund_no, account_id FROM pg_temp.read_record
                     WHERE account_id IS NOT NULL) k
        LEFT JOIN (SELECT DISTINCT entry_type, payment_no, refund_no FROM pg_temp.read_record) e
             USING (entry_type, payment_no, refund_no)
        LEFT JOIN pg_temp.read_record r USING (entry_type, payment_no, refund_no, account_id)
        LEFT JOIN pg_temp.open_entry o USING (entry_type, payment_no, refund_no, account_id)
        ORDER BY k.entry_type, k.payment_no COLLATE "C", k.refund_no COLLATE "C", k.account_id, o.bill_date, o.file_no,
                 o.line_no
        """
    var group: OpenGroup?
    try forEachBatch(connection, columns) { rows in
        var finished: [OpenGroup] = []
        for row in 0..<rows.count {
            if try group?.isOf(rows, row) != true {
                if let group { finished.append(group) }
                group = try OpenGroup(rows, row)
            }
            if rows[row, 11] != nil, let accountID = group?.accountID {
                group?.entries.append(try openEntry(rows, row, accountID))
            }
        }
        try write(finished, calendar, input, connection)
    }
    if let group { try write([group], calendar, input, connection) }
    try connection.execute(
        """
        CREATE UNIQUE INDEX ON pg_temp.new_outcome (account_id, bill_date, file_no, line_no);
        CREATE UNIQUE INDEX ON pg_temp.record_outcome (account_id, entry_type, payment_no, refund_no);
        ANALYZE pg_temp.new_outcome;
        ANALYZE pg_temp.record_outcome
        """)
}

/// What bears one key of one account.
private struct OpenGroup {
    let key: RecordKey
    let accountID: Int32
    /// Some record of the shop bears the key, of whatever account.
    let isKnown: Bool
    let record: OpenRecord?
    var entries: [OpenEntry] = []

    init(_ rows: borrowing Rows, _ row: Int) throws {
        key = RecordKey(
            type: rows.bool(row, 0) ? .payment : .refund, paymentNo: rows.text(row, 1), refundNo: rows.text(row, 2))
        accountID = try rows.int32(row, 3)
        isKnown = rows.bool(row, 4)
        record = try openRecord(rows, row, accountID)
    }

    /// Numbers are compared by their bytes: two Unicode forms of one are two.
    func isOf(_ rows: borrowing Rows, _ row: Int) throws -> Bool {
        let isOfAccount = try rows.int32(row, 3) == accountID
        return isOfAccount && rows.bool(row, 0) == (key.type == .payment)
            && rows.text(row, 1).utf8.elementsEqual(key.paymentNo.utf8)
            && rows.text(row, 2).utf8.elementsEqual(key.refundNo.utf8)
    }
}

private func openRecord(_ rows: borrowing Rows, _ row: Int, _ accountID: Int32) throws -> OpenRecord? {
    guard rows.bool(row, 5), let state = RecordState(rawValue: rows.text(row, 9)) else { return nil }
    return OpenRecord(
        accountID: accountID, channelNo: rows.text(row, 6), amountFen: try rows.int(row, 7),
        currency: rows.text(row, 8), state: state, occurredAt: rows[row, 10].flatMap { Int64($0) })
}

private func openEntry(_ rows: borrowing Rows, _ row: Int, _ accountID: Int32) throws -> OpenEntry {
    try OpenEntry(
        accountID: accountID, billDate: BusinessDay(number: rows.int32(row, 11)),
        fileNumber: rows.int16(row, 12), lineNumber: rows.int32(row, 13),
        amountFen: rows.int(row, 14), currency: rows.text(row, 15), occurredAt: rows.int(row, 16),
        channelNo: rows.text(row, 17), isClassified: rows.bool(row, 18), isRefundNotExecuted: !rows.bool(row, 19))
}

private func write(
    _ groups: [OpenGroup], _ calendar: Calendar, _ input: DayInput, _ connection: borrowing Connection
) throws {
    let resolved = groups.map { group in
        resolveKey(
            isKeyKnown: !group.key.paymentNo.isEmpty, record: group.record,
            isKnownElsewhere: group.isKnown && group.record == nil, entries: group.entries, calendar: calendar)
    }
    for (group, resolution) in zip(groups, resolved)
    where resolution.isRecordWithoutTimeUnpaired && group.accountID == input.accountID {
        throw Problem(
            .ordersWithoutTime, "the shop counts \(group.key.text) as money but does not say when",
            at: Place(account: input.account, day: input.day),
            expected: "a time, or an entry in a bill", found: "neither",
            hint: "Let the order view give paid_at or refunded_at for every paid or succeeded record.")
    }
    try connection.copyIn("COPY pg_temp.new_outcome FROM STDIN (FORMAT binary)") { writer in
        try writer.header()
        for (group, resolution) in zip(groups, resolved) {
            for (index, entry) in group.entries.enumerated() {
                try writer.beginRow(columns: 6)
                try writer.field(entry.accountID)
                try writer.field(entry.billDate)
                try writer.field(entry.fileNumber)
                try writer.field(entry.lineNumber)
                try writer.field(resolution.entries[index].rawValue)
                if let due = resolution.entryDueDates[index] { try writer.field(due) } else { try writer.null() }
            }
        }
        try writer.trailer()
    }
    try connection.copyIn("COPY pg_temp.record_outcome FROM STDIN (FORMAT binary)") { writer in
        try writer.header()
        for (group, resolution) in zip(groups, resolved) {
            guard let outcome = resolution.record else { continue }
            try writer.beginRow(columns: 10)
            try writer.field(group.accountID)
            try writer.field(group.key.type.rawValue)
            try writer.field(group.key.paymentNo)
            try writer.field(group.key.refundNo)
            try writer.field(outcome.rawValue)
            if let due = resolution.recordDueDate { try writer.field(due) } else { try writer.null() }
            if let paired = resolution.pairedEntry.map({ group.entries[$0] }) {
                try writer.field(paired.billDate)
                try writer.field(paired.fileNumber)
                try writer.field(paired.lineNumber)
                try writer.field(paired.amountFen)
            } else {
                for _ in 0..<4 { try writer.null() }
            }
        }
        try writer.trailer()
    }
}

/// The day that is being settled counts as concluded: only then do the items that waited for it fall due. So does a
/// closed day, whose bill never comes any more.
private func readCalendar(_ input: DayInput, _ connection: borrowing Connection) throws -> Calendar {
    var calendar = Calendar(accounts: [:])
    let accounts = try connection.query(
        "SELECT account_id, cut_off_window_seconds, start_date - DATE '1970-01-01' FROM ledger.account")
    for row in 0..<accounts.count {
        calendar.accounts[try accounts.int32(row, 0)] = try Calendar.Account(
            cutOffWindowSeconds: accounts.int(row, 1), startDate: BusinessDay(number: accounts.int32(row, 2)),
            concluded: [])
    }
    let days = try connection.query("SELECT account_id, bill_date - DATE '1970-01-01' FROM ledger.day WHERE concluded")
    for row in 0..<days.count {
        calendar.accounts[try days.int32(row, 0)]?.concluded.insert(
            BusinessDay(number: try days.int32(row, 1)))
    }
    calendar.accounts[input.accountID]?.concluded.insert(input.day)
    let closed = try connection.query("SELECT max(closed_through) - DATE '1970-01-01' FROM ledger.period")
    calendar.closedThrough = closed[0, 0].flatMap { Int32($0) }.map(BusinessDay.init(number:))
    return calendar
}
