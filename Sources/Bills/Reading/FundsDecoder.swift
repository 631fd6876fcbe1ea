import Vocabulary

/// What a funds bill is expected to be.
package struct ExpectedFunds: Sendable {
    package let bill: ExpectedBill
    package let pot: Pot
    /// A file that a person downloaded from the console may print what flows out as negative amounts.
    package let isImport: Bool

    package init(_ bill: ExpectedBill, pot: Pot, isImport: Bool = false) {
        self.bill = bill
        self.pot = pot
        self.isImport = isImport
    }
}

/// One channel's funds bill. Each channel's description names its decoder; nothing else chooses among them.
package protocol FundsDecoder: Sendable {
    init(_ expected: ExpectedFunds)

    /// Words of which the first line of a funds bill has one, and that of the channel's trade bill none.
    static var firstLineMarks: [String] { get }
    /// Movements name the trade alone: those of a payment and of its refunds cannot be told apart by number (Contract 5.4).
    static var areMovementsOfTrades: Bool { get }
    /// The channel promises that every printed balance follows from the one before, from day to day too (Contract 5.2).
    static var areBalancesChained: Bool { get }

    /// Streams the movements in file order to `sink`, and returns the sums once everything about the bill is proven. The sink
    /// has seen movements by then: it must be able to forget them when this throws.
    ///
    /// - Parameter file: the bill of one pot; plain text, gzip or a ZIP: the first bytes tell.
    /// - Throws: `Problem` whose code begins with `bill.`, and whatever `sink` throws.
    func decode(
        _ file: BillFile, progress: (_ fileBytesDone: Int64) -> Void, sink: (borrowing Movement) throws -> Void
    ) throws -> FundsSummary
}
