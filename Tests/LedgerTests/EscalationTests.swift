import Ledger
import Postgres
import PrivateCluster
import TestTurns
import Testing

/// People with few rights who want more, and a shop whose views are traps.
@Suite(.serialized, .waiting) struct EscalationTests {
    // MARK: - What the catalogue says

    @Test func everyFunctionLooksAtTheSystemsNamesFirstAndAtTemporaryOnesLast() throws {
        let bench = try LedgerBench("escalation_paths")
        // A body that was bound when it was made looks for no name any more, and may be part of a view's plan.
        let open = try bench.rows(
            """
            SELECT oid::regprocedure, proconfig FROM pg_proc
            WHERE pronamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('ledger', 'recon', 'ledger_migration'))
              AND prosqlbody IS NULL AND 'search_path=pg_catalog, pg_temp' <> ALL (coalesce(proconfig, '{}'))
            """)
        #expect(open == [])
        let functions = try bench.rows("SELECT oid FROM pg_proc WHERE pronamespace = 'ledger'::regnamespace")
        #expect(functions.count > 25)
    }

    @Test func nobodyButOwnerAndServiceMakesAnything() throws {
        for database in ["schema_first", "roles_first", "hostile_shop"] {
            let makers = try RolesCluster.rows(
                """
                SELECT r.rolname, x.what FROM pg_roles r CROSS JOIN LATERAL (
                    SELECT 'temporary tables' AS what WHERE has_database_privilege(r.oid, current_database(), 'TEMPORARY')
                    UNION ALL SELECT 'schemas' WHERE has_database_privilege(r.oid, current_database(), 'CREATE')
                    UNION ALL SELECT 'things in ' || nspname FROM pg_namespace
                     WHERE nspname NOT LIKE 'pg_temp%' AND nspname NOT LIKE 'pg_toast%' AND nspname <> 'taobao'
                       AND has_schema_privilege(r.oid, oid, 'CREATE')
                    UNION ALL SELECT DISTINCT 'large objects' FROM pg_proc
                     WHERE (proname LIKE 'lo\\_%' OR proname IN ('loread', 'lowrite', 'pg_logical_emit_message'))
                       AND pronamespace = 'pg_catalog'::regnamespace AND has_function_privilege(r.oid, oid, 'EXECUTE')) x
                WHERE NOT r.rolsuper AND r.rolname !~ '^pg_' ORDER BY 1, 2
                """, database)
            #expect(
                makers == [
                    "reconciled|temporary tables", "reconciled_owner|schemas", "reconciled_owner|temporary tables",
                    "reconciled_owner|things in ledger", "reconciled_owner|things in ledger_migration",
                    "reconciled_owner|things in recon",
                ], "\(database)")
        }
    }

    @Test func everybodyMayCallNothing() throws {
        let owner = try RolesCluster.connect("postgres")
        try owner.execute("SET ROLE reconciled_owner; CREATE FUNCTION recon.later() RETURNS int RETURN 1")
        let open = try RolesCluster.rows(
            """
            SELECT p.oid::regprocedure FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
            WHERE a.grantee = 0 AND p.pronamespace IN ('ledger'::regnamespace, 'recon'::regnamespace)
            """)
        try owner.execute("DROP FUNCTION recon.later")
        #expect(open == [])
    }

    @Test func theReaderOfTheShopHoldsNothingElse() throws {
        let holds = try RolesCluster.rows(
            """
            SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S')
               AND c.relnamespace IN ('ledger'::regnamespace, 'recon'::regnamespace, 'ledger_migration'::regnamespace)
               AND (CASE c.relkind WHEN 'S' THEN has_sequence_privilege('reconciled_shop_reader', c.oid, 'USAGE, SELECT, UPDATE')
                    ELSE has_table_privilege('reconciled_shop_reader', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
                         OR has_any_column_privilege('reconciled_shop_reader', c.oid, 'SELECT, INSERT, UPDATE') END)
            UNION ALL SELECT nspname FROM pg_namespace WHERE nspname IN ('ledger', 'recon', 'ledger_migration')
               AND has_schema_privilege('reconciled_shop_reader', oid, 'USAGE, CREATE')
            UNION ALL SELECT oid::regprocedure::text FROM pg_proc
             WHERE pronamespace IN ('ledger'::regnamespace, 'recon'::regnamespace)
               AND has_function_privilege('reconciled_shop_reader', oid, 'EXECUTE')
            UNION ALL SELECT 'member of ' || roleid::regrole FROM pg_auth_members
             WHERE member = 'reconciled_shop_reader'::regrole
            UNION ALL SELECT 'attributes' FROM pg_roles WHERE rolname = 'reconciled_shop_reader' AND (rolcanlogin
               OR rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls)
            """)
        #expect(holds == ["ledger.shop_rows(text,text,text,text[])"])
    }

    @Test func whatTheServiceMayWriteIsWrittenDownTableByTable() throws {
        let rights = try RolesCluster.rows(
            """
            SELECT relname, string_agg(r.can, ' ' ORDER BY r.place) FROM pg_class c,
                (VALUES (1, 'INSERT'), (2, 'UPDATE'), (3, 'DELETE'), (4, 'TRUNCATE')) AS r (place, can)
            WHERE relnamespace = 'ledger'::regnamespace AND relkind IN ('r', 'p')
              AND has_table_privilege('reconciled', c.oid, r.can) GROUP BY 1 ORDER BY 1
            """)
        #expect(
            rights == [
                "account|INSERT UPDATE", "alarm|INSERT UPDATE", "bill|INSERT UPDATE", "bill_file|INSERT UPDATE",
                "block_range|INSERT UPDATE DELETE",
                "bridge_line|INSERT", "bridge_part|INSERT UPDATE DELETE", "channel|INSERT UPDATE",
                "day|INSERT UPDATE", "day_event|INSERT", "entry|INSERT UPDATE DELETE", "funds_line|INSERT",
                "late_effect|INSERT", "lease|INSERT UPDATE DELETE", "movement|INSERT UPDATE DELETE",
                "movement_block|INSERT UPDATE DELETE", "number_bucket|INSERT UPDATE DELETE",
                "number_run|INSERT UPDATE DELETE",
                "open_key|INSERT UPDATE DELETE", "order_number_hit|INSERT", "plain_block|INSERT UPDATE DELETE",
                "pot_day|INSERT UPDATE DELETE", "process|INSERT UPDATE DELETE",
                "record|INSERT UPDATE DELETE", "refund|INSERT UPDATE DELETE", "run_change|INSERT", "run_total|INSERT",
                "seller_bundle|INSERT UPDATE", "seller_kind|INSERT", "seller_row_left_out|INSERT DELETE",
                "seller_statement|INSERT UPDATE",
                "setting|INSERT UPDATE DELETE", "share|INSERT UPDATE DELETE", "share_record|INSERT UPDATE DELETE",
                "shop|INSERT UPDATE", "shop_order|INSERT UPDATE",
                "statement_line|INSERT",
            ], "a table that is not here is closed: name it in ledger.grant_rights, and here")
        #expect(
            try RolesCluster.rows(
                """
                SELECT relname FROM pg_class c WHERE relnamespace = 'ledger'::regnamespace AND relkind IN ('r', 'p', 'v')
                   AND NOT has_table_privilege('reconciled', c.oid, 'SELECT')
                """) == [])
    }

    // MARK: - An operator

    private static let ownRights = """
        SELECT has_schema_privilege('li', 'ledger', 'USAGE'), pg_has_role('li', 'reconciled_owner', 'MEMBER'),
               (SELECT count(*) FROM pg_class WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'r'
                   AND has_table_privilege('li', oid, 'SELECT, INSERT, UPDATE, DELETE'))
        """

    /// Every type a function may cast to, every table, function and operator it may name: planted, and then called.
    @Test(arguments: [false, true])
    func whatAnOperatorPlantsIsNeverRunByTheOwner(mayMakeTemporaryTables: Bool) throws {
        let administrator = try RolesCluster.connect("postgres")
        if mayMakeTemporaryTables { try administrator.execute("GRANT TEMPORARY ON DATABASE roles_first TO li") }
        defer { try? administrator.execute("REVOKE TEMPORARY ON DATABASE roles_first FROM li") }
        let person = try RolesCluster.connect("li")
        let plant = """
            CREATE FUNCTION pg_temp.payload() RETURNS boolean LANGUAGE plpgsql AS $$
            BEGIN
                IF current_user <> session_user THEN RAISE EXCEPTION 'runs as %', current_user USING ERRCODE = 'ES001'; END IF;
                RETURN true;
            END $$;
            DO $$
            DECLARE type text;
            BEGIN
                FOR type IN SELECT typname FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
                    WHERE n.nspname IN ('pg_catalog', 'ledger', 'recon') AND typtype IN ('b', 'e', 'r') AND typname !~ '^_'
                LOOP
                    BEGIN
                        EXECUTE format('CREATE DOMAIN pg_temp.%1$I AS pg_catalog.%1$I CHECK (pg_temp.payload())', type);
                    EXCEPTION WHEN OTHERS THEN NULL;
                    END;
                END LOOP;
            END $$;
            CREATE TEMP TABLE account AS SELECT 1 AS account_id; CREATE TEMP TABLE pg_class (oid int);
            CREATE TEMP TABLE pg_proc (oid int); CREATE TEMP TABLE run (x int);
            CREATE FUNCTION pg_temp.format(pg_catalog.text, pg_catalog.text) RETURNS pg_catalog.text LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_temp.payload(); RETURN 'x'; END $$;
            CREATE FUNCTION pg_temp.concat(pg_catalog.text, pg_catalog.text) RETURNS pg_catalog.text LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_temp.payload(); RETURN 'x'; END $$;
            CREATE OPERATOR pg_temp.|| (LEFTARG = pg_catalog.text, RIGHTARG = pg_catalog.text, FUNCTION = pg_temp.concat);
            """
        if mayMakeTemporaryTables {
            try person.execute(plant)
            #expect(
                try person.query(
                    "SELECT count(*) > 50 FROM pg_type WHERE typnamespace = pg_my_temp_schema() AND typtype = 'd'"
                ).bool(0, 0))
        } else {
            let refused = #expect(throws: PostgresError.self) { try person.execute(plant) }
            #expect(refused?.sqlState == "42501")
        }
        try person.execute("SET search_path = pg_temp, pg_catalog; SET DateStyle = 'SQL, DMY'")
        for call in [
            "reconcile('wechatpay', pg_catalog.date '2026-11-20')", "explain('P1')", "entries_of('P1')",
            "changes(pg_catalog.date '2026-11-21')", "payments_of('P1')", "explain('P1', '{}')", "acknowledge(1, 'x')",
            "resolve(1, 'accepted', 'x', 0.02)", "reopen(1, 'x')", "assign(1, 'x')", "note(1, 'x')",
            "items_where('code = amount_mismatch and age > 1')", "closing(pg_catalog.date '2026-11-21')",
            "resolve_where('age > 1', 'accepted', 'x')", "resolve_where('age < 0', 'accepted', 'x', 0, 0)",
        ] {
            try person.execute("BEGIN")
            do { try person.query("SELECT * FROM recon.\(call)") } catch {
                // The state of the item may forbid what is asked; nothing else may go wrong.
                #expect(error.sqlState.hasPrefix("RC"), "\(call): \(error)")
            }
            try person.execute("ROLLBACK; SET search_path = pg_temp, pg_catalog")
        }
        try person.execute("BEGIN; SELECT recon.close_period(pg_catalog.date '2026-11-21', 'x'); ROLLBACK")
        #expect(try RolesCluster.rows(Self.ownRights) == ["f|f|0"])
    }

    @Test func whoeverHasNoRoleOfOursReadsAndCallsNothing() throws {
        let passerBy = try RolesCluster.connect("passer_by")
        for statement in [
            "SELECT * FROM recon.runs", "SELECT * FROM recon.explain('P1')", "SELECT * FROM ledger.item",
            "SELECT recon.reconcile('wechatpay', '2026-11-20')", "SELECT recon.acknowledge(1, 'x')",
            "SELECT ledger.is_alive(1)", "CREATE TEMP TABLE x (y int)", "CREATE TABLE public.x (y int)",
            "SELECT lo_creat(-1)", "SELECT pg_advisory_lock(1)",
        ] {
            let error = #expect(throws: PostgresError.self, "\(statement)") { try passerBy.execute(statement) }
            #expect(error?.sqlState == "42501", "\(statement)")
        }
    }

    // MARK: - The service in a person's name

    private static let item = "(SELECT account_id FROM ledger.item WHERE item_id = 1)"

    @Test(arguments: [
        // Decisions.
        "UPDATE ledger.item SET status = 'resolved', resolution = 'accepted', resolved_by = 'wang_li'",
        "UPDATE ledger.item SET status = 'resolved', resolution = 'accepted', resolved_by = 'reconciled'",
        "UPDATE ledger.item SET status = 'resolved', resolution = 'superseded', resolved_by = 'reconciled'",
        "UPDATE ledger.item SET status = 'acknowledged' WHERE status = 'pending'",
        "UPDATE ledger.item SET note = 'said so'", "UPDATE ledger.item SET assignee = 'wang_li'",
        "INSERT INTO ledger.item_event (account_id, item_id, event, actor, run_id) VALUES (\(item), 1, 'noted', 'reconciled', 1)",
        "UPDATE ledger.item SET payment_no = 'OTHER'", "UPDATE ledger.item SET code = 'order_only'",
        """
        INSERT INTO ledger.item (account_id, status, code, entry_type, payment_no, refund_no, channel_no, occurrence,
            difference_fen, currency, found, opened_at, first_run_id, last_run_id)
        VALUES (\(item), 'acknowledged', 'channel_only', 'payment', 'X', '', '', 1, 1, 'CNY', true, now(), 1, 1)
        """,
        """
        INSERT INTO ledger.item (account_id, status, code, entry_type, payment_no, refund_no, channel_no, occurrence,
            difference_fen, currency, found, opened_at, first_run_id, last_run_id, note)
        VALUES (\(item), 'open', 'channel_only', 'payment', 'X', '', '', 1, 1, 'CNY', true, now(), 1, 1, 'said so')
        """,
        // History.
        """
        INSERT INTO ledger.item_event (account_id, item_id, event, actor, run_id)
        VALUES (\(item), 1, 'opened', 'wang_li', 1)
        """,
        "INSERT INTO ledger.item_event (account_id, item_id, event, actor) VALUES (\(item), 1, 'resolved', 'wang_li')",
        """
        INSERT INTO ledger.item_event (account_id, item_id, event, actor, run_id)
        VALUES (\(item), 1, 'resolved', 'reconciled', 1)
        """,
        "INSERT INTO ledger.item_event (account_id, item_id, event, actor) VALUES (\(item), 1, 'opened', 'reconciled')",
        """
        INSERT INTO ledger.item_event (account_id, item_id, event, actor, run_id, at)
        VALUES (\(item), 1, 'opened', 'reconciled', 1, '2020-01-01')
        """,
        """
        INSERT INTO ledger.item_event (account_id, item_id, event, actor, run_id, note)
        VALUES (\(item), 1, 'opened', 'reconciled', 1, 'wang_li said so')
        """,
        // Requests and what they found.
        "UPDATE ledger.run SET requested_by = 'wang_li'",
        """
        INSERT INTO ledger.run (account_id, bill_date, kind, attempt, origin, requested_by, state)
        VALUES (\(item), '2026-11-01', 'trade', 1, 'person', 'wang_li', 'queued')
        """,
        "UPDATE ledger.run SET verdict = 'balanced' WHERE state = 'done'",
        "UPDATE ledger.run SET reason = 'x' WHERE run_id = 1",
        "UPDATE ledger.run SET lift_share_limit_reason = 'wang_li said so'",
        """
        INSERT INTO ledger.day_event (account_id, bill_date, kind, event, run_id, note)
        VALUES (\(item), '2026-11-21', 'trade', 'share_limit_lifted', 1, 'wang_li said so')
        """,
        "INSERT INTO ledger.period (closed_through, closed_by) VALUES ('2026-11-21', 'wang_li')",
        "UPDATE ledger.late_effect SET status = 'resolved'", "UPDATE ledger.day_event SET note = ''",
        "SELECT ledger.decide(1, 'resolved', 'accepted', 'x', NULL)", "SELECT recon.resolve(1, 'accepted', 'x')",
        "SELECT ledger.shop_rows('recon.runs', 'recon.runs', 'x', '{}')", "SET session_replication_role = replica",
        "ALTER TABLE ledger.item DISABLE TRIGGER USER", "DELETE FROM ledger.alarm", "TRUNCATE ledger.item_event",
    ])
    func theServiceDecidesNothingInNobodysName(statement: String) throws {
        let service = try RolesCluster.connect("reconciled")
        let error = #expect(throws: PostgresError.self, "\(statement)") { try service.execute("BEGIN; \(statement)") }
        #expect(error?.sqlState == "42501", "\(statement): \(error?.message ?? "")")
    }

    @Test func theServiceDoesWhatRunsDoAndLeavesDecisionsAlone() throws {
        let cluster = try RolesCluster.shared.get()
        let shop = LedgerBench(conninfo: cluster.conninfo(database: "schema_first"))
        try shop.sql(
            """
            \(LedgerBench.shop) GRANT USAGE ON SCHEMA taobao TO reconciled;
            GRANT SELECT ON ALL TABLES IN SCHEMA taobao TO reconciled
            """)
        let noon = "2026-11-21 12:00:00"
        try shop.pay("P1", 1000, at: noon)
        let service = LedgerBench(conninfo: cluster.conninfo(database: "schema_first", user: "reconciled"))
        let person = try RolesCluster.connect("li", "schema_first")
        func run(_ fen: Int64) throws -> [String] {
            try service.conclude("2026-11-21", [Row(payment: "P1", fen: fen, at: noon, channelNo: "C1")])
            return try shop.rows("SELECT status, resolution, resolved_by, difference FROM recon.discrepancies")
        }
        #expect(try run(1001) == ["open|||0.01"])
        try person.execute("SELECT recon.acknowledge(1, 'mine')")
        #expect(try run(1002) == ["acknowledged|||0.02"])
        #expect(try run(1000) == ["resolved|superseded|reconciled|0.02"])
        #expect(try run(1002) == ["open|||0.02"])
        try person.execute("SELECT recon.resolve(1, 'accepted', 'two fen')")
        #expect(try run(1002) == ["resolved|accepted|li|0.02"])
        // Neither taken back nor taken over without a reason that a run may have.
        let forger = try RolesCluster.connect("reconciled", "schema_first")
        for change in [
            "status = 'open', resolved_at = NULL, resolution = NULL, resolved_by = NULL", "resolved_by = 'wang_li'",
            "resolution = 'written_off'", "resolved_at = '2020-01-01'",
            "resolution = 'superseded', resolved_by = 'reconciled'",
        ] {
            let error = #expect(throws: PostgresError.self) { try forger.execute("UPDATE ledger.item SET \(change)") }
            #expect(error?.sqlState == "42501", "\(change)")
        }
        #expect(try run(1003) == ["open|||0.03"])
        try person.execute("SELECT recon.resolve(1, 'corrected', 'in the shop')")
        #expect(try run(1003) == ["open|||0.03"])
        #expect(
            try shop.rows("SELECT event, actor FROM recon.discrepancy_history") == [
                "opened|reconciled", "acknowledged|li", "changed|reconciled", "superseded|reconciled",
                "reopened_by_run|reconciled", "resolved|li", "reopened_by_run|reconciled", "resolved|li",
                "reopened_by_run|reconciled",
            ])
        // Who asks by the service's role is told with it; who asks as a person is that person.
        #expect(try shop.rows("SELECT DISTINCT requested_by FROM recon.runs") == ["test (as reconciled)"])
        #expect(
            try forger.query(
                "SELECT ledger.request_run(1, '2026-11-20', 'trade', 'schedule', 'schedule', 'channel', NULL)"
            ).count == 1)
        try person.execute("SELECT recon.reconcile('wechatpay', '2026-11-19')")
        #expect(
            try shop.rows("SELECT requested_by FROM recon.runs WHERE state = 'queued' ORDER BY run_id")
                == ["schedule", "li"])
    }
}
