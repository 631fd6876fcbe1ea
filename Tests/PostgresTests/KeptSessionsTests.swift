import Postgres
import PrivateCluster
import TestCluster
import TestTurns
import Testing

/// What goes from one piece of work to the next is a session that nothing is wrong with.
@Suite(.serialized, .waiting) struct KeptSessionsTests {
    private let sessions = KeptSessions()

    private func take() throws -> KeptSession {
        try sessions.take {
            try Connection(TestCluster.shared.get().conninfo(), name: "kept")
        } greet: {
            try $0.execute("SELECT 1")
        }
    }

    @Test func whatIsKeptIsGivenAgain() throws {
        let (one, other) = (try take(), try take())
        #expect(one.connection.backend != other.connection.backend)
        sessions.keep(one)
        #expect(try take().connection.backend == one.connection.backend)
        #expect(try take().connection.backend != one.connection.backend)
    }

    @Test func oneInTheMidstOfATransactionIsNotKept() throws {
        let one = try take()
        try one.connection.execute("BEGIN")
        sessions.keep(one)
        #expect(try take().connection.backend != one.connection.backend)
    }

    @Test func oneThatTheServerHasEndedGivesWayToAnother() throws {
        let one = try take()
        sessions.keep(one)
        let connection = try Connection(TestCluster.shared.get().conninfo(), name: "tests")
        _ = try connection.query("SELECT pg_terminate_backend($1, 5000)", [String(one.connection.backend)])
        let other = try take()
        #expect(other.connection.backend != one.connection.backend)
        #expect(try other.connection.query("SELECT 1").count == 1)
    }

    @Test func whatIsLetGoIsNotGivenAgain() throws {
        let one = try take()
        sessions.keep(one)
        sessions.letGo()
        #expect(try take().connection.backend != one.connection.backend)
    }

    @Test func whatIsWrongOtherwiseIsTold() throws {
        sessions.keep(try take())
        #expect(throws: PostgresError.self) {
            try sessions.take {
                try Connection(TestCluster.shared.get().conninfo(), name: "kept")
            } greet: {
                try $0.execute("SELECT FROM nothing_of_the_kind")
            }
        }
    }
}
