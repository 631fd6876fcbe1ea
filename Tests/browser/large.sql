-- Every amount of the results twenty thousand times itself, so that the largest have ten digits before the point.
DO $$
DECLARE
    t record;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR t IN SELECT table_name, string_agg(format('%1$I = %1$I * 20000', column_name), ', ') AS changes
               FROM information_schema.columns
              WHERE table_schema = 'ledger' AND data_type = 'bigint' AND column_name LIKE '%\_fen' AND is_generated = 'NEVER'
                AND table_name IN ('pot_day', 'funds_line', 'bridge_line', 'item', 'statement_line', 'run_total')
              GROUP BY table_name
    LOOP
        EXECUTE format('UPDATE ledger.%I SET %s', t.table_name, t.changes);
    END LOOP;
END $$;
