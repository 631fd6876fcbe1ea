import Postgres
import Vocabulary

package enum SchemaState: Hashable, Sendable {
    case current
    case missing
    case outdated(applied: Int, known: Int)
    case newer(applied: Int, known: Int)
    /// A step was applied with another text than the program has.
    case changed(step: String)
    /// The tables are this program's, the views and functions another's.
    case otherObjects
}

/// The schema in the database: tables come in numbered steps, each applied once; views and functions are made like the
/// program's whenever they are others.
package enum Schema {
    private static let createJournal = """
        CREATE SCHEMA IF NOT EXISTS ledger_migration;
        COMMENT ON SCHEMA ledger_migration IS 'Which steps of the schema were applied, and their checksums.';
        CREATE TABLE IF NOT EXISTS ledger_migration.applied (
            number     integer PRIMARY KEY,
            name       text NOT NULL,
            sha256     text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT clock_timestamp());
        CREATE TABLE IF NOT EXISTS ledger_migration.applied_objects (
            sha256     text NOT NULL,
            names      text[] NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT clock_timestamp());
        """

    /// The advisory lock of whoever migrates; the others are `ledger.lock_number`, which is not there yet.
    private static let lock = String(0x7265_636F_6E00_0001)

    /// Brings the database's schema to this program's, in one transaction; any number of starters may call it at once.
    /// - Returns: what was applied now, in words.
    @discardableResult
    package static func migrate(_ connection: borrowing Connection) throws -> [String] {
        try connection.query("SELECT pg_advisory_lock($1)", [lock])
        defer { _ = try? connection.query("SELECT pg_advisory_unlock($1)", [lock]) }
        try connection.execute(createJournal)
        return try connection.transaction {
            var applied: [String] = []
            for step in SchemaStep.all where try !isApplied(step, connection) {
                try apply(step, connection)
                applied.append(step.name)
            }
            for kind in BillKind.all { try note(kind, connection) }
            applied += try SchemaObjects.apply(connection)
            // New views and tables, and roles that were made since.
            try connection.execute("SELECT ledger.grant_rights()")
            return applied
        }
    }

    private static func note(_ kind: BillKind, _ connection: borrowing Connection) throws {
        try connection.query(
            """
            INSERT INTO ledger.bill_kind (kind, name_en, name_zh) VALUES ($1, $2, $3)
            ON CONFLICT (kind) DO UPDATE SET name_en = excluded.name_en, name_zh = excluded.name_zh
            """, [kind.rawValue, kind.englishName, kind.chineseName])
    }

    private static func isApplied(_ step: SchemaStep, _ connection: borrowing Connection) throws -> Bool {
        let known = try connection.query(
            "SELECT sha256 FROM ledger_migration.applied WHERE number = $1", [String(step.number)])
        guard known.count == 1 else { return false }
        guard try known.text(0, 0) == sha256(step.sql, connection) else { throw changed(step.name) }
        return true
    }

    private static func apply(_ step: SchemaStep, _ connection: borrowing Connection) throws {
        try connection.query(
            "INSERT INTO ledger_migration.applied (number, name, sha256) VALUES ($1, $2, $3)",
            [String(step.number), step.name, try sha256(step.sql, connection)])
        do {
            // What a view shows cannot be changed under it.
            let isApplied = try connection.attempt(step.sql) { $0.sqlState == "2BP01" }
            if !isApplied {
                try SchemaObjects.drop(SchemaObjects.applied(connection).names, connection)
                try connection.execute(step.sql)
            }
        } catch let error as PostgresError { throw error.problem("applying step \(step.name) of the schema") }
    }

    /// What the database computes of a text.
    static func sha256(_ text: String, _ connection: borrowing Connection) throws -> String {
        try connection.query("SELECT encode(sha256(convert_to($1, 'UTF8')), 'hex')", [text]).text(0, 0)
    }

    /// How the schema of this database stands to this program.
    package static func state(_ connection: borrowing Connection) throws -> SchemaState {
        let exists = try connection.query("SELECT to_regclass('ledger_migration.applied_objects') IS NOT NULL")
        guard exists.bool(0, 0) else { return .missing }
        let rows = try connection.query("SELECT number, name, sha256 FROM ledger_migration.applied ORDER BY number")
        if rows.count == 0 { return .missing }
        for row in 0..<rows.count {
            guard let step = try SchemaStep.all.first(where: { try $0.number == rows.int(row, 0) }) else { continue }
            if try rows.text(row, 2) != sha256(step.sql, connection) { return .changed(step: step.name) }
        }
        if rows.count < SchemaStep.all.count { return .outdated(applied: rows.count, known: SchemaStep.all.count) }
        if rows.count > SchemaStep.all.count { return .newer(applied: rows.count, known: SchemaStep.all.count) }
        return try SchemaObjects.areCurrent(connection) ? .current : .otherObjects
    }

    /// Another one after each migration: what was current while it was this is current still.
    package static func mark(_ connection: borrowing Connection) throws -> String {
        try connection.query(
            """
            SELECT concat((SELECT string_agg(sha256, ' ' ORDER BY number) FROM ledger_migration.applied), ' ',
                          (SELECT string_agg(sha256, ' ') FROM ledger_migration.applied_objects))
            """
        ).text(0, 0)
    }

    /// Refuses to work on a schema that is not this program's.
    package static func requireCurrent(_ connection: borrowing Connection) throws {
        switch try state(connection) {
        case .current: return
        case .missing:
            throw Problem(
                .schemaOutdated, "the database has no schema of ours yet",
                expected: "\(SchemaStep.all.count) steps", found: "none")
        case .outdated(let applied, let known):
            throw Problem(
                .schemaOutdated, "the schema is older than the program", expected: "\(known) steps",
                found: "\(applied)")
        case .newer(let applied, let known):
            throw Problem(
                .schemaUnknown, "the schema is newer than the program", expected: "\(known) steps",
                found: "\(applied)")
        case .changed(let name): throw changed(name)
        case .otherObjects:
            throw Problem(
                .schemaOutdated, "the views and functions are another release's", expected: "those of this program",
                found: "others", hint: "Run `reconciled migrate` of the newest program that works on this database.")
        }
    }

    private static func changed(_ name: String) -> Problem {
        Problem(
            .migrationChanged, "step \(name) of the schema was applied with another text than the program has",
            expected: "the same checksum", found: "another",
            hint: "Use the release that made this schema; a released step is never edited.")
    }
}
