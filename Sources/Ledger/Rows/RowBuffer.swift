import Postgres

/// A row in COPY's binary format, built in memory that is used again for every row.
package struct RowBuffer: ~Copyable {
    private var buffer = ByteBuffer()

    package init() {}

    package var bytes: UnsafeRawBufferPointer { buffer.bytes }

    /// - Parameter bytesMax: no row of these texts can be longer.
    @inline(__always)
    package mutating func begin(columns: Int16, bytesMax: Int) {
        buffer.removeAll()
        buffer.reserve(bytesMax)
        buffer.append(bigEndian: columns)
    }

    @inline(__always)
    package mutating func null() { buffer.append(bigEndian: Int32(-1)) }

    // One for each type: a generic of another module would not be specialised.
    package mutating func field(_ value: Int16) { integer(value) }
    package mutating func field(_ value: Int32) { integer(value) }
    package mutating func field(_ value: Int64) { integer(value) }
    package mutating func field(_ value: Bool) { integer(UInt8(value ? 1 : 0)) }

    @inline(__always)
    private mutating func integer<I: FixedWidthInteger>(_ value: I) {
        buffer.append(bigEndian: Int32(truncatingIfNeeded: MemoryLayout<I>.size))
        buffer.append(bigEndian: value)
    }

    @inline(__always)
    package mutating func field(_ text: UnsafeRawBufferPointer) {
        buffer.append(bigEndian: Int32(truncatingIfNeeded: text.count))
        buffer.append(text)
    }

    @inline(__always)
    package mutating func field(_ text: StaticString) {
        field(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    package mutating func field(text: String) {
        var text = text
        text.withUTF8 { field(UnsafeRawBufferPointer($0)) }
    }

    /// `timestamptz`.
    @inline(__always)
    package mutating func timestamp(epochSeconds: Int64) { field(CopyWriter.postgresMicroseconds(epochSeconds)) }
}
