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

extension LedgerBench {
    /// Plain pairs P1, P2, … in the shop and in the bill that is returned, the seventh twice there, and one payment that
    /// each side has alone.
    func fill(pairs: Int, at noon: String) throws -> [Row] {
        let bill = try (1...pairs).map { number in
            try pay("P\(number)", Int64(100 * number), at: noon)
            return Row(payment: "P\(number)", fen: Int64(100 * number), at: noon, channelNo: "C\(number)")
        }
        try pay("MISS", 1100, at: noon)
        return bill + [
            Row(payment: "P7", fen: 700, at: noon, channelNo: "AGAIN"),
            Row(payment: "ONLY", fen: 900, at: noon, channelNo: "C41"),
        ]
    }
}
