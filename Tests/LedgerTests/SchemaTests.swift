import Foundation
@testable import Ledger
import Postgres
import PrivateCluster
import Runtime
import TestCluster
import TestTurns
import Testing
import Vocabulary

@Suite(.serialized, .waiting) struct SchemaTests {
    @Test func ourHashIsTheServers() throws {
        let bench = try LedgerBench("hash")
        var texts = ["", "a", "SHOP-20261121-0001", "订单一号", "exactly12byt", "twenty-four bytes long!!"]
        for length in 1...40 { texts.append(String(repeating: "x", count: length - 1) + "y") }
        let connection = try Connection(bench.conninfo, name: "tests")
        for text in texts {
            let server = try connection.query("SELECT hashtextextended($1, 0)", [text]).int(0, 0)
            #expect(serverHash(text) == server, "\(text)")
        }
    }

    @Test func manyStartersApplyEveryStepOnce() throws {
        let conninfo = try TestCluster.database("starters")
        let group = DispatchGroup()
        let applied = Guarded<[Result<[String], any Error>]>([])
        for _ in 0..<4 {
            DispatchQueue.global().async(group: group) {
                let outcome = Result {
                    let connection = try Connection(conninfo, name: "starter")
                    return try Schema.migrate(connection)
                }
                applied.with { $0.append(outcome) }
            }
        }
        group.wait()
        #expect(
            try applied.with { try $0.flatMap { try $0.get() } }
                == [
                    "ledger", "numbers", "packed_entries", "waiting_runs", "moved_accounts", "shops", "seller_kinds",
                    "sharing", "seller_bundles", "views and functions",
                ])
    }

    @Test func anEditedStepIsRefused() throws {
        let bench = try LedgerBench("edited")
        try bench.sql("UPDATE ledger_migration.applied SET sha256 = repeat('0', 64) WHERE number = 1")
        let connection = try Connection(bench.conninfo, name: "tests")
        #expect(try Schema.state(connection) == .changed(step: "ledger"))
        #expect(throws: Problem.self) { try Schema.migrate(connection) }
        #expect(try refusal(connection) == .migrationChanged)
    }

    private func refusal(_ connection: borrowing Connection) throws -> ProblemCode? {
        do { try Schema.requireCurrent(connection) } catch let problem as Problem {
            return problem.code
        }
        return nil
    }

    @Test func anOlderSchemaAndANewerOneAreTold() throws {
        let bench = try LedgerBench("versions")
        let connection = try Connection(bench.conninfo, name: "tests")
        #expect(try Schema.state(connection) == .current)
        try bench.sql("INSERT INTO ledger_migration.applied VALUES (99, 'future', '')")
        #expect(
            try Schema.state(connection)
                == .newer(applied: SchemaStep.all.count + 1, known: SchemaStep.all.count))
        #expect(try refusal(connection) == .schemaUnknown)
        try bench.sql("DELETE FROM ledger_migration.applied WHERE number > 1")
        #expect(try Schema.state(connection) == .outdated(applied: 1, known: SchemaStep.all.count))
        try bench.sql("DELETE FROM ledger_migration.applied")
        #expect(try Schema.state(connection) == .missing)
        #expect(try refusal(connection) == .schemaOutdated)
    }

    @Test func everyViewAndColumnIsExplained() throws {
        let bench = try LedgerBench("comments")
        let silent = try bench.rows(
            """
            SELECT c.relname || coalesce('.' || a.attname, '')
            FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND c.relkind = 'v'
            WHERE c.relnamespace = 'recon'::regnamespace AND c.relkind = 'v'
              AND (col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid) IS NULL)
            """)
        #expect(silent == [])
    }

    @Test(arguments: [
        ("a done run has a verdict", "UPDATE ledger.run SET verdict = NULL WHERE state = 'done'"),
        ("a statement closes", "UPDATE ledger.statement_line SET amount_fen = 1 WHERE line = 'residual'"),
        ("history is append-only", "UPDATE ledger.item_event SET actor = 'nobody'"),
        ("an item is never deleted", "DELETE FROM ledger.item"),
        ("an open item is found", "UPDATE ledger.item SET found = false WHERE status = 'open'"),
        (
            "an entry is in one pair",
            "INSERT INTO ledger.record (account_id, entry_type, payment_no, refund_no, channel_no, amount_fen, currency, state, occurred_at, outcome, paired_bill_date, paired_file_no, paired_line_no, paired_amount_fen) SELECT account_id, entry_type, 'OTHER', refund_no, channel_no, amount_fen, currency, state, occurred_at, outcome, paired_bill_date, paired_file_no, paired_line_no, paired_amount_fen FROM ledger.record WHERE paired_line_no IS NOT NULL LIMIT 1"
        ),
        (
            "a record is in one pair",
            "INSERT INTO ledger.record (account_id, entry_type, payment_no, refund_no, channel_no, amount_fen, currency, state, occurred_at, outcome) SELECT account_id, entry_type, payment_no, refund_no, channel_no, amount_fen, currency, state, occurred_at, 'order_only' FROM ledger.record LIMIT 1"
        ),
    ])
    func anImpossibleRowIsImpossible(rule: String, statement: String) throws {
        let bench = try LedgerBench("impossible_\(rule.replacing(" ", with: "_").replacing("-", with: "_"))")
        try bench.pay("P", 100, at: "2026-11-20 12:00:00")
        try bench.pay("Q", 100, at: "2026-11-21 12:00:00")
        try bench.conclude(
            "2026-11-21",
            [
                Row(payment: "P", fen: 100, at: "2026-11-21 12:00:00", channelNo: "C1"),
                Row(payment: "X", fen: 100, at: "2026-11-21 12:00:00", channelNo: "C2"),
            ])
        let error = #expect(throws: PostgresError.self) { try bench.sql(statement) }
        #expect(error?.sqlState.hasPrefix("23") == true, "\(rule): \(error.map { "\($0)" } ?? "")")
    }
}
