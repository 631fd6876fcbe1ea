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
}

/// What a report is about.
package enum ReportScope: Hashable, Sendable {
    /// Every account, its newest day.
    case overview
    /// The last days of a channel's accounts.
    case channel(Channel)
    /// One business day of a channel: summary, statement, discrepancies, pending.
    case day(Channel, BusinessDay)
}

/// A report as it was read from `recon.*` in one snapshot.
package struct Report: Hashable, Sendable {
    package let scope: ReportScope
    package let summary: ReportTable
    /// Empty unless the scope is a day, like the two that follow.
    package let statement: ReportTable
    package let discrepancies: ReportTable
    package let pending: ReportTable

    /// Two weeks show a weekly rhythm and fit on a screen.
    static let daysOfChannel = 14

    /// - Parameter account: only this one.
    /// - Throws: `report.nothing` when there is no run of what is asked for.
    package static func read(
        _ scope: ReportScope, account: String? = nil, on connection: borrowing Connection
    ) throws -> Report {
        do {
            try connection.execute("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            let report = try query(scope, account, on: connection)
            try connection.execute("COMMIT")
            guard !report.summary.rows.isEmpty else { throw nothing(scope, account) }
            return report
        } catch let error as PostgresError {
            if connection.isUsable { try? connection.execute("ROLLBACK") }
            throw error.problem("reading the report")
        }
    }

    private static func query(
        _ scope: ReportScope, _ account: String?, on connection: borrowing Connection
    ) throws(PostgresError) -> Report {
        let mine = "($1::text IS NULL OR account = $1)"
        var statement = ReportTable(columns: ReportViews.statement)
        var discrepancies = ReportTable(columns: ReportViews.discrepancies)
        var pending = ReportTable(columns: ReportViews.pending)
        let summary: ReportTable
        switch scope {
        case .overview:
            summary = try .read(
                ReportViews.dailySummary,
                from: """
                    (SELECT DISTINCT ON (channel, account) * FROM recon.daily_summary WHERE \(mine)
                     ORDER BY channel, account, bill_date DESC) AS newest ORDER BY channel DESC, account
                    """, [account], on: connection)
        case .channel(let channel):
            summary = try .read(
                ReportViews.dailySummary,
                from: """
                    recon.daily_summary WHERE \(mine) AND channel = $2 AND bill_date > (
                        SELECT max(bill_date) - \(daysOfChannel) FROM recon.daily_summary WHERE channel = $2)
                    ORDER BY bill_date DESC, account
                    """, [account, channel.rawValue], on: connection)
        case .day(let channel, let day):
            let rows = "WHERE \(mine) AND channel = $2 AND bill_date = $3::date"
            let parameters = [account, channel.rawValue, day.description]
            summary = try .read(
                ReportViews.dailySummary, from: "recon.daily_summary \(rows) ORDER BY account", parameters,
                on: connection)
            statement = try .read(
                ReportViews.statement, from: "recon.statement \(rows) ORDER BY account, entry_type, line_no",
                parameters, on: connection)
            // What still needs somebody stands first.
            discrepancies = try .read(
                ReportViews.discrepancies,
                from: """
                    recon.discrepancies \(rows)
                    ORDER BY account, (status = 'resolved'), code, abs(difference) DESC, discrepancy_id
                    """, parameters, on: connection)
            pending = try .read(
                ReportViews.pending, from: "recon.pending \(rows) ORDER BY account, due_date, code, discrepancy_id",
                parameters, on: connection)
        }
        return Report(
            scope: scope, summary: summary, statement: statement, discrepancies: discrepancies, pending: pending)
    }

    private static func nothing(_ scope: ReportScope, _ account: String?) -> Problem {
        var place = Place()
        var what = "nothing has been reconciled yet"
        var hint = "Run `reconciled reconcile CHANNEL DATE --local` first."
        switch scope {
        case .overview: break
        case .channel(let channel):
            what = "nothing of \(channel.rawValue) has been reconciled yet"
            hint = "Run `reconciled reconcile \(channel.rawValue) yesterday --local` first."
            place.account = account.map { ChannelAccount(channel: channel, account: $0) }
        case .day(let channel, let day):
            what = "\(channel.rawValue) \(day) has not been reconciled yet"
            hint = "Run `reconciled reconcile \(channel.rawValue) \(day) --local` first."
            place.account = account.map { ChannelAccount(channel: channel, account: $0) }
        }
        return Problem(.reportNothing, what, at: place, hint: hint)
    }

    /// - Throws: only when a value cannot be encoded.
    package func text(_ format: ReportFormat) throws -> String {
        switch format {
        case .text: return text()
        case .csv: return CSVText.render(isOfOneDay ? items : summary)
        case .json:
            do { return try json.text() } catch {
                throw Problem(.reportFormat, "a value cannot be written as JSON", hint: "Use --format csv.")
            }
        }
    }

    var isOfOneDay: Bool { if case .day = scope { true } else { false } }

    /// Discrepancies and what is pending as one table.
    private var items: ReportTable {
        let columns = ReportViews.discrepancies + [ReportColumn("due_date", .day)]
        let blank = columns.count - ReportViews.item.count - 1
        return ReportTable(
            columns: columns,
            rows: discrepancies.rows.map { $0 + [nil] }
                + pending.rows.map { row in
                    row.dropLast() + Array(repeating: nil, count: blank) + row.suffix(1)
                })
    }

    private var json: JSONValue {
        var members: [String: JSONValue] = ["summary": JSONValue(summary)]
        switch scope {
        case .overview: members["scope"] = .text("overview")
        case .channel(let channel):
            members["scope"] = .text("channel")
            members["channel"] = .text(channel.rawValue)
        case .day(let channel, let day):
            members["scope"] = .text("day")
            members["channel"] = .text(channel.rawValue)
            members["bill_date"] = .text(day.description)
            members["statement"] = JSONValue(statement)
            members["discrepancies"] = JSONValue(discrepancies)
            members["pending"] = JSONValue(pending)
        }
        return .object(members)
    }
}
