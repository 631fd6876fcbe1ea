import CLibpq
import Runtime
import Vocabulary

extension Connection {
    /// `COPY … TO STDOUT`: `body` is called with the bytes of each message as the server sends them (binary: the first
    /// one carries the header, then one row each, then the trailer).
    /// - Returns: how many rows the server says it has sent.
    @discardableResult
    package func copyOut(_ sql: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Int64? {
        let started = PQexec(handle, sql)
        defer { PQclear(started) }
        try check(started)
        var failure: (any Error)?
        while true {
            var buffer: UnsafeMutablePointer<CChar>?
            let length = PQgetCopyData(handle, &buffer, 0)
            if length < 0 {
                if length == -2 { throw connectionError() }
                break
            }
            defer { PQfreemem(buffer) }
            // After a failure the rest is still read, so that the connection stays usable.
            guard failure == nil else { continue }
            do { try body(UnsafeRawBufferPointer(start: buffer, count: Int(length))) } catch { failure = error }
        }
        let rows = try finish()
        if let failure { throw failure }
        return rows
    }

    /// `COPY … FROM STDIN`: `body` writes rows; an error thrown there makes the server forget all of them.
    /// - Parameter ahead: the rows are sent on a queue of their own. Worth it from some thousands on; `body` must not use
    ///   the connection otherwise.
    package func copyIn<T>(
        _ sql: String, ahead: Bool = false, _ body: (inout CopyWriter) throws -> T
    ) throws -> T {
        let started = PQexec(handle, sql)
        defer { PQclear(started) }
        try check(started)
        let sender = ahead ? CopySender(handle) : nil
        var writer = CopyWriter(handle: handle, sender: sender)
        do {
            let value = try body(&writer)
            try writer.finish()
            guard PQputCopyEnd(handle, nil) == 1 else { throw connectionError() }
            try finish()
            return value
        } catch {
            sender?.abandon()
            if isUsable, PQtransactionStatus(handle) == PQTRANS_ACTIVE {
                _ = PQputCopyEnd(handle, "cancelled by the client")
                do throws(PostgresError) { try finish() } catch let server {
                    // A row the server refused explains the failure better than the broken stream after it.
                    if error is PostgresError, server.sqlState != "57014" { throw server }
                }
            }
            throw error
        }
    }

    /// Reads every result that is left and throws the first error among them.
    /// - Returns: the rows that the last one counts.
    @discardableResult
    private func finish() throws(PostgresError) -> Int64? {
        var failure: PostgresError?
        var rows: Int64?
        while let result = PQgetResult(handle) {
            do throws(PostgresError) { try check(result) } catch { failure = failure ?? error }
            rows = Int64(String(cString: PQcmdTuples(result)))
            PQclear(result)
        }
        if let failure { throw failure }
        return rows
    }
}

/// Rows on their way into `COPY … FROM STDIN (FORMAT binary)`. Fields are appended in column order after `beginRow`.
package struct CopyWriter: ~Copyable {
    private let handle: OpaquePointer
    private let sender: CopySender?
    /// Being filled for the sender.
    private var block: Block?
    private var buffer: UnsafeMutableRawPointer
    private var count = 0

    /// Bytes gathered before they go on: so many that the call's cost vanishes, and few enough to stay in the cache.
    private static let capacityBytes = 32 * 1024
    /// PostgreSQL's epoch, 2000-01-01 UTC, in seconds since 1970.
    package static let postgresEpochSeconds: Int64 = 946_684_800

    init(handle: OpaquePointer, sender: CopySender?) {
        self.handle = handle
        self.sender = sender
        buffer = .allocate(byteCount: Self.capacityBytes, alignment: 16)
    }

    deinit { buffer.deallocate() }

    /// Signature, flags and extension length of the binary format. Call once, before the first row.
    package mutating func header() throws(PostgresError) {
        let signature: [UInt8] = [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00]
        for byte in signature { try integer(byte) }
        try integer(UInt64(0))
    }

    package mutating func trailer() throws(PostgresError) { try integer(Int16(-1)) }

    package mutating func beginRow(columns: Int16) throws(PostgresError) { try integer(columns) }

    package mutating func null() throws(PostgresError) { try integer(Int32(-1)) }

    package mutating func field(_ value: Int16) throws(PostgresError) {
        try integer(Int32(2))
        try integer(value)
    }

    package mutating func field(_ value: Int32) throws(PostgresError) {
        try integer(Int32(4))
        try integer(value)
    }

    package mutating func field(_ value: Int64) throws(PostgresError) {
        try integer(Int32(8))
        try integer(value)
    }

    /// `text`, and `enum` labels.
    package mutating func field(_ value: UnsafeRawBufferPointer) throws(PostgresError) {
        try integer(Int32(truncatingIfNeeded: value.count))
        try raw(value)
    }

    package mutating func field(_ value: String) throws(PostgresError) {
        var value = value
        var failure: PostgresError?
        value.withUTF8 { bytes in
            do throws(PostgresError) { try self.field(UnsafeRawBufferPointer(bytes)) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    package mutating func field(_ value: String?) throws(PostgresError) {
        if let value { try field(value) } else { try null() }
    }

    /// `timestamptz` from seconds since 1970 UTC.
    package mutating func timestamp(epochSeconds: Int64) throws(PostgresError) {
        try field(Self.postgresMicroseconds(epochSeconds))
    }

    /// A moment as the server counts it; one beyond its calendar is `infinity`, or its opposite.
    @inline(__always)
    package static func postgresMicroseconds(_ epochSeconds: Int64) -> Int64 {
        let (seconds, isBefore) = epochSeconds.subtractingReportingOverflow(postgresEpochSeconds)
        let (micros, isBeyond) = seconds.multipliedReportingOverflow(by: 1_000_000)
        return isBefore || isBeyond ? (epochSeconds < 0 ? .min : .max) : micros
    }

    /// `date`.
    package mutating func field(_ day: BusinessDay) throws(PostgresError) {
        try field(Self.postgresDay(day))
    }

    private static let postgresEpochDay = Int32(postgresEpochSeconds / BusinessDay.secondsPerDay)

    /// A day as the server counts it.
    package static func postgresDay(_ day: BusinessDay) -> Int32 { day.number &- postgresEpochDay }

    /// Bytes that are already in the binary format, for rows prepared elsewhere.
    package mutating func raw(_ bytes: UnsafeRawBufferPointer) throws(PostgresError) {
        if count + bytes.count > Self.capacityBytes { try flush() }
        if bytes.count > Self.capacityBytes {
            try put(bytes)
            return
        }
        if let base = bytes.baseAddress {
            buffer.advanced(by: count).copyMemory(from: base, byteCount: bytes.count)
            count += bytes.count
        }
    }

    private mutating func integer<I: FixedWidthInteger>(_ value: I) throws(PostgresError) {
        if count + MemoryLayout<I>.size > Self.capacityBytes { try flush() }
        buffer.storeBytes(of: value.bigEndian, toByteOffset: count, as: I.self)
        count += MemoryLayout<I>.size
    }

    private mutating func flush() throws(PostgresError) {
        guard count > 0 else { return }
        try put(UnsafeRawBufferPointer(start: buffer, count: count))
        count = 0
    }

    /// Everything that was written goes to libpq.
    mutating func finish() throws {
        try flush()
        if let block = block.take() { sender?.send(block) }
        try sender?.finish()
    }

    private mutating func put(_ bytes: UnsafeRawBufferPointer) throws(PostgresError) {
        guard let sender else {
            guard putCopyData(handle, bytes) else { throw copyFailure(handle) }
            return
        }
        var rest = bytes
        while !rest.isEmpty {
            let block = if let begun = block.take() { begun } else { try sender.next() }
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(block.capacity - block.count))
            _ = block.append(part)
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
            if block.count == block.capacity { sender.send(block) } else { self.block = block }
        }
    }
}

/// Fields of one row of `COPY … TO STDOUT (FORMAT binary)`, read in order. Every length is held against what has come.
package struct CopyRow {
    private let bytes: UnsafeRawBufferPointer
    private var offset: Int

    /// What the first message of a COPY carries before its row, and all that the last one carries.
    package static let (headerBytes, trailerBytes) = (19, 2)

    /// nil for the trailer. The first message of a COPY carries the header before its row.
    package init?(_ message: UnsafeRawBufferPointer, isFirst: Bool) {
        bytes = message
        offset = isFirst ? Self.headerBytes : 0
        guard offset + 2 <= message.count else { return nil }
        let columns = Int16(bigEndian: message.loadUnaligned(fromByteOffset: offset, as: Int16.self))
        guard columns >= 0 else { return nil }
        offset += 2
    }

    /// The bytes of the next field; nil for NULL.
    @inline(__always)
    package mutating func next() throws(PostgresError) -> UnsafeRawBufferPointer? {
        guard bytes.count - offset >= 4 else { throw Self.damaged }
        let length = Int(Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self)))
        offset += 4
        guard length >= 0 else { return nil }
        guard length <= bytes.count - offset else { throw Self.damaged }
        defer { offset += length }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length])
    }

    private static var damaged: PostgresError {
        PostgresError(
            sqlState: PostgresError.protocolState, message: "a row of COPY is not of the form that was asked for",
            constraint: nil, context: nil)
    }

    /// The fields that were not read yet, as the server sent them.
    package var rest: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[offset...]) }

    @inline(__always)
    private mutating func integer<I: FixedWidthInteger>(_ type: I.Type) throws(PostgresError) -> I? {
        guard let field = try next() else { return nil }
        guard field.count == MemoryLayout<I>.size else { throw Self.damaged }
        return I(bigEndian: field.loadUnaligned(as: I.self))
    }

    package mutating func nextInt64() throws(PostgresError) -> Int64? { try integer(Int64.self) }
    package mutating func nextInt32() throws(PostgresError) -> Int32? { try integer(Int32.self) }
    package mutating func nextInt16() throws(PostgresError) -> Int16? { try integer(Int16.self) }
    package mutating func nextBool() throws(PostgresError) -> Bool? { try integer(UInt8.self).map { $0 == 1 } }
}
