import Vocabulary

/// A pot's statement of one day, from its opening to its closing balance (Contract 5.5).
package struct PotStatement: Hashable, Sendable {
    /// A line between the two balances. Those of payments, fees and refunds are split: whether the movement belongs to an
    /// entry of the day's own trade bill.
    package struct Line: Hashable, Sendable, Comparable {
        package let movementClass: MovementClass
        package let isOfThisDay: Bool

        package init(_ movementClass: MovementClass, isOfThisDay: Bool) {
            self.movementClass = movementClass
            self.isOfThisDay = isOfThisDay && Self.splitClasses.contains(movementClass)
        }

        private static let splitClasses: Set<MovementClass> = [.payment, .fee, .refund]

        /// `payment`, `payment_other_day`, `withdrawal`.
        package var name: String {
            movementClass.rawValue + (Self.splitClasses.contains(movementClass) && !isOfThisDay ? "_other_day" : "")
        }

        /// All there are, in order.
        package static let all: [Line] = MovementClass.allCases.flatMap { movementClass in
            splitClasses.contains(movementClass)
                ? [Line(movementClass, isOfThisDay: true), Line(movementClass, isOfThisDay: false)]
                : [Line(movementClass, isOfThisDay: false)]
        }

        package static func < (left: Line, right: Line) -> Bool {
            (all.firstIndex(of: left) ?? 0) < (all.firstIndex(of: right) ?? 0)
        }
    }

    package let openingFen: Int64
    package let lines: [Line: Sum]
    package let closingFen: Int64

    package init(openingFen: Int64, lines: [Line: Sum], closingFen: Int64) {
        self.openingFen = openingFen
        self.lines = lines
        self.closingFen = closingFen
    }

    /// Opening balance and all that moved, less the closing balance: 0, or the statement proves nothing.
    package var residual: Sum {
        Line.all.reduce(Sum(0, openingFen)) { $0 + (lines[$1] ?? Sum()) } - Sum(0, closingFen)
    }

    package var closes: Bool { !residual.isTooLarge && residual.amountFen == 0 }
}
