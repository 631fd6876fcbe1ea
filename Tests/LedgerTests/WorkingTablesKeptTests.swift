import Postgres
import TestTurns
import Testing

@testable import Settlement

/// A session has its working tables for all of its settlements, and each finds them empty.
@Suite(.serialized, .waiting) struct WorkingTablesKeptTests {
    private static let size = "SELECT count(*), pg_relation_size('pg_temp.key') FROM pg_temp.key"

    private func fill(_ rows: Int, _ connection: borrowing Connection) throws {
        try connection.execute(
            """
            INSERT INTO pg_temp.key SELECT 'payment', 'P' || i, '', i FROM generate_series(1, \(rows)) AS i
            """)
    }

    @Test func whatASettlementLeavesIsGoneBeforeTheNext() throws {
        let bench = try LedgerBench("working_tables_kept")
        let connection = try Connection(bench.conninfo, name: "tests")
        try WorkingTables.create(connection)
        try fill(1, connection)
        try WorkingTables.create(connection)
        #expect(try connection.query(Self.size).int(0, 0) == 0)
        // Large ones get a new file, or each settlement would read what the largest has left.
        try fill(20_000, connection)
        try WorkingTables.create(connection)
        let emptied = try connection.query(Self.size)
        #expect(try emptied.int(0, 0) == 0)
        #expect(try emptied.int(0, 1) == 0)
    }

    @Test func theyAreMadeAgainWhereTheirTransactionWasUndone() throws {
        let bench = try LedgerBench("working_tables_undone")
        let connection = try Connection(bench.conninfo, name: "tests")
        try connection.execute("BEGIN")
        try WorkingTables.create(connection)
        try connection.execute("ROLLBACK")
        try WorkingTables.create(connection)
        #expect(try connection.query(Self.size).int(0, 0) == 0)
    }

    @Test func largeOnesAloneAreCounted() throws {
        let bench = try LedgerBench("working_tables_counted")
        let connection = try Connection(bench.conninfo, name: "tests")
        try WorkingTables.create(connection)
        let rows = "SELECT reltuples::bigint FROM pg_class WHERE oid = 'pg_temp.key'::regclass"
        try fill(10, connection)
        try connection.query("SELECT pg_temp.analyze_large('pg_temp.key')")
        #expect(try connection.query(rows).int(0, 0) == -1)
        try WorkingTables.create(connection)
        try fill(20_000, connection)
        try connection.query("SELECT pg_temp.analyze_large('pg_temp.key')")
        #expect(try connection.query(rows).int(0, 0) == 20_000)
    }
}
