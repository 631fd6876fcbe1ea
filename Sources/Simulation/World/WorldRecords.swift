import Vocabulary

/// The shop's books.
extension World {
    /// Every payment record, those of days before the range only where a refund or a share of the range needs them. With `changed`
    /// false the books before any `OrderChange`, as `TaobaoSchema.load` writes them.
    package func forEachPayment(changed: Bool = false, _ body: (SimulatedPayment) throws -> Void) rethrows {
        for account in accounts {
            for paidOn in formerSharingDays(account) {
                for (payment, _) in formerSharing(account, paidOn) { try body(payment) }
            }
            var day = days.lowerBound.advanced(by: -Self.prehistoryDays)
            while day <= days.upperBound {
                let traffic = traffic(account, day)
                let isPrehistory = day < days.lowerBound
                for serial in 0..<traffic.count {
                    let sketch = traffic.sketch(serial)
                    if isPrehistory, !isRefunded(sketch, account, day) { continue }
                    var payment = traffic.payment(serial, sketch)
                    if isPrehistory {
                        // The other stage of a trade of those days is not told.
                        payment.stage = 0
                        payment.tradePaymentFen = payment.amountFen
                    }
                    try body(payment)
                    if !isPrehistory, let unpaid = traffic.unpaid(serial, sketch) { try body(unpaid) }
                }
                day = day.next
            }
        }
        for told in cases {
            for payment in told.payments where payment.existence.holds(applied: changed) { try body(payment) }
        }
    }

    package func forEachRefund(changed: Bool = false, _ body: (SimulatedRefund) throws -> Void) rethrows {
        for account in accounts {
            var day = days.lowerBound.advanced(by: -Self.prehistoryDays)
            while day <= days.upperBound {
                let traffic = traffic(account, day)
                for serial in 0..<traffic.count {
                    let sketch = traffic.sketch(serial)
                    guard isRefunded(sketch, account, day) else { continue }
                    for (record, _) in traffic.refunds(serial, sketch) { try body(record) }
                }
                day = day.next
            }
        }
        for told in cases {
            for refund in told.refunds where refund.existence.holds(applied: changed) { try body(refund) }
        }
    }

    private func isRefunded(_ sketch: Traffic.Sketch, _ account: SimulatedAccount, _ day: BusinessDay) -> Bool {
        sketch.comeback != .none && takesRefunds(account, day.advanced(by: sketch.delayDays))
    }

    /// The changes that the world's cases can make to the order side.
    package var changes: [OrderChange] { cases.compactMap(\.change) }
}
