import Postgres

/// The working tables: three pages of `SQL/` say of each who fills and who reads it. A session makes them for its first
/// settlement and has them for all that follow: to make and drop forty tables takes ten times as long as to settle a small day.
enum WorkingTables {
    private static let pages = [
        PackageResources.working_tables_sql, PackageResources.item_tables_sql, PackageResources.money_tables_sql,
        PackageResources.sharing_tables_sql, PackageResources.working_functions_sql,
        PackageResources.sharing_functions_sql,
    ].map { String(decoding: $0, as: UTF8.self) }

    /// Looked for in the catalogue, they would take longer to find than to empty.
    private static let names = pages.flatMap { page in
        page.split(separator: "CREATE TEMP TABLE ").dropFirst().map { $0.prefix { $0.isLetter || $0 == "_" } }
    }

    /// Has them there, and empty, whatever became of the settlement before.
    static func create(_ connection: borrowing Connection) throws {
        if try connection.query("SELECT to_regclass('pg_temp.key') IS NOT NULL").bool(0, 0) {
            try connection.query("SELECT pg_temp.empty_tables($1)", ["{\(names.joined(separator: ","))}"])
        } else {
            for page in pages { try connection.execute(page) }
        }
    }
}
