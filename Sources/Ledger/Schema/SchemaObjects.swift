import Postgres
import Vocabulary

/// Makes the views and functions of a database like this program's.
///
/// `CREATE OR REPLACE` keeps a thing, with what people have been granted on it and have built on it. Where it cannot, as when
/// a column has gone, the thing and those of ours that use it are dropped and made again. What is not ours is never dropped.
enum SchemaObjects {
    /// What was last made here, by its checksum and by name.
    static func applied(_ connection: borrowing Connection) throws -> (sha256: String?, names: [String]) {
        let journal = try connection.query("SELECT sha256, unnest(names) FROM ledger_migration.applied_objects")
        return (journal.count == 0 ? nil : journal.text(0, 0), (0..<journal.count).map { journal.text($0, 1) })
    }

    static func areCurrent(_ connection: borrowing Connection) throws -> Bool {
        try applied(connection).sha256 == sha256(connection)
    }

    private static func sha256(_ connection: borrowing Connection) throws -> String {
        try Schema.sha256(SchemaObject.all.map { "\($0.qualifiedName)\n\($0.sql)" }.joined(separator: "\n"), connection)
    }

    /// - Returns: what was done, in words; empty when they are as they should be.
    static func apply(_ connection: borrowing Connection) throws -> [String] {
        if try areCurrent(connection) { return [] }
        let former = try applied(connection).names
        let names = SchemaObject.all.map(\.qualifiedName)
        let grants = try grants(on: former, connection)
        try dropTriggers(of: former, connection)
        var dropped = try drop(former.filter { !names.contains($0) }, connection)
        for object in SchemaObject.all { dropped += try make(object, connection) }
        for grant in grants {
            let isThere = "SELECT coalesce(to_regclass($1)::oid, to_regprocedure($1)::oid) IS NOT NULL"
            if try connection.query(isThere, [grant.thing]).bool(0, 0) { try connection.execute(grant.statement) }
        }
        try connection.query(
            """
            WITH former AS (DELETE FROM ledger_migration.applied_objects)
            INSERT INTO ledger_migration.applied_objects (sha256, names) VALUES ($1, string_to_array($2, ' '))
            """, [sha256(connection), names.joined(separator: " ")])
        return ["views and functions"] + Set(dropped).sorted().map { "\($0), which was dropped for it" }
    }

    /// - Returns: what had to be dropped for it.
    private static func make(_ object: SchemaObject, _ connection: borrowing Connection) throws -> [String] {
        do {
            // Another list of columns, other names of parameters, another result; or other parameters, and now there are two.
            if try connection.attempt(object.sql, orIf: { ["42P16", "42P13", "42725"].contains($0.sqlState) }) {
                return []
            }
            let dropped = try drop([object.qualifiedName], connection)
            try connection.execute(object.sql)
            return dropped
        } catch let error as PostgresError { throw error.problem("making \(object.qualifiedName)") }
    }

    /// They come again with the functions that they call, as far as there still are such.
    private static func dropTriggers(of names: [String], _ connection: borrowing Connection) throws {
        let found = try connection.query(
            """
            SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE format('%s.%s', p.pronamespace::regnamespace, p.proname) = ANY (string_to_array($1, ' ')) AND NOT t.tgisinternal
            """, [names.joined(separator: " ")])
        for row in 0..<found.count { try connection.execute(found.text(row, 0)) }
    }

    /// Drops things of ours, and what of ours uses them.
    /// - Returns: the names of what is gone.
    /// - Throws: `ledger.schema_in_use` when something else uses one of them.
    @discardableResult
    static func drop(_ names: [String], _ connection: borrowing Connection) throws -> [String] {
        let ours = try Set(SchemaObject.all.map(\.qualifiedName) + applied(connection).names)
        let found = try connection.query(dependants, [names.joined(separator: " ")])
        let things = (0..<found.count).map { (what: found.text($0, 0), name: found[$0, 1], kind: found[$0, 2]) }
        if let foreign = things.first(where: { $0.name.map { !ours.contains($0) } ?? true }) {
            throw Problem(
                .schemaInUse, "\(foreign.what) uses views or functions that have to be made anew",
                expected: "nothing of yours on \(names.prefix(3).joined(separator: ", "))", found: foreign.what)
        }
        for thing in things { if let kind = thing.kind { try connection.execute("DROP \(kind)") } }
        return things.compactMap(\.name)
    }

    /// Everything that goes with the things of these names, users first: what it is, its name (of a trigger, its function's) and
    /// how it is dropped.
    private static let dependants = """
        WITH RECURSIVE named AS (
            SELECT 'pg_class'::regclass::oid AS class, oid AS object, format('%s.%s', relnamespace::regnamespace, relname) AS name
            FROM pg_class WHERE relkind = 'v'
            UNION ALL SELECT 'pg_proc'::regclass, oid, format('%s.%s', pronamespace::regnamespace, proname) FROM pg_proc
            UNION ALL SELECT 'pg_trigger'::regclass, t.oid, format('%s.%s', p.pronamespace::regnamespace, p.proname)
            FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid),
        gone AS (
            SELECT class, object, 0 AS depth FROM named WHERE name = ANY (string_to_array($1, ' '))
            UNION
            SELECT CASE WHEN w.oid IS NULL THEN d.classid ELSE 'pg_class'::regclass END, coalesce(w.ev_class, d.objid),
                   g.depth + 1
            FROM gone g
            LEFT JOIN pg_class v ON g.class = 'pg_class'::regclass AND v.oid = g.object
            JOIN pg_depend d ON d.deptype = 'n' AND (d.refclassid = g.class AND d.refobjid = g.object
                OR d.refclassid = 'pg_type'::regclass AND d.refobjid = v.reltype)
            LEFT JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
            WHERE coalesce(w.ev_class, d.objid) <> g.object)
        SELECT pg_describe_object(class, object, 0), name, CASE class
                   WHEN 'pg_class'::regclass THEN 'VIEW ' || object::regclass
                   WHEN 'pg_proc'::regclass THEN 'FUNCTION ' || object::regprocedure
                   WHEN 'pg_trigger'::regclass THEN (SELECT format('TRIGGER %I ON %s', tgname, tgrelid::regclass)
                                                     FROM pg_trigger WHERE oid = object) END
        FROM gone LEFT JOIN named USING (class, object) GROUP BY class, object, name ORDER BY max(depth) DESC, 1
        """

    /// What people were granted on things of ours: given again, in case that one has to be dropped.
    private static func grants(
        on names: [String], _ connection: borrowing Connection
    ) throws -> [(thing: String, statement: String)] {
        let found = try connection.query(
            """
            SELECT thing, format('GRANT %s ON %s %s TO %s%s', privilege_type, kind, thing,
                       CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END,
                       CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
            FROM (SELECT oid::regclass::text AS thing, 'TABLE' AS kind, relacl AS acl, relowner AS owner,
                         format('%s.%s', relnamespace::regnamespace, relname) AS name FROM pg_class WHERE relkind = 'v'
                  UNION ALL SELECT oid::regprocedure::text, 'FUNCTION', proacl, proowner,
                         format('%s.%s', pronamespace::regnamespace, proname) FROM pg_proc) t
            CROSS JOIN LATERAL aclexplode(acl) WHERE name = ANY (string_to_array($1, ' ')) AND grantee <> owner
            """, [names.joined(separator: " ")])
        return (0..<found.count).map { (found.text($0, 0), found.text($0, 1)) }
    }
}

extension Connection {
    /// Runs statements that may be refused in a way that is foreseen: then they leave no trace, and the transaction goes on.
    /// - Returns: whether they ran.
    func attempt(_ sql: String, orIf isForeseen: (PostgresError) -> Bool) throws(PostgresError) -> Bool {
        try execute("SAVEPOINT attempt")
        do throws(PostgresError) { try execute(sql) } catch {
            guard isForeseen(error) else { throw error }
            try execute("ROLLBACK TO SAVEPOINT attempt")
            return false
        }
        try execute("RELEASE SAVEPOINT attempt")
        return true
    }
}
