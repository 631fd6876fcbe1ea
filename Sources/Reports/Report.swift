import Postgres
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

/// A report as it was read from `recon.*` in one snapshot.
package struct Report: Hashable, Sendable {
    package let scope: ReportScope
    /// When it was read, `yyyy-MM-dd HH:mm:ss` in Asia/Shanghai.
    package let readAt: String
    package let summary: ReportTable
    /// nil unless the scope is a period.
    package let period: PeriodTables?

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

/// What a report tells of a day or a month beside its summary.
package struct PeriodTables: Hashable, Sendable {
    package let withoutResult: ReportTable
    package let statement: ReportTable
    package let discrepancies: ReportTable
    package let pending: ReportTable
    package let decisions: ReportTable
    package let lateEffects: ReportTable
    package let ageing: ReportTable
    /// Codes with their labels.
    package let codes: ReportTable
    /// Only of a month.
    package let mix: ChannelMix?

    /// By day, and of the whole month; of all accounts, also where the report is of one.
    package struct ChannelMix: Hashable, Sendable {
        package let days: ReportTable
        package let month: ReportTable
    }

    /// Discrepancies and what is pending as one table.
    var items: ReportTable {
        let names = (ReportViews.discrepancies + [ReportColumn("due_date", .day)]).map(\.name)
        let kinds = ReportViews.discrepancies + [ReportColumn("due_date", .day)]
        func widened(_ table: ReportTable) -> [[String?]] {
            let places = names.map { name in table.columns.firstIndex { $0.name == name } }
            return table.rows.map { row in places.map { place in place.flatMap { row[$0] } } }
        }
        return ReportTable(columns: kinds, rows: widened(discrepancies) + widened(pending))
    }
}
