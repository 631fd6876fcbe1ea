import Vocabulary

package enum ReportFormat: String, Sendable, CaseIterable {
    case text
    case csv
    case json
    case html
    case xlsx
}

extension Problem {
    static let workbookIsNoText = Problem(
        .reportFormat, "a workbook is no text", hint: "Name a file: --format xlsx -o report.xlsx.")
}

extension Report {
    /// - Parameters:
    ///   - part: the table of a CSV; nil for the items of a period, else the summary.
    ///   - columnsMax: of the terminal that shows a text; nil where a line may have any length.
    /// - Throws: where a page cannot be made of it, or the report does not tell the part.
    package func text(_ format: ReportFormat, part: ReportPart? = nil, columnsMax: Int? = nil) throws -> String {
        switch format {
        case .text: return fitted(ReportText(report: self, columnsMax: columnsMax).text, columnsMax: columnsMax)
        case .csv:
            guard let part else { return CSVText.render(period?.items ?? summary) }
            guard let table = part.table(of: self) else {
                let isOfShop = ReportPart.ofShop.contains(part)
                throw Problem(
                    .reportFormat,
                    "\(part.rawValue) is of a \(isOfShop ? "shop's month or an order" : "day or of a month")",
                    hint: isOfShop
                        ? "Name it with --shop or --order."
                        : "Name a date: report 2026-11-21 --format csv --table \(part.rawValue).")
            }
            return CSVText.render(table)
        case .json: return json.indented()
        case .html: return try ReportPage(self).html()
        case .xlsx: throw Problem.workbookIsNoText
        }
    }

    /// Every key is there in every report, in the order of the alphabet; what it does not tell is null.
    private var json: JSONText {
        let scopeName =
            switch scope {
            case .overview: "overview"
            case .channel: "channel"
            case .period(_, let period): period.isMonth ? "month" : "day"
            }
        let (day, month): (String?, String?) =
            switch scope.period {
            case .day(let day): (day.description, nil)
            case .some(let month): (nil, month.description)
            case nil: (nil, nil)
            }
        func table(_ table: ReportTable?) -> JSONText { table.map { JSONText($0) } ?? .null }
        return .object([
            ("bill_date", JSONText(day)), ("bridge", table(period?.money.bridge)),
            ("channel", JSONText(scope.channel?.rawValue)),
            ("channel_mix", table(period?.mix?.days)), ("channel_mix_month", table(period?.mix?.month)),
            ("decisions", table(period?.decisions)), ("discrepancies", table(period?.discrepancies)),
            ("late_effects", table(period?.lateEffects)), ("month", JSONText(month)),
            ("pending", table(period?.pending)), ("pot_statement", table(period?.money.statement)),
            ("pots", table(period?.money.pots)), ("scope", .text(scopeName)),
            ("statement", table(period?.statement)), ("summary", table(summary)),
            ("totals", table(period.map { _ in SummaryTotal.table(summary) })),
            ("unbooked", table(period?.money.unbooked)), ("without_result", table(period?.withoutResult)),
        ])
    }
}
