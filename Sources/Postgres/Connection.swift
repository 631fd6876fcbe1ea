import CLibpq
import Runtime

/// One PostgreSQL session. Not copyable, not thread-safe: whoever holds it owns the connection, and it closes with it.
package struct Connection: ~Copyable {
    let handle: OpaquePointer

    /// Connects and pins what must not be left to the server's defaults (see `SessionSettings`). A database in another
    /// encoding than UTF8 is refused.
    /// - Parameter conninfo: libpq connection string or URI.
    /// - Parameter name: shown in `pg_stat_activity.application_name`.
    package init(_ conninfo: String, name: String) throws(PostgresError) {
        handle = try Self.open(conninfo, name: name)
    }

    private static func open(_ conninfo: String, name: String) throws(PostgresError) -> OpaquePointer {
        let connectTimeoutSeconds = "10"  // a server that does not answer for longer is as good as away
        let keywords = [
            "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout", "dbname",
            "application_name", "client_encoding", "connect_timeout",
        ]
        // The connection string, which comes after the first four, may say otherwise.
        let values = [
            "\(SessionSettings.idleSeconds)", "\(SessionSettings.intervalSeconds)", "\(SessionSettings.probes)",
            "\(SessionSettings.unansweredMilliseconds)", conninfo, name, "UTF8", connectTimeoutSeconds,
        ]
        let opened = withCStrings(keywords) { keys in
            withCStrings(values) { vals in PQconnectdbParams(keys, vals, 1) }
        }
        guard let opened else {
            throw PostgresError(sqlState: "", message: "out of memory", constraint: nil, context: nil)
        }
        var failure: PostgresError?
        if PQstatus(opened) == CONNECTION_OK {
            PQsetNoticeProcessor(opened, { _, _ in }, nil)
            failure = foreignEncoding(of: opened)
            if failure == nil {
                let result = PQexec(opened, SessionSettings.sql(serverVersion: Int(PQserverVersion(opened))))
                failure = Self.failure(of: result)
                PQclear(result)
            }
        } else {
            failure = connectionError(opened)
            let host = PQhost(opened).map { String(cString: $0) } ?? ""
            // A path is that of a socket on this machine.
            failure?.isHostForbidden = !host.isEmpty && !host.hasPrefix("/") && isForbidden(host: host)
        }
        if let failure {
            PQfinish(opened)
            throw failure
        }
        return opened
    }

    deinit { PQfinish(handle) }

    /// Texts are compared byte by byte, so both sides must write them in the same bytes.
    private static func foreignEncoding(of handle: OpaquePointer) -> PostgresError? {
        let encoding = PQparameterStatus(handle, "server_encoding").map { String(cString: $0) } ?? "unknown"
        guard encoding != "UTF8" else { return nil }
        let database = PQdb(handle).map { String(cString: $0) } ?? ""
        return PostgresError(
            sqlState: PostgresError.foreignEncodingState,
            message: "the encoding of the database \(database) is \(encoding) and not UTF8", constraint: nil,
            context: nil)
    }

    /// The server process of this session.
    package var backend: Int32 { PQbackendPID(handle) }
    package var serverVersion: Int { Int(PQserverVersion(handle)) }
    package var isUsable: Bool { PQstatus(handle) == CONNECTION_OK }
    package var isInTransaction: Bool { PQtransactionStatus(handle) == PQTRANS_INTRANS }

    func connectionError() -> PostgresError { Self.connectionError(handle) }

    private static func connectionError(_ handle: OpaquePointer) -> PostgresError {
        let text = String(cString: PQerrorMessage(handle))
        return PostgresError(
            sqlState: PostgresError.state(ofRefusal: text), message: oneLine(text), constraint: nil, context: nil)
    }

    /// Runs one or several statements without parameters and throws away what they return.
    package func execute(_ sql: String) throws(PostgresError) { _ = try rows { PQexec(handle, sql) } }

    /// Runs one statement with parameters, all in text format; nil is NULL.
    @discardableResult
    package func query(_ sql: String, _ parameters: [String?] = []) throws(PostgresError) -> Rows {
        try rows {
            withOptionalCStrings(parameters) { values in
                PQexecParams(handle, sql, Int32(parameters.count), nil, values, nil, nil, 0)
            }
        }
    }

    /// Outside of a transaction, what stood in another one's way was undone whole, and is done again.
    private func rows(of send: () -> OpaquePointer?) throws(PostgresError) -> Rows {
        var triesLeft = Self.tries
        while true {
            guard let result = send() else { throw connectionError() }
            guard let failure = Self.failure(of: result) else { return Rows(result) }
            PQclear(result)
            triesLeft -= 1
            guard failure.isRetryable, triesLeft > 0, PQtransactionStatus(handle) == PQTRANS_IDLE else { throw failure }
        }
    }

    /// Each time one of those that met goes on: this many meet only where something is wrong.
    private static let tries = 8

    func check(_ result: OpaquePointer?) throws(PostgresError) {
        guard let result else { throw connectionError() }
        if let failure = Self.failure(of: result) { throw failure }
    }

    private static func failure(of result: OpaquePointer?) -> PostgresError? {
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_EMPTY_QUERY:
            return nil
        default:
            func field(_ code: UInt8) -> String? {
                PQresultErrorField(result, Int32(code)).map { String(cString: $0) }
            }
            return PostgresError(
                sqlState: field(UInt8(ascii: "C")) ?? "",
                message: field(UInt8(ascii: "M")) ?? oneLine(String(cString: PQresultErrorMessage(result))),
                constraint: field(UInt8(ascii: "n")), context: field(UInt8(ascii: "W")),
                sourceFunction: field(UInt8(ascii: "R")), hint: field(UInt8(ascii: "H")))
        }
    }

    /// Runs `body` in one transaction: committed when it returns, rolled back when it throws.
    /// Inside a transaction of the caller's it is a part of that one, and undone alone where it throws.
    /// A failure of COMMIT itself with the connection lost leaves the outcome open: the caller must look.
    /// - Parameter isRepeatable: `body` changes nothing but by statements of this connection: where it stood in another
    ///   transaction's way, it is done again from its beginning.
    package func transaction<T>(
        _ begin: String = "BEGIN", isRepeatable: Bool = false, _ body: () throws -> T
    ) throws -> T {
        let isPart = PQtransactionStatus(handle) == PQTRANS_INTRANS
        for _ in 1..<(isRepeatable && !isPart ? Self.tries : 1) {
            do { return try transactionOnce(begin, isPart: false, body) } catch let error as PostgresError
                where error.isRetryable
            {}
        }
        return try transactionOnce(begin, isPart: isPart, body)
    }

    private func transactionOnce<T>(_ begin: String, isPart: Bool, _ body: () throws -> T) throws -> T {
        try execute(isPart ? "SAVEPOINT part" : begin)
        let value: T
        do { value = try body() } catch {
            if isUsable { try? execute(isPart ? "ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part" : "ROLLBACK") }
            throw error
        }
        try execute(isPart ? "RELEASE SAVEPOINT part" : "COMMIT")
        return value
    }
}

/// The rows of a result, in text format.
package struct Rows: ~Copyable {
    private let result: OpaquePointer

    init(_ result: OpaquePointer) { self.result = result }
    deinit { PQclear(result) }

    package var count: Int { Int(PQntuples(result)) }
    package var columns: [String] { (0..<PQnfields(result)).map { String(cString: PQfname(result, $0)) } }
    /// Rows that INSERT, UPDATE or DELETE touched; 0 for others.
    package var affected: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    /// nil for NULL.
    package subscript(row: Int, column: Int) -> String? {
        PQgetisnull(result, Int32(row), Int32(column)) == 1
            ? nil : String(cString: PQgetvalue(result, Int32(row), Int32(column)))
    }

    /// The text of a column that is never NULL; empty when it is.
    package func text(_ row: Int, _ column: Int) -> String { self[row, column] ?? "" }
    /// The integer of a column that is never NULL.
    /// - Throws: when it is NULL, or does not fit: nothing is ever read as another number than it is.
    package func int(_ row: Int, _ column: Int) throws(PostgresError) -> Int64 { try number(row, column) }
    package func int32(_ row: Int, _ column: Int) throws(PostgresError) -> Int32 { try number(row, column) }
    package func int16(_ row: Int, _ column: Int) throws(PostgresError) -> Int16 { try number(row, column) }

    private func number<I: FixedWidthInteger>(_ row: Int, _ column: Int) throws(PostgresError) -> I {
        if let text = self[row, column], let number = I(text) { return number }
        let isNull = self[row, column] == nil
        let name = PQfname(result, Int32(column)).map { String(cString: $0) } ?? "\(column)"
        throw PostgresError(
            sqlState: PostgresError.numberOutOfRangeState,
            message: "column \(name) of an answer is \(isNull ? "NULL" : "no number that fits")",
            constraint: nil, context: nil)
    }

    /// The number of a column's type; that of the type under it where that is a domain.
    package func type(_ column: Int) -> UInt32 { PQftype(result, Int32(column)) }
    /// A boolean column.
    package func bool(_ row: Int, _ column: Int) -> Bool { self[row, column] == "t" }
}

/// libpq's messages are paragraphs: a line for each address it tried, and indented lines of advice, in whose place a
/// problem has its hint. A problem is told in one line.
func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).filter { $0.first?.isWhitespace == false }.joined(separator: "; ")
}

func withCStrings<T>(_ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> T) -> T {
    withOptionalCStrings(strings) { pointers in
        pointers.map(body) ?? withUnsafePointer(to: nil, body)
    }
}

/// Calls `body` with a NULL-terminated array of C strings that live as long as the call; nil for no strings.
func withOptionalCStrings<T>(_ strings: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> T) -> T {
    var bytes: [CChar] = []
    var offsets: [Int?] = []
    for string in strings {
        guard let string else {
            offsets.append(nil)
            continue
        }
        offsets.append(bytes.count)
        bytes.append(contentsOf: string.utf8CString)
    }
    return bytes.withUnsafeBufferPointer { buffer in
        var pointers = offsets.map { offset in offset.flatMap { buffer.baseAddress?.advanced(by: $0) } }
        pointers.append(nil)
        return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}
