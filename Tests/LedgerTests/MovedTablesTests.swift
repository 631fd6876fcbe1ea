import Postgres
import TestCluster
import TestTurns
import Testing

@testable import Ledger

/// Nothing of an account is forgotten when it moves: what the catalogue has is either taken along or left with a reason.
@Suite(.serialized, .waiting) struct MovedTablesTests {
    @Test func everyTableMovesOrStaysForAReason() throws {
        let bench = try LedgerBench("moved_tables")
        let there = Set(
            try bench.rows(
                "SELECT relname FROM pg_class WHERE relnamespace = 'ledger'::regnamespace AND relkind IN ('r', 'p')"))
        let moved = Set(MovedTable.all.map(\.name))
        #expect(there.subtracting(moved).subtracting(MovedTable.staying.keys) == [], "name it in MovedTable")
        #expect(moved.union(MovedTable.staying.keys).subtracting(there) == [])
        #expect(moved.intersection(MovedTable.staying.keys) == [])
    }

    /// A column of a number that is not among these would point at another one's row.
    @Test func everyNumberThatIsGivenAnewIsKnown() throws {
        let connection = try Connection(try LedgerBench("moved_numbers").conninfo, name: "tests")
        var numbered: [String] = []
        for table in MovedTable.all {
            let columns = try MovedColumns(table, connection)
            #expect(columns.key.hasPrefix("account_id, ") || columns.key == "alarm_id", "\(table.name)")
            let changed = Set(table.written.keys).union(table.taken.keys)
            #expect(
                changed.subtracting(columns.names) == [] && changed.isDisjoint(with: columns.numbered), "\(table.name)")
            numbered += columns.names.filter(columns.numbered.contains).map { "\(table.name).\($0)" }
        }
        #expect(
            numbered == [
                "run.run_id", "run.bill_id", "alarm.alarm_id", "alarm.run_id", "bill.bill_id", "bill_file.bill_file_id",
                "day.run_id", "day.bill_id", "day.last_attempt_run_id", "day.thinned_run_id", "day_event.event_id",
                "day_event.run_id", "run_total.run_id", "statement_line.run_id", "bridge_line.run_id",
                "funds_line.run_id",
                "item.item_id", "item.first_run_id", "item.last_run_id", "item_event.event_id", "item_event.item_id",
                "item_event.run_id", "run_change.run_id", "run_change.item_id", "late_effect.item_id",
                "late_effect.run_id",
                "account_move.shift", "account_move.greatest_no",
            ])
        // Every number that a table gives is one of them.
        let given = try connection.rows(
            """
            SELECT c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind = 'r' AND a.attidentity = 'd'
            """)
        #expect(Set(given).isSubset(of: numbered) && given.count == 7)
        // Arrays and JSON have none: kinds of these columns are looked at when one is added.
        #expect(
            try connection.rows(
                """
                SELECT c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
                  AND a.atttypid IN ('jsonb'::regtype, 'bigint[]'::regtype) ORDER BY 1
                """) == [
                    "alarm.place", "item.details", "movement_block.sums_fen", "run.place", "seller_bundle.integers",
                    "shop_order.refunds_fen",
                ])
    }
}
