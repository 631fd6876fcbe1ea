import Vocabulary

/// One line of a pot's statement: opening, a sum for each class, closing (Contract 5).
package struct ExpectedFundsLine: Hashable, Sendable {
    package enum Name: String, Hashable, Sendable, CaseIterable {
        case opening
        case payment
        case paymentOtherDay = "payment_other_day"
        case fee
        case feeOtherDay = "fee_other_day"
        case refund
        case refundOtherDay = "refund_other_day"
        case feeReturn = "fee_return"
        case refundReturned = "refund_returned"
        case withdrawal
        case withdrawalReturned = "withdrawal_returned"
        case topUp = "top_up"
        case transfer, sharing, voucher, deposit, platform
        case ownFunds = "own_funds"
        case other
        case closing
    }

    package let name: Name
    /// Movements; of the two balances 0.
    package var movements: Int64 = 0
    /// Into the pot is positive.
    package var amountFen: Int64 = 0
}

extension SimulatedFunds {
    /// The statement of a pot's day, every line of it in order. Opening and the classes add up to closing.
    package func expectedStatement(_ potDay: PotDay) -> [ExpectedFundsLine] {
        var lines = ExpectedFundsLine.Name.allCases.map { ExpectedFundsLine(name: $0) }
        func add(_ name: ExpectedFundsLine.Name, _ amountFen: Int64, movements: Int64) {
            guard let index = ExpectedFundsLine.Name.allCases.firstIndex(of: name) else { return }
            lines[index].movements += movements
            lines[index].amountFen += amountFen
        }
        forEachMovement(potDay) { movement, _ in
            add(Self.line(of: movement, on: potDay.day), movement.amountFen, movements: 1)
        }
        add(.opening, openingFen(potDay), movements: 0)
        add(.closing, closingFen(potDay), movements: 0)
        return lines
    }

    private static func line(of movement: SimulatedMovement, on day: BusinessDay) -> ExpectedFundsLine.Name {
        let isOfToday =
            switch movement.origin {
            case .entry(let billDay), .surplus(let billDay): billDay == day
            case .returned, .nobody, .other: false
            }
        switch movement.kind {
        case .payment: return isOfToday ? .payment : .paymentOtherDay
        case .fee: return isOfToday ? .fee : .feeOtherDay
        case .refund: return isOfToday ? .refund : .refundOtherDay
        case .feeReturn: return .feeReturn
        case .refundClosed: return .refundReturned
        case .withdrawal: return .withdrawal
        case .withdrawalReturned: return .withdrawalReturned
        case .topUp: return .topUp
        case .transfer: return .transfer
        case .sharing, .sharingReturn: return .sharing
        case .voucher: return .voucher
        case .deposit: return .deposit
        case .platform: return .platform
        case .ownFunds: return .ownFunds
        case .unheardOf: return .other
        }
    }
}
