import Postgres
import PrivateCluster
import Runtime
import TestCluster
import TestTurns
import Testing
import Vocabulary

/// A session: what it reaches, hears, and how it ends.
@Suite(.serialized, .waiting) struct ConnectionTests {
    private static let conninfo = Result { try TestCluster.database("connections") }

    private static let isHere = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"

    private func connect() throws -> Connection { try Connection(Self.conninfo.get(), name: "tests") }

    private func conninfo(changing old: String, to new: String) throws -> String {
        let changed = try Self.conninfo.get().replacing(old, with: new)
        try #require(changed.contains(new))
        return changed
    }

    @Test func whatIsNotThereIsToldAsAway() throws {
        for away in ["host=/there/is/none", "host=127.0.0.1 port=1 connect_timeout=5", "nonsense"] {
            let error = #expect(throws: PostgresError.self) { _ = try Connection(away, name: "tests") }
            #expect(error?.isConnectionLost == true)
            #expect(error?.problem("connecting").code == .databaseUnavailable)
            #expect(error?.message.contains { $0.isNewline } == false)
        }
    }

    @Test func aDatabaseOrRoleThatIsNotThereIsNamed() throws {
        let database = try conninfo(changing: "dbname='connections'", to: "dbname='nowhere'")
        let error = #expect(throws: PostgresError.self) { _ = try Connection(database, name: "tests") }
        #expect(error?.message.contains("nowhere") == true)
        let role = try conninfo(changing: "user='postgres'", to: "user='never_made'")
        let stranger = #expect(throws: PostgresError.self) { _ = try Connection(role, name: "tests") }
        #expect(stranger?.message.contains("never_made") == true)
    }

    @Test func whatARoleMayNotIsAPermission() throws {
        let owner = try connect()
        try owner.execute("CREATE TABLE public.secret (); CREATE ROLE connections_guest LOGIN")
        let guest = try Connection(conninfo(changing: "'postgres'", to: "'connections_guest'"), name: "tests")
        let error = #expect(throws: PostgresError.self) { try guest.query("SELECT FROM public.secret") }
        let problem = try #require(error?.problem("reading"))
        #expect(problem.code == .databasePermission && problem.sqlState == "42501")
        #expect(problem.code.exit == .noPermission)
    }

    @Test(arguments: [
        "SELECT nothing", "SELECT * FROM nothing", "SELECT * FROM nothing.at_all", "SELECT nothing(1)",
    ])
    func whatIsNotThereIsAnOlderSchema(sql: String) throws {
        let connection = try connect()
        let error = #expect(throws: PostgresError.self) { try connection.query(sql) }
        #expect(error?.problem("reading").code == .databaseOutdated)
        #expect(error?.isMissingRelation == sql.contains("FROM nothing"))
    }

    @Test func aConstraintIsNamedAndNoValueIs() throws {
        let connection = try connect()
        try connection.execute("CREATE TEMP TABLE single (number text CONSTRAINT only_one PRIMARY KEY)")
        try connection.execute("INSERT INTO pg_temp.single VALUES ('oExampleOpenId')")
        let error = #expect(throws: PostgresError.self) {
            try connection.query("INSERT INTO pg_temp.single VALUES ($1)", ["oExampleOpenId"])
        }
        #expect(error?.constraint == "only_one" && error?.sqlState == "23505")
        #expect(error?.description.contains("oExampleOpenId") == false)
        #expect(error?.problem("writing").description.contains("oExampleOpenId") == false)
    }

    @Test func rowsAreReadAsTheyAre() throws {
        let connection = try connect()
        let rows = try connection.query(
            "SELECT $1::text AS words, $2::text AS nothing, true AS yes, 1::bigint AS number", ["it's \"so\"\n", nil])
        let (columns, words, nothing, types) = (rows.columns, rows[0, 0], rows[0, 1], [rows.type(0), rows.type(3)])
        #expect(columns == ["words", "nothing", "yes", "number"])
        #expect(words == "it's \"so\"\n" && nothing == nil && types == [25, 20])
        let (none, yes, no) = (rows.text(0, 1), rows.bool(0, 2), rows.bool(0, 1))
        #expect(none == "" && yes && !no)
        try connection.execute("CREATE TEMP TABLE counted AS SELECT generate_series(1, 5) AS number")
        let affected = try connection.query("DELETE FROM pg_temp.counted WHERE number > 2").affected
        let left = try connection.query("SELECT number FROM pg_temp.counted").count
        #expect([affected, left] == [3, 2])
    }

    @Test func whatOthersSayIsHeardInOrder() throws {
        let hearer = try connect()
        let speaker = try connect()
        try hearer.execute("LISTEN news; LISTEN more")
        #expect(try hearer.takeNotifications() == [])
        try speaker.execute("BEGIN; NOTIFY news, 'one'; NOTIFY more; NOTIFY news, 'two'; COMMIT")
        var heard: [Notification] = []
        while heard.count < 3 {
            let more = try hearer.waitForNotification(timeoutSeconds: Patience.seconds)
            try #require(!more.isEmpty)
            heard += more
        }
        #expect(heard.map(\.channel) == ["news", "more", "news"])
        #expect(heard.map(\.payload) == ["one", "", "two"])
    }

    @Test func whatWasSaidBeforeTheEndIsLostWithTheSessionAndToldSo() throws {
        let hearer = try connect()
        let speaker = try connect()
        try hearer.execute("LISTEN news")
        try speaker.query("SELECT pg_terminate_backend($1)", ["\(hearer.backend)"])
        let error = #expect(throws: PostgresError.self) {
            while true { _ = try hearer.waitForNotification(timeoutSeconds: Patience.seconds) }
        }
        #expect(error?.isConnectionLost == true)
        let isUsable = hearer.isUsable
        #expect(!isUsable)
    }

    @Test func aStatementIsEndedFromAnotherThread() throws {
        let conninfo = try Self.conninfo.get()
        let holder = try connect()
        try holder.execute("SELECT pg_advisory_lock(815)")
        let canceller = Guarded<Canceller?>(nil)
        let waiting = QueuedWork("waiting") { () -> ProblemCode? in
            let connection = try Connection(conninfo, name: "tests")
            canceller.with { $0 = Canceller(connection) }
            do throws(PostgresError) { try connection.execute("SELECT pg_advisory_lock(815)") } catch {
                // The session itself goes on.
                _ = try connection.query("SELECT 1")
                return error.problem("waiting").code
            }
            return nil
        }
        try Watch(conninfo).wait(
            until: "EXISTS (SELECT FROM pg_locks WHERE NOT granted AND objid = 815 AND \(Self.isHere))")
        #expect(canceller.with { $0?.cancel() } == true)
        #expect(try waiting.wait() == .databaseCancelled)
    }

    @Test func aDeadlockMayBeTriedAgain() throws {
        let conninfo = try Self.conninfo.get()
        let one = try connect()
        try one.execute("SET deadlock_timeout = '10ms'")
        try one.execute("BEGIN; SELECT pg_advisory_xact_lock(1)")
        let other = QueuedWork("other") {
            let connection = try Connection(conninfo, name: "tests")
            try connection.execute("SET deadlock_timeout = '1h'")
            try connection.execute("BEGIN; SELECT pg_advisory_xact_lock(2)")
            try connection.execute("SELECT pg_advisory_xact_lock(1)")
        }
        try Watch(conninfo).wait(
            until: "EXISTS (SELECT FROM pg_locks WHERE NOT granted AND objid = 1 AND \(Self.isHere))")
        let error = #expect(throws: PostgresError.self) { try one.execute("SELECT pg_advisory_xact_lock(2)") }
        #expect(error?.sqlState == "40P01" && error?.problem("locking").code == .databaseRetry)
        try one.execute("ROLLBACK")
        try other.wait()
    }
}
