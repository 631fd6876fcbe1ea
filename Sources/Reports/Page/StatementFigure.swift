import Vocabulary

/// A statement for the page: a waterfall, and a table with every line of it.
struct StatementFigure {
    /// Height of one line of a chart: its text and its bar, in pixels.
    private static let rowHeight = 38

    /// Unique in the page, plain ASCII.
    let id: String
    let type: String
    let caption: PageLabel
    /// What the chart shows, in words for who does not see it.
    let title: String
    let from: String
    let to: String
    /// Lines that are no step but a sum.
    let totals: Set<String>
    let plus: String
    let minus: String
    let hasEntries: Bool
    let lines: [StatementLine]
    /// Where the page tells what a line is made of; nil where it does not.
    let place: (_ line: String) -> String?

    func values() -> PageValues {
        let waterfall = Waterfall(lines.map { ($0.line, $0.movements, $0.amountFen) }, totals: totals)
        let labels = Dictionary(lines.map { ($0.line, $0) }, uniquingKeysWith: { first, _ in first })
        let sums = lines.filter { totals.contains($0.line) }
        return [
            "chartID": id, "type": type, "captionEnglish": caption.english, "captionChinese": caption.chinese,
            "chartTitle": title, "from": "\(from) \(plainYuan(sums.first.map { yuanText($0.amountFen) }))",
            "to": "\(to) \(plainYuan(sums.last.map { yuanText($0.amountFen) }))",
            "chartHeight": waterfall.bars.count * Self.rowHeight + 2,
            "bars": waterfall.bars.enumerated().map { bar($1, labels[$1.line], at: $0 * Self.rowHeight, waterfall) },
            "isBroken": waterfall.axisStartFen > 0, "axisStart": plainYuan(yuanText(waterfall.axisStartFen)),
            "isClosed": waterfall.residualFen == 0, "residual": plainYuan(yuanText(waterfall.residualFen)),
            "stepCount": waterfall.bars.count { $0.kind != .total }, "plus": plus, "minus": minus,
            "hasEntriesHead": hasEntries, "isWide": lines.contains { isWide(yuanText($0.amountFen)) },
            "lines": lines.map { line in
                [
                    "line": line.line, "lineEnglish": line.english, "lineChinese": line.chinese,
                    "hasEntries": hasEntries,
                    "entries": linked(grouped(Int(line.movements)), to: place(line.line)),
                    "amount": linked(plainYuan(yuanText(line.amountFen)), to: place(line.line)),
                    "isTotal": totals.contains(line.line) || ["channel", "residual"].contains(line.line),
                ] as PageValues
            },
        ]
    }

    private func bar(_ bar: Waterfall.Bar, _ line: StatementLine?, at top: Int, _ waterfall: Waterfall) -> PageValues {
        let isTotal = bar.kind == .total
        let amount = yuanText(bar.amountFen)
        return [
            "line": bar.line, "lineEnglish": line?.english ?? bar.line, "lineChinese": line?.chinese ?? "",
            "kind": bar.kind.rawValue,
            "amountText": linked(isTotal ? plainYuan(amount) : signedYuan(amount), to: place(bar.line)),
            "fen": "\(bar.amountFen)",
            // A balance is of no movements.
            "hasEntries": hasEntries && !(isTotal && bar.entries == 0), "entries": grouped(Int(bar.entries)),
            "textY": top + 14, "barY": top + 19, "start": bar.start.text, "length": bar.length.text,
            "isBar": bar.kind != .note, "isCut": isTotal && waterfall.axisStartFen > 0,
        ]
    }
}

/// Amounts from ten millions on need room that the words beside them take on a phone and in print.
func isWide(_ yuan: String?) -> Bool { plainYuan(yuan).count > "9,999,999.99".count }
