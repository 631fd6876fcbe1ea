/// A number for what stands in a row: the same for the same cells under the same titles, in whatever order the columns
/// stand and however the cells are padded. A column without content adds nothing. Of rows that differ it is the same once
/// in 2⁶⁴; it guards against no one who wants it to be.
///
/// It is stored with what it was made of, so it is never changed.
struct ContentHash {
    private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
    private let seeds: [UInt64]

    init(_ header: Header) {
        seeds = header.names.map { SlowCell.with($0) { Self.hash($0, seed: Self.factor) } }
    }

    /// The window's cells are those of the header's columns.
    @inline(__always)
    func of(_ text: borrowing TextWindow, separatorWidth: Int) -> UInt64 {
        of { text.cell($0, separatorWidth: separatorWidth) }
    }

    @inline(__always)
    func of(_ cell: (Int) -> Cell) -> UInt64 {
        var sum: UInt64 = 0
        for column in 0..<seeds.count {
            let cell = cell(column).trimmed()
            if !cell.isEmpty { sum &+= Self.hash(cell, seed: seeds[column]) }
        }
        return Self.mixed(sum, Self.factor)
    }

    /// Eight bytes at a time; those of the next cell count as none.
    @inline(__always)
    static func hash(_ cell: Cell, seed: UInt64) -> UInt64 {
        var state = seed ^ UInt64(truncatingIfNeeded: cell.count)
        var offset = 0
        while offset &+ 8 <= cell.count {
            state = mixed(state ^ cell.load(offset), factor)
            offset &+= 8
        }
        let left = cell.count &- offset
        if left > 0 {
            let keep = (UInt64(1) << UInt64(truncatingIfNeeded: left &* 8)) &- 1
            state = mixed(state ^ (cell.load(offset) & keep), factor)
        }
        return mixed(state, 0xD6E8_FEB8_6659_FD93)
    }

    @inline(__always)
    private static func mixed(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
