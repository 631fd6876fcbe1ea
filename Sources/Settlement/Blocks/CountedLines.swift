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

    /// A page of 8 KiB holds the tags of 500 entries: no block that was ever stored has more lines than this.
    fileprivate static let blockLinesMax: Int64 = 1 << 12

    private static let isSameBlock = """
        r.account_id = b.account_id AND r.bill_date = b.bill_date AND r.entry_type = b.entry_type
        AND r.file_no = b.file_no AND r.first_line = b.first_line
        """

    /// Sees that blocks have their lines.
    /// - Parameter blocks: SQL that gives their keys.
    /// - Throws: `ledger.pairs_unreadable` where a bill does not give them any more.
    func restore(_ blocks: String, _ connection: borrowing Connection) throws {
        let rows = try connection.query(
            """
            SELECT account_id, bill_date - DATE '1970-01-01', entry_type, file_no, line_runs,
                   entries + coalesce(cardinality(taken_out), 0)
            FROM ledger.plain_block
            WHERE lines IS NULL AND (account_id, bill_date, entry_type, file_no, first_line) IN (\(blocks))
            """)
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
            throw unreadable(problem.what, at: problem.located(place).place)
        }
        let restored = try connection.query(
            """
            UPDATE ledger.plain_block b SET lines = r.lines FROM pg_temp.read_block r
            WHERE \(Self.isSameBlock) AND b.lines IS NULL
              AND (b.line_runs, b.other_tags, b.state) = (r.line_runs, r.other_tags, r.state)
            RETURNING (b.entries, b.amount_fen, b.settled_fen, b.fee_e5) = (
                SELECT count(*), coalesce(sum(p.amount_fen), 0), coalesce(sum(p.settled_fen), 0),
                       coalesce(sum(p.fee_e5), 0)
                FROM (SELECT split_part(l, E'\\t', 1)::integer AS line_no, split_part(l, E'\\t', 4)::bigint AS amount_fen,
                             CASE WHEN split_part(l, E'\\t', 5) <> '' THEN split_part(l, E'\\t', 5)
                                  ELSE CASE b.entry_type WHEN 'refund' THEN '-' ELSE '' END || split_part(l, E'\\t', 4)
                             END::bigint AS settled_fen, split_part(l, E'\\t', 6)::bigint AS fee_e5
                      FROM string_to_table(r.lines, E'\\n') l) p
                WHERE b.taken_out IS NULL OR p.line_no <> ALL (b.taken_out))
            """)
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
        let files = try RunJournal.archivedBill(day.accountID, day.day, connection)?.files ?? []
        return { sink in try archived(files, account, day.day, sink) }
    }

    private func unreadable(_ what: String, at place: Place) -> Problem {
        Problem(
            .pairsUnreadable, "plain pairs that are only counted cannot be read again: \(what)", at: place,
            hint: "Reconcile that day again, fetched or imported, and then this one.")
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
            "UPDATE ledger.plain_block b SET lines = NULL FROM pg_temp.restored_block r WHERE \(Self.isSameBlock)")
    }
}

/// - Parameters:
///   - text: PostgreSQL's array of the first and last line of each run.
///   - count: how many lines the block has.
/// - Returns: nil where they are not runs of so many lines, one after the other.
private func lineRuns(_ text: String, covering count: Int64) -> [ClosedRange<Int32>]? {
    let numbers = text.dropFirst().dropLast().split(separator: ",").map { Int32($0) ?? 0 }
    guard numbers.count.isMultiple(of: 2), count <= CountedLines.blockLinesMax else { return nil }
    var runs: [ClosedRange<Int32>] = []
    var lines: Int64 = 0
    for index in stride(from: 0, to: numbers.count, by: 2) {
        let (first, last) = (numbers[index], numbers[index + 1])
        guard first > runs.last?.upperBound ?? 0, first <= last else { return nil }
        runs.append(first...last)
        lines += Int64(last) - Int64(first) + 1
    }
    return lines == count ? runs : nil
}

private struct WantedDay: Hashable {
    var accountID: Int32
    var day: BusinessDay
}

/// Lines that follow one another in a block.
private struct WantedRun {
    var block: Int
    var type: EntryType
    var fileNumber: Int16
    var lines: ClosedRange<Int32>
}

/// Tells of the entries of a bill, in their order, in which of the wanted blocks they lie.
private struct WantedRuns {
    private let runs: [WantedRun]
    private var next = 0

    init(_ runs: [WantedRun], _ type: EntryType) {
        self.runs = runs.filter { $0.type == type }.sorted {
            ($0.fileNumber, $0.lines.lowerBound) < ($1.fileNumber, $1.lines.lowerBound)
        }
    }

    @inline(__always)
    mutating func block(of entry: BillEntry) -> Int? {
        while next < runs.count {
            let run = runs[next]
            if run.fileNumber == entry.fileNumber, entry.lineNumber <= run.lines.upperBound {
                return entry.lineNumber >= run.lines.lowerBound ? run.block : nil
            }
            if run.fileNumber > entry.fileNumber { return nil }
            next += 1
        }
        return nil
    }
}

/// Packs entries as they were packed before.
private struct BlocksAgain: ~Copyable {
    var block: PlainBlock
    private var wanted: WantedRuns
    private var number: Int?

    init(_ block: consuming PlainBlock, _ runs: [WantedRun]) {
        wanted = WantedRuns(runs, block.type)
        self.block = block
    }

    @inline(__always)
    mutating func append(_ entry: BillEntry, _ writer: inout CopyWriter) throws {
        guard let number = wanted.block(of: entry) else { return }
        if number != self.number { try block.flush(&writer) }
        self.number = number
        // One that does not go with the others was not among them: the block will not be the same.
        _ = block.append(entry)
    }
}
