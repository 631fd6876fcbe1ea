import Bills
import Matching
import Vocabulary

/// Says of each entry of a bill, in order, whether it is plain.
struct EntryJudge: ~Copyable {
    private let rate: ContractedRate?
    private(set) var isPlain = PlaceBits()
    /// The bits are final: the records have been asked.
    private(set) var isSettled = false
    /// Of no meaning; without it, `expect` would fetch nothing.
    private var fetched: UInt64 = 0

    init(_ input: DayInput) {
        rate = input.rules.contractedRate
    }

    /// Entries with these keys will be judged next.
    mutating func expect(_ keys: UnsafeBufferPointer<KeyFingerprint>, _ records: borrowing DayRecords) {
        if !isSettled { fetched &+= records.fetch(keys) }
    }

    /// The answer is final only when `records` is whole.
    mutating func judge(
        _ entry: borrowing BillEntry, _ key: KeyFingerprint, _ records: inout DayRecords
    ) throws -> Bool {
        let place = EntryPlace(entry)
        if isSettled { return isPlain[place] }
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
        return entry.currency.elementsEqual("CNY".utf8)
    }

    /// From now on the bits alone answer, for another time through the bill.
    /// - Returns: the position of a key that the shop gives twice, where there is one.
    mutating func settle(_ records: inout DayRecords) throws -> UInt64? {
        isSettled = true
        return try records.settleLogs(&isPlain)
    }

    /// The contracted fee, when the bill's differs from it (contract section 3.3); only payments of a known kind have
    /// one.
    func feeMismatch(_ entry: borrowing BillEntry) -> Int64? {
        guard let rate, case .payment = entry.type, entry.isClassified else { return nil }
        let expected = rate.expectedFeeFen(settledFen: entry.settledFen)
        return Fen.rounded(e5: entry.feeE5) == expected ? nil : expected
    }
}
