import Vocabulary

/// A contracted fee rate in parts per ten million: 0.60 % is 60,000.
package struct ContractedRate: Hashable, Sendable {
    package let perTenMillion: Int64

    package init(perTenMillion: Int64) { self.perTenMillion = perTenMillion }

    private static let one: UInt64 = 10_000_000

    /// Settled amount × rate, rounded half up to fen (Contract 3.3); beyond all numbers, the greatest there is.
    package func expectedFeeFen(settledFen: Int64) -> Int64 {
        let product = settledFen.magnitude.multipliedFullWidth(by: perTenMillion.magnitude)
        // The quotient of anything greater has more than 64 bits.
        guard product.high < Self.one else { return settledFen < 0 ? -Int64.max : Int64.max }
        let (quotient, remainder) = Self.one.dividingFullWidth(product)
        let magnitude = Int64(clamping: quotient &+ (remainder >= Self.one / 2 ? 1 : 0))
        return settledFen < 0 ? -magnitude : magnitude
    }
}

/// What the configuration says about one account and the rules of sections 3 and 5 depend on.
package struct AccountRules: Hashable, Sendable {
    /// Width of the cut-off window (Contract 3.4). Range 0 to 43,200.
    package var cutOffWindowSeconds: Int64 = 1800
    /// First business day that is reconciled.
    package var startDate: BusinessDay
    /// nil: fees are not compared.
    package var contractedRate: ContractedRate?
    /// Days after its own until which an entry may wait to be booked (Contract 5.4). Range 0 to 31.
    package var settlementDays: Int64 = 0
    /// The channel's own opening and closing balance decides whether a pot closes (Contract 5.2).
    package var hasBalanceControl = false
    /// Days from a payment's own in which it may be shared with partners, 1 to 366; what is frozen after them should have been
    /// released (Contract 6). nil: the account shares nothing.
    package var sharingLimitDays: Int64?
    /// Share of bill entries without a shop record above which no conclusion is drawn (Contract 3.2), percent.
    package var unmatchedShareLimitPercent: Int64 = 20
    /// Number of entries from which that share is looked at.
    package static let unmatchedShareFromEntries: Int64 = 100

    package init(startDate: BusinessDay) { self.startDate = startDate }
}
