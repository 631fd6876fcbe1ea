/// One account of money that a channel keeps for a merchant (Contract 5.1), by the channel's own word: `BASIC`, `BALANCE`.
/// Which pots there are stands in each channel's own folder. The word is a part of file names, columns and SQL.
package struct Pot: RawRepresentable, Hashable, Sendable, Comparable, CustomStringConvertible {
    package let rawValue: String

    package init(_ word: String) { rawValue = word }

    /// nil for what no pot can be called: the word is one of 1 to 32 letters A to Z.
    package init?(rawValue: String) {
        guard (1...32).contains(rawValue.utf8.count), rawValue.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            return nil
        }
        self.rawValue = rawValue
    }

    package var description: String { rawValue }
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
