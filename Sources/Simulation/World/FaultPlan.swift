import Vocabulary

/// How a channel says that a day had no business.
package enum ZeroDayAnswer: String, Hashable, Sendable, CaseIterable {
    /// WeChat Pay: 400 `NO_STATEMENT_EXIST`.
    case noStatementExist
    /// Alipay 1: a file of headers and trailers, announced by `EMPTY_DATA_WITH_BILL_FILE`.
    case emptyFile
    /// Alipay 2: `NO_BILL_DATA`.
    case noBillData
    /// Alipay 3: `BILL_NOT_EXIST`, no proof.
    case billNotExist
}

/// A day on which an account that has business otherwise has none.
package struct ZeroDay: Hashable, Sendable {
    /// What the shop booked on that day, though no channel lists anything.
    package enum Records: String, Hashable, Sendable, CaseIterable {
        case none
        /// One in the last minutes of the day, listed by the next bill.
        case pairedInNextBill
        /// One in the last minutes of the day that no bill lists.
        case pending
        /// One at noon that no bill lists: no conclusion can be drawn (Contract 3.2).
        case moneyLeft
    }

    package let account: ChannelAccount
    package let day: BusinessDay
    package let answer: ZeroDayAnswer
    package let records: Records

    package init(account: ChannelAccount, day: BusinessDay, answer: ZeroDayAnswer, records: Records = .none) {
        self.account = account
        self.day = day
        self.answer = answer
        self.records = records
    }
}

/// What goes wrong in a world.
package struct FaultPlan: Hashable, Sendable {
    package enum Level: String, Hashable, Sendable, CaseIterable {
        /// Every day is balanced.
        case none
        /// Pairs across midnight on every day; what stays open at the end is pending.
        case pendingOnly = "pending-only"
        /// Every case cell that can occur. At least three days.
        case full
    }

    package var level: Level
    /// How often each case is told per channel, 1 to 1000.
    package var repeats = 1
    /// `.full`: `paid` and `succeeded` records without a time, listed by the first day's bill. Until that is
    /// concluded, any other day of the account is `incomplete` (Contract 3.2); see `World.refusal`.
    package var hasUntimedRecords = true
    /// `.full`: cases with an `OrderChange`, for tests that change the order side between runs.
    package var hasChanges = true
    package var zeroDays: [ZeroDay] = []

    package init(_ level: Level) { self.level = level }

    package static let none = FaultPlan(.none)
    package static let pendingOnly = FaultPlan(.pendingOnly)
    package static let full = FaultPlan(.full)
}
