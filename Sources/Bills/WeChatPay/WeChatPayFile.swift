import Vocabulary

/// One file of a WeChat Pay trade bill: header, rows, summary header, summary row (spec section 7.2).
enum WeChatPayFile {
    private static let backtick = UInt8(ascii: "`")

    struct Result {
        let kind: WeChatPayKind
        let totals: WeChatPayTotals
        let apart: WeChatPayApart
        let flaggedRows: Int64
        let unknownColumns: [UnknownColumn]
    }

    /// - Parameter accept: refuses a kind of file that does not belong to what was read before, ahead of its rows.
    static func decode(
        _ text: inout TextWindow, account: ChannelAccount, day: BusinessDay, fileNumber: Int16,
        accept: (WeChatPayKind) throws -> Void, progress: (Int64) -> Void, totals: inout EntryTotals,
        sink: (BillEntry) throws -> Void
    ) throws -> Result {
        let opening = try ForeignText.open(&text)
        let columns = try WeChatPayColumns(try header(of: &text, opening))
        try accept(columns.kind)
        guard let packed = PackedText(Array(account.account.utf8)) else {
            throw Problem(
                .billWrongAccount, "a merchant number has at most \(PackedText.bytesMax) characters", at: text.place,
                hint: "Check the account in the configuration.")
        }
        var decoder = WeChatPayRowDecoder(
            columns: columns, account: packed, accountName: account.account, day: day, fileNumber: fileNumber,
            place: text.place)

        var reported: Int64 = 0
        while true {
            guard try text.has(1) else {
                throw WeChatPayTrailer.missing(WeChatPaySummary.shownNames, at: text.place.at(line: text.lineNumber))
            }
            guard text.text.pointee == backtick else { break }
            let row = try text.row(
                CommaBacktickSeparator.self, firstCell: 1, startsRow: { $0 == backtick },
                endsRows: { window, offset in try WeChatPaySummary.begins(in: &window, at: offset) })
            let entry = try decoder.decode(row, in: text)
            totals.add(entry)
            try sink(entry)
            text.consume(row)
            if text.bytesRead != reported {
                reported = text.bytesRead
                progress(text.fileBytesRead)
            }
        }
        // The line that is no row must be the summary's header.
        if try !WeChatPaySummary.begins(in: &text) {
            throw WeChatPayTrailer.problem(text, names: WeChatPaySummary.shownNames, rows: decoder.sums.rows)
        }
        // Each file of a pair by itself: two that are of two days would otherwise pass where one has few rows.
        try decoder.days.check(rows: decoder.sums.rows, day, at: text.place)
        let summary = try WeChatPaySummary.check(&text, columns: columns, sums: decoder.sums)
        return Result(
            kind: columns.kind, totals: summary, apart: decoder.apart, flaggedRows: decoder.flaggedRows,
            unknownColumns: columns.unknown)
    }

    /// Which bill the text is, by its header.
    static func kind(_ text: inout TextWindow) throws -> WeChatPayKind {
        let opening = try ForeignText.open(&text)
        return try WeChatPayColumns(try header(of: &text, opening)).kind
    }

    private static func header(of text: inout TextWindow, _ opening: ForeignText.Opening) throws -> Header {
        let place = text.place.at(line: 1)
        let line = try text.nextLine() ?? []
        let header = try Header(line, lineNumber: 1, parentheses: Header.utf8Parentheses, place: text.place)
        if header.index(Array("商户订单号".utf8)) >= 0 || header.index(Array("微信订单号".utf8)) >= 0 {
            if line.contains(UInt8(ascii: "\"")) { throw ForeignText.resaved(found: "quotes", at: place) }
            for name in ["分账方", "分账接收方", "返还手续费"] where header.index(Array(name.utf8)) >= 0 {
                try opening.refuseOtherProduct(for: .wechatpay, at: place)
            }
            if header.index(Array("支付宝交易号".utf8)) < 0 { return header }
        }
        try opening.refuseOtherSeparators(["商户订单号", "微信订单号"], at: place)
        try opening.refuseOtherProduct(for: .wechatpay, at: place)
        // 交易时间 in GBK.
        if line.starts(with: [0xBD, 0xBB, 0xD2, 0xD7, 0xCA, 0xB1, 0xBC, 0xE4]) {
            throw ForeignText.resaved(found: "GBK instead of UTF-8", at: place)
        }
        if line.starts(with: Array("\"交易时间".utf8)) { throw ForeignText.resaved(found: "quotes", at: place) }
        throw opening.unknown(at: place)
    }
}
