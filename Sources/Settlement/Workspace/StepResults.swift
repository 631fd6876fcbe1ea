import Vocabulary

/// What a step of a settlement gives and a later one takes, so that the compiler keeps their order. What is too much for a value
/// lies in the working tables that are named.

/// Every key that the rules must look at: `key`.
struct TouchedKeys {}

/// The shop's records of these keys, of whatever account: `read_record`.
struct RecordsOfKeys {}

/// Every entry, of the day's bill and of all others in force, that bears one of these keys, none of them in a block any
/// more: `open_entry`.
struct OpenEntries {}

/// What the rules say of these entries and records: `new_outcome`, `record_outcome`.
struct ResolvedKeys {}

/// Entries and records in the ledger are as the rules say: `new_record`, and `changed_day` so far.
struct AppliedOutcomes {}

/// Every refund with which a payment's refunds exceed it: `over_refund`; and every payment whose refunds had to be looked at
/// one by one: `refunded_payment`.
struct AddedUpRefunds {}

/// The items that stand now, the ones that stood, locked, and all days that differ: `found_item`, `known_item`,
/// `changed_day`.
struct FoundItems {}

/// The run that each day has now: `day_run`.
struct DayRuns {}

/// The items in the ledger are as they stand now, each with its history: `item_change`.
struct MergedItems {}

/// Every day that changed has its statement, which closes, and its verdict.
struct ConcludedDay {
    /// Of the day that was asked for.
    let verdict: Verdict
}
