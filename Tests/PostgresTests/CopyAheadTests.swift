import Postgres
import PrivateCluster
import TestCluster
import TestTurns
import Testing

/// Rows that are sent on a queue of their own end like rows that are not.
@Suite(.serialized, .waiting) struct CopyAheadTests {
    private struct Enough: Error {}
    private static let rows = 200_000  // some megabytes: more than all blocks and the socket hold

    private static func connect() throws -> Connection {
        let connection = try Connection(TestCluster.shared.get().conninfo(), name: "tests")
        try connection.execute("CREATE TEMP TABLE taken (number bigint CHECK (number <> 1000), text text)")
        return connection
    }

    private static func copy(_ connection: borrowing Connection, body: (Int64) throws -> Void) throws {
        try connection.copyIn("COPY pg_temp.taken FROM STDIN (FORMAT binary)", ahead: true) { writer in
            try writer.header()
            for number in 2000..<Int64(2000 + rows) {
                try body(number)
                try writer.beginRow(columns: 2)
                try writer.field(number)
                try writer.field("a text of some length, so that it is more than blocks and socket hold")
            }
            try writer.trailer()
        }
    }

    private static let sum = "SELECT count(*), coalesce(sum(number), 0) FROM pg_temp.taken"

    @Test func everyRowArrives() throws {
        let connection = try Self.connect()
        try Self.copy(connection) { _ in }
        let found = try connection.query(Self.sum)
        let last = Int64(2000 + Self.rows)
        #expect(try found.int(0, 0) == Int64(Self.rows))
        #expect(try found.int(0, 1) == last * (last - 1) / 2 - 2000 * 1999 / 2)
    }

    @Test func whoeverStopsInTheMidstLeavesNothingAndAUsableSession() throws {
        let connection = try Self.connect()
        #expect(throws: Enough.self) {
            try Self.copy(connection) { if $0 == 150_000 { throw Enough() } }
        }
        #expect(try connection.query(Self.sum).int(0, 0) == 0)
    }

    @Test func whatTheServerRefusesIsToldAsTheServerSaysIt() throws {
        let connection = try Self.connect()
        try connection.execute("ALTER TABLE pg_temp.taken ADD CHECK (number <> 3000)")
        let refusal = #expect(throws: PostgresError.self) { try Self.copy(connection) { _ in } }
        #expect(refusal?.sqlState == "23514")
        #expect(try connection.query(Self.sum).int(0, 0) == 0)
    }

    @Test func aSessionThatIsEndedIsNotWaitedFor() throws {
        let connection = try Self.connect()
        let process = try connection.query("SELECT pg_backend_pid()").text(0, 0)
        let other = try Connection(TestCluster.shared.get().conninfo(), name: "tests")
        #expect(throws: PostgresError.self) {
            try Self.copy(connection) { number in
                if number == 50_000 { try other.query("SELECT pg_terminate_backend($1)", [process]) }
            }
        }
        let isUsable = connection.isUsable
        #expect(!isUsable)
    }
}
