import Rules
import Orders
import Vocabulary

/// The shop's side of the day, as far as it has come in. The keys themselves go to the spool: they are needed again only for
/// the few records that stay without an entry.
struct ShopSide: ~Copyable {
    private let place: Place
    private let feed: RecordFeed
    private let leadPayments: Int64
    var records: DayRecords
    private var keys = Spool()
    private var payments: Int64 = 0
    private var amounts: PaymentAmounts
    /// All records have come.
    private(set) var isComplete = false
    /// Of no meaning; without it, nothing would be fetched.
    private var fetched: UInt64 = 0

    /// Records whose slots are fetched together: see `EntryBatch`.
    private static let fetchedTogether = 64
    /// An entry that comes before its record is settled by the rules, as one that never had any: a hundred times the work.
    /// So many for nothing are borne until the sides are held to be at odds.
    private static let missesMax: Int64 = 1000
    private static let entriesPerMiss: Int64 = 500

    init(_ input: DayInput, _ orders: OrderSnapshot, _ fingerprinter: KeyFingerprinter) {
        place = Place(account: input.account, day: input.day)
        amounts = PaymentAmounts(input.pace)
        leadPayments = input.pace.leadPayments
        records = DayRecords(
            memoryBytesMax: input.pace.memoryBytesMax, mayLog: !input.pace.readsSidesTogether)
        feed = RecordFeed(input, orders, fingerprinter)
    }

    /// Sees that the records of the next entries have come, if the sides go in step.
    /// - Parameter entries: read so far, `misses` of them without a record, `payments` of them payments.
    mutating func keepAhead(ofEntries entries: Int64, payments read: Int64, misses: Int64) throws {
        if isComplete { return }
        if misses > Self.missesMax + entries / Self.entriesPerMiss { return try complete() }
        while payments < read + leadPayments, !isComplete { try takeBatch() }
    }

    /// Returns when all records are there.
    /// - Throws: why the shop's side is not whole.
    mutating func complete() throws {
        while !isComplete { try takeBatch() }
    }

    /// Of all records. Waits for ever, unless they are complete.
    var digest: RecordsDigest { get throws { try feed.digest } }

    func abandon() { feed.abandon() }

    private mutating func takeBatch() throws {
        guard let batch = try feed.next() else {
            isComplete = true
            return
        }
        let base = keys.count
        try batch.texts.withUnsafeBytes { try keys.append($0) }
        payments += batch.payments
        for payment in batch.refundedPayments { amounts.await(payment) }
        for start in stride(from: 0, to: batch.keys.count, by: Self.fetchedTogether) {
            let part = start..<min(start + Self.fetchedTogether, batch.keys.count)
            fetched &+= batch.keys.withUnsafeBufferPointer {
                records.fetch(UnsafeBufferPointer(rebasing: $0[part]))
            }
            for index in part {
                let (key, record) = (batch.keys[index], batch.records[index])
                if record.isPayment { amounts.note(key, amountFen: record.amountFen) }
                let insertion = try records.insert(
                    key, amountFen: record.amountFen, isContested: record.isContested,
                    position: base + UInt64(record.offset))
                if insertion == .duplicateKey { throw try duplicate(at: base + UInt64(record.offset)) }
            }
        }
    }

    /// What the shop says that a payment of this day amounts to; nil also where that was not kept.
    func paymentAmountFen(_ payment: KeyFingerprint) -> Int64? {
        amounts.amountFen(payment) ?? records.amountFen(payment)
    }

    /// The shop gives this key twice.
    func duplicate(at position: UInt64) throws -> Problem {
        duplicateKey(try storedKey(at: position, in: keys)).located(place)
    }

    /// Keys of the records that no entry claimed.
    func forEachUnclaimed(_ body: (RecordKey) throws -> Void) throws {
        try records.forEachUnclaimed { try body(try storedKey(at: $0, in: keys)) }
    }
}
