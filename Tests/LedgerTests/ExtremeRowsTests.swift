import Ledger
import Postgres
import Reports
import TestPlaces
import TestTurns
import Testing
import Vocabulary

/// A row that is stored already never makes a view fail, whatever it says (Contract 2: bounds).
@Suite(.serialized, .waiting) struct ExtremeRowsTests {
    /// A day on which everything is, a period that is closed, and something that was found later about it.
    private static func bench(_ name: String) throws -> LedgerBench {
        let bench = try LedgerBench(name)
        let noon = "2026-11-21 12:00:00"
        try bench.pay("OK", 1000, at: noon)
        try bench.pay("MISS", 1100, at: noon)
        try bench.pay("WAITS", 500, at: "2026-11-21 23:45:00")
        try bench.pay("AMT", 1200, at: noon)
        try bench.refund("OK", "R", 1500, at: noon)
        try bench.conclude(
            "2026-11-21",
            [
                Row(payment: "OK", fen: 1000, at: noon, channelNo: "C1"),
                Row(payment: "AMT", fen: 1201, at: noon, channelNo: "C2"),
                Row(type: .refund, payment: "OK", refund: "R", fen: 1500, at: noon, channelNo: "D1"),
            ])
        try bench.sql("SELECT recon.close_period('2026-11-21', 'as it is')")
        try bench.pay("Z", 1, at: "2026-11-22 12:00:00")
        try bench.conclude("2026-11-22", [Row(payment: "Z", fen: 1, at: "2026-11-22 12:00:00", channelNo: "C3")])
        return bench
    }

    /// Columns of amounts and of counts: all the `bigint` ones that are no number of a thing.
    private static let columns = """
        SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
          AND a.atttypid IN ('bigint'::regtype, 'ledger.fen'::regtype) AND a.attname !~ '(_id|_hash|_seconds)$' AND a.attgenerated = '' AND a.attidentity = ''
        ORDER BY 1, 2
        """

    private static func relations(_ bench: LedgerBench) throws -> [String] {
        try bench.rows(
            """
            SELECT 'SELECT * FROM recon.' || relname FROM pg_class
            WHERE relnamespace = 'recon'::regnamespace AND relkind = 'v' ORDER BY 1
            """) + [
                "SELECT * FROM recon.changes('2026-11-21')", "SELECT * FROM recon.changes('2026-11-22')",
                "SELECT * FROM recon.entries_of('OK')", "SELECT * FROM recon.explain('OK')",
                "SELECT * FROM recon.explain('MISS')", "SELECT recon.payments_of('OK')",
                "SELECT recon.yuan(9223372036854775807), recon.yuan(NULL), recon.yuan_of_e5(-9223372036854775808)",
            ]
    }

    @Test(arguments: [Int64.min, .max, Fen.sumLimitFen, -Fen.sumLimitFen, 9_999_999_999_999_999, -1])
    func noViewFailsForAnyNumber(_ value: Int64) throws {
        let bench = try Self.bench("extreme_\(value.magnitude)_\(value < 0)")
        let columns = try bench.rows(Self.columns).map { $0.split(separator: "|").map(String.init) }
        #expect(columns.count > 30)
        // As the owner may, in a bad hour.
        try bench.sql(
            """
            ALTER DOMAIN ledger.fen DROP CONSTRAINT amounts_fit;
            DO $$ DECLARE one record; BEGIN
                FOR one IN SELECT conrelid::regclass AS name, conname FROM pg_constraint
                    WHERE contype = 'c' AND connamespace = 'ledger'::regnamespace AND conrelid <> 0
                LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.name, one.conname); END LOOP;
                FOR one IN SELECT tgrelid::regclass AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
                    WHERE NOT tgisinternal AND c.relnamespace = 'ledger'::regnamespace
                LOOP EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', one.name); END LOOP;
            END $$
            """)
        for column in columns {
            try bench.sql("UPDATE ledger.\(column[0]) SET \(column[1]) = \(value)")
        }
        // More than one of each, so that sums are of several.
        try bench.sql(
            """
            INSERT INTO ledger.item (account_id, status, code, bill_date, entry_type, payment_no, refund_no, channel_no, occurrence,
                order_fen, channel_fen, difference_fen, currency, found, opened_at, first_run_id, last_run_id)
            SELECT account_id, 'open', code, bill_date, entry_type, payment_no || n, refund_no, channel_no, occurrence,
                order_fen, channel_fen, difference_fen, currency, true, now(), first_run_id, last_run_id
            FROM ledger.item, generate_series(1, 20) n;
            UPDATE ledger.plain_block SET sections[1] = length(packed) + 1, sections[2] = 64, packed = packed || (
                SELECT string_agg(decode(repeat(lpad(to_hex((\(value))::bigint >> 8 * plane & 255), 2, '0'), entries), 'hex'), ''
                                  ORDER BY plane) FROM generate_series(0, 7) AS plane);
            UPDATE taobao.payment_record SET amount_fen = \(value);
            UPDATE taobao.refund_record SET amount_fen = \(value)
            """)
        let connection = try Connection(bench.conninfo, name: "tests")
        for relation in try Self.relations(bench) {
            var failure: String?
            do { _ = try connection.query(relation) } catch { failure = "\(error)" }
            #expect(failure == nil, "\(relation)")
        }
        for period in ["2026-11-21", "2026-11"].compactMap({ ReportPeriod($0) }) {
            let report = try Report.read(.period(nil, period), on: connection)
            for format in ReportFormat.allCases where format != .xlsx { #expect(try !report.text(format).isEmpty) }
            let directory = try TemporaryDirectory()
            try report.writeWorkbook(to: "\(directory.path)/report.xlsx")
        }
        #expect(try !Report.read(.overview, on: connection).text(.text).isEmpty)
        _ = try connection.query("SELECT * FROM recon.close_period('2026-11-22', 'as it is')")
    }

    /// What is stored fits into the views' columns: anything else is refused.
    @Test func whatIsBeyondAllMoneyIsNotStored() throws {
        let bench = try Self.bench("extreme_refused")
        for (table, column) in [
            ("item", "difference_fen"), ("entry", "amount_fen"), ("entry", "settled_fen"), ("record", "amount_fen"),
            ("refund", "amount_fen"), ("plain_block", "settled_fen"),
        ] {
            #expect(throws: PostgresError.self, "\(table).\(column)") {
                try bench.sql("UPDATE ledger.\(table) SET \(column) = \(Fen.sumLimitFen)")
            }
        }
    }

    /// A sum that does not fit is no conclusion, and nothing is stored: in particular no 0.
    @Test func sumsBeyondAllMoneyAreNoConclusion() throws {
        let noon = "2026-11-21 12:00:00"
        let half = Fen.sumLimitFen / 2
        for (name, records, bill) in [
            ("orders", [half, half], []), ("rows", [], [half, half]), ("both", [half], [half]),
            ("overflow", [Fen.sumLimitFen * 5, Fen.sumLimitFen * 5], []),
        ] {
            let bench = try LedgerBench("sums_\(name)")
            try bench.pay("Z", 1, at: noon)
            for (number, fen) in records.enumerated() { try bench.pay("S\(number)", fen, at: noon) }
            if name == "both" { try bench.pay("R0", half, at: noon) }
            let rows = bill.enumerated().map { Row(payment: "R\($0)", fen: $1, at: noon, channelNo: "C\($0)") }
            var verdict = Verdict.balanced
            var failure: (any Error)?
            do {
                verdict = try bench.conclude(
                    "2026-11-21", [Row(payment: "Z", fen: 1, at: noon, channelNo: "C")] + rows)
            } catch { failure = error }
            #expect(verdict == .incomplete || failure is PostgresError, "\(name)")
            #expect(try bench.rows("SELECT * FROM recon.statement") == [])
            // An amount beyond the shop's bounds is refused before anything is added up.
            let codes = try bench.rows("SELECT reason_code FROM recon.runs")
            #expect(records.isEmpty ? codes == ["ledger.sum_too_large"] : codes.allSatisfy { $0.hasPrefix("orders.") })
        }
    }

    @Test func refundsBeyondAllMoneyAreNoConclusion() throws {
        let noon = "2026-11-21 12:00:00"
        let bench = try LedgerBench("sums_refunds")
        try bench.pay("P", 1, at: "2026-11-18 12:00:00")
        try bench.pay("Z", 1, at: noon)
        let refunds = (0..<3).map {
            Row(
                type: .refund, payment: "P", refund: "R\($0)", fen: Fen.sumLimitFen / 3 + 1, at: noon,
                channelNo: "D\($0)")
        }
        #expect(
            try bench.conclude("2026-11-21", [Row(payment: "Z", fen: 1, at: noon, channelNo: "C")] + refunds)
                == .incomplete)
        #expect(try bench.rows("SELECT reason_code FROM recon.runs") == ["ledger.sum_too_large"])
    }
}
