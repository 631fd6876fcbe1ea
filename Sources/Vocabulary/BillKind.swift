/// What kind of bill a channel makes of an account's day (Contract 5.1). The raw value is the word of configuration,
/// commands, file names and SQL. A value and no enumeration: the kinds that there are stand in `all`, and tests bring one
/// of their own.
package struct BillKind: RawRepresentable, Hashable, Sendable, Comparable, CustomStringConvertible {
    package let rawValue: String
    /// For people: `trade bill`, 交易账单.
    package let englishName: String
    package let chineseName: String

    /// What the channel accepted: payments and refunds.
    package static let trade = BillKind("trade", "trade bill", "交易账单")

    /// What moved in the account's pots.
    package static let funds = BillKind("funds", "funds bill", "资金账单")

    /// What was shared with partners (分账), after the money that it moved.
    package static let sharing = BillKind("sharing", "sharing bill", "分账账单")

    /// The kinds that this program knows, in the order in which a day's are reconciled.
    package static let all: [BillKind] = [trade, funds, sharing]

    /// - Parameter word: of the letters a to z, because it is a part of file names.
    package init(_ word: String, _ englishName: String, _ chineseName: String) {
        rawValue = word
        self.englishName = englishName
        self.chineseName = chineseName
    }

    /// Of a word of 1 to 32 letters, with its names where it is one of `all`; nil for what cannot name a kind.
    package init?(rawValue: String) {
        guard (1...32).contains(rawValue.utf8.count), rawValue.utf8.allSatisfy({ (97...122).contains($0) }) else {
            return nil
        }
        self =
            Self.all.first { $0.rawValue == rawValue }
            ?? BillKind(rawValue, "\(rawValue) bill", "\(rawValue) 账单")
    }

    package var description: String { rawValue }

    package static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
    package func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
