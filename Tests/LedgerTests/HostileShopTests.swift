import Ledger
import Postgres
import PrivateCluster
import TestTurns
import Testing

/// The shop's relations are somebody else's: a view may call any function of theirs when it is read.
@Suite(.serialized, .waiting) struct HostileShopTests {
    /// Each is tried whenever the view of the payments is read; what came of it is told by notices, which nobody reads.
    private static let attempts = [
        "SET ROLE reconciled_owner", "SET ROLE reconciled", "RESET ROLE", "SET SESSION AUTHORIZATION DEFAULT",
        "CREATE TEMP TABLE planted (x int)", "GRANT ALL ON ALL TABLES IN SCHEMA ledger TO shop",
        "GRANT USAGE ON SCHEMA ledger TO shop", "UPDATE ledger.item SET difference_fen = 0",
        "UPDATE ledger.account SET is_served = false", "DELETE FROM ledger.record",
        "INSERT INTO ledger.setting VALUES ('planted', 'x')", "SELECT recon.resolve(1, 'accepted', 'planted')",
        "SELECT ledger.request_run(1, '2026-11-19', 'trade', 'schedule', 'schedule', 'channel', NULL)",
        "SET transaction_read_only = off",
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE", "SET default_transaction_read_only = off",
        "ALTER FUNCTION ledger.shop_rows SECURITY INVOKER", "SELECT lo_creat(-1)",
        "INSERT INTO taobao.taken VALUES (current_user)", "SET search_path = taobao, pg_catalog, pg_temp",
        "DEALLOCATE theirs", "PREPARE theirs AS SELECT taobao.stolen()", "LISTEN recon_run",
        "SET DateStyle = 'German'",
    ]

    private static let database: Result<PrivateCluster, any Error> = Result {
        let cluster = try RolesCluster.shared.get()
        let administrator = try RolesCluster.connect("postgres", "hostile_shop")
        try administrator.execute("CREATE SCHEMA taobao AUTHORIZATION shop; SET ROLE shop")
        let attempts = Self.attempts.map { "'\($0.replacing("'", with: "''"))'" }.joined(separator: ", ")
        try administrator.execute(
            """
            CREATE TABLE taobao.payments (payment_no text PRIMARY KEY, channel text, account text, channel_trade_no text,
                amount_fen bigint, currency text, state text, paid_at timestamptz, order_nos text[]);
            CREATE TABLE taobao.refund_record (refund_no text, payment_no text, channel text, account text,
                channel_refund_no text, amount_fen bigint, currency text, state text, refunded_at timestamptz);
            INSERT INTO taobao.payments VALUES
                ('P1', 'wechatpay', 'A', NULL, 1000, 'CNY', 'paid', '2026-11-21 12:00:00', '{T1}'),
                ('P2', 'wechatpay', 'A', NULL, 1000, 'CNY', 'paid', '2026-11-21 12:00:00', '{T2}'),
                ('ABSURD', 'wechatpay', 'B', E'\\x1b[2J' || repeat('9', 5000), -9223372036854775808, 'CNY', 'paid',
                 'infinity', '{T3}');
            CREATE TABLE taobao.taken (by text); GRANT INSERT ON taobao.taken TO PUBLIC;
            CREATE FUNCTION taobao.stolen() RETURNS text LANGUAGE plpgsql AS
                $$ BEGIN INSERT INTO taobao.taken VALUES ('stolen from ' || current_user); RETURN 'stolen'; END $$;
            CREATE FUNCTION taobao.replace(text, text, text) RETURNS text LANGUAGE sql AS 'SELECT taobao.stolen()';
            CREATE FUNCTION taobao.strike(number text) RETURNS text LANGUAGE plpgsql AS $$
            DECLARE attempt text;
            BEGIN
                FOREACH attempt IN ARRAY ARRAY[\(attempts)]::text[] LOOP
                    BEGIN
                        EXECUTE attempt;
                        RAISE NOTICE '% may %', current_user, attempt;
                    EXCEPTION WHEN OTHERS THEN NULL;
                    END;
                END LOOP;
                IF current_setting('application_name') = 'away' THEN DROP OWNED BY CURRENT_USER; END IF;
                RETURN number;
            END $$;
            CREATE VIEW taobao.payment_record AS SELECT taobao.strike(payment_no) AS payment_no, channel, account,
                channel_trade_no, amount_fen, currency, state, paid_at, order_nos FROM taobao.payments;
            GRANT USAGE ON SCHEMA taobao TO reconciled, reconciled_shop_reader;
            GRANT SELECT ON taobao.payment_record, taobao.refund_record TO reconciled, reconciled_shop_reader;
            """)
        try service(cluster).conclude(
            "2026-11-21", [Row(payment: "P1", fen: 1001, at: "2026-11-21 12:00:00", channelNo: "C1")])
        return cluster
    }

    private static func service(_ cluster: PrivateCluster) -> LedgerBench {
        LedgerBench(conninfo: cluster.conninfo(database: "hostile_shop", user: "reconciled"))
    }

    /// What the shop was after.
    private func spoils() throws -> [String] {
        _ = try Self.database.get()
        return try RolesCluster.rows(
            """
            SELECT 'taken by ' || by FROM taobao.taken
            UNION ALL SELECT 'the shop may use schema ledger' WHERE has_schema_privilege('shop', 'ledger', 'USAGE')
            UNION ALL SELECT 'the shop may read ' || relname FROM pg_class
             WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'r' AND has_table_privilege('shop', oid, 'SELECT')
            UNION ALL SELECT 'the reader of the shop is no definer any more' FROM pg_proc
             WHERE oid = 'ledger.shop_rows(text,text,text,text[])'::regprocedure AND NOT prosecdef
            UNION ALL SELECT 'an account is not served' FROM ledger.account WHERE NOT is_served
            UNION ALL SELECT 'a setting ' || name FROM ledger.setting WHERE name = 'planted'
            UNION ALL SELECT 'a request ' || run_id FROM ledger.run WHERE state = 'queued'
            UNION ALL SELECT 'an item is ' || status || ' of ' || difference_fen FROM ledger.item
             WHERE (status, abs(difference_fen)) NOT IN (VALUES ('open', 1), ('open', 1000))
            """, "hostile_shop")
    }

    @Test func aRunThatReadsItGivesNothingAway() throws {
        #expect(try spoils() == [])
        #expect(
            try RolesCluster.rows("SELECT payment_no, status, code FROM recon.discrepancies ORDER BY 1", "hostile_shop")
                == ["P1|open|amount_mismatch", "P2|open|order_only"])
    }

    @Test(arguments: ["li", "wang"])
    func explainReadsItAndGivesNothingAway(role: String) throws {
        _ = try Self.database.get()
        let person = try RolesCluster.connect(role, "hostile_shop")
        try person.execute("PREPARE theirs AS SELECT 'their own'; PREPARE other AS SELECT 1; SET search_path = recon")
        let rows = try person.query("SELECT source, event FROM recon.explain('P1')")
        let told = (0..<rows.count).map { "\(rows.text($0, 0)) \(rows.text($0, 1))" }
        #expect(told.contains("shop payment P1 of 10.00 CNY is paid, by wechatpay:A, for order T1"))
        #expect(told.contains { $0.hasSuffix("opened in run 1") })
        #expect(try spoils() == [])
        // Nothing waits in the person's session for their next words.
        let session = try person.query(
            """
            SELECT current_setting('search_path'), current_setting('DateStyle'),
                   (SELECT pg_catalog.count(*) FROM pg_listening_channels()),
                   (SELECT pg_catalog.string_agg(name, ' ') FROM pg_prepared_statements)
            """)
        #expect(session.text(0, 0) == "recon")
        #expect(session.text(0, 1) == "ISO, YMD")
        #expect(session.text(0, 2) == "0")
        #expect(session.text(0, 3) == "other")
        let gone = #expect(throws: PostgresError.self) { try person.execute("EXECUTE theirs") }
        #expect(gone?.sqlState == "26000")
        #expect(try spoils() == [])
    }

    @Test func whatTheShopSaysIsBoundedAndPrintableAndNeverStopsTheAnswer() throws {
        _ = try Self.database.get()
        let person = try RolesCluster.connect("li", "hostile_shop")
        let absurd = try person.query("SELECT at, event FROM recon.explain('ABSURD')")
        #expect(absurd.count == 1)
        #expect(absurd.text(0, 0) == "infinity")
        #expect(
            absurd.text(0, 1).hasPrefix(
                "payment ABSURD of -92233720368547758.08 CNY is paid, by wechatpay:B, channel number ?[2J9999"))
        #expect(absurd.text(0, 1).utf8.count == 2000)
        // A view that takes the function away while it reads: there is an answer, and the function is there again.
        try person.execute("SET application_name = 'away'")
        #expect(try person.query("SELECT FROM recon.explain('P1') WHERE source IN ('shop', 'note')").count == 1)
        try person.execute("SET application_name = 'tests'")
        #expect(try person.query("SELECT FROM recon.explain('P1') WHERE source = 'shop'").count == 1)
        #expect(try spoils() == [])
    }

    @Test func aSettingThatNamesAnotherRelationLeadsNowhere() throws {
        let cluster = try Self.database.get()
        let service = try Connection(cluster.conninfo(database: "hostile_shop", user: "reconciled"), name: "tests")
        let settings = "SELECT name, value FROM ledger.setting ORDER BY 1"
        let former = try RolesCluster.rows(settings, "hostile_shop")
        for relation in [
            "ledger.item", "recon.runs", "taobao.taken; SELECT taobao.stolen()", "(SELECT taobao.stolen())",
            "pg_catalog.pg_authid",
        ] {
            try service.query("UPDATE ledger.setting SET value = $1 WHERE name = 'payment_relation'", [relation])
            let told = try RolesCluster.connect("li", "hostile_shop").query(
                "SELECT event FROM recon.explain('P1') WHERE source = 'note'")
            #expect(told.text(0, 0).hasPrefix("the shop's records cannot be read here ("), "\(relation)")
        }
        try service.query(
            "UPDATE ledger.setting SET value = $1 WHERE name = 'payment_relation'", ["\"taobao\".\"payment_record\""])
        #expect(try RolesCluster.rows(settings, "hostile_shop") == former)
        #expect(try spoils() == [])
    }

    /// Without the roles one owner has everything. As long as all that is read is the owner's too, there is nobody to
    /// keep apart; else the shop is not read there.
    @Test func inATrialTheShopIsReadWhereItIsTheLedgersOwnOnly() throws {
        let bench = try LedgerBench("hostile_trial")
        try bench.pay("P1", 1000, at: "2026-11-21 12:00:00")
        try bench.conclude(
            "2026-11-21", [Row(payment: "P1", fen: 1000, at: "2026-11-21 12:00:00", channelNo: "C1")])
        func told() throws -> [String] {
            try bench.rows("SELECT source FROM recon.explain('P1') WHERE source IN ('shop', 'note')")
        }
        #expect(try told() == ["shop"])
        try bench.sql(
            """
            CREATE ROLE trial_shop; GRANT USAGE, CREATE ON SCHEMA taobao TO trial_shop;
            ALTER TABLE taobao.payment_record OWNER TO trial_shop
            """)
        #expect(try told() == ["note"])
        #expect(
            try bench.rows("SELECT event FROM recon.explain('P1') WHERE source = 'note'") == [
                "the shop's records cannot be read here (they are another role's than the ledger; /usr/share/reconciled/roles.sql makes "
                    + "one that may read them); `reconciled explain` reads them where it can"
            ])
        // Behind a view of the owner's as well, be it a relation or a function.
        try bench.sql(
            """
            ALTER TABLE taobao.payment_record RENAME TO payments_of_old;
            CREATE FUNCTION taobao.theirs(text) RETURNS text LANGUAGE sql AS 'SELECT $1';
            ALTER FUNCTION taobao.theirs OWNER TO trial_shop
            """)
        for view in [
            "SELECT * FROM taobao.payments_of_old",
            """
            SELECT taobao.theirs(payment_no) AS payment_no, channel, account, channel_trade_no, amount_fen, currency, state,
                   paid_at, order_nos FROM taobao.payments_of_old
            """,
        ] {
            try bench.sql("CREATE OR REPLACE VIEW taobao.payment_record AS \(view)")
            #expect(try told() == ["note"], "\(view)")
            try bench.sql("ALTER TABLE taobao.payments_of_old OWNER TO CURRENT_USER")
        }
        try bench.sql("ALTER FUNCTION taobao.theirs OWNER TO CURRENT_USER")
        #expect(try told() == ["shop"])
    }
}
