import Vocabulary

/// Bytes on their way into a bill. Grows in memory, or hands full blocks to an output so that a bill of any size is
/// written in little memory. An output's error is kept and thrown by `finish`.
struct ByteSink: ~Copyable {
    private var base: UnsafeMutableRawPointer
    private var capacity: Int
    private(set) var count = 0
    private let output: ((UnsafeRawBufferPointer) throws -> Void)?
    private var failure: (any Error)?
    /// The text of the day of the last time: times of one bill are nearly all of one day.
    private var dayNumber = Int32.min
    private var dayText = ""

    /// Bytes per call of the output.
    static let blockBytes = 256 * 1024

    init(output: ((UnsafeRawBufferPointer) throws -> Void)? = nil) {
        capacity = Self.blockBytes
        base = .allocate(byteCount: capacity, alignment: 16)
        self.output = output
    }

    deinit { base.deallocate() }

    /// What was written, for a sink without an output.
    var bytes: [UInt8] { [UInt8](UnsafeRawBufferPointer(start: base, count: count)) }

    mutating func finish() throws {
        flush()
        if let failure { throw failure }
    }

    /// Hands over what was written to a sink without an output, and forgets it.
    mutating func drain(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
        try body(UnsafeRawBufferPointer(start: base, count: count))
        count = 0
    }

    private mutating func flush() {
        guard let output, count > 0 else { return }
        if failure == nil {
            do { try output(UnsafeRawBufferPointer(start: base, count: count)) } catch { failure = error }
        }
        count = 0
    }

    private mutating func reserve(_ more: Int) {
        guard count + more > capacity else { return }
        flush()
        guard count + more > capacity else { return }
        capacity = max(capacity * 2, count + more)
        let grown = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        grown.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = grown
    }

    mutating func put(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        reserve(bytes.count)
        (base + count).copyMemory(from: start, byteCount: bytes.count)
        count += bytes.count
    }

    mutating func put(_ text: StaticString) {
        put(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func put(_ text: String) {
        var text = text
        text.withUTF8 { put(UnsafeRawBufferPointer($0)) }
    }

    mutating func put(_ bytes: [UInt8]) { bytes.withUnsafeBytes { put($0) } }

    mutating func put(_ byte: UInt8) {
        reserve(1)
        base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    /// A big-endian integer, as PostgreSQL's binary format has it.
    mutating func putBigEndian<I: FixedWidthInteger>(_ value: I) {
        let size = MemoryLayout<I>.size
        reserve(size)
        base.storeBytes(of: value.bigEndian, toByteOffset: count, as: I.self)
        count += size
    }

    /// A little-endian integer, as ZIP has it.
    mutating func putLittleEndian<I: FixedWidthInteger>(_ value: I) {
        let size = MemoryLayout<I>.size
        reserve(size)
        base.storeBytes(of: value.littleEndian, toByteOffset: count, as: I.self)
        count += size
    }

    /// Decimal digits with leading zeros up to `width`.
    mutating func put(_ value: Int64, width: Int = 1) {
        var magnitude = value.magnitude
        if value < 0 { put(UInt8(ascii: "-")) }
        var digits = 1
        var probe = magnitude
        while probe >= 10 {
            probe /= 10
            digits += 1
        }
        digits = max(digits, width)
        reserve(digits)
        var position = count + digits
        while position > count {
            position -= 1
            base.storeBytes(of: UInt8(truncatingIfNeeded: 48 + magnitude % 10), toByteOffset: position, as: UInt8.self)
            magnitude /= 10
        }
        count += digits
    }

    /// `-12.34`.
    mutating func put(fen: Int64) {
        if fen < 0 { put(UInt8(ascii: "-")) }
        let magnitude = Int64(fen.magnitude)
        put(magnitude / 100)
        put(UInt8(ascii: "."))
        put(magnitude % 100, width: 2)
    }

    /// `-0.18000`.
    mutating func put(e5 value: Int64) {
        if value < 0 { put(UInt8(ascii: "-")) }
        let magnitude = Int64(value.magnitude)
        put(magnitude / 100_000)
        put(UInt8(ascii: "."))
        put(magnitude % 100_000, width: 5)
    }

    /// `yyyy-MM-dd HH:mm:ss` in Shanghai.
    mutating func put(time epochSeconds: Int64) {
        let day = BusinessDay(epochSeconds: epochSeconds)
        if day.number != dayNumber {
            dayNumber = day.number
            dayText = day.description
        }
        let second = epochSeconds - day.startEpochSeconds
        put(dayText)
        put(UInt8(ascii: " "))
        put(second / 3600, width: 2)
        put(UInt8(ascii: ":"))
        put(second / 60 % 60, width: 2)
        put(UInt8(ascii: ":"))
        put(second % 60, width: 2)
    }
}
