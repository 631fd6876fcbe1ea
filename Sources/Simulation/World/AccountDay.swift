import Vocabulary

extension World {
    /// The unit of work: one account, one bill date.
    package struct AccountDay: Hashable, Sendable, Comparable, CustomStringConvertible {
        package let account: ChannelAccount
        package let day: BusinessDay

        package init(_ account: ChannelAccount, _ day: BusinessDay) {
            self.account = account
            self.day = day
        }

        package var description: String { "\(account) \(day)" }

        package static func < (left: Self, right: Self) -> Bool {
            (left.account, left.day) < (right.account, right.day)
        }
    }
}
