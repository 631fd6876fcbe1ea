import Postgres
import PrivateCluster
import TestCluster
import TestTurns
import Testing
import Vocabulary

/// COPY both ways in the binary form: every value arrives as it is, and whatever goes wrong leaves a session to work with.
@Suite(.serialized, .waiting) struct CopyTests {
    private struct Enough: Error {}

    private func connect() throws -> Connection { try Connection(TestCluster.shared.get().conninfo(), name: "tests") }

    @Test(arguments: [false, true]) func everyTypeArrivesAsItIs(ahead: Bool) throws {
        let connection = try connect()
        try connection.execute(
            """
            CREATE TEMP TABLE value (n int, small smallint, plain integer, big bigint, words text,
                                     moment timestamptz, day date)
            """)
        let long = String(repeating: "长", count: 100_000)  // more than any buffer on the way
        let day = try #require(BusinessDay("2026-11-21"))
        try connection.copyIn("COPY pg_temp.value FROM STDIN (FORMAT binary)", ahead: ahead) { writer in
            try writer.header()
            for (number, words) in ["", long, nil].enumerated() {
                try writer.beginRow(columns: 7)
                try writer.field(Int32(number))
                try writer.field(Int16.min)
                try writer.field(Int32.max)
                try writer.field(Int64.min)
                try writer.field(words)
                try writer.timestamp(epochSeconds: number == 2 ? .max : day.startEpochSeconds)
                try writer.field(day)
            }
            try writer.beginRow(columns: 7)
            try writer.field(Int32(3))
            for _ in 1...6 { try writer.null() }
            try writer.trailer()
        }
        let rows = try connection.query(
            """
            SELECT small, plain, big, md5(words), length(words), moment, day FROM pg_temp.value ORDER BY n
            """)
        let sum = try connection.query("SELECT md5($1)", [long]).text(0, 0)
        let read = (0..<rows.count).map { row in (0..<7).map { rows[row, $0] ?? "NULL" }.joined(separator: " ") }
        let integers = "-32768 2147483647 -9223372036854775808"
        #expect(
            read == [
                "\(integers) d41d8cd98f00b204e9800998ecf8427e 0 2026-11-21 00:00:00+08 2026-11-21",
                "\(integers) \(sum) 100000 2026-11-21 00:00:00+08 2026-11-21",
                "\(integers) NULL NULL infinity 2026-11-21",
                [String](repeating: "NULL", count: 7).joined(separator: " "),
            ])
    }

    @Test func everyTypeIsReadAsItIs() throws {
        let connection = try connect()
        var read: [String] = []
        var isFirst = true
        let sent = try connection.copyOut(
            """
            COPY (SELECT n::smallint, (n * -2147483648)::integer, 9223372036854775807, n = 1, repeat('长', n * 100000),
                         NULL::text, 'rest' FROM generate_series(0, 1) n) TO STDOUT (FORMAT binary)
            """
        ) { message in
            guard var row = CopyRow(message, isFirst: isFirst) else { return }
            isFirst = false
            let numbers = try (row.nextInt16(), row.nextInt32(), row.nextInt64(), row.nextBool())
            let (words, nothing) = (try row.next()?.count, try row.next())
            read.append("\(numbers) \(words ?? -1) \(nothing == nil) \(row.rest.count)")
        }
        #expect(sent == 2)
        let most = Int64.max
        #expect(
            read == [
                "(Optional(0), Optional(0), Optional(\(most)), Optional(false)) 0 true 8",
                "(Optional(1), Optional(-2147483648), Optional(\(most)), Optional(true)) 300000 true 8",
            ])
    }

    @Test func aReaderThatGivesUpGetsItsOwnErrorAndTheSessionGoesOn() throws {
        let connection = try connect()
        var messages = 0
        #expect(throws: Enough.self) {
            try connection.copyOut("COPY (SELECT generate_series(1, 100000)) TO STDOUT (FORMAT binary)") { _ in
                messages += 1
                if messages == 10 { throw Enough() }
            }
        }
        #expect(messages == 10)
        #expect(try connection.query("SELECT 1").int(0, 0) == 1)
    }

    @Test func aServerThatFailsInTheMidstIsNoEnd() throws {
        let connection = try connect()
        let error = #expect(throws: PostgresError.self) {
            try connection.copyOut("COPY (SELECT 1 / (1000 - n) FROM generate_series(1, 2000) n) TO STDOUT") { _ in }
        }
        #expect(error?.sqlState == "22012")
        #expect(try connection.query("SELECT 1").int(0, 0) == 1)
    }

    @Test func whatCannotBeginIsRefusedAtOnce() throws {
        let connection = try connect()
        #expect(throws: PostgresError.self) { try connection.copyOut("COPY public.nothing TO STDOUT") { _ in } }
        #expect(throws: PostgresError.self) {
            try connection.copyIn("COPY public.nothing FROM STDIN") { _ in }
        }
        let isIdle = connection.isIdle
        #expect(isIdle)
    }

    @Test func aWriterThatGivesUpLeavesNothing() throws {
        let connection = try connect()
        try connection.execute("CREATE TEMP TABLE taken (number bigint)")
        #expect(throws: Enough.self) {
            try connection.copyIn("COPY pg_temp.taken FROM STDIN (FORMAT binary)") { writer in
                try writer.header()
                try writer.beginRow(columns: 1)
                try writer.field(Int64(1))
                throw Enough()
            }
        }
        #expect(try connection.query("SELECT count(*) FROM pg_temp.taken").int(0, 0) == 0)
    }
}
