import Vocabulary

/// One day of a pot, as its bill in force tells it.
package struct PotDay: Hashable, Sendable {
    package var day: BusinessDay
    /// All that moved, signed.
    package var netFen: Int64
    /// Balances as printed, or told by the channel; nil where neither did, as on a day without movement.
    package var openingFen: Int64?
    package var closingFen: Int64?
    /// The channel stands by these balances: one that does not follow is a discrepancy.
    package var isControlled: Bool

    package init(_ day: BusinessDay, netFen: Int64, openingFen: Int64?, closingFen: Int64?, isControlled: Bool) {
        (self.day, self.netFen, self.openingFen, self.closingFen) = (day, netFen, openingFen, closingFen)
        self.isControlled = isControlled
    }
}

/// The same day as a link of the chain from day to day (Contract 5.2).
package struct ChainedDay: Hashable, Sendable {
    /// nil while no balance of the pot is known.
    package var openingFen: Int64?
    package var closingFen: Int64?
    /// Closing balance of the last earlier day in force; nil on the first.
    package var lastClosingFen: Int64?
    /// The day before is in force, or there is none.
    package var isProven: Bool
    /// Opening less last closing balance, where that is a discrepancy.
    package var breakFen: Int64?

    package init(
        openingFen: Int64?, closingFen: Int64?, lastClosingFen: Int64?, isProven: Bool, breakFen: Int64?
    ) {
        (self.openingFen, self.closingFen, self.lastClosingFen) = (openingFen, closingFen, lastClosingFen)
        (self.isProven, self.breakFen) = (isProven, breakFen)
    }
}

/// Chains the days of one pot: a day without movement has the last balance known, a day whose channel prints balances that need
/// not be continuous closes by its own movements.
/// - Parameters:
///   - days: in force, in order.
///   - last: the day in force before the first of them, and its closing balance; nil where there is none.
package func chainBalances(
    _ days: [PotDay], after last: (day: BusinessDay, closingFen: Int64?)? = nil
) -> [ChainedDay] {
    var (lastDay, lastClosingFen) = (last?.day, last?.closingFen)
    return days.map { day in
        let openingFen = day.openingFen ?? lastClosingFen
        let closingFen = (day.isControlled ? day.closingFen : nil) ?? openingFen.map { $0 &+ day.netFen }
        let difference = openingFen.flatMap { opening in lastClosingFen.map { opening &- $0 } } ?? 0
        let link = ChainedDay(
            openingFen: openingFen, closingFen: closingFen, lastClosingFen: lastClosingFen,
            isProven: lastDay.map { $0 == day.day.previous } ?? true,
            breakFen: day.isControlled && difference != 0 ? difference : nil)
        (lastDay, lastClosingFen) = (day.day, closingFen)
        return link
    }
}
