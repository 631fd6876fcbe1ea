@testable import Bills
import Vocabulary

/// Calls with the bytes of texts, as a decoder hands them out.
func withBytes(_ texts: [String], body: ([UnsafeRawBufferPointer]) throws -> Void) rethrows {
    func open(_ rest: ArraySlice<String>, _ pointers: [UnsafeRawBufferPointer]) throws {
        guard let first = rest.first else { return try body(pointers) }
        try Array(first.utf8).withUnsafeBytes { try open(rest.dropFirst(), pointers + [$0]) }
    }
    try open(texts[...], [])
}

extension BillSummary {
    /// One more row.
    mutating func count(_ type: EntryType, fen: Int64, settledFen: Int64, feeE5: Int64) {
        var totals = type == .payment ? payments : refunds
        totals.rows += 1
        totals.amountFen += fen
        totals.settledFen += settledFen
        totals.channelTotalFen += fen
        totals.feesE5 += feeE5
        if type == .payment { payments = totals } else { refunds = totals }
    }
}
