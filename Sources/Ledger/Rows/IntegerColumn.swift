/// One column of a block in the making: integers, packed in as few bits as the widest of them takes.
struct IntegerColumn: ~Copyable {
    private let values: UnsafeMutablePointer<Int64>
    private(set) var count = 0
    private(set) var least = Int64.max
    private(set) var greatest = Int64.min

    init(countMax: Int) { values = .allocate(capacity: countMax) }

    deinit { values.deallocate() }

    subscript(_ index: Int) -> Int64 { @inline(__always) get { values[index] } }

    mutating func removeAll() { (count, least, greatest) = (0, .max, .min) }

    @inline(__always)
    mutating func append(_ value: Int64) {
        values[count] = value
        count &+= 1
        least = min(least, value)
        greatest = max(greatest, value)
    }

    /// Appends the values less `base` as `ledger.packed_integer` reads them: first the low bytes of all, then the next.
    /// - Returns: bits of each.
    func pack(from base: Int64 = 0, into buffer: inout ByteBuffer) -> Int32 {
        guard count > 0 else { return 0 }
        let bits = Self.bits(least &- base, greatest &- base)
        let (values, count) = (values, count)
        for shift in stride(from: 0, to: Int64(bits / 8 * 8), by: 8) {
            buffer.append(bytes: count) { plane in
                let plane = plane.assumingMemoryBound(to: UInt8.self)
                for index in 0..<count {
                    plane[index] = UInt8(truncatingIfNeeded: (values[index] &- base) &>> shift)
                }
            }
        }
        guard bits % 8 != 0 else { return bits }
        let shift = Int64(bits - 1)
        buffer.append(bytes: (count + 7) / 8) { plane in
            let plane = plane.assumingMemoryBound(to: UInt8.self)
            for start in stride(from: 0, to: count, by: 8) {
                var byte: UInt8 = 0
                for index in start..<min(start &+ 8, count) {
                    byte |= UInt8(truncatingIfNeeded: (values[index] &- base) &>> shift & 1) &<< UInt8(index & 7)
                }
                plane[start / 8] = byte
            }
        }
        return bits
    }

    /// 17 is what the seconds of a day take.
    private static func bits(_ least: Int64, _ greatest: Int64) -> Int32 {
        guard least >= 0 else { return 64 }
        for bits: Int32 in [0, 8, 16, 17, 24, 32] where greatest < 1 << Int64(bits) { return bits }
        return 64
    }
}
