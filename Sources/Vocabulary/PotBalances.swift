/// What a channel itself says that a pot held at both ends of a day (Contract 5.2).
package struct PotBalances: Hashable, Sendable {
    package let pot: Pot
    package let openingFen: Int64
    package let closingFen: Int64

    package init(_ pot: Pot, openingFen: Int64, closingFen: Int64) {
        (self.pot, self.openingFen, self.closingFen) = (pot, openingFen, closingFen)
    }
}
