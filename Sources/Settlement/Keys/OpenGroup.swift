import Orders
import Postgres
import Rules
import Vocabulary

/// What bears one key of one account.
struct OpenGroup {
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

func openEntry(_ rows: borrowing Rows, _ row: Int, _ accountID: Int32) throws -> OpenEntry {
    try OpenEntry(
        accountID: accountID, billDate: BusinessDay(number: rows.int32(row, 11)),
        fileNumber: rows.int16(row, 12), lineNumber: rows.int32(row, 13),
        amountFen: rows.int(row, 14), currency: rows.text(row, 15), occurredAt: rows.int(row, 16),
        channelNo: rows.text(row, 17), isClassified: rows.bool(row, 18), isRefundNotExecuted: !rows.bool(row, 19))
}
