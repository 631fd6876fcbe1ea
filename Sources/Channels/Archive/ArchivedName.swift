import Vocabulary

/// What the name of a file in the archive says: `2026-11-21_funds_BASIC_5d41402abc4b2a76.csv.gz`.
package struct ArchivedName: Hashable, Sendable {
    package let day: BusinessDay
    package let kind: BillKind
    /// Of a funds bill the pot that it is of.
    package let pot: Pot?
    /// The first digits of its content's SHA-256, or all of them.
    package let digest: String

    /// nil for a name that no bill has.
    package init?(_ name: String) {
        let stem = name.prefix { $0 != "." }
        let parts = stem.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
        guard (3...4).contains(parts.count), FileForm(rawValue: String(name.dropFirst(stem.count + 1))) != nil,
            let day = BusinessDay(parts[0]), let kind = BillKind(rawValue: parts[1]), let digest = parts.last,
            [BillArchive.shortDigestLength, Self.wholeDigestLength].contains(digest.utf8.count),
            digest.allSatisfy(\.isHexDigit)
        else { return nil }
        let pot = parts.count == 4 ? Pot(rawValue: parts[2]) : nil
        guard parts.count == 3 || pot != nil else { return nil }
        (self.day, self.kind, self.pot, self.digest) = (day, kind, pot, digest)
    }

    private static let wholeDigestLength = 64
}
