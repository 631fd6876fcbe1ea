import Postgres
import TestCluster

/// All that people see of a database, with what a number means in the place of the number, and without clock times: the same in
/// every database in which the same has happened.
enum PeoplesView {
    private static let views = [
        "runs", "daily_summary", "discrepancies", "pending", "statement", "bill_entries", "bill_files",
        "discrepancy_history",
        "run_changes", "late_effects", "decisions", "notes", "funds_summary", "funds_statement", "bridge", "movements",
    ]

    private static let meaning = """
        CREATE OR REPLACE FUNCTION pg_temp.run(id bigint) RETURNS text LANGUAGE sql AS $$
            SELECT format('%s %s %s attempt %s', a.account, r.kind, r.bill_date, r.attempt)
            FROM ledger.run r JOIN ledger.account a USING (account_id) WHERE r.run_id = id $$;
        CREATE OR REPLACE FUNCTION pg_temp.item(id bigint) RETURNS text LANGUAGE sql AS $$
            SELECT concat_ws(' ', a.account, i.kind, i.entry_type, i.payment_no, i.refund_no, i.code, i.channel_no, i.occurrence,
                             i.movement_class, i.pot)
            FROM ledger.item i JOIN ledger.account a USING (account_id) WHERE i.item_id = id $$;
        CREATE OR REPLACE FUNCTION pg_temp.meaning(seen jsonb) RETURNS jsonb LANGUAGE sql AS $$
            SELECT jsonb_object_agg(key, CASE
                WHEN jsonb_typeof(value) = 'number' AND key ~ 'run_id$' THEN to_jsonb(coalesce(pg_temp.run(value::text::bigint), 'none'))
                WHEN key = 'discrepancy_id' THEN to_jsonb(coalesce(pg_temp.item(value::text::bigint), 'none'))
                ELSE value END)
            FROM jsonb_each(seen) WHERE key NOT IN ('at', 'opened_at', 'resolved_at', 'requested_at', 'started_at', 'finished_at',
                                                    'received_at', 'bill_file_id') $$
        """

    /// - Parameters:
    ///   - stranger: an account that is left out.
    ///   - numbers: of which also the answers of the functions are looked at.
    static func rows(_ conninfo: String, without stranger: String = "", numbers: [String] = []) throws -> [String] {
        let connection = try Connection(conninfo, name: "tests")
        try connection.execute(meaning)
        var rows = try views.flatMap { view in
            try connection.rows(
                """
                SELECT '\(view)', pg_temp.meaning(v) AS seen FROM (SELECT to_jsonb(v) AS v FROM recon.\(view) v) r
                WHERE v ->> 'account' IS DISTINCT FROM '\(stranger)' ORDER BY 2
                """)
        }
        let runs = try names("run_id, pg_temp.run(run_id) FROM ledger.run", connection)
        let items = try names("item_id, pg_temp.item(item_id) FROM ledger.item", connection)
        for number in numbers {
            let told = try connection.query("SELECT source, event FROM recon.explain($1)", [number]).lines
            rows += told.map { line in
                "\(number): "
                    + line.replacing(/(run|discrepancy) ([0-9]+)/) { match in
                        (match.1 == "run" ? runs : items)[String(match.2)] ?? String(match.0)
                    }
            }
            rows += try connection.query("SELECT to_jsonb(e) FROM recon.entries_of($1) e ORDER BY 1", [number]).lines
            rows += try connection.query("SELECT to_jsonb(m) FROM recon.movements_of($1) m ORDER BY 1", [number]).lines
        }
        return rows
    }

    private static func names(_ columns: String, _ connection: borrowing Connection) throws -> [String: String] {
        let rows = try connection.query("SELECT \(columns)")
        return Dictionary(uniqueKeysWithValues: (0..<rows.count).map { (rows.text($0, 0), rows.text($0, 1)) })
    }
}
