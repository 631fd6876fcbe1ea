import Bills
import Foundation
import Postgres
import PrivateCluster
import Simulation
import TestCluster
import TestPlaces
import TestTurns
import Testing

/// `channel-simulator statements`, as a user runs it.
@Suite(.serialized, .waiting) struct StatementsCommandTests {
    private struct Truth: Decodable {
        struct Pot: Decodable {
            let pot: String
            let rows: Int64
            let net_fen: Int64
            let closing_fen: Int64?
        }
        struct Item: Decodable { let reason: String }
        let seed: UInt64
        let month: String
        let pots: [Pot]
        let items: [Item]
    }

    @Test func itWritesStatementsThatHoldWhatTheTruthSaysAndLoadsTheShopOnce() throws {
        let directory = try TemporaryDirectory()
        let cluster = try TestCluster.shared.get()
        try cluster.createDatabase("seller command")
        let conninfo = cluster.conninfo(database: "seller command")
        let arguments = [
            "statements", "--seed", "5", "--month", "2026-02", "--orders", "60", "--no-channel-column", "--load",
            conninfo, "-o", "\(directory.path)/month",
        ]
        let outcome = try Program.run(arguments, of: "channel-simulator")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("shop loaded"))
        let text = try Data(contentsOf: URL(filePath: "\(directory.path)/month/truth.json"))
        let truth = try JSONDecoder().decode(Truth.self, from: text)
        #expect(truth.seed == 5 && truth.month == "2026-02" && truth.items.count == 11)
        for (pot, name) in [("alipay", "alipay.csv"), ("aggregated", "aggregated.csv"), ("deposit", "deposit.xml")] {
            let path = "\(directory.path)/month/\(name)"
            let summary = try decodeStatement(path) { _ in }
            let expected = try #require(truth.pots.first { $0.pot == pot })
            #expect(summary.kind.rawValue == pot && summary.rows == expected.rows)
            #expect(summary.netFen == expected.net_fen && summary.closingFen == expected.closing_fen)
        }
        #expect(
            try decodeStatement("\(directory.path)/month/deposit.xml") { _ in }.notes.contains(
                .untitledOrders(column: 7)))

        let connection = try Connection(conninfo, name: "tests")
        let payments = try connection.rows("SELECT count(*) FROM taobao.payment_record")
        #expect(try Program.run(arguments, of: "channel-simulator").output.contains("shop there already"))
        #expect(try connection.rows("SELECT count(*) FROM taobao.payment_record") == payments)
        // The same records as a file.
        try cluster.createDatabase("seller file")
        let copy = try Connection(cluster.conninfo(database: "seller file"), name: "tests")
        let sql = try String(contentsOf: URL(filePath: "\(directory.path)/month/shop.sql"), encoding: .utf8)
        try copy.execute(sql.replacing("\\set ON_ERROR_STOP on\n", with: ""))
        for table in ["payment_record", "refund_record"] {
            let all = "SELECT * FROM taobao.\(table) ORDER BY 1"
            #expect(try copy.rows(all) == connection.rows(all))
        }
    }

    @Test(arguments: [["--month", "2026-13"], ["--month", "July"], ["--orders", "0"]])
    func whatIsNotUnderstoodIsRefused(arguments: [String]) throws {
        let outcome = try Program.run(["statements", "-o", "/nowhere"] + arguments, of: "channel-simulator")
        #expect(outcome.errors.hasPrefix("channel-simulator: simulation.settings: \(arguments[0]) is not understood"))
        #expect(outcome.status == 64)
    }
}
