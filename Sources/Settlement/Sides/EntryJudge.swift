import Bills
import Rules
import Vocabulary

/// Says of each entry of a bill, in order, whether it is plain.
struct EntryJudge: ~Copyable {
    private let rate: ContractedRate?
    private let openTags: OpenTags
    private(set) var isPlain = PlaceBits()
    /// The bits are final: the records have been asked.
    private(set) var isSettled = false
    private var entries: Int64 = 0
    private var payments: Int64 = 0
    /// Entries that are not plain, or are not known to be.
    private var misses: Int64 = 0
    /// Of no meaning; without it, `expect` would fetch nothing.
    private var fetched: UInt64 = 0

    init(_ input: DayInput, _ openTags: consuming OpenTags) {
        rate = input.rules.contractedRate
        self.openTags = openTags
    }

    /// Entries with these keys will be judged next: sees that what the shop says of them is there.
    mutating func expect(_ keys: UnsafeBufferPointer<KeyFingerprint>, _ shop: inout ShopSide) throws {
        if isSettled { return }
        try shop.keepAhead(ofEntries: entries, payments: payments, misses: misses)
        fetched &+= shop.records.fetch(keys)
    }

    /// The answer is final only when `records` is whole.
    mutating func judge(
        _ entry: borrowing BillEntry, _ key: KeyFingerprint, _ records: inout DayRecords
    ) throws -> Bool {
        let place = EntryPlace(entry)
        if isSettled { return isPlain[place] }
        entries += 1
        if case .payment = entry.type { payments += 1 }
        let answer = try claim(entry, key, place, &records)
        if !answer { misses += 1 }
        return answer
    }

    private mutating func claim(
        _ entry: borrowing BillEntry, _ key: KeyFingerprint, _ place: EntryPlace, _ records: inout DayRecords
    ) throws -> Bool {
        guard mayBePlain(entry) else {
            if let earlier = try records.contest(key) { isPlain[EntryPlace(number: earlier)] = false }
            return false
        }
        switch try records.claim(key, amountFen: entry.amountFen, place: place.number) {
        case .plain:
            isPlain[place] = true
            return true
        case .open(let earlier):
            if let earlier { isPlain[EntryPlace(number: earlier)] = false }
            return false
        case nil: return false
        }
    }

    private func mayBePlain(_ entry: borrowing BillEntry) -> Bool {
        guard entry.isClassified, !entry.isRefundNotExecuted, !entry.paymentNo.isEmpty else { return false }
        if openTags.mayHold(entry) { return false }
        return entry.currency.elementsEqual("CNY".utf8)
    }

    /// From now on the bits alone answer, for another time through the bill.
    /// - Returns: the position of a key that the shop gives twice, where there is one.
    mutating func settle(_ records: inout DayRecords) throws -> UInt64? {
        isSettled = true
        return try records.settleLogs(&isPlain)
    }

    /// The contracted fee, when the bill's differs from it (Contract 3.3); only payments of a known kind have
    /// one.
    func feeMismatch(_ entry: borrowing BillEntry) -> Int64? {
        guard let rate, case .payment = entry.type, entry.isClassified else { return nil }
        let expected = rate.expectedFeeFen(settledFen: entry.settledFen)
        return Fen.rounded(e5: entry.feeE5) == expected ? nil : expected
    }
}

extension BillEntry {
    /// Until the rules have spoken.
    func firstOutcome(_ isPlain: Bool) -> StaticString {
        isPlain ? "matched" : isClassified ? "channel_only" : "unclassified"
    }
}

/// How many entries are between two reports of progress.
let progressRows: Int64 = 20_000
