import Vocabulary

/// One account's statement for the page: a waterfall and a table for each entry type.
struct StatementValues {
    /// Height of one line of a chart: its text and its bar, in pixels.
    private static let rowHeight = 38

    /// - Parameter id: of the account, unique in the page, plain ASCII.
    static func values(_ statement: ReportTable, account: [String?], id: String) -> [PageValues] {
        EntryType.allCases.compactMap { type -> PageValues? in
            let lines = lines(statement, account: account, type)
            guard !lines.isEmpty else { return nil }
            let waterfall = Waterfall(lines)
            let label = PageLabels.entryType(type.rawValue)
            return [
                "chartID": "\(id)-\(type.rawValue)", "type": type.rawValue, "typeEnglish": label.english + "s",
                "typeChinese": label.chinese, "chartHeight": waterfall.bars.count * rowHeight + 2,
                "bars": waterfall.bars.enumerated().map { bar($1, at: $0 * rowHeight, waterfall) },
                "isBroken": waterfall.axisStartFen > 0, "axisStart": plainYuan(yuanText(waterfall.axisStartFen)),
                "isClosed": waterfall.residualFen == 0, "residual": plainYuan(yuanText(waterfall.residualFen)),
                "ordersAmount": plainYuan(lines.first { $0.line == "orders" }.map { yuanText($0.amountFen) }),
                "channelAmount": plainYuan(lines.first { $0.line == "channel_total" }.map { yuanText($0.amountFen) }),
                "stepCount": waterfall.bars.count { $0.kind != .total },
                "lines": lines.map { line in
                    [
                        "line": line.line, "lineEnglish": PageLabels.line(line.line).english,
                        "lineChinese": PageLabels.line(line.line).chinese, "entries": grouped(Int(line.entries)),
                        "amount": plainYuan(yuanText(line.amountFen)),
                        "isTotal": ["orders", "channel", "channel_total", "residual"].contains(line.line),
                    ] as PageValues
                },
            ]
        }
    }

    /// The lines of all the days there are, added up by line.
    private static func lines(
        _ statement: ReportTable, account: [String?], _ type: EntryType
    ) -> [(line: String, entries: Int64, amountFen: Int64)] {
        var sums: [Int64: (line: String, entries: Int64, amountFen: Int64)] = [:]
        for row in statement.rows where [row[1], row[2]] == account && row[3] == type.rawValue {
            guard let number = row[4].flatMap({ Int64($0) }), let line = row[5] else { continue }
            let sum = sums[number] ?? (line, 0, 0)
            sums[number] = (
                line, bounded(sum.entries, plus: row[6].flatMap { Int64($0) } ?? 0),
                bounded(sum.amountFen, plus: yuanToFen(row[7]))
            )
        }
        return sums.sorted { $0.key < $1.key }.map(\.value)
    }

    private static func bar(_ bar: Waterfall.Bar, at top: Int, _ waterfall: Waterfall) -> PageValues {
        let label = PageLabels.line(bar.line)
        let isTotal = bar.kind == .total
        let amount = yuanText(bar.amountFen)
        return [
            "line": bar.line, "lineEnglish": label.english, "lineChinese": label.chinese, "kind": bar.kind.rawValue,
            "amountText": isTotal ? plainYuan(amount) : signedYuan(amount), "fen": "\(bar.amountFen)",
            "entries": grouped(Int(bar.entries)), "textY": top + 14, "barY": top + 19, "start": bar.start.text,
            "length": bar.length.text, "isBar": bar.kind != .note,
            "isCut": isTotal && waterfall.axisStartFen > 0,
        ]
    }
}
