/// The payment channels whose bills are reconciled. The raw value is the one of the database, the command line and
/// the configuration (Contract 1.1).
package enum Channel: String, Sendable, CaseIterable, Codable {
    case wechatpay
    case alipay
}

/// One merchant account at one channel: WeChat `mchid` or Alipay PID. The unit of work is such an account and a day.
package struct ChannelAccount: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let channel: Channel
    package let account: String

    package init(channel: Channel, account: String) {
        self.channel = channel
        self.account = account
    }

    package var description: String { "\(channel.rawValue):\(account)" }

    package static func == (left: Self, right: Self) -> Bool {
        left.channel == right.channel && ExactText(left.account) == ExactText(right.account)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(channel)
        hasher.combine(ExactText(account))
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.channel.rawValue, ExactText(left.account)) < (right.channel.rawValue, ExactText(right.account))
    }
}

/// What one entry of a bill or one record of the shop is (Contract 3.1).
package enum EntryType: String, Sendable, CaseIterable {
    case payment
    case refund
}
