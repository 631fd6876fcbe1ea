import Vocabulary

/// Contract section 5.4 for one group: the entries that share a number, and the movements that bear it. Pure, and the same in
/// whatever order days came into force.
///
/// - Parameters:
///   - entries: classified ones of the trade bills in force.
///   - isKnown: an entry that is not classified bears the number: what moved is more than its group expects, not alone.
///   - movements: of the classes that entries expect, of the funds bills in force, in the order of their pots and lines.
package func resolveMoney(
    entries: [ExpectedEntry], isKnown: Bool = false, movements: [BookedMovement], calendar: MoneyCalendar
) -> MoneyResolution {
    var group = MoneyGroup(entries: entries, isKnown: isKnown, movements: movements, calendar: calendar)
    group.allot()
    group.settleReturns()
    group.settleMissing()
    group.settleSums()
    group.layBridge()
    return group.result
}
