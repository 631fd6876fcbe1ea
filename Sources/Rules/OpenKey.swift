import Vocabulary

/// One entry of a bill in force that takes part in an open key.
package struct OpenEntry: Hashable, Sendable {
    package var accountID: Int32
    package var billDate: BusinessDay
    package var fileNumber: Int16
    package var lineNumber: Int32
    package var amountFen: Int64
    package var currency: String
    /// Seconds since 1970 UTC.
    package var occurredAt: Int64
    /// The channel's number of this entry: trade number, or for a refund the refund number where the channel has one.
    package var channelNo: String
    package var isClassified: Bool
    /// A refund that the bill lists and says was not executed.
    package var isRefundNotExecuted: Bool

    package init(
        accountID: Int32, billDate: BusinessDay, fileNumber: Int16 = 0, lineNumber: Int32, amountFen: Int64,
        currency: String = "CNY", occurredAt: Int64, channelNo: String, isClassified: Bool = true,
        isRefundNotExecuted: Bool = false
    ) {
        self.accountID = accountID
        self.billDate = billDate
        self.fileNumber = fileNumber
        self.lineNumber = lineNumber
        self.amountFen = amountFen
        self.currency = currency
        self.occurredAt = occurredAt
        self.channelNo = channelNo
        self.isClassified = isClassified
        self.isRefundNotExecuted = isRefundNotExecuted
    }
}

/// States of a shop record (Contract 2).
package enum RecordState: String, Sendable, CaseIterable {
    case paid, unpaid, closed, succeeded, processing

    /// Only these are money (Contract 3.1).
    package var isMoney: Bool { self == .paid || self == .succeeded || self == .processing }
}

/// The one record that the shop has of an account for a key, as it was read last.
package struct OpenRecord: Hashable, Sendable {
    package var accountID: Int32
    package var channelNo: String
    package var amountFen: Int64
    package var currency: String
    package var state: RecordState
    /// Seconds since 1970 UTC; nil where the shop has no time yet.
    package var occurredAt: Int64?

    package init(
        accountID: Int32, channelNo: String = "", amountFen: Int64, currency: String = "CNY", state: RecordState,
        occurredAt: Int64?
    ) {
        self.accountID = accountID
        self.channelNo = channelNo
        self.amountFen = amountFen
        self.currency = currency
        self.state = state
        self.occurredAt = occurredAt
    }

    /// The Shanghai day on which the record is booked.
    package var bookedOn: BusinessDay? { occurredAt.map { BusinessDay(epochSeconds: $0) } }
}

/// What the rules need to know about the days of the accounts that take part.
package struct Calendar: Sendable {
    package struct Account: Sendable {
        package var cutOffWindowSeconds: Int64
        package var startDate: BusinessDay
        package var concluded: Set<BusinessDay>

        package init(cutOffWindowSeconds: Int64, startDate: BusinessDay, concluded: Set<BusinessDay>) {
            self.cutOffWindowSeconds = cutOffWindowSeconds
            self.startDate = startDate
            self.concluded = concluded
        }
    }

    package var accounts: [Int32: Account]
    /// Up to this day no bill comes any more; nil when no period is closed.
    package var closedThrough: BusinessDay?

    package init(accounts: [Int32: Account]) { self.accounts = accounts }

    /// Inside the last `w` before the end of `day` (Contract 3.4); the edge itself is inside.
    package func isInTail(_ occurredAt: Int64, of day: BusinessDay, account: Int32) -> Bool {
        let window = accounts[account]?.cutOffWindowSeconds ?? 0
        return occurredAt >= day.endEpochSeconds - window && occurredAt < day.endEpochSeconds
    }

    /// Inside the first `w` of `day`.
    package func isInHead(_ occurredAt: Int64, of day: BusinessDay, account: Int32) -> Bool {
        let window = accounts[account]?.cutOffWindowSeconds ?? 0
        return occurredAt >= day.startEpochSeconds && occurredAt < day.startEpochSeconds + window
    }

    package func isConcluded(_ day: BusinessDay, account: Int32) -> Bool {
        accounts[account]?.concluded.contains(day) ?? false || closedThrough.map { day <= $0 } ?? false
    }

    /// The day whose bill a one-sided entry waits for; nil when it waits for none.
    package func dueDate(ofEntryAt occurredAt: Int64, bill day: BusinessDay, account: Int32) -> BusinessDay? {
        isInTail(occurredAt, of: day, account: account) && !isConcluded(day.next, account: account) ? day.next : nil
    }

    /// The day whose bill a one-sided record waits for; nil when it waits for none.
    package func dueDate(ofRecordAt occurredAt: Int64, account: Int32) -> BusinessDay? {
        let day = BusinessDay(epochSeconds: occurredAt)
        if isInTail(occurredAt, of: day, account: account), !isConcluded(day.next, account: account) {
            return day.next
        }
        if isInHead(occurredAt, of: day, account: account), !isConcluded(day.previous, account: account),
            day.previous >= accounts[account]?.startDate ?? day.previous
        {
            return day.previous
        }
        return nil
    }
}
