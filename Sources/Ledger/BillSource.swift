/// Where a bill came from.
package enum BillSource: String, Sendable {
    case channel
    case importedByHand = "import"
    /// A zero day: the channel proved that there is no bill.
    case noData = "no_data"
}
