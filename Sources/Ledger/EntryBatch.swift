import Bills

/// Entries set aside until some are together. What their keys lead to lies anywhere in hundreds of megabytes: asked for one
/// by one, each is waited for; asked for together, they come together.
struct EntryBatch: ~Copyable {
    /// More than a core fetches at once, and few enough to stay in its cache.
    private static let entriesMax = 64
    /// Numbers have at most 128 bytes each, a state 64, a currency 3.
    private static let textBytesMax = 1024

    private let entries: UnsafeMutablePointer<BillEntry>
    private let texts: UnsafeMutableRawPointer
    private var count = 0
    private var textBytes = 0

    init() {
        entries = .allocate(capacity: Self.entriesMax)
        texts = .allocate(byteCount: Self.entriesMax * Self.textBytesMax, alignment: 16)
    }

    deinit {
        entries.deallocate()
        texts.deallocate()
    }

    var isFull: Bool { count == Self.entriesMax }

    @inline(__always)
    mutating func append(_ entry: BillEntry) {
        var copy = entry
        keep(&copy.paymentNo)
        keep(&copy.refundNo)
        keep(&copy.channelTradeNo)
        keep(&copy.channelRefundNo)
        keep(&copy.currency)
        keep(&copy.state)
        (entries + count).initialize(to: copy)
        count &+= 1
    }

    @inline(__always)
    private mutating func keep(_ text: inout UnsafeRawBufferPointer) {
        guard let source = text.baseAddress else { return }
        precondition(textBytes + text.count <= Self.entriesMax * Self.textBytesMax)
        let target = texts + textBytes
        target.copyMemory(from: source, byteCount: text.count)
        text = UnsafeRawBufferPointer(start: target, count: text.count)
        textBytes &+= text.count
    }

    /// Hands out every entry, in order, and is empty again. `expect` has seen them all before: one right after the other,
    /// or a core would not begin to wait for the next while it waits for one.
    mutating func drain(expect: (BillEntry) -> Void, _ sink: (BillEntry) throws -> Void) rethrows {
        for index in 0..<count { expect(entries[index]) }
        for index in 0..<count { try sink(entries[index]) }
        (count, textBytes) = (0, 0)
    }
}

/// Streams a bill's entries through `sink`, some at a time, after `expect` has seen these.
func readInBatches(
    _ bill: BillReading, expect: (BillEntry) -> Void, _ sink: (BillEntry) throws -> Void
) throws -> BillSummary {
    try withoutActuallyEscaping(expect) { expect in
        try withoutActuallyEscaping(sink) { sink in
            var batch = EntryBatch()
            let summary = try bill { entry in
                batch.append(entry)
                if batch.isFull { try batch.drain(expect: expect, sink) }
            }
            try batch.drain(expect: expect, sink)
            return summary
        }
    }
}
