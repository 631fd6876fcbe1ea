import Vocabulary

/// The summary part 业务汇总: one row per store and a last one 合计. A secondary control; only what is certain about it
/// is compared (spec section 6.6): whether its money is net of refunds is not, nor whether two refunds of one trade
/// count once or twice, nor whether rows of an unknown kind count at all.
struct AlipaySummary {
    /// nil if there is no row 合计.
    private var counts: (payments: Int64, refunds: Int64)?
    /// Those of its amounts that are there and can be read.
    private var feeFen: Int64?
    private var shareFen: Int64?
    private var netFen: Int64?
    private var place = Place()

    static func read(_ text: inout TextWindow, encoding: AlipayEncoding) throws -> AlipaySummary {
        var summary = AlipaySummary()
        let headerLine = text.lineNumber
        let header = try Header(
            try text.nextLine() ?? [], lineNumber: headerLine, parentheses: encoding.parentheses, place: text.place)
        func index(_ word: AlipayWord) -> Int { header.index(word.bytes(encoding)) }
        let (paymentIndex, refundIndex) = (index(.paymentCount), index(.refundCount))
        // Read to the end in any case: only then the archive has checked the member.
        while true {
            let number = text.lineNumber
            guard let line = try text.nextLine() else { break }
            let cells = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            guard paymentIndex >= 0, refundIndex >= 0, cells.count > max(paymentIndex, refundIndex),
                let name = cells.first, name.starts(with: AlipayWord.grandTotal.bytes(encoding))
            else { continue }
            summary.place = text.place.at(line: number)
            summary.counts = (
                try count(cells[paymentIndex], .paymentCount, at: summary.place),
                try count(cells[refundIndex], .refundCount, at: summary.place)
            )
            func amount(_ word: AlipayWord) -> Int64? {
                let place = index(word)
                guard place >= 0, place < cells.count else { return nil }
                return SlowCell.with(cells[place]) { AmountText.signedFen($0.trimmed()) }
            }
            (summary.feeFen, summary.shareFen, summary.netFen) = (amount(.fee), amount(.share), amount(.netTotal))
        }
        return summary
    }

    private static func count(_ cell: ArraySlice<UInt8>, _ name: AlipayWord, at place: Place) throws -> Int64 {
        let result = SlowCell.with(cell) { cell in
            (value: AmountText.count(cell.trimmed()), shown: Shown.count(cell.trimmed()))
        }
        if let value = result.value { return value }
        var at = place
        at.column = "\(name.name)"
        throw Problem(
            .billBadCount, "a count of the summary is no number", at: at, expected: "digits", found: result.shown)
    }

    /// - Parameter sums: of all detail parts; none is beyond all money.
    func check(_ sums: AlipaySums) throws {
        guard let counts else { return }
        try check(counts, sums)
        try checkMoney(sums)
    }

    /// Rows of an unknown kind may be counted as either or not at all, and leave the counts that much room.
    private func check(_ counts: (payments: Int64, refunds: Int64), _ sums: AlipaySums) throws {
        let (paymentRows, refundRows) = (sums.payments.rows, sums.refunds.rows)
        let surplusPayments = counts.payments - paymentRows
        let isPaymentCountPossible = surplusPayments >= 0 && surplusPayments <= sums.unclassifiedRows
        let refundRowsMax = refundRows + sums.unclassifiedRows - surplusPayments
        if isPaymentCountPossible, counts.refunds <= refundRowsMax, counts.refunds > 0 || refundRows == 0 { return }
        let unknown = sums.unclassifiedRows > 0 ? ", and \(sums.unclassifiedRows) of an unknown kind" : ""
        throw Problem(
            .billTotalMismatch, "the bill's summary counts other rows than its details have", at: place,
            expected: "\(Shown.rows(counts.payments)) payments and \(Shown.rows(counts.refunds)) refunded orders",
            found: "\(paymentRows) and \(refundRows) rows\(unknown)")
    }

    /// 服务费, and 实收净额 as what the merchant gets: 商家实收 less 服务费, with 分润 in it or not. Both are over payments
    /// and refunds, or over payments alone; no other sum will do. Where all are zero, the summary says nothing about
    /// money.
    private func checkMoney(_ sums: AlipaySums) throws {
        guard [feeFen, shareFen, netFen].contains(where: { $0 != nil && $0 != 0 }) else { return }
        let payments = (settled: sums.payments.settled.value, feeE5: sums.payments.fee.value)
        let both = (
            settled: payments.settled - sums.refunds.settled.value, feeE5: payments.feeE5 + sums.refunds.fee.value
        )
        let (unknownSettled, unknownFee) = (sums.unclassifiedSettled, sums.unclassifiedFee)
        // Parts of a fen are rounded there in a way that nobody knows.
        let fees = [payments.feeE5, both.feeE5, unknownFee.low.value, unknownFee.high.value]
        guard fees.allSatisfy({ $0 % 1000 == 0 }) else { return }

        func isWithin(_ value: Int64, _ base: Int64, _ low: Int64, _ high: Int64) -> Bool {
            value >= base + low && value <= base + high
        }
        if let feeFen {
            // Printed with the sign of the rows, which is negative, or without.
            let isRight = [payments.feeE5, both.feeE5].contains { feeE5 in
                [feeFen, -feeFen].contains {
                    isWithin($0, feeE5 / 1000, unknownFee.low.value / 1000, unknownFee.high.value / 1000)
                }
            }
            if !isRight { throw mismatch(.fee, feeFen, rows: -both.feeE5 / 1000) }
        }
        if let netFen {
            let low = unknownSettled.low.value - unknownFee.high.value / 1000
            let high = unknownSettled.high.value - unknownFee.low.value / 1000
            let isRight = [payments, both].contains { sum in
                [0, shareFen ?? 0].contains { isWithin(netFen - $0, sum.settled - sum.feeE5 / 1000, low, high) }
            }
            if !isRight { throw mismatch(.netTotal, netFen, rows: both.settled - both.feeE5 / 1000) }
        }
    }

    private func mismatch(_ word: AlipayWord, _ totalFen: Int64, rows sumFen: Int64) -> Problem {
        var at = place
        at.column = "\(word.name)"
        return Problem(
            .billTotalMismatch, "the rows do not add up to the summary's own total", at: at,
            expected: "\(Shown.yuan(totalFen)) as the summary says", found: "\(Shown.yuan(sumFen)) in the rows")
    }
}
