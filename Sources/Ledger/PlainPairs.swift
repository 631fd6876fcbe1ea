/// What stays of a plain pair: same day, same amount, nothing to be said of it.
package enum PlainPairs: String, CaseIterable, Sendable {
    /// Its entry, as any other's.
    case kept
    /// That it is one, on which line of which file, and its payment number's hash. Where a settlement has to look at it
    /// again, its entry is read from the archived bill.
    case counted
}
