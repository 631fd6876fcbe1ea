import Foundation
import Ledger
import Postgres
import PrivateCluster
import TestPlaces
import TestTurns
import Testing

/// `config/roles.sql`: each role may do what it needs, and nothing more.
@Suite(.serialized, .waiting) struct RolesTests {
    private func connect(_ role: String) throws -> Connection { try RolesCluster.connect(role) }

    @Test func eitherOrderOfScriptAndMigrationGivesTheSameRights() throws {
        let rights = try ["schema_first", "roles_first"].map { database in
            try RolesCluster.rows(
                """
                SELECT c.oid::regclass::text, c.relowner::regrole, a::text FROM pg_class c, unnest(c.relacl) a
                WHERE c.relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('ledger', 'recon', 'ledger_migration'))
                UNION ALL SELECT t.attrelid::regclass || '.' || t.attname, c.relowner::regrole, a::text
                FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid, unnest(t.attacl) a
                WHERE c.relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('ledger', 'recon', 'ledger_migration'))
                UNION ALL SELECT p.oid::regprocedure::text, p.proowner::regrole, a::text FROM pg_proc p, unnest(p.proacl) a
                WHERE p.pronamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('ledger', 'recon'))
                UNION ALL SELECT nspname, nspowner::regrole, a::text FROM pg_namespace, unnest(nspacl) a
                WHERE nspname IN ('ledger', 'recon', 'ledger_migration') ORDER BY 1, 2, 3
                """, database)
        }
        #expect(rights[0] == rights[1])
        #expect(rights[0].count > 100)
        #expect(
            rights[0].filter { !$0.contains("|reconciled_owner|") } == [
                "ledger.shop_rows(text,text,text,text[])|reconciled_shop_reader|"
                    + "reconciled_shop_reader=X/reconciled_shop_reader"
            ])
    }

    @Test(arguments: ["recon_reader", "recon_operator"])
    func everyViewAndEveryQuestionIsAnsweredToReaders(role: String) throws {
        let person = try connect(role == "recon_reader" ? "wang" : "li")
        let views = try person.query(
            "SELECT c.oid::regclass FROM pg_class c WHERE relkind = 'v' AND relnamespace = 'recon'::regnamespace")
        #expect(views.count >= 18)
        for view in 0..<views.count { try person.query("SELECT * FROM \(views.text(view, 0))") }
        for question in ["explain('P1')", "entries_of('P1')", "changes('2026-11-21')"] {
            #expect(try person.query("SELECT * FROM recon.\(question)").count > 0, "\(question)")
        }
        let shop = try person.query("SELECT event FROM recon.explain('P1') WHERE source = 'shop'")
        #expect(shop.text(0, 0).hasPrefix("payment P1 of 10.00 CNY is paid"))
    }

    @Test func anOperatorDecidesInTheirOwnName() throws {
        let person = try connect("li")
        try person.execute(
            """
            SELECT recon.acknowledge(1, 'seen'); SELECT recon.resolve(1, 'accepted', 'a fen'); SELECT recon.reopen(1, 'no')
            """)
        try person.execute("BEGIN; SELECT recon.close_period('2026-11-21', 'x'); ROLLBACK")
        let actors = try person.query(
            "SELECT string_agg(actor, ' ') FROM recon.discrepancy_history WHERE discrepancy_id = 1 AND actor <> 'reconciled'"
        )
        #expect(actors.text(0, 0) == "li li li")
    }

    private static let decisions = [
        "SELECT recon.acknowledge(1, 'x')", "SELECT recon.resolve(1, 'accepted', 'x')", "SELECT recon.reopen(1, 'x')",
        "SELECT recon.close_period('2026-11-21')", "SELECT recon.assign(1, 'x')", "SELECT recon.note(1, 'x')",
        "SELECT recon.resolve_where('age > 0', 'accepted', 'x')",
    ]
    private static let internals = [
        "SELECT * FROM ledger.item", "SELECT * FROM ledger.entry", "SELECT * FROM ledger.plain_block",
        "SELECT pg_advisory_lock(1)", "SELECT pg_try_advisory_xact_lock_shared(1, 2)",
        "SELECT * FROM ledger_migration.applied", "SELECT * FROM taobao.payment_record",
        "UPDATE ledger.item SET note = ''",
        "SELECT ledger.decide(1, 'acknowledged', NULL, 'x', NULL)", "SELECT ledger.grant_rights()",
        "SELECT ledger.thin_day(1, '2026-11-21')", "CREATE TABLE recon.mine (x int)",
        "SELECT ledger.shop_here('P1', '{}')", "SELECT ledger.shop_rows('recon.runs', 'recon.runs', 'P1', '{}')",
        "CREATE TEMP TABLE mine (x int)", "CREATE TABLE public.mine (x int)", "CREATE SCHEMA mine",
        "SELECT lo_from_bytea(0, 'x')", "SELECT lo_creat(-1)", "SELECT pg_logical_emit_message(false, 'x', 'y')",
        "CREATE DOMAIN pg_temp.date AS pg_catalog.date CHECK (VALUE > '2000-01-01')", "SET temp_file_limit = -1",
        "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE VIEW ledger.mine AS SELECT 1",
        "CREATE OR REPLACE VIEW recon.codes AS SELECT 1", "DROP VIEW recon.codes",
        "ALTER VIEW recon.runs OWNER TO CURRENT_USER",
    ]
    private static let rewriting = [
        "UPDATE ledger.item_event SET note = ''", "DELETE FROM ledger.item_event", "DELETE FROM ledger.item",
        "DELETE FROM ledger.run", "UPDATE ledger.statement_line SET amount_fen = 0",
        "UPDATE ledger.run_total SET rows = 0",
        "DELETE FROM ledger.statement_line",
        "INSERT INTO ledger.period (closed_through, closed_by) VALUES ('2026-11-21', 'x')",
        "UPDATE ledger.late_effect SET status = 'open'", "DELETE FROM ledger.bill_file", "TRUNCATE ledger.entry",
        "DROP TABLE ledger.plain_block", "ALTER TABLE ledger.item ADD x int", "CREATE TABLE ledger.mine (x int)",
        "CREATE VIEW recon.mine AS SELECT 1", "ALTER TABLE ledger.item DISABLE TRIGGER ALL",
        "UPDATE ledger_migration.applied SET sha256 = ''", "SELECT ledger.grant_rights()",
        "UPDATE taobao.payment_record SET state = 'x'",
        "SET ROLE reconciled_owner",
    ]

    @Test(arguments: [
        ("wang", decisions + internals + ["SELECT recon.reconcile('wechatpay', '2026-11-21')"]), ("li", internals),
        ("reconciled", decisions + rewriting),
    ])
    func whatARoleNeedNotDoIsRefused(role: String, statements: [String]) throws {
        let person = try connect(role)
        for statement in statements {
            // A reader's sessions are read-only; the right is missing all the same.
            let error = #expect(throws: PostgresError.self, "\(role): \(statement)") {
                try person.execute("BEGIN READ WRITE; \(statement); COMMIT")
            }
            #expect(error?.sqlState == "42501", "\(role): \(statement): \(error?.message ?? "")")
            try person.execute("ROLLBACK")
        }
    }

    @Test func peopleHaveTimeOutsAndTheOwnerCannotLogIn() throws {
        // What their sessions begin with; ours set the time-outs anew for themselves.
        let settings = """
            SELECT reset_val FROM unnest(ARRAY['statement_timeout', 'lock_timeout', 'default_transaction_read_only'])
                WITH ORDINALITY AS wanted(name, place) JOIN pg_settings USING (name) ORDER BY place
            """
        for (role, expected) in [("wang", ["30000", "5000", "on"]), ("li", ["30000", "5000", "off"])] {
            let rows = try connect(role).query(settings)
            #expect((0..<rows.count).map { rows.text($0, 0) } == expected)
        }
        let error = #expect(throws: PostgresError.self) { try connect("reconciled_owner").query("SELECT 1") }
        #expect(error?.message.contains("not permitted to log in") == true)
    }

    @Test func aLaterViewIsReadableOnceMigrateHasRun() throws {
        let owner = try connect("postgres")
        try owner.execute("SET ROLE reconciled_owner; CREATE VIEW recon.later AS SELECT 1 AS one")
        let denied = #expect(throws: PostgresError.self) { try connect("wang").query("SELECT * FROM recon.later") }
        #expect(denied?.sqlState == "42501")
        try Schema.migrate(owner)
        #expect(try connect("wang").query("SELECT * FROM recon.later").count == 1)
        try owner.execute("DROP VIEW recon.later")
    }

    /// `config/psqlrc`, as a reader uses it: every word that it announces is answered.
    @Test func everyDailyQuestionIsOneWord() throws {
        let cluster = try RolesCluster.shared.get()
        let file = try String(contentsOfFile: RolesCluster.configuration("psqlrc"), encoding: .utf8)
        let words = file.matches(of: /\\set ([a-z]+) '(SELECT|WITH|\\)/).map { String($0.output.1) }
        #expect(words.count == 27)
        let lines = ["\\set day 2026-11-21", "\\set n P1", "\\set id 1"] + words.map { ":\($0)" }
        let directory = try TemporaryDirectory()
        let script = try directory.write("words.sql", lines.joined(separator: "\n"))
        let answers = try RolesCluster.psql(
            cluster,
            [
                "-v", "ON_ERROR_STOP=1", "-d", cluster.conninfo(database: "roles_first", user: "wang"), "-f",
                script,
            ], psqlrc: RolesCluster.configuration("psqlrc"))
        #expect(!answers.contains("ERROR"))
        for expected in [
            "amount_mismatch", "payment P1 of 10.00 CNY is paid", "WAITS", "wechatpay", "changed", "opened",
        ] {
            #expect(answers.contains(expected), "\(expected)\n\(answers)")
        }
        for word in words { #expect(answers.contains("\n:\(word) "), "not among :words: \(word)") }
        #expect(!answers.contains("SELECT"), ":words are words, and not their SQL")
    }
}
