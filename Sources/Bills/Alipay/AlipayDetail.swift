import Vocabulary

/// The detail part 业务明细: header, rows, and the `#` lines with the totals (spec sections 6.2 to 6.5).
enum AlipayDetail {
    struct Result {
        let sums: AlipaySums
        let payments: AlipayTotals
        let refunds: AlipayTotals
        let days: RowDays
        let flaggedRows: Int64
        let unknownColumns: [UnknownColumn]
    }

    private static let hash = UInt8(ascii: "#")

    /// - Parameter linesBefore: lines of detail members read before, which the entries' lines count on from.
    static func decode(
        _ text: inout TextWindow, encoding: AlipayEncoding, day: BusinessDay, linesBefore: Int,
        progress: (Int64) -> Void, totals: inout EntryTotals, sink: (BillEntry) throws -> Void
    ) throws -> Result {
        let place = text.place
        let headerLine = text.lineNumber
        guard let headerBytes = try text.nextLine() else {
            throw AlipayTitles.trade.truncated(at: place.at(line: headerLine))
        }
        if headerBytes.first == UInt8(ascii: "\"") {
            throw ForeignText.resaved(found: "quotes", at: place.at(line: headerLine))
        }
        let header = try Header(
            headerBytes, lineNumber: headerLine, parentheses: encoding.parentheses, place: place)
        let columns = try AlipayColumns(header, encoding: encoding)
        guard
            var decoder = AlipayRowDecoder(
                columns: columns, encoding: encoding, day: day, linesBefore: linesBefore, place: place)
        else { preconditionFailure("Alipay's kinds fit into a packed text") }

        var reported: Int64 = 0
        while true {
            guard try text.has(1) else { throw AlipayTitles.trade.truncated(at: place.at(line: text.lineNumber)) }
            if text.text.pointee == hash { break }
            let row = try text.row(
                CommaSeparator.self, firstCell: 0, startsRow: { _ in true }, endsRows: { _, _ in true })
            let entry = try decoder.decode(row, in: text)
            totals.add(entry)
            try sink(entry)
            text.consume(row)
            if text.bytesRead != reported {
                reported = text.bytesRead
                progress(text.fileBytesRead)
            }
        }
        let (payments, refunds) = try trailer(of: &text, encoding: encoding)
        try check(decoder.sums, payments: payments, refunds: refunds, place: place)
        return Result(
            sums: decoder.sums, payments: payments, refunds: refunds, days: decoder.days,
            flaggedRows: decoder.flaggedRows, unknownColumns: columns.unknown)
    }

    private static func trailer(
        of text: inout TextWindow, encoding: AlipayEncoding
    ) throws -> (payments: AlipayTotals, refunds: AlipayTotals) {
        let place = text.place
        return try AlipayComment.pair(of: &text, .trade) { line, number in
            func totals(_ word: AlipayWord) throws -> AlipayTotals? {
                try AlipayComment.totals(line, word, encoding: encoding, lineNumber: number, place: place)
            }
            return (try totals(.paymentTotals), try totals(.refundTotals))
        }
    }

    private static func check(
        _ sums: AlipaySums, payments: AlipayTotals, refunds: AlipayTotals, place: Place
    ) throws {
        if sums.isBeyondAllMoney {
            throw Problem(
                .billTooLarge, "the sums of the bill's rows are beyond all money", at: place,
                hint: ProblemCode.askChannel)
        }
        func compare(_ word: AlipayWord, _ what: AlipayWord, _ line: Int, total: Int64, sum: Int64, isMoney: Bool)
            throws
        {
            guard total != sum else { return }
            throw Problem(
                .billTotalMismatch, "the rows do not add up to the bill's own total",
                at: place.at(line: line, column: "\(word.name) \(what.name)"),
                expected: (isMoney ? Shown.yuan(total) : Shown.rows(total)) + " as the bill says",
                found: (isMoney ? Shown.yuan(sum) : Shown.rows(sum)) + " in its rows")
        }
        let paid = (word: AlipayWord.paymentTotals, line: payments.line)
        try compare(paid.word, .rowCount, paid.line, total: payments.rows, sum: sums.payments.rows, isMoney: false)
        try compare(
            paid.word, .settledTotal, paid.line, total: payments.settledFen, sum: sums.payments.settled.value,
            isMoney: true)
        try compare(
            paid.word, .discountTotal, paid.line, total: payments.discountFen, sum: sums.payments.discount.value,
            isMoney: true)
        let refunded = (word: AlipayWord.refundTotals, line: refunds.line)
        try compare(
            refunded.word, .rowCount, refunded.line, total: refunds.rows, sum: sums.refunds.rows, isMoney: false)
        try compare(
            refunded.word, .settledTotal, refunded.line, total: abs(refunds.settledFen),
            sum: sums.refunds.settled.value, isMoney: true)
        try compare(
            refunded.word, .discountTotal, refunded.line, total: abs(refunds.discountFen),
            sum: sums.refunds.discount.value, isMoney: true)
    }
}
