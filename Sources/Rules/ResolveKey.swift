import Vocabulary

/// What the rules say about all that the bills in force and the shop hold of one account under one key.
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

/// Contract section 3.3 and 3.4 for one key of one account: a payment number, or a payment number and a refund number.
/// Another account may bear the same number for a payment of its own. Pure.
///
/// - Parameters:
///   - isKeyKnown: false where the bill's row carries no number at all; then nothing pairs, nothing repeats.
///   - record: the shop's record of this account.
///   - isKnownElsewhere: the shop has a record of another account or channel under the number.
package func resolveKey(
    isKeyKnown: Bool = true, record: OpenRecord?, isKnownElsewhere: Bool = false, entries: [OpenEntry],
    calendar: Calendar
) -> KeyResolution {
    var key = KeyUnderRules(record: record, entries: entries, calendar: calendar)
    let classified = entries.indices.filter { entries[$0].isClassified }
    if record == nil, isKnownElsewhere {
        for index in classified { key.result.entries[index] = .accountMismatch }
    } else if !isKeyKnown {
        for index in classified { key.settleUnpaired(entry: index) }
    } else if let chosen = key.pairedEntry(among: classified) {
        key.settle(classified, chosen: chosen)
    }
    if let record { key.settle(record) }
    return key.result
}

/// A key whose entries and record take their outcomes one after the other.
private struct KeyUnderRules {
    private let record: OpenRecord?
    private let entries: [OpenEntry]
    private let calendar: Calendar
    var result: KeyResolution

    init(record: OpenRecord?, entries: [OpenEntry], calendar: Calendar) {
        (self.record, self.entries, self.calendar) = (record, entries, calendar)
        result = KeyResolution(
            entries: Array(repeating: .unclassified, count: entries.count),
            entryDueDates: Array(repeating: nil, count: entries.count))
    }

    /// One that was executed; among equals the one whose channel number the shop knows, else the least by (time, bill
    /// date, channel number, line).
    func pairedEntry(among candidates: [Int]) -> Int? {
        let executed = candidates.filter { !entries[$0].isRefundNotExecuted }
        let first = executed.isEmpty ? candidates : executed
        let known = first.filter { index in
            record.map { !$0.channelNo.isEmpty && ExactText($0.channelNo) == ExactText(entries[index].channelNo) }
                ?? false
        }
        return (known.isEmpty ? first : known).min { left, right in
            let (a, b) = (entries[left], entries[right])
            if a.occurredAt != b.occurredAt { return a.occurredAt < b.occurredAt }
            if a.billDate != b.billDate { return a.billDate < b.billDate }
            let (first, second) = (ExactText(a.channelNo), ExactText(b.channelNo))
            if first != second { return first < second }
            return (a.fileNumber, a.lineNumber) < (b.fileNumber, b.lineNumber)
        }
    }

    mutating func settle(_ classified: [Int], chosen: Int) {
        // What was not executed moved nothing beside the one that stands for the key.
        for index in classified where index != chosen {
            result.entries[index] = entries[index].isRefundNotExecuted ? .notExecuted : .duplicateInChannel
        }
        if let record {
            result.entries[chosen] = outcome(of: entries[chosen], pairedWith: record)
            result.pairedEntry = chosen
        } else {
            settleUnpaired(entry: chosen)
        }
    }

    mutating func settleUnpaired(entry index: Int) {
        let entry = entries[index]
        result.entryDueDates[index] = calendar.dueDate(
            ofEntryAt: entry.occurredAt, bill: entry.billDate, account: entry.accountID)
        result.entries[index] = result.entryDueDates[index] == nil ? .channelOnly : .pending
    }

    mutating func settle(_ record: OpenRecord) {
        if let paired = result.pairedEntry {
            result.record = result.entries[paired]
            return
        }
        // An amount of 0 never reaches a channel: only a bill that has the key makes it money.
        guard record.state.isMoney, record.amountFen != 0 else { return }
        guard let occurredAt = record.occurredAt else {
            // A refund on its way has no time yet; anything else without a time is not whole.
            if record.state == .processing {
                result.record = .pending
            } else {
                result.isRecordWithoutTimeUnpaired = true
            }
            return
        }
        result.recordDueDate = calendar.dueDate(ofRecordAt: occurredAt, account: record.accountID)
        result.record = result.recordDueDate == nil ? .orderOnly : .pending
    }
}

/// The outcome of a pair, first that applies.
private func outcome(of entry: OpenEntry, pairedWith record: OpenRecord) -> Outcome {
    if ExactText(entry.currency) != ExactText(record.currency) { return .currencyMismatch }
    if entry.isRefundNotExecuted {
        // Both sides say that nothing moved: this must come before "not money", or it could never be reached.
        if record.state == .closed { return .notExecuted }
        if record.state == .succeeded { return .statusMismatch }
    }
    if !record.state.isMoney { return .statusMismatch }
    if entry.amountFen != record.amountFen { return .amountMismatch }
    return record.bookedOn == entry.billDate ? .matched : .crossDay
}
