-- Roles of the database that holds the results, with the least rights that each needs. Run once by a superuser, before or
-- after `reconciled migrate`; running it again changes nothing:
--
--     psql -X -v ON_ERROR_STOP=1 -d reconciled -f config/roles.sql
--
-- reconciled_owner  owns the schemas; nobody logs in as it. `reconciled migrate` runs as a superuser or a member of it:
--                       PGOPTIONS='-c role=reconciled_owner' reconciled migrate
-- reconciled        the service: writes results, cannot change the schema, rewrite history, close a period or decide.
--                   Let the operating system's user of this name in by peer authentication.
-- recon_operator    reads, asks for runs, acknowledges, resolves, reopens, closes periods.
-- recon_reader      reads schema recon, and nothing else.
-- reconciled_shop_reader
--                   reads the shop's two relations for recon.explain, and nothing else; nobody logs in as it. A view of the
--                   shop's may call functions of the shop's: they get no right by this.
--
-- People get roles of their own, so that history has their names:
--
--     CREATE ROLE wang_li LOGIN IN ROLE recon_operator;
--
-- then run this script again: it gives members of the two roles their time-outs, which PostgreSQL does not inherit.
-- A member can lift them for a session of theirs; they guard against mistakes. How much of the disk a question may take for
-- sorting they cannot lift.
--
-- The database is taken for our own: nobody but owner and service makes temporary tables here, nobody large objects, and
-- nobody but its owner anything in a schema. If a shop that shares the database needs some of it, give it that by name,
-- and again when this script has run again:
--
--     GRANT TEMPORARY ON DATABASE reconciled TO shop;

\set ON_ERROR_STOP on

SELECT format('CREATE ROLE %I %s', name, kind) FROM (VALUES
    ('reconciled_owner', 'NOLOGIN'), ('reconciled', 'LOGIN'), ('recon_reader', 'NOLOGIN'), ('recon_operator', 'NOLOGIN'),
    ('reconciled_shop_reader', 'NOLOGIN'))
    AS wanted (name, kind) WHERE to_regrole(name) IS NULL \gexec
ALTER ROLE reconciled_owner NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE reconciled NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE recon_reader NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE recon_operator NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE reconciled_shop_reader NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
-- So that `migrate` can give it the one function that it owns.
SELECT 'GRANT reconciled_shop_reader TO reconciled_owner'
 WHERE NOT pg_has_role('reconciled_owner', 'reconciled_shop_reader', 'MEMBER') \gexec

-- A database that was made for the service alone, to try it, becomes the owner's: an owner may do anything in it.
SELECT format('ALTER DATABASE %I OWNER TO reconciled_owner', datname) FROM pg_database
 WHERE datname = current_database() AND datdba = 'reconciled'::regrole \gexec
-- The owner makes the schemas, `migrate` and the service have working tables, which are temporary; nobody else makes a thing.
SELECT format('GRANT CREATE, CONNECT, TEMPORARY ON DATABASE %I TO reconciled_owner', current_database()),
       format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO reconciled', current_database()),
       format('GRANT CONNECT ON DATABASE %I TO recon_reader, recon_operator', current_database()),
       format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC, recon_reader, recon_operator, reconciled_shop_reader',
              current_database()),
       format('REVOKE CREATE ON DATABASE %I FROM PUBLIC, reconciled, recon_reader, recon_operator, reconciled_shop_reader',
              current_database()) \gexec
SELECT format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC, reconciled, recon_reader, recon_operator, reconciled_shop_reader',
              nspname)
  FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' \gexec

-- A question of a reader ends after half a minute and fills no disk; nobody's open transaction keeps rows locked over lunch.
SELECT format('ALTER ROLE %I SET statement_timeout = %L', r.rolname, '30s'),
       format('ALTER ROLE %I SET lock_timeout = %L', r.rolname, '5s'),
       format('ALTER ROLE %I SET idle_in_transaction_session_timeout = %L', r.rolname, '60s'),
       format('ALTER ROLE %I SET temp_file_limit = %L', r.rolname, '4GB')
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
 WHERE p.proowner NOT IN ('reconciled_owner'::regrole, 'reconciled_shop_reader'::regrole)
   AND p.pronamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('ledger', 'recon')) \gexec
SELECT format('ALTER TYPE %s OWNER TO reconciled_owner', t.oid::regtype) FROM pg_type t
 WHERE t.typowner <> 'reconciled_owner'::regrole AND t.typnamespace IN
       (SELECT oid FROM pg_namespace WHERE nspname IN ('ledger', 'recon'))
   AND (t.typtype = 'e' OR t.typtype = 'c' AND (SELECT relkind FROM pg_class WHERE oid = t.typrelid) = 'c') \gexec

-- A reader who takes an advisory lock of the service's would keep it waiting: in this database those are its own. Large
-- objects and messages in the log are ways to fill the disk that nothing here needs.
SELECT format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', oid::regprocedure)
  FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
   AND (proname ~ '^(pg_(try_)?advisory_|lo_)' OR proname IN ('loread', 'lowrite', 'pg_logical_emit_message')) \gexec
SELECT format('GRANT EXECUTE ON FUNCTION %s TO reconciled, reconciled_owner', oid::regprocedure)
  FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ '^pg_(try_)?advisory_' \gexec

-- The rights on tables, views and functions; `migrate` does the same at its end.
SELECT 'SET ROLE reconciled_owner', 'SELECT ledger.grant_rights()', 'RESET ROLE'
 WHERE to_regprocedure('ledger.grant_rights()') IS NOT NULL \gexec

-- Where the shop's relations are in this database, the service reads them for its runs, and this role for recon.explain:
--     GRANT USAGE ON SCHEMA taobao TO reconciled, reconciled_shop_reader;
--     GRANT SELECT ON taobao.payment_record, taobao.refund_record TO reconciled, reconciled_shop_reader;
-- A view's functions run as the service while it reads them, in a READ ONLY transaction, which they cannot leave. To give them
-- less still, make a role for that alone, grant it the same, and name it in orders.conninfo:
--     CREATE ROLE reconciled_orders LOGIN;
