import Vocabulary

/// A classified entry of a trade bill in force, and the money that it leads one to expect (Contract 5.4).
package struct ExpectedEntry: Hashable, Sendable {
    package var type: EntryType
    package var billDate: BusinessDay
    /// Seconds since 1970 UTC.
    package var occurredAt: Int64
    /// What moves for it beside fees: a payment's settled amount, less what a refund takes; 0 of one that was not executed.
    package var settledFen: Int64
    /// What its fee moves: less than 0 for a payment's, more for one that a refund gives back.
    package var feeFen: Int64
    /// False for a refund that the bill lists and says was not executed: money that left for it must have come back.
    package var isExecuted: Bool
    /// The shop calls the refund succeeded: the buyer should have the money.
    package var isSucceededAtShop: Bool

    /// - Parameters:
    ///   - settledFen: as signed in the ledger: what the entry moves for the merchant before fees.
    ///   - feeE5: 1/100000 yuan, as in the bill: a fee is positive, a returned fee negative. Rounded half up to fen.
    package init(
        _ type: EntryType, _ billDate: BusinessDay, occurredAt: Int64, settledFen: Int64, feeE5: Int64,
        isExecuted: Bool = true, isSucceededAtShop: Bool = false
    ) {
        self.type = type
        self.billDate = billDate
        self.occurredAt = occurredAt
        self.settledFen = isExecuted ? settledFen : 0
        feeFen = isExecuted ? -Fen.rounded(e5: feeE5) : 0
        self.isExecuted = isExecuted
        self.isSucceededAtShop = isSucceededAtShop
    }

    package var expectedFen: Int64 { settledFen + feeFen }
}

/// A movement of one of the classes that entries expect, in a funds bill in force.
package struct BookedMovement: Hashable, Sendable {
    /// `payment`, `fee`, `fee_return`, `refund` or `refund_returned`.
    package var movementClass: MovementClass
    /// The funds bill's business day.
    package var day: BusinessDay
    /// Into the pot is positive.
    package var amountFen: Int64

    package init(_ movementClass: MovementClass, _ day: BusinessDay, _ amountFen: Int64) {
        self.movementClass = movementClass
        self.day = day
        self.amountFen = amountFen
    }
}

extension MovementClass {
    /// The classes that entries expect, and that the bridge is about (Contract 5.5).
    package static let ofTrade: [MovementClass] = [.payment, .fee, .feeReturn, .refund, .refundReturned]
}
