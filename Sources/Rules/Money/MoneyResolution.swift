import Vocabulary

/// What the rules say about all entries and movements of one group.
package struct MoneyResolution: Hashable, Sendable {
    package enum MovementOutcome: Hashable, Sendable {
        /// Index of the entry it belongs to.
        case ofEntry(Int)
        /// One more than the group has entries for: `booked_twice`. The entry that it looks like, where there is one.
        case surplus(of: Int?)
        /// No entry bears its numbers: `booked_only`.
        case alone
        /// Trade bills that could bear it are not in force yet.
        case waitsForTrade
    }

    package enum EntryOutcome: Hashable, Sendable {
        /// Everything that it expects has moved, or what moved for it is part of a difference of its group.
        case booked
        /// Some of it has not moved, and may until this day's funds bill.
        case waits(until: BusinessDay)
        /// Nothing has moved since the account's first funds bill, and the entry is older: taken as given.
        case given
        /// Nothing has moved, and nothing will: `not_booked`.
        case missing
    }

    package struct Difference: Hashable, Sendable {
        package var code: MoneyCode
        /// The day whose bridge has it: of a missing entry its trade bill's, else of the last movement that takes part.
        package var day: BusinessDay
        package var amountFen: Int64
        /// The entry or the movement that it is about; neither for a difference of the group.
        package var entry: Int?
        package var movement: Int?
    }

    /// In the order of what was given.
    package var entries: [EntryOutcome]
    package var movements: [MovementOutcome]
    /// What each entry still waits for, signed as it is expected.
    package var waitingFen: [Int64]
    package var differences: [Difference] = []
    /// What the group adds to the bridge of each day it touches; closes by itself.
    package var bridge: [BusinessDay: Bridge] = [:]
}
