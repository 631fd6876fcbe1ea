CREATE OR REPLACE FUNCTION ledger.may_read_shop(payment_relation text, refund_relation text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    -- With a role of its own it holds nothing. Without, in a trial, all that is run belongs to the ledger's owner as well,
    -- or to a superuser: then there is nobody to keep apart.
    SELECT CASE WHEN NOT pg_has_role(p.proowner, current_user, 'MEMBER') THEN true ELSE NOT EXISTS (
        WITH RECURSIVE reached (classid, objid) AS (
            SELECT 'pg_class'::regclass::oid, r.relation::regclass::oid FROM unnest(ARRAY[$1, $2]) AS r(relation)
            UNION
            SELECT d.refclassid, d.refobjid FROM reached r
            LEFT JOIN pg_rewrite w ON r.classid = 'pg_class'::regclass AND w.ev_class = r.objid
            JOIN pg_depend d ON (d.classid, d.objid) = (r.classid, r.objid)
                OR (d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid))
        SELECT FROM reached r JOIN pg_shdepend s USING (classid, objid) JOIN pg_roles o ON o.oid = s.refobjid
        WHERE s.refclassid = 'pg_authid'::regclass AND s.deptype = 'o' AND NOT o.rolsuper AND o.rolname <> current_user
          AND s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())) END
    FROM pg_proc p WHERE p.proname = 'shop_rows' AND p.pronamespace = 'ledger'::regnamespace $$;

COMMENT ON FUNCTION ledger.may_read_shop IS
    'Whether reading these relations runs nobody''s code with rights that are not theirs.';
