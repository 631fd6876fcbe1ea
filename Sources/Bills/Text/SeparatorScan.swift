/// What stands between two cells.
///
/// Lanes are compared with whole vectors: comparing with a scalar compiles to a loop over the lanes, 60 times slower.
protocol CellSeparator {
    /// Bytes from the separator's first to the next cell's first.
    static var width: Int { get }
    /// 0xFF in each lane where a separator begins.
    static func lanes(at text: UnsafeRawPointer) -> SIMDMask<SIMD16<Int8>>
}

/// The comma of Alipay.
enum CommaSeparator: CellSeparator {
    @inline(__always) static var width: Int { 1 }
    @inline(__always)
    static func lanes(at text: UnsafeRawPointer) -> SIMDMask<SIMD16<Int8>> {
        text.loadUnaligned(as: SIMD16<UInt8>.self) .== SIMD16(repeating: UInt8(ascii: ","))
    }
}

/// WeChat Pay's comma and backtick. A comma is never inside a character, so the pair is found without decoding.
enum CommaBacktickSeparator: CellSeparator {
    @inline(__always) static var width: Int { 2 }
    @inline(__always)
    static func lanes(at text: UnsafeRawPointer) -> SIMDMask<SIMD16<Int8>> {
        (text.loadUnaligned(as: SIMD16<UInt8>.self) .== SIMD16(repeating: UInt8(ascii: ",")))
            .& ((text + 1).loadUnaligned(as: SIMD16<UInt8>.self) .== SIMD16(repeating: UInt8(ascii: "`")))
    }
}

enum SeparatorScan<Separator: CellSeparator> {
    /// Bytes looked at in one step.
    static var stepBytes: Int { 64 }

    /// Finds the line feed from `text` on and notes where each cell begins, counted from `origin` bytes before `text`.
    ///
    /// At least `stepBytes + 1` bytes past `available` must be readable and zero, or belong to the text. `cells` must
    /// have room for `available + stepBytes` more.
    /// - Returns: offset of the line feed, or -1 if there is none in `available` bytes.
    @inline(__always)
    static func line(
        from text: UnsafePointer<UInt8>, available: Int, origin: Int, cells: UnsafeMutablePointer<UInt32>,
        count: inout Int
    ) -> Int {
        let raw = UnsafeRawPointer(text)
        var offset = 0
        var found = count
        while offset < available {
            let here = raw + offset
            var separators =
                bits(Separator.lanes(at: here)) | bits(Separator.lanes(at: here + 16)) << 16
                | bits(Separator.lanes(at: here + 32)) << 32 | bits(Separator.lanes(at: here + 48)) << 48
            let feeds = (feedLanes(here), feedLanes(here + 16), feedLanes(here + 32), feedLanes(here + 48))
            let anyFeed = unsafeBitCast((feeds.0 .| feeds.1) .| (feeds.2 .| feeds.3), to: SIMD2<UInt64>.self)
            var feed = 64
            if anyFeed[0] | anyFeed[1] != 0 {
                let mask = bits(feeds.0) | bits(feeds.1) << 16 | bits(feeds.2) << 32 | bits(feeds.3) << 48
                feed = mask.trailingZeroBitCount
                separators &= (mask & (0 &- mask)) &- 1
            }
            let base = UInt32(truncatingIfNeeded: origin &+ offset &+ Separator.width)
            while separators != 0 {
                cells[found] = base &+ UInt32(truncatingIfNeeded: separators.trailingZeroBitCount)
                found &+= 1
                separators &= separators &- 1
            }
            if feed < 64 {
                count = found
                return offset &+ feed
            }
            offset &+= stepBytes
        }
        count = found
        return -1
    }

    @inline(__always)
    private static func feedLanes(_ text: UnsafeRawPointer) -> SIMDMask<SIMD16<Int8>> {
        text.loadUnaligned(as: SIMD16<UInt8>.self) .== SIMD16(repeating: 0x0A)
    }

    /// One bit for each lane: bit i of byte i is kept, and the product gathers the eight bytes of a half in its top one.
    @inline(__always)
    private static func bits(_ lanes: SIMDMask<SIMD16<Int8>>) -> UInt64 {
        let halves = unsafeBitCast(lanes, to: SIMD2<UInt64>.self)
        let low = ((halves[0] & 0x8040_2010_0804_0201) &* 0x0101_0101_0101_0101) >> 56
        let high = ((halves[1] & 0x8040_2010_0804_0201) &* 0x0101_0101_0101_0101) >> 56
        return low | high << 8
    }
}
