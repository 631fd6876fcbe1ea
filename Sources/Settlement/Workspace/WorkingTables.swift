import Postgres

/// The working tables of one settlement: `SQL/working_tables.sql` says of each who fills and who reads it.
enum WorkingTables {
    static func create(_ connection: borrowing Connection) throws {
        try connection.execute(String(decoding: PackageResources.working_tables_sql, as: UTF8.self))
    }
}
