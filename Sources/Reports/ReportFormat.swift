import Vocabulary

extension ProblemCode {
    package static let reportNothing = ProblemCode("report.nothing", .incomplete)
    package static let reportFormat = ProblemCode("report.encoding", .internalError)

    package static let reportCodes: [ProblemCode] = [reportNothing, reportFormat]
}

package enum ReportFormat: String, Sendable, CaseIterable {
    case text
    case csv
    case json
    case html
}

extension Report {
    /// - Throws: only when a value cannot be encoded.
    package func text(_ format: ReportFormat) throws -> String {
        switch format {
        case .text: return text()
        case .csv: return CSVText.render(period?.items ?? summary)
        case .json:
            do { return try json.text() } catch {
                throw Problem(.reportFormat, "a value cannot be written as JSON", hint: "Use --format csv.")
            }
        case .html: return try ReportPage(self).html()
        }
    }

    /// Every key is there in every report; what it does not tell is null.
    private var json: JSONValue {
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
        func table(_ table: ReportTable?) -> JSONValue { table.map { JSONValue($0) } ?? .null }
        return .object([
            "scope": .text(scopeName), "channel": JSONValue(scope.channel?.rawValue, .text),
            "bill_date": JSONValue(day, .day), "month": JSONValue(month, .text), "summary": JSONValue(summary),
            "without_result": table(period?.withoutResult), "statement": table(period?.statement),
            "discrepancies": table(period?.discrepancies), "pending": table(period?.pending),
            "decisions": table(period?.decisions), "late_effects": table(period?.lateEffects),
            "channel_mix": table(period?.mix?.days), "channel_mix_month": table(period?.mix?.month),
        ])
    }
}
