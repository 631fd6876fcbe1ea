import Vocabulary

/// A WeChat Pay funds bill (资金账单) of one pot: header, rows, summary header, summary row (WeChatPayFunds 1).
package struct WeChatPayFunds: FundsDecoder {
    package static let firstLineMarks = ["记账时间", "资金流水单号"]
    package static let areMovementsOfTrades = false
    package static let areBalancesChained = true

    private static let bookedAt = Array("记账时间".utf8)

    private let day: BusinessDay
    private let isImport: Bool
    private let reader: BillReader

    package init(_ expected: ExpectedFunds) {
        day = expected.bill.day
        isImport = expected.isImport
        reader = expected.bill.reader(seeking: .funds)
    }

    package func decode(
        _ file: BillFile, progress: (Int64) -> Void, sink: (borrowing Movement) throws -> Void
    ) throws -> FundsSummary {
        let place = reader.place(of: file)
        var text = try reader.text(of: file, place: place, bytesBefore: 0)
        var summary = try reader.reading(&text) { text in try read(&text, progress: progress, sink: sink) }
        summary.textBytes = text.bytesRead
        return summary
    }

    private func read(
        _ text: inout TextWindow, progress: (Int64) -> Void, sink: (borrowing Movement) throws -> Void
    ) throws -> FundsSummary {
        let backtick = UInt8(ascii: "`")
        let header = try header(of: &text)
        var decoder = try WeChatPayFundsRowDecoder(header, day: day, mayBeNegative: isImport, place: text.place)
        var reported: Int64 = 0
        while true {
            guard try text.has(1) else {
                throw WeChatPayTrailer.missing(
                    WeChatPayFundsTrailer.shownNames, at: text.place.at(line: text.lineNumber))
            }
            guard text.text.pointee == backtick else { break }
            let row = try text.row(
                CommaBacktickSeparator.self, firstCell: 1, startsRow: { $0 == backtick },
                endsRows: { window, offset in try WeChatPayFundsTrailer.begins(in: &window, at: offset) })
            try sink(try decoder.decode(row, in: text))
            text.consume(row)
            if text.bytesRead != reported {
                reported = text.bytesRead
                progress(text.fileBytesRead)
            }
        }
        if try !WeChatPayFundsTrailer.begins(in: &text) {
            throw WeChatPayTrailer.problem(text, names: WeChatPayFundsTrailer.shownNames, rows: decoder.totals.rows)
        }
        try decoder.days.check(rows: decoder.totals.rows, day, at: text.place)
        try WeChatPayFundsTrailer.check(&text, totals: decoder.totals, mayBeNegative: isImport)
        return try summary(decoder, place: text.place)
    }

    private func summary(_ decoder: WeChatPayFundsRowDecoder, place: Place) throws -> FundsSummary {
        let ends = decoder.chain.ends()
        if !ends.isChained, let firstBreak = ends.firstBreak {
            throw Problem(
                .billBalanceChain,
                "a balance does not follow from the one before, in the file's order nor in that of time",
                at: place.at(line: firstBreak.line, column: "\(WeChatPayFundsColumns.balanceName)"),
                expected: "\(Shown.yuan(firstBreak.expectedFen)) after the row before it",
                found: Shown.yuan(firstBreak.foundFen))
        }
        var summary = FundsSummary()
        (summary.into, summary.outOf) = (decoder.totals.into, decoder.totals.outOf)
        (summary.openingFen, summary.closingFen) = (ends.openingFen, ends.closingFen)
        summary.flaggedRows = decoder.flaggedRows
        summary.unknownColumns = Set(decoder.columns.unknown)
        return summary
    }

    private func header(of text: inout TextWindow) throws -> Header {
        let opening = try ForeignText.open(&text, seeking: .funds)
        let place = text.place.at(line: 1)
        let line = try text.nextLine() ?? []
        let header = try Header(line, lineNumber: 1, parentheses: Header.utf8Parentheses, place: text.place)
        if header.index(Self.bookedAt) >= 0 || header.index(Array("资金流水单号".utf8)) >= 0 {
            if line.contains(UInt8(ascii: "\"")) { throw ForeignText.resaved(found: "quotes", at: place) }
            return header
        }
        try opening.refuseOtherSeparators(["记账时间"], at: place)
        if line.starts(with: [UInt8(ascii: "\"")] + Self.bookedAt) {
            throw ForeignText.resaved(found: "quotes", at: place)
        }
        // 记账时间 in GBK.
        if line.starts(with: [0xBC, 0xC7, 0xD5, 0xCB, 0xCA, 0xB1, 0xBC, 0xE4]) {
            throw ForeignText.resaved(found: "GBK instead of UTF-8", at: place)
        }
        try opening.refuseOtherProduct(for: .wechatpay, at: place)
        throw opening.unknown(at: place)
    }
}
