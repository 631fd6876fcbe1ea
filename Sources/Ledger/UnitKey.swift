import Vocabulary

/// A unit of work as the tables name it: its account by the account's number there.
package struct UnitKey: Hashable, Sendable {
    package let accountID: Int32
    package let day: BusinessDay
    package let kind: BillKind

    package init(_ accountID: Int32, _ day: BusinessDay, _ kind: BillKind) {
        self.accountID = accountID
        self.day = day
        self.kind = kind
    }

    /// The first three parameters of a statement: `$1`, `$2::date`, `$3`.
    package var parameters: [String?] { [String(accountID), day.description, kind.rawValue] }
}
