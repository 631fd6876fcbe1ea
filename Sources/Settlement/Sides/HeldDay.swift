import Ledger
import Bills
import Rules
import Orders
import Postgres
import Vocabulary

/// What the ledger holds of a concluded day whose entries are all there.
struct HeldDay {
    let entries: EntriesDigest
    /// An array of the digests of its bill's files.
    private let files: String
    private let workedFrom: String?
    private let runID: Int64
    /// Its plain pairs were only counted.
    private let isCounted: Bool

    /// nil for a day that is new, or that retention has thinned.
    init?(_ input: DayInput, _ connection: borrowing Connection) throws {
        let held = try connection.query(
            """
            SELECT b.entries, b.stored, b.files, d.worked_from, d.run_id, EXISTS (
                SELECT FROM ledger.plain_block p
                WHERE p.account_id = d.account_id AND p.bill_date = d.bill_date AND p.line_runs IS NOT NULL)
            FROM ledger.day d JOIN ledger.bill b USING (account_id, bill_id)
            WHERE d.account_id = $1 AND d.bill_date = $2::date AND d.kind = 'trade' AND d.concluded
              AND d.thinned_run_id IS NULL
              AND b.stored IS NOT NULL
            """, [String(input.accountID), input.day.description])
        guard held.count == 1 else { return nil }
        entries = EntriesDigest(text: held.text(0, 0), stored: held.text(0, 1))
        files = held.text(0, 2)
        workedFrom = held[0, 3]
        runID = try held.int(0, 4)
        isCounted = held.bool(0, 5)
    }

    /// Entries that are what they were need not be written again.
    func mayStay(_ input: DayInput) -> Bool { input.plainPairs == .kept && !isCounted }

    /// Reads the shop's records and nothing else, when bill, records, rules and program are the ones that the plain pairs were
    /// worked out from. They are the same then, whatever other days' bills have said since: those have taken out what they
    /// were about. Whatever is open in the day is touched already; this touches refunds of payments that the shop booked on
    /// another day, whose amount may have changed.
    /// - Returns: nil when anything else has changed, or may have.
    func readUnchanged(
        _ input: DayInput, _ connection: borrowing Connection, _ orders: OrderSnapshot
    ) throws -> SidesRead? {
        guard let workedFrom, input.isBillProven, !input.files.isEmpty, files == input.files.digests,
            workedFrom.hasSuffix(input.rulesAndProgram), isCounted == (input.plainPairs == .counted)
        else { return nil }
        let fingerprinter = KeyFingerprinter()
        var amounts = PaymentAmounts(input.pace)
        var records = RecordsDigest()
        try orders.streamMoney(input.account, day: input.day) { record in
            records.absorb(record)
            let payment = fingerprinter.payment(record.paymentNo)
            if record.type == .payment {
                amounts.note(payment, amountFen: record.amountFen)
            } else {
                amounts.await(payment)
            }
        }
        guard workedFrom == input.workedFrom(records) else { return nil }
        try touchRefunds(ofOtherDays: amounts, input, connection, fingerprinter)
        return SidesRead(
            summary: try summary(ofRun: runID, input.accountID, connection), entries: entries, records: records,
            isUnchanged: true)
    }

    private func touchRefunds(
        ofOtherDays amounts: borrowing PaymentAmounts, _ input: DayInput, _ connection: borrowing Connection,
        _ fingerprinter: KeyFingerprinter
    ) throws {
        var elsewhere = TouchedPayments(input)
        var isFirst = true
        try connection.copyOut(
            """
            COPY (SELECT payment_no FROM ledger.refund
                  WHERE account_id = \(input.accountID) AND bill_date = '\(input.day)') TO STDOUT (FORMAT binary)
            """
        ) {
            guard var refund = CopyRow($0, isFirst: isFirst) else { return }
            isFirst = false
            guard let paymentNo = try refund.next(), amounts.amountFen(fingerprinter.payment(paymentNo)) == nil
            else { return }
            try elsewhere.append(paymentNo)
        }
        try elsewhere.copy(connection)
    }
}

/// The totals of the bill that a run concluded with.
func summary(
    ofRun runID: Int64, _ accountID: Int32, _ connection: borrowing Connection
) throws -> BillSummary {
    let rows = try connection.query(
        """
        SELECT entry_type, rows, amount_fen, other_discounts_fen, channel_total_fen, fees_e5, settled_fen
        FROM ledger.run_total WHERE account_id = $1 AND run_id = $2
        """, [String(accountID), String(runID)])
    var summary = BillSummary()
    for row in 0..<rows.count {
        var totals = BillTotals()
        totals.rows = try rows.int(row, 1)
        totals.amountFen = try rows.int(row, 2)
        totals.otherDiscountsFen = try rows.int(row, 3)
        totals.channelTotalFen = try rows.int(row, 4)
        totals.feesE5 = try rows.int(row, 5)
        totals.settledFen = try rows.int(row, 6)
        if rows.text(row, 0) == EntryType.payment.rawValue {
            summary.payments = totals
        } else {
            summary.refunds = totals
        }
    }
    return summary
}

extension DayInput {
    /// What a day's plain pairs rest on, the bill aside.
    func workedFrom(_ records: RecordsDigest) -> String { "records \(records.text), \(rulesAndProgram)" }

    fileprivate var rulesAndProgram: String {
        let rate = rules.contractedRate.map { String($0.perTenMillion) } ?? "none"
        return "rate \(rate), program \(program)"
    }
}
