import Bills
import Rules

/// Entries set aside until some are together, so that what their keys lead to can be fetched together: it lies anywhere in
/// hundreds of megabytes.
struct EntryBatch: ~Copyable {
    /// More than a core fetches at once, and few enough to stay in its cache.
    private static let entriesMax = 64
    /// Numbers have at most 128 bytes each, a state 64, a currency 3.
    private static let textBytesMax = 1024

    private let entries: UnsafeMutablePointer<BillEntry>
    private let keys: UnsafeMutablePointer<KeyFingerprint>
    private let texts: UnsafeMutableRawPointer
    private var count = 0
    private var textBytes = 0

    init() {
        entries = .allocate(capacity: Self.entriesMax)
        keys = .allocate(capacity: Self.entriesMax)
        texts = .allocate(byteCount: Self.entriesMax * Self.textBytesMax, alignment: 16)
    }

    deinit {
        entries.deallocate()
        keys.deallocate()
        texts.deallocate()
    }

    var isFull: Bool { count == Self.entriesMax }

    @inline(__always)
    mutating func append(_ entry: BillEntry, _ key: KeyFingerprint) {
        var copy = entry
        keep(&copy.paymentNo)
        keep(&copy.refundNo)
        keep(&copy.channelTradeNo)
        keep(&copy.channelRefundNo)
        keep(&copy.currency)
        keep(&copy.state)
        (entries + count).initialize(to: copy)
        (keys + count).initialize(to: key)
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

    /// Hands out every entry, in order, after `expect` has seen all their keys; and is empty again.
    mutating func drain(
        expect: (UnsafeBufferPointer<KeyFingerprint>) throws -> Void,
        _ sink: (BillEntry, KeyFingerprint) throws -> Void
    ) rethrows {
        try expect(UnsafeBufferPointer(start: keys, count: count))
        for index in 0..<count { try sink(entries[index], keys[index]) }
        (count, textBytes) = (0, 0)
    }
}

/// Streams a bill's entries through `sink`, some at a time, after `expect` has seen their keys.
func readInBatches(
    _ bill: BillReading, _ fingerprinter: KeyFingerprinter,
    expect: (UnsafeBufferPointer<KeyFingerprint>) throws -> Void, _ sink: (BillEntry, KeyFingerprint) throws -> Void
) throws -> BillSummary {
    try withoutActuallyEscaping(expect) { expect in
        try withoutActuallyEscaping(sink) { sink in
            var batch = EntryBatch()
            let summary = try bill { entry in
                batch.append(
                    entry,
                    fingerprinter.fingerprint(entry.type, paymentNo: entry.paymentNo, refundNo: entry.refundNo))
                if batch.isFull { try batch.drain(expect: expect, sink) }
            }
            try batch.drain(expect: expect, sink)
            return summary
        }
    }
}
