/// The lines of the bridge from a trade bill to the movements of its day, in order (Contract 5.5). Raw values are stored and
/// shown. All are signed as they are read: the lines down to `booked` simply add up to it.
package enum BridgeLine: String, Sendable, CaseIterable {
    case expected
    case waiting
    case notBooked = "not_booked"
    case bookedOtherDay = "booked_other_day"
    case fromOtherDay = "from_other_day"
    case bookedOnly = "booked_only"
    case bookedTwice = "booked_twice"
    case bookedAmountMismatch = "booked_amount_mismatch"
    case bookedFeeMismatch = "booked_fee_mismatch"
    /// Refunds that came back, and what had left for those that the bill says were not executed.
    case refundReturned = "refund_returned"
    /// Movements whose trade bill is not in force yet: nobody can say whose they are.
    case waitingForTrade = "waiting_for_trade"
    case booked
    case residual

    /// From 1.
    package var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }
}

/// An account's bridge of one day.
package struct Bridge: Hashable, Sendable {
    private var amountsFen: [BridgeLine: Int64] = [:]
    /// Beyond what the numbers hold: nothing in it says anything then.
    package private(set) var isTooLarge = false

    package init() {}

    /// `residual` is worked out and never set.
    package subscript(line: BridgeLine) -> Int64 {
        line == .residual ? residualFen : amountsFen[line] ?? 0
    }

    package mutating func add(_ amountFen: Int64, to line: BridgeLine) {
        guard amountFen != 0 else { return }
        let sum = self[line].addingReportingOverflow(amountFen)
        amountsFen[line] = sum.partialValue
        isTooLarge = isTooLarge || sum.overflow
    }

    package static func += (left: inout Bridge, right: Bridge) {
        for (line, amountFen) in right.amountsFen { left.add(amountFen, to: line) }
        left.isTooLarge = left.isTooLarge || right.isTooLarge
    }

    /// What the lines explain, less what moved: 0, or the bridge proves nothing.
    private var residualFen: Int64 {
        amountsFen.reduce(into: Int64(0)) { sum, line in
            sum = line.key == .booked ? sum &- line.value : sum &+ line.value
        }
    }

    package var closes: Bool { !isTooLarge && residualFen == 0 }
}
