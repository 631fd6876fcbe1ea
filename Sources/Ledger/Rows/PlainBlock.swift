import Bills
import Postgres
import Vocabulary

/// One row of `ledger.plain_block` in the making: plain entries of one type, file and state, packed as its comment says.
package struct PlainBlock: ~Copyable {
    package static let columns = """
        account_id, bill_date, entry_type, file_no, first_line, last_line, entries, amount_fen, settled_fen, fee_e5,
        payment_tags, other_tags, state, line_runs, \(PackedEntries.columns)
        """
    private static let columnCount: Int16 = 14 + PackedEntries.columnCount

    /// What a block says of its entries beside their payment numbers' tags.
    package struct Content {
        var hasLines: Bool
        /// Where the lines are, and the other half of the numbers' hashes: what they can be read again by.
        var hasRuns: Bool

        package static let kept = Content(hasLines: true, hasRuns: false)
        package static let counted = Content(hasLines: false, hasRuns: true)
        package static let restored = Content(hasLines: true, hasRuns: true)
    }

    private let accountID: Int32
    private let day: BusinessDay
    package let type: EntryType
    private let content: Content
    private var packed: PackedEntries
    private var paymentTags: ByteBuffer
    private var otherTags: ByteBuffer
    private var runs = LineRuns()
    private var state = ByteBuffer()
    package private(set) var entries: Int32 = 0
    package private(set) var fileNumber: Int16 = 0
    private var firstLine: Int32 = 0
    private var lastLine: Int32 = 0
    private var amountFen: Int64 = 0
    private var settledFen: Int64 = 0
    private var feeE5: Int64 = 0
    private let entriesMax: Int32

    private static let tagBytes = 4
    private static let otherNumbersMax = 3

    package init(accountID: Int32, _ day: BusinessDay, _ type: EntryType, _ content: Content, entriesMax: Int32) {
        self.accountID = accountID
        self.day = day
        self.type = type
        self.content = content
        self.entriesMax = entriesMax
        packed = PackedEntries(type, entriesMax: content.hasLines ? Int(entriesMax) : 0)
        paymentTags = ByteBuffer(capacity: Int(entriesMax) * Self.tagBytes)
        otherTags = ByteBuffer(capacity: Int(entriesMax) * Self.tagBytes * Self.otherNumbersMax)
    }

    package var isFull: Bool { entries == entriesMax }

    /// - Returns: false for an entry that does not go with the ones before it, or cannot be packed; and for every one
    ///   while the block is full.
    @inline(__always)
    package mutating func append(_ entry: borrowing BillEntry) -> Bool {
        if isFull { return false }
        if entries == 0 {
            begin(entry)
        } else if !state.bytes.elementsEqual(entry.state) {
            return false
        }
        if !PackedEntries.fits(entry) { return false }
        // A sum beyond all money is for the bill's own totals to refuse, not for these to trap on.
        let (sumFen, isTooLarge) = amountFen.addingReportingOverflow(entry.amountFen)
        let (sumSettledFen, isSettledTooLarge) = settledFen.addingReportingOverflow(entry.settledFen)
        let (sumFeeE5, isFeeTooLarge) = feeE5.addingReportingOverflow(entry.feeE5)
        if isTooLarge || isSettledTooLarge || isFeeTooLarge { return false }
        let hash = serverHash(entry.paymentNo)
        paymentTags.append(tag: hash)
        if content.hasLines { packed.append(entry) }
        if content.hasRuns {
            otherTags.append(bigEndian: Int32(truncatingIfNeeded: hash >> 32))
            runs.append(entry.lineNumber)
        } else {
            otherTags.append(tag: serverHash(entry.channelTradeNo))
            if case .refund = type {
                otherTags.append(tag: serverHash(entry.refundNo))
                otherTags.append(tag: serverHash(entry.channelRefundNo))
            }
        }
        entries &+= 1
        lastLine = entry.lineNumber
        (amountFen, settledFen, feeE5) = (sumFen, sumSettledFen, sumFeeE5)
        return true
    }

    private mutating func begin(_ entry: borrowing BillEntry) {
        state.removeAll()
        state.reserve(entry.state.count)
        state.append(entry.state)
        fileNumber = entry.fileNumber
        firstLine = entry.lineNumber
    }

    /// Writes the row and begins anew.
    package mutating func flush(_ writer: inout CopyWriter) throws {
        guard entries > 0 else { return }
        try writer.beginRow(columns: Self.columnCount)
        try writer.field(accountID)
        try writer.field(day)
        try writer.field(type.rawValue)
        try writer.field(fileNumber)
        try writer.field(firstLine)
        try writer.field(lastLine)
        try writer.field(entries)
        try writer.field(amountFen)
        try writer.field(settledFen)
        try writer.field(feeE5)
        try writer.field(paymentTags.bytes)
        try writer.field(otherTags.bytes)
        try writer.field(state.bytes)
        if content.hasRuns { try writer.field(runs.finish()) } else { try writer.null() }
        if content.hasLines { try packed.write(&writer) } else { try PackedEntries.writeNone(&writer) }
        packed.removeAll()
        paymentTags.removeAll()
        otherTags.removeAll()
        (entries, amountFen, settledFen, feeE5) = (0, 0, 0, 0)
    }
}

/// The blocks of both types, each written when it is full or its file has ended.
package struct PlainBlocks: ~Copyable {
    private var payments: PlainBlock
    private var refunds: PlainBlock

    package init(accountID: Int32, _ day: BusinessDay, _ pairs: PlainPairs, entriesMax: Int32) {
        let content: PlainBlock.Content = pairs == .kept ? .kept : .counted
        payments = PlainBlock(accountID: accountID, day, .payment, content, entriesMax: entriesMax)
        refunds = PlainBlock(accountID: accountID, day, .refund, content, entriesMax: entriesMax)
    }

    /// - Returns: false for an entry that has to become a row of its own.
    @inline(__always)
    package mutating func append(_ entry: borrowing BillEntry, _ writer: inout CopyWriter) throws -> Bool {
        if case .payment = entry.type {
            try Self.append(entry, to: &payments, &writer)
        } else {
            try Self.append(entry, to: &refunds, &writer)
        }
    }

    @inline(__always)
    private static func append(
        _ entry: borrowing BillEntry, to block: inout PlainBlock, _ writer: inout CopyWriter
    ) throws -> Bool {
        let isOtherFile = entry.fileNumber != block.fileNumber
        if isOtherFile || block.isFull { try block.flush(&writer) }
        return block.append(entry)
    }

    package mutating func finish(_ writer: inout CopyWriter) throws {
        try payments.flush(&writer)
        try refunds.flush(&writer)
    }
}
