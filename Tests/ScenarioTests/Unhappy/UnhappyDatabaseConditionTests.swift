import Daemon
import Orders
import Postgres
import PrivateCluster
import TestCluster
import TestTurns
import Testing
import Vocabulary

/// Conditions of a database that pass: a run is tried again, by the service with spacing, and nothing is lost meanwhile.
@Suite(.serialized, .waiting) struct UnhappyDatabaseConditionTests {
    private let account = ChannelWorld.alipay

    private func name(_ bench: ChannelBench) throws -> String { try bench.world.rows("SELECT current_database()")[0] }

    /// Set and taken back by somebody whom no setting of the database binds.
    private func alter(_ bench: ChannelBench, _ what: String) throws {
        let database = try name(bench)
        bench.world.disconnect()
        let connection = try Connection(TestCluster.shared.get().conninfo(), name: "tests")
        try connection.execute("ALTER DATABASE \"\(database)\" \(what)")
    }

    @Test func aDatabaseThatWasMadeReadOnlyIsLeftInPeace() throws {
        let bench = try ChannelBench("condition_read_only")
        let before = try bench.world.everything()
        try alter(bench, "SET default_transaction_read_only = on")
        let problem = try ending { try bench.run(account, ChannelWorld.untried) }
        #expect(problem.code.name == "database.read_only")
        #expect(problem.code.exit == .tryAgainLater)
        #expect(problem.sqlState == "25006")
        #expect(!problem.hint.contains("migrate"))
        try alter(bench, "RESET default_transaction_read_only")
        #expect(try bench.world.everything() == before)
        #expect(try bench.run(account, ChannelWorld.untried).verdict == .discrepancies)
    }

    @Test func aTimeOutOfTheDatabaseBindsNoRun() throws {
        let bench = try ChannelBench("condition_timeout")
        // Long enough for a session to set its own.
        let settings = [
            ("statement_timeout", "100ms"), ("lock_timeout", "1ms"), ("idle_in_transaction_session_timeout", "1ms"),
        ]
        for (setting, value) in settings { try alter(bench, "SET \(setting) = '\(value)'") }
        #expect(try bench.run(account, ChannelWorld.untried).verdict == .discrepancies)
    }

    /// A shop that makes its view anew is without it for a moment.
    @Test func aRelationThatIsAwayForAMomentIsAskedForAgain() throws {
        let bench = try ChannelBench("condition_relation")
        try bench.world.sql("ALTER VIEW taobao.payment_record RENAME TO being_made")
        let problem = try ending { try bench.run(account, ChannelWorld.untried) }
        #expect(problem.code.name == "orders.relation_missing")
        #expect(problem.code.exit == .unavailable)
        try bench.world.sql("ALTER VIEW taobao.being_made RENAME TO payment_record")
        #expect(try bench.run(account, ChannelWorld.untried).verdict == .discrepancies)
    }

    @Test func anOrderDatabaseInAnotherEncodingIsRefusedByName() throws {
        let bench = try ChannelBench("condition_latin")
        let cluster = try TestCluster.shared.get()
        try Connection(cluster.conninfo(), name: "tests").execute(
            "CREATE DATABASE condition_latin_shop ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
        let conninfo = cluster.conninfo(database: "condition_latin_shop").replacing("'", with: "")
        bench.change = { $0 + "orders:\n  conninfo: \"\(conninfo)\"\n" }
        let problem = try ending { try bench.run(account, ChannelWorld.untried) }
        #expect(problem.code.name == "database.encoding")
        #expect(problem.what.contains("condition_latin_shop is LATIN1 and not UTF8"))
    }

    /// Times without a zone, on both days: a payment of the evening falls on no day, or on the wrong one (Contract 2).
    @Test func aTimeWithoutAZoneIsNamedByTheRunAndByCheck() throws {
        let bench = try ChannelBench("condition_zone")
        try bench.world.sql(
            """
            CREATE SCHEMA shop; CREATE VIEW shop.payment_record AS
            SELECT payment_no, channel, account, channel_trade_no, amount_fen, currency, state,
                   paid_at AT TIME ZONE 'UTC' AS paid_at, order_nos FROM taobao.payment_record
            """)
        let change = { (text: String) in text + "orders:\n  payment_relation: shop.payment_record\n" }
        bench.change = change
        let words = """
            orders.column_type: column paid_at of shop.payment_record is of a type whose meaning would have to be guessed; \
            expected timestamp with time zone, found timestamp without time zone
            """
        try expectNothingLost(
            bench, account,
            UnhappyEnding(
                .incomplete,
                """
                \(words) (ACCOUNT, DAY)
                HINT: Let the view give paid_at as timestamp with time zone, by a conversion that you choose: a time without \
                a zone is another moment in every session.
                """))
        bench.change = change
        try bench.writeConfiguration()
        let check = try Program.run(["check", "--config", bench.configurationPath])
        #expect(check.output.contains(words))
    }
}
