import Vocabulary

/// What a person should know of a statement that was read.
package enum StatementNote: Hashable, Sendable {
    /// A column without a title, of which each cell is an order number: counted from 1.
    case untitledOrders(column: Int)
    /// Nothing reads it.
    case unknownColumn(UnknownColumn)
    /// A column that other files of this kind have.
    case missingColumn(String)
    /// Balances do not follow from each other, first at this line.
    case unchained(line: Int)
}

/// A seller's statement that was read whole.
package struct StatementSummary: Hashable, Sendable {
    package var kind: StatementKind
    package var into = FundsSummary.Flow()
    package var outOf = FundsSummary.Flow()
    /// Of the earliest and the latest row, seconds since 1970 UTC; nil without rows.
    package var firstBookedAt: Int64?
    package var lastBookedAt: Int64?
    /// Where each balance follows from the one before, in one of both directions of time.
    package var openingFen: Int64?
    package var closingFen: Int64?
    /// The partner number that the file prints; nil for none, and for an account by a name.
    package var account: String?
    package var notes: Set<StatementNote> = []
    /// How often each rule has found an order; none is missing, as a rule that never finds one is worth knowing.
    package var hits: [OrderNumberRule: Int64]
    package var conflicts: Int64 = 0
    /// Rows that name several orders.
    package var severals: Int64 = 0
    /// Rows whose order column, or whose merchant's number, holds something else; it stays in the file.
    package var flaggedRows: Int64 = 0
    /// The file's own totals were there, and proven.
    package var hasTotals = false

    package var rows: Int64 { into.rows + outOf.rows }
    package var netFen: Int64 { into.amountFen - outOf.amountFen }
}
