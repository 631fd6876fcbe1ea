import Bills
import Postgres
import Vocabulary

/// One row of `ledger.entry` in COPY's binary format, built in memory that is used again for every row.
package struct EntryRow: ~Copyable {
    package static let columns = """
        account_id, bill_date, file_no, line_no, entry_type, outcome, flag, payment_hash, payment_no, refund_no,
        channel_trade_no, channel_refund_no, amount_fen, settled_fen, fee_e5, expected_fee_fen, currency, occurred_at, state,
        is_classified, is_executed
        """
    private static let columnCount: Int16 = 21
    /// Everything but the texts' own bytes.
    private static let fixedBytesMax = 256

    private var row = RowBuffer()
    private let accountID: Int32
    private let postgresDay: Int32

    package init(accountID: Int32, day: BusinessDay) {
        self.accountID = accountID
        postgresDay = CopyWriter.postgresDay(day)
    }

    package var bytes: UnsafeRawBufferPointer { row.bytes }

    /// - Parameter expectedFeeFen: set when the fee differs from the contracted one.
    package mutating func fill(_ entry: borrowing BillEntry, outcome: StaticString, expectedFeeFen: Int64?) {
        row.begin(
            columns: Self.columnCount,
            bytesMax: Self.fixedBytesMax + entry.paymentNo.count + entry.refundNo.count + entry.channelTradeNo.count
                + entry.channelRefundNo.count + entry.currency.count + entry.state.count)
        row.field(accountID)
        row.field(postgresDay)
        row.field(entry.fileNumber)
        row.field(entry.lineNumber)
        if case .payment = entry.type { row.field("payment") } else { row.field("refund") }
        row.field(outcome)
        if expectedFeeFen == nil { row.null() } else { row.field("fee_mismatch") }
        row.field(serverHash(entry.paymentNo))
        row.field(entry.paymentNo)
        row.field(entry.refundNo)
        row.field(entry.channelTradeNo)
        row.field(entry.channelRefundNo)
        row.field(entry.amountFen)
        row.field(entry.settledFen)
        row.field(entry.feeE5)
        if let expectedFeeFen { row.field(expectedFeeFen) } else { row.null() }
        row.field(entry.currency)
        row.timestamp(epochSeconds: entry.occurredAt)
        row.field(entry.state)
        row.field(entry.isClassified)
        row.field(!entry.isRefundNotExecuted)
    }
}

/// One row of `ledger.refund`: an executed refund, whatever it is paired with.
package struct RefundRow: ~Copyable {
    package static let columns = """
        account_id, payment_no, refund_no, payment_hash, bill_date, file_no, line_no, occurred_at, amount_fen
        """
    private static let columnCount: Int16 = 9
    private static let fixedBytesMax = 128

    private var row = RowBuffer()
    private let accountID: Int32
    private let postgresDay: Int32

    package init(accountID: Int32, day: BusinessDay) {
        self.accountID = accountID
        postgresDay = CopyWriter.postgresDay(day)
    }

    package var bytes: UnsafeRawBufferPointer { row.bytes }

    /// - Returns: false for an entry that is none.
    @inline(__always)
    package mutating func fill(_ entry: borrowing BillEntry) -> Bool {
        guard case .refund = entry.type, entry.isClassified, !entry.isRefundNotExecuted, !entry.paymentNo.isEmpty
        else { return false }
        row.begin(
            columns: Self.columnCount, bytesMax: Self.fixedBytesMax + entry.paymentNo.count + entry.refundNo.count)
        row.field(accountID)
        row.field(entry.paymentNo)
        row.field(entry.refundNo)
        row.field(serverHash(entry.paymentNo))
        row.field(postgresDay)
        row.field(entry.fileNumber)
        row.field(entry.lineNumber)
        row.timestamp(epochSeconds: entry.occurredAt)
        row.field(entry.amountFen)
        return true
    }
}
