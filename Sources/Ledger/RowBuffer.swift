import Postgres

/// A row in COPY's binary format, built in memory that is used again for every row.
struct RowBuffer: ~Copyable {
    private var memory: UnsafeMutableRawPointer
    private var capacity = 1024
    private var count = 0

    init() { memory = .allocate(byteCount: capacity, alignment: 16) }
    deinit { memory.deallocate() }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: memory, count: count) }

    /// - Parameter bytesMax: no row of these texts can be longer.
    @inline(__always)
    mutating func begin(columns: Int16, bytesMax: Int) {
        if bytesMax > capacity {
            memory.deallocate()
            capacity = bytesMax * 2
            memory = .allocate(byteCount: capacity, alignment: 16)
        }
        count = 0
        integer(columns)
    }

    @inline(__always)
    private mutating func integer<I: FixedWidthInteger>(_ value: I) {
        memory.storeBytes(of: value.bigEndian, toByteOffset: count, as: I.self)
        count &+= MemoryLayout<I>.size
    }

    @inline(__always)
    mutating func null() { integer(Int32(-1)) }

    @inline(__always)
    mutating func field<I: FixedWidthInteger>(_ value: I) {
        integer(Int32(truncatingIfNeeded: MemoryLayout<I>.size))
        integer(value)
    }

    @inline(__always)
    mutating func field(_ text: UnsafeRawBufferPointer) {
        integer(Int32(truncatingIfNeeded: text.count))
        if let start = text.baseAddress { (memory + count).copyMemory(from: start, byteCount: text.count) }
        count &+= text.count
    }

    @inline(__always)
    mutating func field(_ text: StaticString) {
        field(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// `timestamptz`.
    @inline(__always)
    mutating func timestamp(epochSeconds: Int64) {
        field((epochSeconds - CopyWriter.postgresEpochSeconds) * 1_000_000)
    }
}
