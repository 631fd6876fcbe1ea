import Glibc
import Postgres
import PrivateCluster
import Simulation
import TestTurns
import Testing
import Vocabulary

/// The database goes away, comes back, and ends sessions as it likes.
@Suite(.serialized, .waiting) struct ServiceProcessDatabaseTests {
    /// A loopback address of its own: the port is the same for all private servers.
    private static let address = "127.86.\(UInt8.random(in: 1...254)).\(UInt8.random(in: 1...254))"

    @Test(arguments: ["unix", "tcp"]) func aRestartedServerIsFoundAgain(way: String) throws {
        let cluster = try WorldTemplate.cluster(settings: way == "tcp" ? ["listen_addresses": Self.address] : [:])
        let installation = try ServiceInstallation("restart_\(way)", on: cluster)
        if way == "tcp" {
            installation.conninfo = installation.conninfo.replacing(
                "host='\(cluster.directory)'", with: "host=\(Self.address)")
            #expect(installation.conninfo.contains(Self.address))
        }
        try installation.writeConfiguration()
        try UnhappyServerTests.control(cluster, ["stop", "-m", "fast"])
        let service = try installation.start()
        // The server is away to begin with, which is nothing that a person must put right here.
        try service.hear("database.unavailable")
        try UnhappyServerTests.control(cluster, ["restart"])
        try service.hear("started with 3 accounts")
        try installation.waitUntil(installation.isConcluded, service)
        let seen = try ServiceWorld.undisturbed.get().last
        #expect(try installation.bench.everything() == seen)

        let day = installation.bench.world.days.lowerBound.next
        var returns = 1
        for mode in ["fast", "immediate"] {
            returns += 1
            try UnhappyServerTests.control(cluster, ["restart", "-m", mode])
            try service.hear("the database is back", count: returns)

            returns += 1
            let block = try Block(Block.settlement, installation)
            _ = try installation.value("count(*) FROM recon.reconcile('wechatpay', '\(day)', '1900999001')")
            try installation.waitUntil(Block.isMet, service)
            // The lock goes with its session, so the run comes through when it is repeated.
            try UnhappyServerTests.control(cluster, ["restart", "-m", mode])
            block.release()
            try service.hear("the database is back", count: returns)
            try installation.waitUntil(installation.isConcluded, service)
            #expect(try installation.bench.everything() == seen, "in mid-run, \(mode)")
        }
        #expect(
            try installation.bench.rows("SELECT state, verdict FROM recon.runs WHERE requested_by = 'postgres'")
                == ["done|discrepancies", "done|discrepancies"])
        #expect(try installation.value("count(*) FROM ledger.process") == "1")
        #expect(try service.stop() == 0)
    }

    @Test func aSessionThatIsEndedByHandCostsNoResult() throws {
        let installation = try ServiceInstallation("terminated")
        let service = try installation.start()
        try installation.waitUntil(installation.isConcluded, service)
        let seen = try installation.bench.everything()
        let day = installation.bench.world.days.lowerBound
        let sessions = [
            "run": "SELECT pg_terminate_backend(backend) FROM ledger.lease",
            "control": """
            SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = 1919247215
               AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """,
            "all": """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND application_name LIKE 'reconciled%'
            """,
        ]
        for (name, terminate) in sessions.sorted(by: { $0.key < $1.key }) {
            let block = try Block(Block.settlement, installation)
            _ = try installation.value("count(*) FROM recon.reconcile('alipay', '\(day)', NULL, true)")
            try installation.waitUntil(Block.isMet, service)
            #expect(try installation.bench.rows(terminate).contains("t"), "\(name)")
            block.release()
            try installation.waitUntil(installation.isConcluded, service)
            #expect(try installation.bench.everything() == seen, "\(name)")
        }
        #expect(
            try installation.value(
                "count(*) FROM recon.runs WHERE requested_by = 'postgres' AND verdict = 'discrepancies'") == "3")
        // Idle, it is noticed without a beat.
        for session in ["control", "all"] {
            let count = service.lines.count { $0.contains("the database is back") }
            _ = try installation.bench.rows(sessions[session] ?? "")
            try service.hear("the database is back", count: count + 1)
        }
        #expect(try installation.value("count(*) FROM recon.alarms WHERE code <> 'alarm.bill_overdue'") == "0")
        #expect(try service.stop() == 0)
    }
}
