import Postgres

/// A table whose rows of an account go along with it, and what becomes of their columns on the way.
struct MovedTable {
    let name: String
    /// Columns that stay.
    var left: [String] = []
    /// What stands in the file in place of a column.
    var written: [String: String] = [:]
    /// From where; `t` is the table.
    var join = ""
    /// What is taken in, in place of a column of the file; `:archive` is the archive's root over there.
    var taken: [String: String] = [:]

    /// In an order in which each may refer to those before.
    static let all: [MovedTable] = [
        // Processes are none of the other database's.
        MovedTable(name: "run", written: ["begun_by": "'{}'::integer[]"]),
        MovedTable(name: "alarm", left: ["shop_id"]), MovedTable(name: "bill"),
        MovedTable(
            name: "bill_file",
            // The last four parts are the archive's: channel, account, year, name.
            taken: [
                "archive_path":
                    "coalesce(:archive || '/' || substring(archive_path FROM '[^/]+/[^/]+/[^/]+/[^/]+$'), archive_path)"
            ]),
        MovedTable(name: "day"), MovedTable(name: "day_event"), MovedTable(name: "run_total"),
        MovedTable(name: "statement_line"), MovedTable(name: "bridge_line"), MovedTable(name: "funds_line"),
        MovedTable(
            // The index of numbers, which gives each block its number, is made anew.
            name: "plain_block", left: ["block_no"],
            written: [
                "payment_tags": "CASE WHEN t.line_runs IS NULL THEN made.payment_tags ELSE t.payment_tags END",
                "other_tags": "CASE WHEN t.line_runs IS NULL THEN made.other_tags ELSE t.other_tags END",
            ], join: String(decoding: PackageResources.tags_of_entries_sql, as: UTF8.self)),
        MovedTable(name: "entry"), MovedTable(name: "refund"), MovedTable(name: "record"), MovedTable(name: "pot_day"),
        MovedTable(
            name: "movement_block", left: ["block_no"], written: ["tags": "made.tags"],
            join: String(decoding: PackageResources.tags_of_movements_sql, as: UTF8.self)),
        MovedTable(name: "movement"), MovedTable(name: "bridge_part"),
        MovedTable(name: "share"), MovedTable(name: "share_record"), MovedTable(name: "item"),
        MovedTable(name: "item_event"), MovedTable(name: "run_change"), MovedTable(name: "late_effect"),
        // Of former moves: what is to be added to a number of then grows by what is added now.
        MovedTable(name: "account_move", left: ["move_no"]),
    ]

    /// The account itself: as a service has configured it over there, it stays.
    static let account = MovedTable(name: "account", left: ["is_served", "key_expires_at"])

    /// Tables that stay, each with the reason. `MovedTablesTests` asks that every table is in one of the lists.
    static let staying = [
        "account": "is mapped to the row that the other database has, or made there",
        "bill_kind": "the program's", "channel": "the program's",
        "setting": "where the functions of a database find its shop",
        "process": "who works on a database", "lease": "of a run that is worked on; such an account is not moved",
        "period": "closed for all accounts of a database; they must be closed alike in both",
        "block_range": "the index of numbers takes the blocks up anew", "number_run": "likewise",
        "number_bucket": "likewise",
        "open_key": "noted anew from the records and entries",
        "shop": "a shop is no account of a channel; its statements are imported where they are wanted",
        "seller_statement": "likewise", "seller_kind": "likewise", "seller_bundle": "likewise",
        "seller_row_left_out": "likewise",
        "order_number_hit": "likewise", "shop_order": "likewise", "suggestion_event": "likewise",
        "business_code": "what people say of a code they say in each database",
    ]
}

/// What moves of a table, as the catalogue has it.
struct MovedColumns {
    var names: [String] = []
    /// Those that bear numbers that are given anew.
    var numbered: Set<String> = []
    let key: String

    init(_ table: MovedTable, _ connection: borrowing Connection) throws(PostgresError) {
        let rows = try connection.query(
            String(decoding: PackageResources.moved_columns_sql, as: UTF8.self),
            ["ledger.\(table.name)", arrayLiteral(table.left)])
        for row in 0..<rows.count {
            names.append(rows.text(row, 0))
            if rows.bool(row, 1) { numbered.insert(rows.text(row, 0)) }
        }
        key = rows.text(0, 2)
    }
}
