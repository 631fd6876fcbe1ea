import Daemon
import Postgres
import Simulation
import Synchronization
import TestTurns
import Testing
import Vocabulary

/// The database goes away while a day is being worked on.
@Suite(.serialized, .waiting) struct UnhappyDatabaseTests {
    /// Ends the sessions of that name, once, from within the run.
    private static func ending(_ sessions: String, at step: String, _ conninfo: String) -> ProgressReporter {
        let isDone = Mutex(false)
        return { progress in
            guard progress.step == step,
                isDone.withLock({ done in
                    defer { done = true }; return !done
                })
            else { return }
            _ = try? Connection(conninfo, name: "tests").query(
                """
                SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                WHERE datname = current_database() AND application_name = $1
                """, [sessions])
        }
    }

    @Test(arguments: ["fetching", "reading orders", "matching", "settling"])
    func aSessionThatEndsInMidRunChangesNothing(_ step: String) throws {
        let bench = try ChannelBench("database_\(step.replacing(" ", with: "_"))")
        let conninfo = bench.world.conninfo
        try expectNothingLost(
            bench, ChannelWorld.certificates, sessionLost, retried: [ChannelWorld.concluded, ChannelWorld.untried],
            run: { day in
                try bench.run(
                    ChannelWorld.certificates, day, progress: Self.ending("reconciled", at: step, conninfo))
            })
    }

    @Test(arguments: ["matching", "settling"])
    func anOrderSessionThatEndsInMidRunChangesNothing(_ step: String) throws {
        let bench = try ChannelBench("database_orders_\(step)")
        let conninfo = bench.world.conninfo
        try expectNothingLost(
            bench, ChannelWorld.alipay, sessionLost,
            run: { day in
                try bench.run(
                    ChannelWorld.alipay, day, progress: Self.ending("reconciled orders", at: step, conninfo))
            })
    }

    private let sessionLost = UnhappyEnding(
        .unavailable,
        """
        database.unavailable: the connection to the database was lost: server closed the connection unexpectedly \
        (ACCOUNT, DAY)
        HINT: See that PostgreSQL runs and that the connection string in the configuration is right.
        """)
}
