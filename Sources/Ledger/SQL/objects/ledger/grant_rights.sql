-- Run by the owner: at the end of every `migrate`, and by config/roles.sql, so that either may come first. What is not given
-- here is taken away: PUBLIC has nothing, and a later table or function is closed until it is named.
CREATE OR REPLACE FUNCTION ledger.grant_rights() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    -- Those that exist; whoever owns the schemas, in a trial perhaps the service, keeps all its rights.
    roles text[] := ARRAY(SELECT rolname::text FROM pg_roles WHERE rolname <> current_user
                             AND rolname IN ('recon_reader', 'recon_operator', 'reconciled') ORDER BY rolname);
    has_service boolean := 'reconciled' = ANY (roles);
    all_roles text := array_to_string(array_prepend('PUBLIC', roles), ', ');
    thing record;
BEGIN
    IF current_user = 'reconciled_owner' THEN
        -- In no schema: what PUBLIC has by default, no schema's defaults take away.
        ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
    END IF;
    IF to_regrole('reconciled_shop_reader') IS NOT NULL AND pg_has_role('reconciled_shop_reader', 'MEMBER') THEN
        -- A function's owner must be able to create it; only for this moment.
        GRANT CREATE ON SCHEMA ledger TO reconciled_shop_reader;
        ALTER FUNCTION ledger.shop_rows OWNER TO reconciled_shop_reader;
        REVOKE CREATE ON SCHEMA ledger FROM reconciled_shop_reader;
    END IF;
    FOR thing IN SELECT p.oid::regprocedure AS name, n.nspname AS schema, p.proname, p.provolatile <> 'v' AS is_reading,
                        p.prorettype = 'trigger'::regtype AS is_trigger,
                        -- A view's functions, and what they call, are called with the rights of whoever asks the view.
                        p.proname IN ('lock_number', 'is_of_trade', 'wide_integer') OR EXISTS (SELECT FROM pg_depend d JOIN pg_rewrite w ON w.oid = d.objid JOIN pg_class v ON v.oid = w.ev_class
                                 WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_proc'::regclass
                                   AND d.refobjid = p.oid AND v.relnamespace IN ('ledger'::regnamespace, 'recon'::regnamespace)
                        ) AS is_in_view
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname IN ('ledger', 'recon')
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM %s', thing.name, all_roles);
        IF 'recon_reader' = ANY (roles) AND (thing.schema = 'recon' AND thing.is_reading OR thing.is_in_view) THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO recon_reader', thing.name);
        END IF;
        IF 'recon_operator' = ANY (roles) AND (thing.schema = 'recon' OR thing.is_in_view) THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO recon_operator', thing.name);
        END IF;
        -- Decisions are people's, and these parts of them and of recon.explain run as the owner.
        IF has_service AND NOT thing.is_trigger AND thing.proname NOT IN ('acknowledge', 'resolve', 'reopen', 'decide', 'close_period', 'assign', 'note', 'resolve_where', 'classify_code', 'decide_suggestion', 'grant_rights',
            'tell', 'shop_here', 'shop_rows', 'may_read_shop')
        THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO reconciled', thing.name);
        END IF;
    END LOOP;
    IF NOT has_function_privilege('ledger.shop_rows(text,text,text,text[])', 'EXECUTE') THEN
        EXECUTE format('GRANT EXECUTE ON FUNCTION ledger.shop_rows TO %I', current_user);
    END IF;
    EXECUTE format('REVOKE ALL ON SCHEMA ledger, recon, ledger_migration FROM %s', all_roles);
    EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA ledger, recon, ledger_migration FROM %s', all_roles);
    EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA ledger FROM %s', all_roles);
    IF cardinality(roles) > 0 THEN
        EXECUTE format('GRANT USAGE ON SCHEMA recon TO %s', array_to_string(roles, ', '));
        EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA recon TO %s', array_to_string(roles, ', '));
    END IF;
    IF NOT has_service THEN RETURN; END IF;
    GRANT USAGE ON SCHEMA ledger, ledger_migration TO reconciled;
    GRANT SELECT ON ALL TABLES IN SCHEMA ledger_migration TO reconciled;
    GRANT SELECT ON ALL TABLES IN SCHEMA ledger TO reconciled;
    GRANT INSERT, UPDATE, DELETE ON ledger.entry, ledger.plain_block, ledger.record, ledger.refund, ledger.process,
        ledger.lease, ledger.setting, ledger.pot_day, ledger.movement_block, ledger.movement, ledger.bridge_part, ledger.share, ledger.share_record,
        ledger.block_range, ledger.number_run, ledger.number_bucket, ledger.open_key TO reconciled;
    GRANT INSERT, UPDATE ON ledger.channel, ledger.account, ledger.bill, ledger.bill_file, ledger.day, ledger.alarm TO reconciled;
    GRANT INSERT, UPDATE ON ledger.shop, ledger.seller_statement, ledger.seller_bundle, ledger.shop_order TO reconciled;
    GRANT INSERT, DELETE ON ledger.seller_row_left_out TO reconciled;
    -- The past is written once.
    GRANT INSERT ON ledger.order_number_hit, ledger.seller_kind, ledger.day_event, ledger.run_total, ledger.statement_line, ledger.run_change, ledger.late_effect,
        ledger.bridge_line, ledger.funds_line TO reconciled;
    -- Of requests, discrepancies and history: all but what a thing is for good, when it was, and what a person wrote.
    FOR thing IN
        SELECT r.relation, r.can, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS columns
        FROM (VALUES
            ('ledger.run', 'INSERT', ARRAY['run_id', 'requested_at']),
            ('ledger.run', 'UPDATE', ARRAY['account_id', 'run_id', 'bill_date', 'kind', 'attempt', 'origin', 'requested_by',
                                           'requested_at', 'source', 'lift_share_limit_reason']),
            ('ledger.item', 'INSERT', ARRAY['item_id', 'resolved_at', 'resolution', 'resolved_by', 'note', 'assignee', 'due_on']),
            ('ledger.item', 'UPDATE', ARRAY['account_id', 'item_id', 'code', 'kind', 'entry_type', 'payment_no', 'refund_no',
                                            'channel_no', 'occurrence', 'pot', 'movement_class', 'first_run_id', 'note', 'assignee', 'due_on']),
            ('ledger.item_event', 'INSERT', ARRAY['event_id', 'at', 'note', 'resolution', 'assignee', 'due_on'])) AS r (relation, can, without)
        JOIN pg_attribute a ON a.attrelid = r.relation::regclass AND a.attnum > 0 AND NOT a.attisdropped
         AND a.attname <> ALL (r.without)
        GROUP BY 1, 2
    LOOP
        EXECUTE format('GRANT %s (%s) ON %s TO reconciled', thing.can, thing.columns, thing.relation);
    END LOOP;
END $$;

COMMENT ON FUNCTION ledger.grant_rights IS
    'Gives the roles that exist their rights, and takes from everybody what is not among them.';
