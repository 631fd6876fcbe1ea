/// Bytes gathered in memory that is used again and again.
struct ByteBuffer: ~Copyable {
    private var memory: UnsafeMutableRawPointer
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int = 1024) {
        self.capacity = capacity
        memory = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit { memory.deallocate() }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: memory, count: count) }

    mutating func removeAll() { count = 0 }

    /// Room for so many bytes more; what `append` needs is to be reserved before.
    @inline(__always)
    mutating func reserve(_ more: Int) {
        if count &+ more > capacity { grow(more) }
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        capacity = (count + more) * 2
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        larger.copyMemory(from: memory, byteCount: count)
        memory.deallocate()
        memory = larger
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        memory.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count &+= 1
    }

    @inline(__always)
    mutating func append(_ text: UnsafeRawBufferPointer) {
        if let start = text.baseAddress { (memory + count).copyMemory(from: start, byteCount: text.count) }
        count &+= text.count
    }

    /// Takes such bytes off the end, down to `from`.
    mutating func trim(_ byte: UInt8, from: Int) {
        while count > from, memory.load(fromByteOffset: count - 1, as: UInt8.self) == byte { count -= 1 }
    }

    /// Appends so many bytes, which `fill` writes; it may write beyond them as far as there is room.
    @inline(__always)
    mutating func append(bytes: Int, spare: Int = 0, _ fill: (UnsafeMutableRawPointer) -> Void) {
        reserve(bytes &+ spare)
        fill(memory + count)
        count &+= bytes
    }

    @inline(__always)
    mutating func append<I: FixedWidthInteger>(bigEndian value: I) {
        memory.storeBytes(of: value.bigEndian, toByteOffset: count, as: I.self)
        count &+= MemoryLayout<I>.size
    }

    /// `ledger.tag` of a number with this hash.
    @inline(__always)
    mutating func append(tag hash: Int64) { append(bigEndian: UInt32(truncatingIfNeeded: hash)) }

    /// Takes at most 20 bytes.
    @inline(__always)
    mutating func append(decimal value: Int64) {
        if value < 0 { append(UInt8(ascii: "-")) }
        var rest = value.magnitude
        var digits = 1
        var bound: UInt64 = 10
        while rest >= bound {
            digits &+= 1
            // The greatest number has 20 digits; there is no bound beyond it.
            if digits == 20 { break }
            bound *= 10
        }
        var at = count &+ digits
        count = at
        repeat {
            at &-= 1
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            memory.storeBytes(
                of: UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit), toByteOffset: at, as: UInt8.self)
            rest = quotient
        } while rest > 0
    }
}

/// Whether a text can be a field of a block's line: a tab or the end of a line would shift the others. The decoders hand out
/// nothing else.
@inline(__always)
func fitsLine(_ text: UnsafeRawBufferPointer) -> Bool {
    var least = UInt8.max
    for byte in text { least = min(least, byte) }
    return least >= 0x20
}
