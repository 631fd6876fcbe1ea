import Postgres
import Vocabulary

/// One step of the schema, embedded in the program; never edited once released.
package struct Migration: Sendable {
    package let number: Int
    package let name: String
    package let sql: String

    /// All of them, in order.
    package static let all: [Migration] = [
        Migration(number: 1, name: "ledger", sql: text(PackageResources.m0001_ledger_sql)),
        Migration(number: 2, name: "recon_views", sql: text(PackageResources.m0002_recon_views_sql)),
        Migration(number: 3, name: "queue", sql: text(PackageResources.m0003_queue_sql)),
        Migration(number: 4, name: "people", sql: text(PackageResources.m0004_people_sql)),
        Migration(number: 5, name: "pace", sql: text(PackageResources.m0005_pace_sql)),
        Migration(number: 6, name: "plain_blocks", sql: text(PackageResources.m0006_plain_blocks_sql)),
        Migration(number: 7, name: "unchanged_days", sql: text(PackageResources.m0007_unchanged_days_sql)),
        Migration(number: 8, name: "counted_pairs", sql: text(PackageResources.m0008_counted_pairs_sql)),
    ]

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// What the database computes of the text that was applied.
    var checksumQuery: String { "SELECT encode(sha256(convert_to($1, 'UTF8')), 'hex')" }
}

package enum SchemaState: Hashable, Sendable {
    case current
    case missing
    case outdated(applied: Int, known: Int)
    case newer(applied: Int, known: Int)
    case changed(migration: String)
}

package enum Schema {
    private static let createJournal = """
        CREATE SCHEMA IF NOT EXISTS ledger_migration;
        COMMENT ON SCHEMA ledger_migration IS 'Which steps of the schema were applied, and their checksums.';
        CREATE TABLE IF NOT EXISTS ledger_migration.applied (
            number     integer PRIMARY KEY,
            name       text NOT NULL,
            sha256     text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT clock_timestamp());
        """

    /// Applies what is missing, each step in one transaction; any number of starters may call it at once.
    /// - Returns: the names of the steps that were applied now.
    @discardableResult
    package static func migrate(_ connection: borrowing Connection) throws -> [String] {
        try connection.query("SELECT pg_advisory_lock($1)", [String(LedgerLock.migration)])
        defer { _ = try? connection.query("SELECT pg_advisory_unlock($1)", [String(LedgerLock.migration)]) }
        try connection.execute(createJournal)
        var applied: [String] = []
        for migration in Migration.all {
            let sha256 = try connection.query(migration.checksumQuery, [migration.sql]).text(0, 0)
            let known = try connection.query(
                "SELECT sha256 FROM ledger_migration.applied WHERE number = $1", [String(migration.number)])
            if known.count == 1 {
                guard known.text(0, 0) == sha256 else { throw changed(migration.name) }
                continue
            }
            do {
                try connection.transaction {
                    try connection.query(
                        "INSERT INTO ledger_migration.applied (number, name, sha256) VALUES ($1, $2, $3)",
                        [String(migration.number), migration.name, sha256])
                    try connection.execute(migration.sql)
                }
            } catch let error as PostgresError { throw error.problem("applying migration \(migration.name)") }
            applied.append(migration.name)
        }
        // New views and partitions, and roles that were made since.
        try connection.execute("SELECT ledger.grant_rights()")
        return applied
    }

    /// How the schema of this database stands to this program.
    package static func state(_ connection: borrowing Connection) throws -> SchemaState {
        let exists = try connection.query("SELECT to_regclass('ledger_migration.applied') IS NOT NULL")
        guard exists.bool(0, 0) else { return .missing }
        let rows = try connection.query("SELECT number, name, sha256 FROM ledger_migration.applied ORDER BY number")
        if rows.count == 0 { return .missing }
        for migration in Migration.all where migration.number <= rows.count {
            let sha256 = try connection.query(migration.checksumQuery, [migration.sql]).text(0, 0)
            if rows.text(migration.number - 1, 2) != sha256 { return .changed(migration: migration.name) }
        }
        if rows.count < Migration.all.count { return .outdated(applied: rows.count, known: Migration.all.count) }
        if rows.count > Migration.all.count { return .newer(applied: rows.count, known: Migration.all.count) }
        return .current
    }

    /// Refuses to work on a schema that is not this program's.
    package static func requireCurrent(_ connection: borrowing Connection) throws {
        switch try state(connection) {
        case .current: return
        case .missing:
            throw Problem(
                .schemaOutdated, "the database has no schema of ours yet",
                expected: "\(Migration.all.count) migrations", found: "none", hint: "Run `reconciled migrate`.")
        case .outdated(let applied, let known):
            throw Problem(
                .schemaOutdated, "the schema is older than the program", expected: "\(known) migrations",
                found: "\(applied)", hint: "Run `reconciled migrate`.")
        case .newer(let applied, let known):
            throw Problem(
                .schemaUnknown, "the schema is newer than the program", expected: "\(known) migrations",
                found: "\(applied)", hint: "Install the program that made this schema.")
        case .changed(let name): throw changed(name)
        }
    }

    private static func changed(_ name: String) -> Problem {
        Problem(
            .migrationChanged, "migration \(name) was applied with another text than the program has",
            expected: "the same checksum", found: "another",
            hint: "Use the release that made this schema; a released migration is never edited.")
    }
}
