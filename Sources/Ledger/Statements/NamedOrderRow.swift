import Postgres
import Vocabulary

extension NamedOrder {
    private static let (columnCount, fixedBytesMax) = (Int16(7), 256)
    /// `bigint`, as an array names what it holds.
    private static let bigintTypeID: Int32 = 20

    /// As a row of `pg_temp.read_order`, in COPY's binary format.
    func fill(_ row: inout RowBuffer) {
        row.begin(
            columns: Self.columnCount,
            bytesMax: Self.fixedBytesMax + orderNo.utf8.count + paymentNo.utf8.count + 12 * refundsFen.count)
        row.field(text: orderNo)
        if let paidAtEpochSeconds { row.timestamp(epochSeconds: paidAtEpochSeconds) } else { row.null() }
        row.field(Int32(clamping: payments))
        row.field(text: paymentNo)
        row.field(Int32(clamping: orders))
        row.field(paidFen)
        var array = ByteBuffer(capacity: 32 + 12 * refundsFen.count)
        let dimensions: Int32 = refundsFen.isEmpty ? 0 : 1
        for value in [dimensions, 0, Self.bigintTypeID] { array.append(bigEndian: value) }
        if !refundsFen.isEmpty {
            for value in [Int32(refundsFen.count), 1] { array.append(bigEndian: value) }
        }
        for fen in refundsFen {
            array.append(bigEndian: Int32(8))
            array.append(bigEndian: fen)
        }
        row.field(array.bytes)
    }
}
