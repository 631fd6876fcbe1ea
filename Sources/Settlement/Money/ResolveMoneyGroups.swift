import Orders
import Postgres
import Rules
import Vocabulary

/// Streams what was gathered through the rules, group by group.
func resolveMoneyGroups(
    _ input: MoneyInput, _ calendar: MoneyCalendar, _ connection: borrowing Connection, _ readings: MoneyReadings
) throws {
    try askForReturned(input, connection, readings)
    var outcomes = MoneyOutcomes()
    var batch: [MoneyRow] = []
    try forEachBatch(connection, String(decoding: PackageResources.money_groups_sql, as: UTF8.self)) { rows in
        for row in 0..<rows.count { batch.append(try MoneyRow(rows, row)) }
        // The last label may go on in the next rows.
        guard let last = batch.last?.label else { return }
        let end = batch.lastIndex { $0.label != last }.map { $0 + 1 } ?? 0
        try resolve(Array(batch[..<end]), input, calendar, &outcomes)
        batch.removeFirst(end)
    }
    try resolve(batch, input, calendar, &outcomes)
    try outcomes.copy(connection)
}

private func resolve(
    _ rows: [MoneyRow], _ input: MoneyInput, _ calendar: MoneyCalendar, _ outcomes: inout MoneyOutcomes
) throws {
    let entries = rows.filter { $0.entry != nil }
    let movements = rows.filter { $0.movement != nil }
    let groups = groupMoney(
        entries: entries.map { ($0.entry?.type ?? .payment, $0.numbers) },
        movements: movements.map { ($0.movement?.movementClass ?? .other, $0.numbers) }, areOfTrades: input.areOfTrades)
    for group in groups {
        let classified = group.entries.map { entries[$0] }.filter(\.isClassified)
        let moved = group.movements.map { movements[$0] }
        guard let label = classified.first?.label ?? moved.first?.label else { continue }
        let resolution = resolveMoney(
            entries: classified.compactMap(\.entry), isKnown: !group.entries.isEmpty,
            movements: moved.compactMap(\.movement),
            calendar: calendar)
        try outcomes.take(resolution, label: label, entries: classified, movements: moved)
    }
}

/// Notes which of the refunds that may have come back the shop calls succeeded.
private func askForReturned(
    _ input: MoneyInput, _ connection: borrowing Connection, _ readings: MoneyReadings
) throws {
    let rows = try connection.query(String(decoding: PackageResources.refunds_returned_sql, as: UTF8.self))
    guard rows.count > 0 else { return }
    let keys = (0..<rows.count).map {
        RecordKey(type: .refund, paymentNo: rows.text($0, 0), refundNo: rows.text($0, 1))
    }
    for record in try readings.orders().records(for: keys) {
        guard record.state == RecordState.succeeded.rawValue, record.account == input.account.account,
            record.channel == input.account.channel.rawValue
        else { continue }
        try connection.query(
            "UPDATE pg_temp.money_entry SET is_succeeded = true WHERE entry_type = 'refund' AND payment_no = $1 AND refund_no = $2",
            [record.key.paymentNo, record.key.refundNo])
    }
}
