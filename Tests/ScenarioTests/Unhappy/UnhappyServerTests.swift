import Daemon
import FoundationEssentials
import Glibc
import Ledger
import Postgres
import Runtime
import Simulation
import Synchronization
import TestCluster
import TestTurns
import Testing
import Vocabulary

@testable import PrivateCluster

/// Who may enter the private cluster's directory; nil when that is the caller.
enum DatabaseOwner {
    static func current() throws -> uid_t? { try ServerAccount.current().owner?.user }
}

/// A whole server goes away, or a standby lags: on servers of their own.
@Suite(.serialized, .waiting) struct UnhappyServerTests {
    /// Days that are over by the system's clock, which is the database's.
    private static func world() throws -> World {
        var plan = FaultPlan.full
        plan.hasUntimedRecords = false
        return try World(seed: 99, days: SystemDays.over, paymentsPerDay: 40, faults: plan)
    }

    private let account = ChannelWorld.certificates

    @Test func aServerThatStopsInMidRunChangesNothing() throws {
        let cluster = try WorldTemplate.cluster()
        let bench = try ChannelBench(WorldBench("shop", Self.world(), on: cluster))
        let day = bench.world.world.days.lowerBound
        #expect(try bench.run(account, day).verdict == .discrepancies)
        let items = "SELECT t::text FROM ledger.item t UNION ALL SELECT t::text FROM ledger.item_event t ORDER BY 1"
        let before = try bench.world.rows(items)
        let seen = try bench.world.everything()
        for step in ["matching", "settling"] {
            let problem = try ending {
                try bench.run(account, day) { progress in
                    if progress.step == step { try? Self.control(cluster, ["stop", "-m", "immediate"]) }
                }
            }
            #expect(problem.code.name == "database.unavailable")
            #expect(problem.code.exit == .unavailable)
            #expect(
                problem.summary.hasPrefix(
                    "database.unavailable: the connection to the database was lost: server closed"),
                "\(problem)")
            try Self.control(cluster, ["restart"])
            #expect(try bench.world.rows(items) == before)
            #expect(try bench.world.everything() == seen)
        }
        #expect(try bench.run(account, day).verdict == .discrepancies)
        #expect(try bench.world.everything() == seen)
    }

    @Test func aStandbyThatLagsEndsWithoutAConclusion() throws {
        // Its own transactions would count as replayed ones.
        let cluster = try WorldTemplate.cluster(settings: ["autovacuum": "off"])
        let bench = try ChannelBench(WorldBench("shop", Self.world(), on: cluster))
        let days = bench.world.world.dayList
        #expect(try bench.run(account, days[0]).verdict == .discrepancies)
        let standby = try Standby(of: cluster, database: "shop")
        try standby.sql("SELECT pg_wal_replay_pause()")
        let change = { (text: String) in text + "orders:\n  conninfo: \"\(standby.conninfo)\"\n" }
        bench.change = change

        let items = "SELECT t::text FROM ledger.item t UNION ALL SELECT t::text FROM ledger.item_event t ORDER BY 1"
        let before = try bench.world.rows(items)
        for day in days.prefix(2) {
            let problem = try ending { try bench.run(account, day) }
            #expect(
                problem.description == """
                    orders.lagging: the standby has not replayed the whole day yet; expected replay past \(day.next) \
                    00:30:00, found no replayed transaction (\(account), \(day))
                    HINT: Wait until the standby has caught up, or point `orders` at the primary, and run it again.
                    """)
            #expect(problem.code.exit == .incomplete)
            #expect(try bench.world.rows(items) == before)
        }
        try bench.world.sql("CREATE TABLE taobao.later ()")
        try standby.sql("SELECT pg_wal_replay_resume()")
        try Watch(standby.conninfo).wait(until: "to_regclass('taobao.later') IS NOT NULL")
        for day in days.prefix(2) { #expect(try bench.run(account, day).verdict == .discrepancies) }
    }

    static func control(_ cluster: PrivateCluster, _ arguments: [String], data: String? = nil) throws {
        let command = [
            "\(cluster.binaries)/pg_ctl", arguments[0], "-w", "-s", "-D", data ?? "\(cluster.directory)/data", "-l",
            "\(cluster.directory)/control.log",
        ]
        let status = try spawn(ServerAccount.current().command(command + arguments.dropFirst())).wait()
        try #require(status == 0, "pg_ctl \(arguments)")
    }
}

/// A streaming standby below its primary's directory, and so gone with it at the latest.
private final class Standby {
    private let primary: PrivateCluster
    private let data: String
    let conninfo: String

    init(of primary: PrivateCluster, database: String) throws {
        self.primary = primary
        data = primary.directory + "/standby"
        conninfo = "host=\(primary.directory) port=5433 dbname=\(database) user=postgres"
        let copy = [
            "\(primary.binaries)/pg_basebackup", "-D", data, "-R", "-X", "stream", "-c", "fast", "--no-sync", "-h",
            primary.directory, "-p", "5432", "-U", "postgres",
        ]
        try #require(try spawn(ServerAccount.current().command(copy)).wait() == 0, "pg_basebackup")
        try UnhappyServerTests.control(
            primary, ["start", "-o", "-k \(primary.directory) -p 5433 -c listen_addresses='' -c autovacuum=off"],
            data: data)
    }

    deinit { try? UnhappyServerTests.control(primary, ["stop", "-m", "immediate"], data: data) }

    func sql(_ text: String) throws { try Connection(conninfo, name: "tests").execute(text) }
}
