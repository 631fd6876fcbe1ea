import Postgres

/// The working tables of one settlement: three pages of `SQL/` say of each who fills and who reads it.
enum WorkingTables {
    /// For the trade side.
    static func create(_ connection: borrowing Connection) throws {
        try create(PackageResources.working_tables_sql, connection)
        try create(PackageResources.item_tables_sql, connection)
    }

    /// For the money side, also where the trade side's settlement of the same transaction left its own.
    static func createForMoney(_ connection: borrowing Connection) throws {
        try connection.execute("DROP TABLE IF EXISTS found_item, known_item, changed_day, day_run, item_change")
        try create(PackageResources.item_tables_sql, connection)
        try create(PackageResources.money_tables_sql, connection)
    }

    private static func create(_ page: [UInt8], _ connection: borrowing Connection) throws {
        try connection.execute(String(decoding: page, as: UTF8.self))
    }
}
