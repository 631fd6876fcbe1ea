/// A movement of a seller's deposit as Alipay's interface tells it (Alipay 7).
package struct SimulatedDepositRow: Sendable {
    package var bookedAt: Int64
    package var serialNo: String
    package var amountFen: Int64
    package var balanceFen: Int64
    package var description: String
    package var orderNo: String

    package init(
        bookedAt: Int64, serialNo: String, amountFen: Int64, balanceFen: Int64, description: String, orderNo: String
    ) {
        (self.bookedAt, self.serialNo, self.amountFen) = (bookedAt, serialNo, amountFen)
        (self.balanceFen, self.description, self.orderNo) = (balanceFen, description, orderNo)
    }
}

extension SellerMonth {
    /// The rows of `deposit.xml`, each with a number that the file has not.
    package var depositRows: [SimulatedDepositRow] {
        var balanceFen = Self.openingFen[.deposit] ?? 0
        return movements.enumerated().filter { $0.element.pot == .deposit }.map { index, row in
            balanceFen += row.amountFen
            return SimulatedDepositRow(
                bookedAt: row.bookedAt, serialNo: numbered("BL\(seed)", index, width: 9), amountFen: row.amountFen,
                balanceFen: balanceFen, description: row.words.description, orderNo: row.numbers.order)
        }
    }
}
