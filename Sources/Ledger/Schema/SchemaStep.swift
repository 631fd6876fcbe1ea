/// One step of the tables, embedded in the program; never edited once released.
struct SchemaStep: Sendable {
    let number: Int
    let name: String
    let sql: String

    /// All of them, in order.
    static let all: [SchemaStep] = [
        SchemaStep(number: 1, name: "ledger", sql: String(decoding: PackageResources.ledger_sql, as: UTF8.self)),
        SchemaStep(number: 2, name: "numbers", sql: String(decoding: PackageResources.numbers_sql, as: UTF8.self)),
        SchemaStep(
            number: 3, name: "packed_entries",
            sql: String(decoding: PackageResources.packed_entries_sql, as: UTF8.self)),
        SchemaStep(
            number: 4, name: "waiting_runs", sql: String(decoding: PackageResources.waiting_runs_sql, as: UTF8.self)),
        SchemaStep(
            number: 5, name: "moved_accounts",
            sql: String(decoding: PackageResources.moved_accounts_sql, as: UTF8.self)),
        SchemaStep(number: 6, name: "shops", sql: String(decoding: PackageResources.shops_sql, as: UTF8.self)),
        SchemaStep(
            number: 7, name: "seller_kinds", sql: String(decoding: PackageResources.seller_kinds_sql, as: UTF8.self)),
        SchemaStep(number: 8, name: "sharing", sql: String(decoding: PackageResources.sharing_sql, as: UTF8.self)),
        SchemaStep(
            number: 9, name: "seller_bundles",
            sql: String(decoding: PackageResources.seller_bundles_sql, as: UTF8.self)),
    ]
}
