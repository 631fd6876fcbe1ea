import Bills
import Ledger
import Postgres
import Vocabulary

/// What a sharing bill has said; its rows are in `ledger.share`.
struct SharingRead {
    var rows: Int64 = 0
    var digest = MovementsDigest()
}

/// Puts the bill's rows in the place of those that the day had.
/// - Throws: `bill.vanished` for one without a row, where the day has some.
func readSharingBill(
    _ input: SharingInput, _ bill: SharingBill, _ connection: borrowing Connection, _ reading: SharingReading,
    progress: @escaping (_ step: String, _ done: Int64) -> Void
) throws -> SharingRead {
    let former = try connection.query(
        input.sql(
            """
            WITH gone AS (DELETE FROM ledger.share WHERE account_id = :account_id AND bill_date = :bill_date RETURNING 1)
            SELECT count(*) FROM gone
            """)
    ).int(0, 0)
    var read = SharingRead()
    for file in bill.files {
        try connection.copyIn("COPY ledger.share (\(ShareRow.columns)) FROM STDIN (FORMAT binary)", ahead: true) {
            writer in
            try writer.header()
            var row = ShareRow(accountID: input.accountID, input.day)
            _ = try reading(file) { share in
                read.digest.absorb(share.contentHash, file: 0)
                read.rows += 1
                if read.rows % progressRows == 0 { progress("reading shares", read.rows) }
                row.fill(share)
                try writer.raw(row.bytes)
            }
            try writer.trailer()
        }
    }
    guard read.rows > 0 || former == 0 else {
        throw Problem(
            .billVanished,
            "this day has a sharing bill in force, and now there is said to be none, or one without a row",
            at: input.place, expected: "the \(former) rows of the bill in force",
            found: bill.files.isEmpty ? "the answer that there is no bill" : "a bill without rows")
    }
    return read
}

/// One row of `ledger.share` in COPY's binary format.
struct ShareRow: ~Copyable {
    static let columns = """
        account_id, bill_date, file_no, line_no, share_kind, is_executed, amount_fen, channel_trade_no, channel_sharing_no, detail_no,
        sharing_no, receiver, type, state, shared_at
        """
    private static let (columnCount, fixedBytesMax) = (Int16(15), 256)

    private var row = RowBuffer()
    private let accountID: Int32
    private let day: Int32

    init(accountID: Int32, _ day: BusinessDay) {
        self.accountID = accountID
        self.day = CopyWriter.postgresDay(day)
    }

    var bytes: UnsafeRawBufferPointer { row.bytes }

    mutating func fill(_ share: borrowing Share) {
        let receiver = ShareReceiver.text(share.receiver, of: share.sharingNo)
        let texts =
            share.channelTradeNo.count + share.channelSharingNo.count + share.detailNo.count + share.sharingNo.count
        row.begin(
            columns: Self.columnCount,
            bytesMax: Self.fixedBytesMax + texts + receiver.utf8.count + share.type.count + share.state.count)
        row.field(accountID)
        row.field(day)
        // A sharing bill is one file.
        row.field(Int16(0))
        row.field(share.lineNumber)
        row.field(text: share.kind.rawValue)
        row.field(share.isExecuted)
        row.field(share.amountFen)
        row.field(share.channelTradeNo)
        row.field(share.channelSharingNo)
        row.field(share.detailNo)
        row.field(share.sharingNo)
        row.field(text: receiver)
        row.field(share.type)
        row.field(share.state)
        row.timestamp(epochSeconds: share.sharedAt)
    }
}
