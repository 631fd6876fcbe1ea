import Vocabulary

/// What the rules say about all that the bills in force and the shop hold under one key.
package struct KeyResolution: Hashable, Sendable {
    /// One per entry, in the order of the entries given.
    package var entries: [Outcome]
    /// For entries that are pending, the day they wait for.
    package var entryDueDates: [BusinessDay?]
    /// nil: there is no record, or it is unpaired and no money, and says nothing.
    package var record: Outcome?
    package var recordDueDate: BusinessDay?
    /// Index of the entry the record is paired with.
    package var pairedEntry: Int?
    /// A `paid` or `succeeded` record without a time that no bill explains: its account's days cannot be concluded.
    package var isRecordWithoutTimeUnpaired = false
}

/// Contract section 3.3 and 3.4 for one key: a payment number, or a payment number and a refund number. Pure.
///
/// - Parameter isKeyKnown: false where the bill's row carries no number at all; then nothing pairs, nothing repeats.
package func resolveKey(
    isKeyKnown: Bool = true, type: EntryType, record: OpenRecord?, entries: [OpenEntry], calendar: Calendar
) -> KeyResolution {
    var result = KeyResolution(
        entries: Array(repeating: .unclassified, count: entries.count),
        entryDueDates: Array(repeating: nil, count: entries.count))

    for accountID in Set(entries.map(\.accountID)) {
        let own = entries.indices.filter { entries[$0].accountID == accountID && entries[$0].isClassified }
        if let record, record.accountID != accountID {
            for index in own { result.entries[index] = .accountMismatch }
            continue
        }
        guard isKeyKnown else {
            for index in own { settleUnpaired(entry: index) }
            continue
        }
        guard let chosen = pairedEntry(among: own) else { continue }
        for index in own where index != chosen { result.entries[index] = .duplicateInChannel }
        if let record {
            result.entries[chosen] = outcome(of: entries[chosen], pairedWith: record)
            result.pairedEntry = chosen
        } else {
            settleUnpaired(entry: chosen)
        }
    }
    if let record { settle(record) }
    return result

    /// The entry whose channel number the shop knows, else the least by (time, bill date, channel number, line).
    func pairedEntry(among candidates: [Int]) -> Int? {
        let known = candidates.filter { index in
            record.map { !$0.channelNo.isEmpty && ExactText($0.channelNo) == ExactText(entries[index].channelNo) }
                ?? false
        }
        return (known.isEmpty ? candidates : known).min { left, right in
            let (a, b) = (entries[left], entries[right])
            if a.occurredAt != b.occurredAt { return a.occurredAt < b.occurredAt }
            if a.billDate != b.billDate { return a.billDate < b.billDate }
            let (first, second) = (ExactText(a.channelNo), ExactText(b.channelNo))
            if first != second { return first < second }
            return (a.fileNumber, a.lineNumber) < (b.fileNumber, b.lineNumber)
        }
    }

    func settleUnpaired(entry index: Int) {
        let entry = entries[index]
        result.entryDueDates[index] = calendar.dueDate(
            ofEntryAt: entry.occurredAt, bill: entry.billDate, account: entry.accountID)
        result.entries[index] = result.entryDueDates[index] == nil ? .channelOnly : .pending
    }

    func settle(_ record: OpenRecord) {
        if let paired = result.pairedEntry {
            result.record = result.entries[paired]
            return
        }
        // An amount of 0 never reaches a channel: without an entry there is nothing to miss.
        if record.amountFen == 0 { return }
        guard record.state.isMoney, let accountID = record.accountID else { return }
        guard let occurredAt = record.occurredAt else {
            // A refund on its way has no time yet; anything else without a time is not whole.
            if record.state == .processing {
                result.record = .pending
            } else {
                result.isRecordWithoutTimeUnpaired = true
            }
            return
        }
        result.recordDueDate = calendar.dueDate(ofRecordAt: occurredAt, account: accountID)
        result.record = result.recordDueDate == nil ? .orderOnly : .pending
    }
}

/// The outcome of a pair, first that applies.
private func outcome(of entry: OpenEntry, pairedWith record: OpenRecord) -> Outcome {
    if entry.currency != record.currency { return .currencyMismatch }
    if entry.isRefundNotExecuted {
        // Both sides say that nothing moved: this must come before "not money", or it could never be reached.
        if record.state == .closed { return .notExecuted }
        if record.state == .succeeded { return .statusMismatch }
    }
    if !record.state.isMoney { return .statusMismatch }
    if entry.amountFen != record.amountFen { return .amountMismatch }
    return record.bookedOn == entry.billDate ? .matched : .crossDay
}
