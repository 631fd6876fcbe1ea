import Ledger
import Postgres
import TestCluster
import TestTurns
import Testing

@Suite(.serialized, .waiting) struct FormerSessionTests {
    /// What the network left behind in the server, with its locks, is ended by whoever comes after it; a stranger is not.
    @Test func whoeverReconnectsEndsItsOwnFormerSession() throws {
        let conninfo = try TestCluster.database("session_former")
        let former = try Connection(conninfo, name: "tests")
        try former.execute("SELECT pg_advisory_lock(4711)")
        let identity = try SessionIdentity(of: former)
        let next = try Connection(conninfo, name: "tests")
        #expect(try !next.query("SELECT pg_try_advisory_lock(4711)").bool(0, 0))
        try identity.end(next)
        #expect(try next.query("SELECT pg_try_advisory_lock(4711)").bool(0, 0))
        #expect(throws: PostgresError.self) { try former.query("SELECT 1") }
        // It is its own by now, and again: nothing to end.
        try SessionIdentity(of: next).end(next)
        #expect(try next.query("SELECT 1").int(0, 0) == 1)
    }
}
