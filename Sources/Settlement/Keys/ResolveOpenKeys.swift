import Orders
import Postgres
import Rules
import Vocabulary

/// Streams the open keys of each account, each with its record and its entries, through the rules.
func resolveOpenKeys(
    _: OpenEntries, _: RecordsOfKeys, _ input: DayInput, _ connection: borrowing Connection
) throws -> ResolvedKeys {
    let calendar = try readCalendar(input, connection)
    var group: OpenGroup?
    try forEachBatch(connection, input.sql(PackageResources.keys_to_resolve_sql)) { rows in
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
        SELECT pg_temp.analyze_large('pg_temp.new_outcome');
        SELECT pg_temp.analyze_large('pg_temp.record_outcome')
        """)
    return ResolvedKeys()
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
            expected: "a time, or an entry in a bill", found: "neither")
    }
    try writeEntryOutcomes(zip(groups, resolved), connection)
    try writeRecordOutcomes(zip(groups, resolved), connection)
}

private typealias Resolved = Zip2Sequence<[OpenGroup], [KeyResolution]>

private func writeEntryOutcomes(_ resolved: Resolved, _ connection: borrowing Connection) throws {
    try connection.copyIn("COPY pg_temp.new_outcome FROM STDIN (FORMAT binary)") { writer in
        try writer.header()
        for (group, resolution) in resolved {
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
}

private func writeRecordOutcomes(_ resolved: Resolved, _ connection: borrowing Connection) throws {
    try connection.copyIn("COPY pg_temp.record_outcome FROM STDIN (FORMAT binary)") { writer in
        try writer.header()
        for (group, resolution) in resolved {
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
