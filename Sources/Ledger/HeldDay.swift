import Bills
import Matching
import Postgres
import Vocabulary

/// What the ledger holds of a concluded day whose entries are all there.
struct HeldDay {
    let entries: EntriesDigest
    private let content: String
    private let workedFrom: String?
    private let runID: Int64

    /// nil for a day that is new, or that retention has thinned.
    init?(_ input: DayInput, _ connection: borrowing Connection) throws {
        let held = try connection.query(
            """
            SELECT b.entries, b.stored, b.content, d.worked_from, d.run_id
            FROM ledger.day d JOIN ledger.bill b USING (account_id, bill_id)
            WHERE d.account_id = $1 AND d.bill_date = $2::date AND d.concluded AND d.thinned_run_id IS NULL
              AND b.stored IS NOT NULL
            """, [String(input.accountID), input.day.description])
        guard held.count == 1 else { return nil }
        entries = EntriesDigest(text: held.text(0, 0), stored: held.text(0, 1))
        content = held.text(0, 2)
        workedFrom = held[0, 3]
        runID = held.int(0, 4)
    }

    /// Whether bill, records, rules and program are the ones that the plain pairs were worked out from. They are the same
    /// then, whatever other days' bills have said since: those have taken out what they were about.
    func isOf(_ input: DayInput, _ records: RecordsDigest) -> Bool {
        input.isBillProven && !content.isEmpty && content == input.files.content
            && workedFrom == input.workedFrom(records)
    }

    /// Leaves the plain pairs alone, and touches the refunds whose payments the shop booked on another day: that may have
    /// become another amount. Whatever is open in the day is touched already.
    /// - Returns: what the bill was found to add up to.
    func takeUp(
        _ input: DayInput, _ connection: borrowing Connection, _ fingerprinter: KeyFingerprinter,
        _ shop: borrowing ShopSide
    ) throws -> BillSummary {
        var elsewhere = Spool()
        var row = RowBuffer()
        var isFirst = true
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        try connection.copyOut(
            """
            COPY (SELECT payment_no FROM ledger.refund
                  WHERE account_id = \(input.accountID) AND bill_date = '\(input.day)') TO STDOUT (FORMAT binary)
            """
        ) {
            guard var refund = CopyRow($0, isFirst: isFirst) else { return }
            isFirst = false
            guard let paymentNo = refund.next() else { return }
            let key = fingerprinter.fingerprint(.payment, paymentNo: paymentNo, refundNo: none)
            guard shop.records.amountFen(key) == nil else { return }
            row.begin(columns: 2, bytesMax: Self.fixedBytesMax + paymentNo.count)
            row.field(input.accountID)
            row.field(paymentNo)
            try elsewhere.append(row.bytes)
        }
        try copy(elsewhere, "pg_temp.touched_payment", connection)
        return try summary(input, connection)
    }

    private static let fixedBytesMax = 32

    private func summary(_ input: DayInput, _ connection: borrowing Connection) throws -> BillSummary {
        let rows = try connection.query(
            """
            SELECT entry_type, rows, amount_fen, other_discounts_fen, channel_total_fen, fees_e5
            FROM ledger.run_total WHERE account_id = $1 AND run_id = $2
            """, [String(input.accountID), String(runID)])
        var summary = BillSummary()
        for row in 0..<rows.count {
            var totals = BillTotals()
            totals.rows = rows.int(row, 1)
            totals.amountFen = rows.int(row, 2)
            totals.otherDiscountsFen = rows.int(row, 3)
            totals.channelTotalFen = rows.int(row, 4)
            totals.feesE5 = rows.int(row, 5)
            if rows.text(row, 0) == EntryType.payment.rawValue {
                summary.payments = totals
            } else {
                summary.refunds = totals
            }
        }
        return summary
    }
}

extension DayInput {
    /// What a day's plain pairs rest on, the bill aside.
    func workedFrom(_ records: RecordsDigest) -> String {
        let rate = rules.contractedRate.map { String($0.perTenMillion) } ?? "none"
        return "records \(records.text), rate \(rate), program \(program)"
    }
}
