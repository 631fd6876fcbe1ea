/// A payment channel whose bills are reconciled, by its word in the database, on the command line and in the
/// configuration (Contract 1.1). A value and no enumeration: what there is to know about a channel stands in its own folder
/// of `Channels`, and which channels there are in `ChannelList`.
package struct Channel: RawRepresentable, Hashable, Sendable, Codable {
    package let rawValue: String

    /// The two that the program comes with, for whoever has to name one; nothing outside their folders depends on which it is.
    package static let wechatpay = Channel("wechatpay")
    package static let alipay = Channel("alipay")

    package init(_ word: String) { rawValue = word }

    /// nil for what no channel can be called: the word is a part of file names, columns and SQL, and is one of 1 to 32
    /// lower-case letters and digits that begins with a letter. Says nothing about whether there is such a channel.
    package init?(rawValue: String) {
        let bytes = rawValue.utf8
        guard (1...32).contains(bytes.count), let first = bytes.first, (0x61...0x7A).contains(first),
            bytes.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) })
        else { return nil }
        self.rawValue = rawValue
    }
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
