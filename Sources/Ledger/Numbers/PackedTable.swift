import Vocabulary

/// A table of packed blocks whose numbers are looked for.
struct PackedTable {
    let kind: BillKind
    let name: String
    /// Columns of its primary key.
    let key: String
    /// All tags of a block, four bytes each.
    let tags: String
    /// What is left of them once the index has them.
    let withoutTags: String

    static let all = [
        PackedTable(
            kind: .trade, name: "ledger.plain_block", key: "account_id, bill_date, entry_type, file_no, first_line",
            tags: "b.payment_tags || CASE WHEN b.line_runs IS NULL THEN b.other_tags ELSE '' END",
            // Of pairs that were only counted, the tags are what tells a number's place.
            withoutTags: """
                payment_tags = CASE WHEN b.line_runs IS NULL THEN '' ELSE b.payment_tags END,
                other_tags = CASE WHEN b.line_runs IS NULL THEN '' ELSE b.other_tags END
                """),
        PackedTable(
            kind: .funds, name: "ledger.movement_block", key: "account_id, bill_date, file_no, first_line",
            tags: "b.tags",
            withoutTags: "tags = ''"),
    ]
}
