import Bills

/// What the two sides of a day have said. What is not plain is in the working tables: entries in `staged_entry`, keys of records
/// without an entry in `touched_key`, payments of refunds in `touched_payment` and `payment_amount`.
struct SidesRead {
    var summary: BillSummary
    var entries: EntriesDigest
    var records: RecordsDigest
    /// The plain pairs are the ones that were held.
    var isUnchanged = false
    /// The last note of open keys that was read before the day's pairs were made; nil where none were.
    var openNotesSeen: Int64?
}
