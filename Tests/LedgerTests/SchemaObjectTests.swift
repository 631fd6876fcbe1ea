import Foundation
import Postgres
import TestCluster
import TestTurns
import Testing
import Vocabulary

@testable import Ledger

/// Views and functions are made like the program's, and what people have on them stays.
@Suite(.serialized, .waiting) struct SchemaObjectTests {
    private static let objects = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/Ledger/SQL/objects")

    @Test func everyFileIsAnObjectThatMigrateMakes() throws {
        let files = try ["ledger", "recon"].flatMap { schema in
            try FileManager.default.contentsOfDirectory(atPath: Self.objects.appending(path: schema).path)
                .map { "\(schema).\($0.dropLast(".sql".count))" }
        }
        // The one that is made of the program's own list has no file.
        let objects = SchemaObject.all.filter { $0.qualifiedName != "recon.problems" }
        #expect(objects.map(\.qualifiedName).sorted() == files.sorted())
        for object in objects {
            let makes = "CREATE OR REPLACE (VIEW|FUNCTION) \(object.qualifiedName)\\b"
            #expect(object.sql.range(of: makes, options: .regularExpression) != nil, "\(object.qualifiedName)")
            #expect(object.sql.contains("COMMENT ON"), "\(object.qualifiedName) is not explained")
        }
    }

    /// Another release's: one view is missing, one has other columns, one is not known any more.
    private func bench(_ name: String) throws -> LedgerBench {
        let bench = try LedgerBench("objects_\(name)")
        try bench.sql(
            """
            DROP VIEW recon.metrics, recon.daemons, recon.alarms;
            CREATE VIEW recon.alarms AS SELECT 1 AS other;
            CREATE VIEW recon.of_old AS SELECT * FROM recon.alarms;
            CREATE VIEW public.mine AS SELECT run_id FROM recon.runs;
            CREATE FUNCTION ledger.tag(number text, salt text) RETURNS bytea LANGUAGE sql RETURN NULL::bytea;
            CREATE TRIGGER of_old BEFORE DELETE ON ledger.alarm FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
            CREATE ROLE objects_\(name);
            GRANT SELECT ON recon.alarms, recon.runs TO objects_\(name);
            UPDATE ledger_migration.applied_objects SET sha256 = 'other', names = names || '{recon.of_old}'
            """)
        return bench
    }

    @Test func theyAreMadeLikeTheProgramsAndWhatPeopleHaveOnThemStays() throws {
        let bench = try bench("made")
        let connection = try Connection(bench.conninfo, name: "tests")
        #expect(try Schema.state(connection) == .otherObjects)
        let problem = #expect(throws: Problem.self) { try Schema.requireCurrent(connection) }
        #expect(problem?.code == .schemaOutdated)
        let done = try Schema.migrate(connection)
        #expect(
            done == [
                "views and functions", "ledger.key_tag, which was dropped for it",
                "ledger.tag, which was dropped for it", "recon.alarms, which was dropped for it",
                "recon.of_old, which was dropped for it",
            ])
        #expect(try Schema.state(connection) == .current)
        #expect(try Schema.migrate(connection) == [])
        #expect(try bench.rows("SELECT to_regclass('recon.of_old'), count(alarm_id) FROM recon.alarms") == ["|0"])
        #expect(try bench.rows("SELECT count(*) FROM recon.daemons") == ["0"])
        #expect(try bench.rows("SELECT count(*) FROM pg_proc WHERE proname = 'tag'") == ["1"])
        #expect(
            try bench.rows(
                "SELECT count(*), count(*) FILTER (WHERE tgname = 'of_old') FROM pg_trigger WHERE NOT tgisinternal")
                == ["13|0"])
        #expect(try bench.rows("SELECT count(*) FROM public.mine") == ["0"])
        #expect(
            try bench.rows(
                """
                SELECT has_table_privilege('objects_made', 'recon.alarms', 'SELECT'),
                       has_table_privilege('objects_made', 'recon.runs', 'SELECT')
                """) == ["t|t"])
    }

    @Test func whatIsNotOursIsNotDropped() throws {
        let bench = try bench("kept")
        try bench.sql("CREATE VIEW public.also_mine AS SELECT other FROM recon.of_old")
        let connection = try Connection(bench.conninfo, name: "tests")
        let problem = #expect(throws: Problem.self) { try Schema.migrate(connection) }
        #expect(problem?.code == .schemaInUse)
        #expect(problem?.found == "view public.also_mine")
        let isIdle = connection.isIdle
        #expect(isIdle)
        #expect(try bench.rows("SELECT other FROM public.also_mine") == ["1"])
        #expect(try bench.rows("SELECT to_regclass('recon.daemons')") == [""])
        try bench.sql("DROP VIEW public.also_mine")
        try Schema.migrate(connection)
        #expect(try Schema.state(connection) == .current)
    }

    @Test func everyLockHasANumberOfItsOwn() throws {
        let bench = try LedgerBench("locks")
        #expect(
            try bench.rows(
                """
                SELECT count(n) = count(*) AND count(DISTINCT n) = count(*)
                FROM unnest(enum_range(NULL::ledger.lock_name)) AS name, ledger.lock_number(name) AS n
                """) == ["t"])
    }
}
