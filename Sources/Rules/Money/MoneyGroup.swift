import Vocabulary

/// A group whose entries and movements take their outcomes one after the other.
struct MoneyGroup {
    let entries: [ExpectedEntry]
    let isKnown: Bool
    let movements: [BookedMovement]
    let calendar: MoneyCalendar
    var result: MoneyResolution

    /// Entries by what they expect, in the order of their time.
    let payments: [Int]
    let refunds: [Int]
    let failedRefunds: [Int]
    /// The movements that each entry has: of its money, and of its fee.
    var moneyOf: [Int?]
    var feeOf: [Int?]
    /// Refunds whose movement is less the fee that goes back, and those fees.
    var netRefunds: Set<Int> = []
    var netFeesFen: Int64 = 0
    /// What takes no part in the group's sums: it waits, or is missing as a whole.
    var isMoneyApart: [Bool]
    var isFeeApart: [Bool]

    init(entries: [ExpectedEntry], isKnown: Bool, movements: [BookedMovement], calendar: MoneyCalendar) {
        (self.entries, self.isKnown, self.movements, self.calendar) = (entries, isKnown, movements, calendar)
        let inOrder = entries.indices.sorted { left, right in
            let (a, b) = (entries[left], entries[right])
            return (a.billDate, a.occurredAt, left) < (b.billDate, b.occurredAt, right)
        }
        payments = inOrder.filter { entries[$0].type == .payment }
        refunds = inOrder.filter { entries[$0].type == .refund && entries[$0].isExecuted }
        failedRefunds = inOrder.filter { entries[$0].type == .refund && !entries[$0].isExecuted }
        moneyOf = Array(repeating: nil, count: entries.count)
        feeOf = moneyOf
        isMoneyApart = Array(repeating: false, count: entries.count)
        isFeeApart = isMoneyApart
        result = MoneyResolution(
            entries: Array(repeating: .booked, count: entries.count),
            movements: Array(repeating: .waitsForTrade, count: movements.count),
            waitingFen: Array(repeating: 0, count: entries.count))
    }

    mutating func add(_ amountFen: Int64, to line: BridgeLine, on day: BusinessDay) {
        result.bridge[day, default: Bridge()].add(amountFen, to: line)
    }

    mutating func differ(
        _ code: MoneyCode, _ amountFen: Int64, on day: BusinessDay, entry: Int? = nil, movement: Int? = nil
    ) {
        result.differences.append(
            MoneyResolution.Difference(code: code, day: day, amountFen: amountFen, entry: entry, movement: movement))
    }
}
