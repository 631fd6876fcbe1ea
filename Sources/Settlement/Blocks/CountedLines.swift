import Ledger
import Bills
import Postgres
import Vocabulary

/// The lines of plain pairs that were only counted. What a settlement has to look at is read again, from the archived bill
/// or the one at hand, and forgotten at its end.
struct CountedLines {
    private let input: DayInput
    private let bill: BillReading
    private let archived: ArchivedBillReading

    init(_ input: DayInput, bill: @escaping BillReading, archived: @escaping ArchivedBillReading) {
        self.input = input
        self.bill = bill
        self.archived = archived
    }

    /// Sees that the blocks in `found_block` have their lines.
    /// - Throws: `ledger.pairs_unreadable` where a bill does not give them any more.
    func restore(_ connection: borrowing Connection) throws {
        let rows = try connection.query(input.sql(PackageResources.blocks_to_restore_sql))
        guard rows.count > 0 else { return }
        var wanted: [WantedDay: [WantedRun]] = [:]
        for row in 0..<rows.count {
            let day = try WantedDay(accountID: rows.int32(row, 0), day: BusinessDay(number: rows.int32(row, 1)))
            guard let runs = lineRuns(rows.text(row, 4), covering: try rows.int(row, 5)) else {
                throw unreadable("a block does not say where its lines are", at: try place(of: day, connection))
            }
            for lines in runs {
                wanted[day, default: []].append(
                    WantedRun(
                        block: row, type: EntryType(rawValue: rows.text(row, 2)) ?? .payment,
                        fileNumber: try rows.int16(row, 3), lines: lines))
            }
        }
        for (day, runs) in wanted.sorted(by: { $0.key.day < $1.key.day }) { try restore(runs, of: day, connection) }
    }

    private func restore(_ runs: [WantedRun], of day: WantedDay, _ connection: borrowing Connection) throws {
        let place = try place(of: day, connection)
        do {
            let reading = try reading(day, place.account ?? input.account, connection)
            try connection.execute("TRUNCATE pg_temp.read_block")
            try connection.copyIn("COPY pg_temp.read_block (\(PlainBlock.columns)) FROM STDIN (FORMAT binary)") {
                try writeBlocks(of: runs, day, reading, &$0)
            }
        } catch let problem as Problem where problem.code.name.hasPrefix("bill.") {
            throw unreadable(cause: problem.located(place), at: place)
        }
        try connection.execute(input.sql(PackageResources.restore_lines_sql))
        let restored = try connection.query(input.sql(PackageResources.restored_sums_sql))
        let areSame = (0..<restored.count).allSatisfy { restored.text($0, 0) == "t" }
        guard areSame, restored.count == Set(runs.map(\.block)).count else {
            throw unreadable("the archived bill has other entries than were matched", at: place)
        }
        try connection.execute(
            """
            INSERT INTO pg_temp.restored_block
            SELECT account_id, bill_date, entry_type, file_no, first_line FROM pg_temp.read_block
            """)
    }

    private func place(of day: WantedDay, _ connection: borrowing Connection) throws -> Place {
        let account = try accountIDs(connection).first { $0.value == day.accountID }?.key ?? input.account
        return Place(account: account, day: day.day)
    }

    private func reading(
        _ day: WantedDay, _ account: ChannelAccount, _ connection: borrowing Connection
    ) throws -> BillReading {
        if day.accountID == input.accountID, day.day == input.day { return bill }
        let files = try RunJournal.archivedBill(UnitKey(day.accountID, day.day, .trade), connection)?.files ?? []
        return { sink in try archived(files, account, day.day, sink) }
    }

    private func unreadable(_ found: String? = nil, cause: Problem? = nil, at place: Place) -> Problem {
        Problem(
            .pairsUnreadable, "plain pairs that are only counted cannot be read again", at: place, found: found,
            cause: cause)
    }

    private func writeBlocks(
        of runs: [WantedRun], _ day: WantedDay, _ reading: BillReading, _ writer: inout CopyWriter
    ) throws {
        // Blocks are as large as they were made; no runs cover more lines than their block says it has.
        let lines = Dictionary(grouping: runs, by: \.block).values.map { $0.reduce(0) { $0 + $1.lines.count } }
        func block(_ type: EntryType) -> PlainBlock {
            PlainBlock(
                accountID: day.accountID, day.day, type, .restored, entriesMax: Int32(clamping: lines.max() ?? 0))
        }
        var payments = BlocksAgain(block(.payment), runs)
        var refunds = BlocksAgain(block(.refund), runs)
        try writer.header()
        _ = try reading { entry in
            if case .payment = entry.type {
                try payments.append(entry, &writer)
            } else {
                try refunds.append(entry, &writer)
            }
        }
        try payments.block.flush(&writer)
        try refunds.block.flush(&writer)
        try writer.trailer()
    }

    /// Gives up what was restored.
    func forget(_ connection: borrowing Connection) throws {
        guard try connection.query("SELECT FROM pg_temp.restored_block LIMIT 1").count > 0 else { return }
        try connection.execute(
            """
            UPDATE ledger.plain_block b
            SET (lines, times_from_seconds, fee_rate, fee_rounding, fee_unit_e5, forms, sections, packed, steps) =
                (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
            FROM pg_temp.restored_block r
            WHERE r.account_id = b.account_id AND r.bill_date = b.bill_date AND r.entry_type = b.entry_type
              AND r.file_no = b.file_no AND r.first_line = b.first_line
            """)
    }
}
