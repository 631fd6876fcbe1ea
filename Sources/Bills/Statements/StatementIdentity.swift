/// What a movement is, as a number: the same in every dialect that prints its time, amount, numbers, order and code, in either
/// encoding; of the deposit without its numbers, which only some print. Neither its label (分账, 交易分账) nor a column that comes and goes is part of it. It is stored, so it is never
/// changed.
struct StatementIdentity {
    private var state: UInt64

    @inline(__always)
    init(bookedAt: Int64, amountFen: Int64) {
        state = UInt64(bitPattern: bookedAt) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(bitPattern: amountFen)
    }

    @inline(__always)
    mutating func add(_ cell: Cell) { state = ContentHash.hash(cell, seed: state) }

    @inline(__always)
    mutating func add(_ bytes: UnsafeRawBufferPointer, none: Cell) {
        guard let start = bytes.baseAddress else { return add(none) }
        // Kept words have room behind them, as a cell must.
        add(Cell(start: start.assumingMemoryBound(to: UInt8.self), count: bytes.count))
    }

    var hash: UInt64 { state }
}
