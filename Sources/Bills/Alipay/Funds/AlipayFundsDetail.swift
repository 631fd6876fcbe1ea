import Vocabulary

extension AlipayTitles {
    static let funds = AlipayTitles(
        sought: .funds, detail: .fundsDetailTitle, summary: .fundsSummaryTitle, totals: "支出合计 and 收入合计")
}

/// The detail part 账务明细: header, rows, and the `#` lines with the totals (AlipayFunds 1).
enum AlipayFundsDetail {
    static func decode(
        _ text: inout TextWindow, encoding: AlipayEncoding, day: BusinessDay, linesBefore: Int,
        running: inout AlipayFundsRowDecoder.Running, progress: (Int64) -> Void,
        sink: (borrowing Movement) throws -> Void
    ) throws {
        let place = text.place
        var decoder = try AlipayFundsRowDecoder(
            try header(of: &text, encoding: encoding), encoding: encoding, day: day, linesBefore: linesBefore,
            running: running, place: place)
        var reported: Int64 = 0
        while true {
            guard try text.has(1) else { throw AlipayTitles.funds.truncated(at: place.at(line: text.lineNumber)) }
            if text.text.pointee == UInt8(ascii: "#") { break }
            let row = try text.row(
                CommaSeparator.self, firstCell: 0, startsRow: { _ in true }, endsRows: { _, _ in true })
            try sink(try decoder.decode(row, in: text))
            text.consume(row)
            if text.bytesRead != reported {
                reported = text.bytesRead
                progress(text.fileBytesRead)
            }
        }
        try decoder.totals.check(at: place)
        let trailer = try AlipayComment.pair(of: &text, .funds) { line, number in
            func flow(_ word: AlipayWord) throws -> PrintedFlow? {
                try PrintedFlow(word, in: line, encoding, line: number, place: place)
            }
            return (try flow(.intoTotals), try flow(.outOfTotals))
        }
        try trailer.0.prove(decoder.totals.into, place: place)
        try trailer.1.prove(decoder.totals.outOf, place: place)
        running = decoder.running
        running.totals.add(decoder.totals)
    }

    private static func header(of text: inout TextWindow, encoding: AlipayEncoding) throws -> Header {
        let line = text.lineNumber
        guard let bytes = try text.nextLine() else {
            throw AlipayTitles.funds.truncated(at: text.place.at(line: line))
        }
        if bytes.first == UInt8(ascii: "\"") {
            throw ForeignText.resaved(found: "quotes", at: text.place.at(line: line))
        }
        return try Header(bytes, lineNumber: line, parentheses: encoding.parentheses, place: text.place)
    }
}
