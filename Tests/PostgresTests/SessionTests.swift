import Postgres
import PrivateCluster
import TestCluster
import TestTurns
import Testing
import Vocabulary

/// What every session of ours holds to, whatever server, database and role are set to; and what a server's refusals are
/// called.
@Suite(.serialized, .waiting) struct SessionTests {
    private func database(_ name: String, _ options: String = "TEMPLATE template0") throws -> String {
        let cluster = try TestCluster.shared.get()
        let connection = try Connection(cluster.conninfo(), name: "tests")
        try connection.execute("CREATE DATABASE \(name) \(options)")
        return cluster.conninfo(database: name)
    }

    @Test func everyTimeOutAndFormIsItsOwn() throws {
        let others = [
            "statement_timeout": "1s", "lock_timeout": "1ms", "idle_in_transaction_session_timeout": "1ms",
            "idle_session_timeout": "1s", "DateStyle": "German", "IntervalStyle": "iso_8601",
            "TimeZone": "America/Lima",
            "bytea_output": "escape", "extra_float_digits": "-15", "search_path": "public",
            "default_transaction_isolation": "serializable", "client_connection_check_interval": "0",
            "tcp_keepalives_idle": "7200",
        ]
        let conninfo = try database("session_settings")
        let setter = try Connection(TestCluster.shared.get().conninfo(), name: "tests")
        for (name, value) in others {
            try setter.execute("ALTER DATABASE session_settings SET \(name) = '\(value)'")
        }
        let connection = try Connection(conninfo, name: "tests")
        let rows = try connection.query(
            """
            SELECT lower(name) || ' ' || setting FROM pg_settings WHERE lower(name) = ANY($1::text[])
            ORDER BY lower(name)
            """,
            ["{\(others.keys.map { $0.lowercased() }.joined(separator: ","))}"])
        #expect(
            (0..<rows.count).map { rows.text($0, 0) } == [
                "bytea_output hex", "client_connection_check_interval 10000", "datestyle ISO, YMD",
                "default_transaction_isolation read committed", "extra_float_digits 1",
                "idle_in_transaction_session_timeout 900000", "idle_session_timeout 0", "intervalstyle postgres",
                "lock_timeout 0", "search_path pg_catalog, pg_temp", "statement_timeout 0", "tcp_keepalives_idle 0",
                "timezone Asia/Shanghai",
            ])  // A Unix socket has no keep-alives, and says 0.
    }

    @Test(arguments: ["LATIN1", "SQL_ASCII", "EUC_CN"]) func anotherEncodingIsRefusedByName(encoding: String) throws {
        let name = "session_\(encoding.lowercased())"
        let conninfo = try database(
            name, "ENCODING '\(encoding)' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
        let error = #expect(throws: PostgresError.self) { _ = try Connection(conninfo, name: "tests") }
        let problem = error?.problem("connecting")
        #expect(problem?.code.name == "database.encoding" && problem?.code.exit == .configuration)
        #expect(problem?.what.contains("the encoding of the database \(name) is \(encoding) and not UTF8") == true)
    }

    @Test func aRoleWithTooManyConnectionsIsToldFromAServerThatIsAway() throws {
        let conninfo = try database("session_limit")
        try Connection(conninfo, name: "tests").execute("CREATE ROLE crowded LOGIN CONNECTION LIMIT 0")
        let error = #expect(throws: PostgresError.self) {
            _ = try Connection(conninfo.replacing("user='postgres'", with: "user='crowded'"), name: "tests")
        }
        #expect(error?.problem("connecting").code.name == "database.too_many_connections")
        #expect(error?.problem("connecting").code.exit == .unavailable)
    }

    /// Statements that the server refuses, and what that is called: each passes, and no hint says to migrate.
    @Test(arguments: [
        ("BEGIN READ ONLY; CREATE TABLE public.t ()", "database.read_only", Vocabulary.ExitStatus.tryAgainLater),
        (
            "SET statement_timeout = 1; SELECT count(*) FROM generate_series(1, 1000000000)",
            "database.statement_cancelled", .tryAgainLater
        ),
        (raising("53100"), "database.disk_full", .tryAgainLater),
        (raising("53200"), "database.out_of_memory", .tryAgainLater),
        (raising("53400"), "database.out_of_resources", .tryAgainLater),
        (raising("53300"), "database.too_many_connections", .unavailable),
        (raising("55P03"), "database.lock_timeout", .tryAgainLater),
        (raising("57P03"), "database.starting", .unavailable),
        (raising("58030"), "database.input_output", .unavailable),
        (raising("40001"), "database.try_again", .tryAgainLater),
    ])
    func aPassingConditionIsNoFault(sql: String, code: String, exit: Vocabulary.ExitStatus) throws {
        let connection = try Connection(TestCluster.shared.get().conninfo(), name: "tests")
        let error = #expect(throws: PostgresError.self) { try connection.execute(sql) }
        let problem = try #require(error?.problem("working"))
        #expect(problem.code.name == code)
        #expect(problem.code.exit == exit)
        #expect(!problem.hint.contains("migrate"))
    }

    private static func raising(_ state: String) -> String {
        "DO $$ BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '\(state)'; END $$"
    }

    @Test func aFaultThatIsNoneOfOursNamesNoMigration() throws {
        let connection = try Connection(TestCluster.shared.get().conninfo(), name: "tests")
        let fault = #expect(throws: PostgresError.self) { try connection.query("SELECT 1 / 0") }
        #expect(fault?.problem("working").code.name == "database.error")
        #expect(fault?.problem("working").hint.contains("migrate") == false)
        let missing = #expect(throws: PostgresError.self) { try connection.query("SELECT * FROM public.nothing") }
        #expect(missing?.problem("working").code == .databaseOutdated)
        #expect(missing?.problem("working").hint.contains("migrate") == true)
    }

    @Test func aLockThatSomebodyHoldsIsToldAsSuch() throws {
        let conninfo = try database("session_lock")
        let holder = try Connection(conninfo, name: "tests")
        try holder.execute("CREATE TABLE public.held ()")
        try holder.execute("BEGIN; LOCK TABLE public.held")
        let waiter = try Connection(conninfo, name: "tests")
        try waiter.execute("SET lock_timeout = '10ms'")
        let error = #expect(throws: PostgresError.self) { try waiter.execute("BEGIN; LOCK TABLE public.held") }
        #expect(error?.problem("waiting").code.name == "database.lock_timeout")
    }

    @Test(arguments: ["NULL", "9223372036854775808", "1.5", "'Infinity'::float8", "''"])
    func aNumberIsNeverReadAsAnotherOne(sql: String) throws {
        let connection = try Connection(TestCluster.shared.get().conninfo(), name: "tests")
        let rows = try connection.query("SELECT \(sql) AS wanted")
        let error = #expect(throws: PostgresError.self) { try rows.int(0, 0) }
        #expect(error?.message.contains("column wanted") == true)
    }

    @Test func aNumberThatFitsNoShorterTypeIsRefused() throws {
        let connection = try Connection(TestCluster.shared.get().conninfo(), name: "tests")
        let rows = try connection.query("SELECT 2147483648, 32768")
        #expect(throws: PostgresError.self) { try rows.int32(0, 0) }
        #expect(throws: PostgresError.self) { try rows.int16(0, 1) }
        #expect(try rows.int32(0, 1) == 32768)
    }

    /// Rows of COPY whose lengths are wrong: a field longer than what came, one cut off, a number of other than its bytes.
    private static let damagedRows: [[UInt8]] = [
        [0, 1, 0, 0, 0, 9, 1, 2], [0, 1, 0, 0, 0, 8, 1, 2, 3, 4, 5, 6, 7], [0, 1, 0, 0],
        [0, 1, 0, 0, 0, 4, 1, 2, 3, 4],
        [0, 1, 0x7F, 0xFF, 0xFF, 0xFF],
    ]

    @Test(arguments: damagedRows)
    func aRowOfCopyIsHeldAgainstWhatCame(bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { message in
            var row = try #require(CopyRow(message, isFirst: false))
            var refused = false
            do throws(PostgresError) { _ = try row.nextInt64() } catch { refused = true }
            #expect(refused)
        }
    }

    @Test func theServerSaysHowManyRowsOfCopyItSent() throws {
        let connection = try Connection(TestCluster.shared.get().conninfo(), name: "tests")
        let copy = "COPY (SELECT generate_series(1, 7)) TO STDOUT (FORMAT binary)"
        #expect(try connection.copyOut(copy) { _ in } == 7)
    }
}
