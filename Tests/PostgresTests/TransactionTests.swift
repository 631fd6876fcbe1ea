import Postgres
import PrivateCluster
import TestCluster
import TestTurns
import Testing
import Vocabulary

/// All or nothing; and where nobody can know which, it is said so.
@Suite(.serialized, .waiting) struct TransactionTests {
    private struct Enough: Error {}

    private static let conninfo = Result {
        let conninfo = try TestCluster.database("transactions")
        try Connection(conninfo, name: "tests").execute("CREATE TABLE public.kept (number bigint)")
        return conninfo
    }

    private func connect() throws -> Connection { try Connection(Self.conninfo.get(), name: "tests") }

    private func kept(_ number: Int) throws -> Int64 {
        try connect().query("SELECT count(*) FROM public.kept WHERE number = $1", ["\(number)"]).int(0, 0)
    }

    @Test func whatReturnsIsCommittedAndWhatThrowsIsNot() throws {
        let connection = try connect()
        let value = try connection.transaction {
            try connection.execute("INSERT INTO public.kept VALUES (1)")
            return connection.isIdle
        }
        let isIdle = connection.isIdle
        #expect(!value && isIdle)
        #expect(try kept(1) == 1)
        #expect(throws: Enough.self) {
            try connection.transaction {
                try connection.execute("INSERT INTO public.kept VALUES (2)")
                throw Enough()
            }
        }
        #expect(try kept(2) == 0)
        // A statement that the server refused leaves no transaction open either.
        #expect(throws: PostgresError.self) { try connection.transaction { try connection.execute("SELECT 1 / 0") } }
        let isIdleAgain = connection.isIdle
        #expect(isIdleAgain)
    }

    @Test func aTransactionMayBeginInItsOwnWay() throws {
        let connection = try connect()
        let error = #expect(throws: PostgresError.self) {
            try connection.transaction("BEGIN READ ONLY") {
                try connection.execute("INSERT INTO public.kept VALUES (3)")
            }
        }
        #expect(error?.problem("writing").code == .databaseReadOnly)
    }

    /// A function that stands in another transaction's way so many times; what a sequence counts is not rolled back.
    private func clash(_ name: String, times: Int, _ connection: borrowing Connection) throws {
        try connection.execute(
            """
            CREATE SEQUENCE public.\(name)_n;
            CREATE FUNCTION public.\(name)() RETURNS bigint LANGUAGE plpgsql AS $$
            BEGIN
                IF nextval('public.\(name)_n') <= \(times) THEN RAISE EXCEPTION USING ERRCODE = 'deadlock_detected'; END IF;
                RETURN currval('public.\(name)_n');
            END $$
            """)
    }

    @Test func whatStoodInTheWayIsDoneAgainFromItsBeginning() throws {
        let connection = try connect()
        try clash("alone", times: 2, connection)
        #expect(try connection.query("SELECT public.alone()").int(0, 0) == 3)
        try clash("whole", times: 2, connection)
        let times = try connection.transaction(isRepeatable: true) {
            try connection.execute("INSERT INTO public.kept VALUES (20)")
            return try connection.query("SELECT public.whole()").int(0, 0)
        }
        #expect(times == 3)
        #expect(try kept(20) == 1)
    }

    @Test func whatHasOtherStateIsNotDoneAgainAndNothingForEver() throws {
        let connection = try connect()
        try clash("once", times: 1, connection)
        var begun = 0
        #expect(throws: PostgresError.self) {
            try connection.transaction {
                begun += 1
                try connection.query("SELECT public.once()")
            }
        }
        #expect(begun == 1)
        try clash("always", times: 1000, connection)
        #expect(throws: PostgresError.self) { try connection.query("SELECT public.always()") }
        #expect(throws: PostgresError.self) {
            try connection.transaction(isRepeatable: true) { try connection.query("SELECT public.always()") }
        }
        // A part of another transaction is undone with it, and not by itself.
        #expect(throws: PostgresError.self) {
            try connection.transaction {
                try connection.transaction(isRepeatable: true) {
                    begun += 1
                    try connection.query("SELECT public.always()")
                }
            }
        }
        #expect(begun == 2)
        let isIdle = connection.isIdle
        #expect(isIdle)
    }

    /// The session is ended in the middle of its COMMIT: nobody but another session knows what became of it.
    @Test func aCommitWhoseAnswerIsLostIsToldAsALostConnection() throws {
        let connection = try connect()
        try connection.execute(
            """
            CREATE FUNCTION public.end_session() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER ends AFTER INSERT ON public.kept DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
                WHEN (NEW.number = 4) EXECUTE FUNCTION public.end_session()
            """)
        let error = #expect(throws: PostgresError.self) {
            try connection.transaction { try connection.execute("INSERT INTO public.kept VALUES (4)") }
        }
        #expect(error?.isConnectionLost == true && error?.isRetryable == false)
        #expect(error?.problem("committing").code == .databaseUnavailable)
        let isUsable = connection.isUsable
        #expect(!isUsable)
        #expect(try kept(4) == 0)
    }

    @Test func whatMayBeTriedAgainIsToldAsSuch() throws {
        let one = try connect()
        let other = try connect()
        try one.execute("INSERT INTO public.kept VALUES (5)")
        try one.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        _ = try one.query("SELECT count(*) FROM public.kept")
        try other.execute("UPDATE public.kept SET number = 50 WHERE number = 5")
        let error = #expect(throws: PostgresError.self) {
            try one.execute("UPDATE public.kept SET number = 51 WHERE number = 5")
        }
        #expect(error?.isRetryable == true && error?.isConnectionLost == false)
        #expect(error?.problem("changing").code == .databaseRetry)
    }
}
