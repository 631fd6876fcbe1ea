import Foundation
import Ledger
import Postgres
import PrivateCluster

/// A cluster of its own, because roles are the cluster's. Of its databases one was migrated before the roles were made
/// and one after; in the third the shop belongs to somebody else, who means harm.
enum RolesCluster {
    static let shared: Result<PrivateCluster, any Error> = Result {
        let cluster = try PrivateCluster.start()
        for database in ["schema_first", "roles_first", "hostile_shop"] { try cluster.createDatabase(database) }
        let before = try Connection(cluster.conninfo(database: "schema_first"), name: "tests")
        try Schema.migrate(before)
        for database in ["schema_first", "roles_first", "hostile_shop"] {
            try runScript(on: cluster, database)
            guard database != "schema_first" else { continue }
            let owner = try Connection(cluster.conninfo(database: database), name: "tests")
            try owner.execute("SET ROLE reconciled_owner")
            try Schema.migrate(owner)
        }
        let after = try Connection(cluster.conninfo(database: "roles_first"), name: "tests")
        try after.execute(
            """
            CREATE ROLE wang LOGIN IN ROLE recon_reader; CREATE ROLE li LOGIN IN ROLE recon_operator;
            CREATE ROLE passer_by LOGIN; CREATE ROLE shop LOGIN;
            \(LedgerBench.shop)
            GRANT USAGE ON SCHEMA taobao TO reconciled, reconciled_shop_reader;
            GRANT SELECT ON ALL TABLES IN SCHEMA taobao TO reconciled, reconciled_shop_reader
            """)
        // Again, for the people's time-outs.
        try runScript(on: cluster, "roles_first")
        // The service itself makes a day: one discrepancy, one item in doubt.
        let shop = LedgerBench(conninfo: cluster.conninfo(database: "roles_first"))
        try shop.pay("P1", 1000, at: "2026-11-21 12:00:00")
        try shop.pay("WAITS", 500, at: "2026-11-21 23:50:00")
        let service = LedgerBench(conninfo: cluster.conninfo(database: "roles_first", user: "reconciled"))
        for fen: Int64 in [1001, 1002] {
            try service.conclude(
                "2026-11-21", [Row(payment: "P1", fen: fen, at: "2026-11-21 12:00:00", channelNo: "C1")])
        }
        return cluster
    }

    static func connect(_ role: String, _ database: String = "roles_first") throws -> Connection {
        try Connection(shared.get().conninfo(database: database, user: role), name: "tests")
    }

    /// Rows as the superuser sees them.
    static func rows(_ sql: String, _ database: String = "roles_first") throws -> [String] {
        try LedgerBench(conninfo: shared.get().conninfo(database: database)).rows(sql)
    }

    static func runScript(on cluster: PrivateCluster, _ database: String) throws {
        try psql(cluster, ["-X", "-q", "-d", cluster.conninfo(database: database), "-f", configuration("roles.sql")])
    }

    static func configuration(_ file: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("config/\(file)").path
    }

    private struct ScriptFailed: Error { var output: String }

    @discardableResult
    static func psql(_ cluster: PrivateCluster, _ arguments: [String], psqlrc: String = "/dev/null") throws -> String {
        let psql = Process()
        psql.executableURL = URL(fileURLWithPath: "\(cluster.binaries)/psql")
        psql.arguments = arguments
        psql.environment = ["PSQLRC": psqlrc, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
        let output = Pipe()
        psql.standardError = output
        psql.standardOutput = output
        try psql.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        psql.waitUntilExit()
        guard psql.terminationStatus == 0 else { throw ScriptFailed(output: text) }
        return text
    }
}
