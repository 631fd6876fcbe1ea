import Vocabulary

/// What the rules of the money side need to know about an account's days.
package struct MoneyCalendar: Sendable {
    package var startDate: BusinessDay
    package var cutOffWindowSeconds: Int64
    /// Days from the trade bill until the channel settles: 0 to 31.
    package var settlementDays: Int32
    /// Days whose trade bill is in force, and those whose funds bill is.
    package var tradeDays: Set<BusinessDay>
    package var fundsDays: Set<BusinessDay> { didSet { firstFundsDay = fundsDays.min() } }
    private var firstFundsDay: BusinessDay?
    /// Up to this day no bill comes any more; nil when no period is closed.
    package var closedThrough: BusinessDay?
    /// Retention has removed plain entries of some day.
    package var hasThinnedDays = false

    package init(
        startDate: BusinessDay, cutOffWindowSeconds: Int64, settlementDays: Int32 = 0, tradeDays: Set<BusinessDay>,
        fundsDays: Set<BusinessDay>
    ) {
        self.startDate = startDate
        self.cutOffWindowSeconds = cutOffWindowSeconds
        self.settlementDays = settlementDays
        self.tradeDays = tradeDays
        self.fundsDays = fundsDays
        firstFundsDay = fundsDays.min()
    }

    /// The last day on which what an entry expects may be booked: settlement days later, and one more for what happened in
    /// the cut-off window before midnight, whose edge is inside.
    package func dueDate(of entry: ExpectedEntry) -> BusinessDay {
        let end = entry.billDate.endEpochSeconds
        let isInTail = entry.occurredAt >= end - cutOffWindowSeconds && entry.occurredAt < end
        return BusinessDay(number: entry.billDate.number + settlementDays + (isInTail ? 1 : 0))
    }

    /// Nothing more can come: the funds bill of every day on which it may be booked, from its trade bill's to the due day, is
    /// concluded, or its period closed. A day that is missing may have it.
    package func isDue(_ entry: ExpectedEntry) -> Bool {
        (entry.billDate.number...dueDate(of: entry).number).reversed().allSatisfy { number in
            let day = BusinessDay(number: number)
            return fundsDays.contains(day) || closedThrough.map { day <= $0 } ?? false
        }
    }

    /// The entry is of a day before the account's first funds bill: what it expects may have moved unseen.
    package func isBeforeMoney(_ entry: ExpectedEntry) -> Bool { firstFundsDay.map { entry.billDate < $0 } ?? false }

    /// Every trade bill that could bear a movement of this day is in force: that of the day itself, of the day before, and
    /// of as many more, from the account's first day on, as settlement takes.
    package func isTradeKnown(for day: BusinessDay) -> Bool {
        guard isInForce(day), isInForce(day.previous) else { return false }
        let first = max(startDate.number, day.number - settlementDays - 1)
        return stride(from: first, to: day.number - 1, by: 1).allSatisfy { isInForce(BusinessDay(number: $0)) }
    }

    private func isInForce(_ day: BusinessDay) -> Bool {
        tradeDays.contains(day) || closedThrough.map { day <= $0 } ?? false
    }
}
