import Bills
import Ledger
import Postgres
import Rules
import Runtime
import Vocabulary

/// Reads both sides: the trade bill in force out of the archive, and the funds bill, whose movements are packed into blocks as
/// they come. What then turns out not to be plain is taken out again.
func readMoney(
    _ input: MoneyInput, _ bill: FundsBill, _ calendar: MoneyCalendar, _ connection: borrowing Connection,
    _ readings: MoneyReadings, progress: @escaping (_ step: String, _ done: Int64) -> Void
) throws -> MoneyRead {
    let isTradeKnown = calendar.tradeDays.contains(input.day)
    let fingerprinter = KeyFingerprinter()
    var keys = MoneyKeys()
    let contested = try contestNumbers(input, connection, fingerprinter, &keys)
    let reader = ExpectedReader(input: input, fingerprinter: fingerprinter, contested: contested)
    let tradeBill: TradeReading =
        if isTradeKnown { try readings.trade(input.day, input, connection) } else { { _ in } }
    // Entries of a day whose funds bill is still to come are looked at when something has moved for them.
    for day in calendar.daysOfTradeAlone(before: input.day) {
        try readings.trade(day, input, connection)() { entry in
            try keys.append(.contest, fingerprinter.payment(reader.channelNo(entry)))
        }
    }
    // The bills are read beside one another.
    let expecting = QueuedWork("trade bill") { try ExpectedSide(reader, tradeBill) }
    var read = MoneyRead()
    let moved = Result {
        try readMovements(
            input, bill, isTradeKnown: isTradeKnown, connection, readings, fingerprinter, &keys, &read, progress)
    }
    let expected = try expecting.wait()
    try moved.get()
    read.expectedFen = expected.expectedFen
    progress("linking", 0)
    try stageOpen(keys, expected, isTradeKnown: isTradeKnown, connection)
    return read
}

/// What the entries of the day's trade bill expect.
private final class ExpectedSide {
    private(set) var keys = MoneyKeys()
    private(set) var expectedFen: Int64 = 0

    init(_ reader: ExpectedReader, _ tradeBill: TradeReading) throws {
        try tradeBill { try reader.take($0, into: &keys, &expectedFen) }
    }
}

extension MoneyCalendar {
    /// Days whose trade bill is in force and whose funds bill is not, as far back as settlement takes.
    fileprivate func daysOfTradeAlone(before day: BusinessDay) -> [BusinessDay] {
        (1...settlementDays + 1).map { BusinessDay(number: day.number - $0) }
            .filter { tradeDays.contains($0) && !fundsDays.contains($0) }
    }
}

/// Writes down what entries expect.
private struct ExpectedReader: Sendable {
    let input: MoneyInput
    let fingerprinter: KeyFingerprinter
    /// Numbers of the shop's that are open elsewhere.
    let contested: Set<KeyFingerprint>

    func channelNo(_ entry: borrowing BillEntry) -> UnsafeRawBufferPointer {
        entry.channelRefundNo.isEmpty ? entry.channelTradeNo : entry.channelRefundNo
    }

    func take(_ entry: borrowing BillEntry, into keys: inout MoneyKeys, _ expectedFen: inout Int64) throws {
        let isPayment = entry.type == .payment
        let expected = ExpectedEntry(
            entry.type, input.day, occurredAt: entry.occurredAt, settledFen: entry.settledFen, feeE5: entry.feeE5,
            isExecuted: !entry.isRefundNotExecuted)
        let key = fingerprinter.payment(channelNo(entry))
        let place = EntryPlace(entry)
        guard entry.isClassified else {
            return try keys.append(isPayment ? .silentPayment : .silentRefund, key, at: place)
        }
        let (sum, isTooLarge) = expectedFen.addingReportingOverflow(expected.expectedFen)
        if isTooLarge { throw sumTooLarge(nil, at: input.place) }
        expectedFen = sum
        try keys.append(
            isPayment ? .payment : .refund, key, amountFen: expected.settledFen, feeFen: expected.feeFen, at: place)
        guard !contested.isEmpty else { return }
        let shopNo = isPayment || input.areOfTrades ? entry.paymentNo : entry.refundNo
        if contested.contains(fingerprinter.payment(shopNo)) { try keys.append(.contest, key) }
    }
}

private func readMovements(
    _ input: MoneyInput, _ bill: FundsBill, isTradeKnown: Bool, _ connection: borrowing Connection,
    _ readings: MoneyReadings, _ fingerprinter: KeyFingerprinter, _ keys: inout MoneyKeys, _ read: inout MoneyRead,
    _ progress: @escaping (_ step: String, _ done: Int64) -> Void
) throws {
    for table in ["movement", "movement_block"] {
        try connection.query(
            "DELETE FROM ledger.\(table) WHERE account_id = $1 AND bill_date = $2::date",
            [String(input.accountID), input.day.description])
    }
    var unpacked = Spool()
    var numberless: [EntryPlace] = []
    try connection.copyIn(
        "COPY ledger.movement_block (\(MovementBlock.columns)) FROM STDIN (FORMAT binary)", ahead: true
    ) { writer in
        try writer.header()
        var block = MovementBlock(
            accountID: input.accountID, input.day, entryDate: isTradeKnown ? input.day : nil,
            movementsMax: input.blockMovementsMax)
        var row = MovementRow(accountID: input.accountID, day: input.day)
        var done: Int64 = 0
        for (index, file) in bill.files.enumerated() {
            let fileNumber = Int16(truncatingIfNeeded: index)
            let summary = try readings.funds(file, input.day) { movement in
                read.digest.absorb(movement.contentHash, file: index)
                // Shares are looked for one by one, which rows are there for.
                let isPacked =
                    input.rules.sharingLimitDays != nil && movement.movementClass == .sharing
                    ? false : try block.append(movement, fileNumber: fileNumber, &writer)
                if !isPacked {
                    row.fill(movement, fileNumber: fileNumber)
                    try unpacked.append(row.bytes)
                }
                done += 1
                if done % progressRows == 0 { progress("reading movements", done) }
                guard let deed = movement.movementClass.deed else { return }
                let place = EntryPlace(fileNumber: fileNumber, lineNumber: movement.lineNumber)
                if movement.businessNo.isEmpty {
                    if isPacked { numberless.append(place) }
                    return
                }
                try keys.append(
                    deed, fingerprinter.payment(movement.businessNo), amountFen: movement.amountFen, at: place)
            }
            read.summaries.append(summary)
        }
        try block.flush(&writer)
        try writer.trailer()
    }
    try unpacked.copy(into: "ledger.movement (\(MovementRow.columns))", connection)
    try copyLines(numberless, connection)
}

extension MovementClass {
    fileprivate var deed: MoneyKeys.Deed? {
        switch self {
        case .payment: .paid
        case .fee: .fee
        case .refund: .refunded
        case .feeReturn: .feeReturned
        case .refundReturned: .cameBack
        default: nil
        }
    }
}

private func copyLines(_ places: [EntryPlace], _ connection: borrowing Connection) throws {
    guard !places.isEmpty else { return }
    try connection.copyIn("COPY pg_temp.open_line FROM STDIN (FORMAT binary)") { writer in
        try writer.header()
        for place in places {
            try writer.beginRow(columns: 2)
            try writer.field(place.fileNumber)
            try writer.field(place.lineNumber)
        }
        try writer.trailer()
    }
}

/// What is not plain: entries to `open_place`, movements to `open_line`.
private func stageOpen(
    _ keys: borrowing MoneyKeys, _ expected: ExpectedSide, isTradeKnown: Bool, _ connection: borrowing Connection
) throws {
    var entries = Spool()
    var lines = Spool()
    var row = RowBuffer()
    try keys.forEachOpen(with: expected.keys, isTradeKnown: isTradeKnown) { deed, place in
        switch deed {
        case .payment, .silentPayment, .refund, .silentRefund:
            row.begin(columns: 3, bytesMax: 64)
            if deed == .payment || deed == .silentPayment { row.field("payment") } else { row.field("refund") }
            row.field(place.fileNumber)
            row.field(place.lineNumber)
            try entries.append(row.bytes)
        case .paid, .fee, .refunded, .feeReturned, .cameBack:
            row.begin(columns: 2, bytesMax: 64)
            row.field(place.fileNumber)
            row.field(place.lineNumber)
            try lines.append(row.bytes)
        case .contest: break
        }
    }
    try entries.copy(into: "pg_temp.open_place", connection)
    try lines.copy(into: "pg_temp.open_line", connection)
    try connection.execute(
        """
        SELECT pg_temp.analyze_large('pg_temp.open_place');
        SELECT pg_temp.analyze_large('pg_temp.open_line')
        """)
}
