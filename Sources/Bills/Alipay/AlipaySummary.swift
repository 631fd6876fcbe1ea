import Vocabulary

/// The summary part 业务汇总: one row per store and a last one 合计. A secondary control; only what is certain about it
/// is compared (spec section 6.6): whether its money is net of refunds is not, nor whether two refunds of one trade
/// count once or twice.
struct AlipaySummary {
    /// nil if there is no row 合计.
    private(set) var payments: Int64?
    private(set) var refunds: Int64?
    private var place = Place()

    static func read(_ text: inout TextWindow, encoding: AlipayEncoding) throws -> AlipaySummary {
        var summary = AlipaySummary()
        let headerLine = text.lineNumber
        let header = try Header(
            try text.nextLine() ?? [], lineNumber: headerLine, parentheses: encoding.parentheses, place: text.place)
        let paymentIndex = header.index(AlipayWord.paymentCount.bytes(encoding))
        let refundIndex = header.index(AlipayWord.refundCount.bytes(encoding))
        // Read to the end in any case: only then the archive has checked the member.
        while true {
            let number = text.lineNumber
            guard let line = try text.nextLine() else { break }
            let cells = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            guard paymentIndex >= 0, refundIndex >= 0, cells.count > max(paymentIndex, refundIndex),
                let name = cells.first, name.starts(with: AlipayWord.grandTotal.bytes(encoding))
            else { continue }
            summary.place = text.place.at(line: number)
            summary.payments = try count(cells[paymentIndex], .paymentCount, at: summary.place)
            summary.refunds = try count(cells[refundIndex], .refundCount, at: summary.place)
        }
        return summary
    }

    private static func count(_ cell: ArraySlice<UInt8>, _ name: AlipayWord, at place: Place) throws -> Int64 {
        let result = SlowCell.with(cell) { cell in
            (value: AmountText.count(cell.trimmed()), shown: Shown.numeric(cell.trimmed()))
        }
        if let value = result.value { return value }
        var at = place
        at.column = "\(name.name)"
        throw Problem(
            .billBadCount, "a count of the summary is no number", at: at, expected: "digits", found: result.shown,
            hint: Hint.downloadUntouched)
    }

    /// - Parameter sums: of all detail parts. Rows of an unknown kind may be counted there or not.
    func check(paymentRows: Int64, refundRows: Int64, unclassifiedRows: Int64) throws {
        guard let payments, let refunds, unclassifiedRows == 0 else { return }
        let isRefundCountPossible = refunds <= refundRows && (refunds == 0) == (refundRows == 0)
        if payments == paymentRows && isRefundCountPossible { return }
        throw Problem(
            .billTotalMismatch, "the bill's summary counts other rows than its details have", at: place,
            expected: "\(payments) payments and \(refunds) refunded orders",
            found: "\(paymentRows) and \(refundRows) rows",
            hint: Hint.fetchAgain)
    }
}
