-- Roles of the database that holds the results, with the least rights that each needs. Run once by a superuser (or a
-- role with CREATEROLE that owns the database), before or after `reconciled migrate`; running it again changes nothing:
--
--     psql -X -v ON_ERROR_STOP=1 -d reconciled -f config/roles.sql
--
-- reconciled_owner  owns the schemas; nobody logs in as it. `reconciled migrate` runs as a superuser or a member of it:
--                       PGOPTIONS='-c role=reconciled_owner' reconciled migrate
-- reconciled        the service: writes results, cannot change the schema, rewrite history, close a period or decide.
--                   Let the operating system's user of this name in by peer authentication.
-- recon_operator    reads, asks for runs, acknowledges, resolves, reopens, closes periods.
-- recon_reader      reads schema recon, and nothing else.
--
-- People get roles of their own, so that history has their names:
--
--     CREATE ROLE wang_li LOGIN IN ROLE recon_operator;
--
-- then run this script again: it gives members of the two roles their time-outs, which PostgreSQL does not inherit.
-- A member can lift them for a session of theirs; they guard against mistakes.

\set ON_ERROR_STOP on

SELECT format('CREATE ROLE %I %s', name, kind) FROM (VALUES
    ('reconciled_owner', 'NOLOGIN'), ('reconciled', 'LOGIN'), ('recon_reader', 'NOLOGIN'), ('recon_operator', 'NOLOGIN'))
    AS wanted (name, kind) WHERE to_regrole(name) IS NULL \gexec
ALTER ROLE reconciled_owner NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE reconciled NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE recon_reader NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE recon_operator NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;

-- The owner makes the schemas; the service needs its working tables, which are temporary.
SELECT format('GRANT CREATE, CONNECT ON DATABASE %I TO reconciled_owner', current_database()),
       format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO reconciled', current_database()),
       format('GRANT CONNECT ON DATABASE %I TO recon_reader, recon_operator', current_database()) \gexec

-- A question of a reader ends after half a minute, and nobody's open transaction keeps rows locked over lunch.
SELECT format('ALTER ROLE %I SET statement_timeout = %L', r.rolname, '30s'),
       format('ALTER ROLE %I SET lock_timeout = %L', r.rolname, '5s'),
       format('ALTER ROLE %I SET idle_in_transaction_session_timeout = %L', r.rolname, '60s')
  FROM pg_roles r WHERE NOT r.rolsuper
   AND (pg_has_role(r.oid, 'recon_reader', 'MEMBER') OR pg_has_role(r.oid, 'recon_operator', 'MEMBER')) \gexec
-- A reader cannot write even by mistake.
SELECT format('ALTER ROLE %I SET default_transaction_read_only = on', r.rolname) FROM pg_roles r
 WHERE NOT r.rolsuper AND pg_has_role(r.oid, 'recon_reader', 'MEMBER')
   AND NOT pg_has_role(r.oid, 'recon_operator', 'MEMBER') \gexec

-- A schema that was made by another role before becomes the owner's, with all that is in it.
SELECT format('ALTER SCHEMA %I OWNER TO reconciled_owner', nspname) FROM pg_namespace
 WHERE nspname IN ('ledger', 'recon', 'ledger_migration') AND nspowner <> 'reconciled_owner'::regrole \gexec
SELECT format('ALTER %s %s OWNER TO reconciled_owner', CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, c.oid::regclass)
  FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v') AND c.relowner <> 'reconciled_owner'::regrole
   AND c.relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('ledger', 'recon', 'ledger_migration')) \gexec
SELECT format('ALTER ROUTINE %s OWNER TO reconciled_owner', p.oid::regprocedure) FROM pg_proc p
 WHERE p.proowner <> 'reconciled_owner'::regrole
   AND p.pronamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('ledger', 'recon')) \gexec
SELECT format('ALTER TYPE %s OWNER TO reconciled_owner', t.oid::regtype) FROM pg_type t
 WHERE t.typowner <> 'reconciled_owner'::regrole AND t.typnamespace IN
       (SELECT oid FROM pg_namespace WHERE nspname IN ('ledger', 'recon'))
   AND (t.typtype = 'e' OR t.typtype = 'c' AND (SELECT relkind FROM pg_class WHERE oid = t.typrelid) = 'c') \gexec

-- A reader who takes an advisory lock of the service's would keep it waiting: in this database those are its own.
SELECT format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', oid::regprocedure),
       format('GRANT EXECUTE ON FUNCTION %s TO reconciled, reconciled_owner', oid::regprocedure)
  FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ '^pg_(try_)?advisory_' \gexec

-- The rights on tables, views and functions; `migrate` does the same at its end.
SELECT 'SET ROLE reconciled_owner', 'SELECT ledger.grant_rights()', 'RESET ROLE'
 WHERE to_regprocedure('ledger.grant_rights()') IS NOT NULL \gexec

-- For recon.explain the owner, and for its runs the service, read the shop's relations where they are in this database:
--     GRANT USAGE ON SCHEMA taobao TO reconciled, reconciled_owner;
--     GRANT SELECT ON taobao.payment_record, taobao.refund_record TO reconciled, reconciled_owner;
