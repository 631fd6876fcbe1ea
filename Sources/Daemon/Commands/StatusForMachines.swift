import ArgumentParser
import Ledger
import Postgres
import Vocabulary

enum StatusFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json, openmetrics
}

/// All of it at one instant.
func statusJSON(_ connection: borrowing Connection) throws -> String {
    try connection.query(
        """
        SELECT jsonb_pretty(jsonb_build_object(
            'at', now(), 'database', current_database(),
            'daemons', (SELECT coalesce(jsonb_agg(to_jsonb(d)), '[]') FROM recon.daemons d),
            'alarms', (SELECT coalesce(jsonb_agg(to_jsonb(m)), '[]') FROM recon.alarms m WHERE ended_at IS NULL),
            'under_way', (SELECT coalesce(jsonb_agg(to_jsonb(r)), '[]') FROM recon.runs r
                          WHERE state IN ('queued', 'fetching', 'matching')),
            'last_runs', (SELECT coalesce(jsonb_agg(to_jsonb(r)), '[]') FROM (
                          SELECT * FROM recon.runs WHERE state IN ('done', 'failed') LIMIT \(StatusCommand.runsShown)) r),
            'metrics', (SELECT jsonb_agg(jsonb_strip_nulls(to_jsonb(m)) - 'meaning') FROM recon.metrics m)))
        """
    ).text(0, 0)
}

/// Text that Prometheus and its node_exporter read as well. Gauges only: nothing here counts since a start.
enum OpenMetrics {
    static func text(_ connection: borrowing Connection) throws -> String {
        let rows = try connection.query(
            """
            SELECT metric, meaning, value, channel, account, kind, label, word, current_database() FROM recon.metrics
            ORDER BY metric, channel, account, kind, word
            """)
        var text = head("database_up", "Whether the database answered") + "reconciled_database_up 1\n"
        var last = ""
        for row in 0..<rows.count {
            let metric = rows.text(row, 0)
            if metric != last { text += head(metric, rows.text(row, 1)) }
            last = metric
            let names = ["database", "channel", "account", "kind", rows[row, 6] ?? ""]
            let labels = zip(names, [8, 3, 4, 5, 7]).compactMap { name, column in
                rows[row, column].map { "\(name)=\"\(escaped($0))\"" }
            }
            text += "reconciled_\(metric){\(labels.joined(separator: ","))} \(rows.text(row, 2))\n"
        }
        return text + "# EOF\n"
    }

    /// What there is to say of a database that does not answer: a file that only grew old would be missed more easily.
    static let withoutDatabase =
        head("database_up", "Whether the database answered") + "reconciled_database_up 0\n# EOF\n"

    private static func head(_ metric: String, _ meaning: String) -> String {
        "# TYPE reconciled_\(metric) gauge\n# HELP reconciled_\(metric) \(escaped(meaning))\n"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
