import Vocabulary

package enum ReportFormat: String, Sendable, CaseIterable {
    case text
    case csv
    case json
    case html
}

extension Report {
    /// - Throws: only where a page cannot be made of it.
    package func text(_ format: ReportFormat) throws -> String {
        switch format {
        case .text: return text()
        case .csv: return CSVText.render(period?.items ?? summary)
        case .json: return json.indented()
        case .html: return try ReportPage(self).html()
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
            ("bill_date", JSONText(day)), ("channel", JSONText(scope.channel?.rawValue)),
            ("channel_mix", table(period?.mix?.days)), ("channel_mix_month", table(period?.mix?.month)),
            ("decisions", table(period?.decisions)), ("discrepancies", table(period?.discrepancies)),
            ("late_effects", table(period?.lateEffects)), ("month", JSONText(month)),
            ("pending", table(period?.pending)), ("scope", .text(scopeName)),
            ("statement", table(period?.statement)), ("summary", table(summary)),
            ("without_result", table(period?.withoutResult)),
        ])
    }
}
