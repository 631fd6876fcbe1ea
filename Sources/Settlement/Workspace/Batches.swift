import Postgres

/// Rows taken from a cursor at once: bounds the memory, whatever the number of open keys.
private let rowsPerFetch = 5000

/// Runs a query through a cursor, so that however many rows it has, only one batch is in memory.
func forEachBatch(_ connection: borrowing Connection, _ sql: String, _ body: (borrowing Rows) throws -> Void) throws {
    try connection.execute("DECLARE batch NO SCROLL CURSOR FOR \(sql)")
    while true {
        let rows = try connection.query("FETCH \(rowsPerFetch) FROM batch")
        if rows.count == 0 { break }
        try body(rows)
    }
    try connection.execute("CLOSE batch")
}
