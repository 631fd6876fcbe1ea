import Vocabulary

/// The sums of the entries that were handed out, by type.
struct EntryTotals {
    private struct Sums {
        var rows: Int64 = 0
        var amount = ExactSum()
        var settled = ExactSum()
        var fee = ExactSum()
    }

    private var payments = Sums()
    private var refunds = Sums()
    private var otherPayments = ExactSum()
    private var otherRefunds = ExactSum()

    var rows: Int64 { payments.rows + refunds.rows }

    @inline(__always)
    mutating func add(_ entry: borrowing BillEntry) {
        if case .payment = entry.type {
            payments.rows += 1
            payments.amount.add(entry.amountFen)
            payments.settled.add(entry.settledFen)
            payments.fee.add(entry.feeE5)
        } else {
            refunds.rows += 1
            refunds.amount.add(entry.amountFen)
            refunds.settled.add(entry.settledFen)
            refunds.fee.add(entry.feeE5)
        }
        otherPayments.add(entry.otherDiscountPaymentFen)
        otherRefunds.add(entry.otherDiscountRefundFen)
    }

    /// Fills in everything but the channel's own totals.
    func store(in summary: inout BillSummary, place: Place) throws {
        let sums = [
            payments.amount, payments.fee, payments.settled, refunds.amount, refunds.fee, refunds.settled,
            otherPayments, otherRefunds,
        ]
        if sums.contains(where: \.isBeyondAllMoney) {
            throw Problem(
                .billTooLarge, "the sums of the bill's rows are beyond all money", at: place,
                hint: ProblemCode.askChannel)
        }
        summary.payments.rows = payments.rows
        summary.payments.amountFen = payments.amount.value
        summary.payments.settledFen = payments.settled.value
        summary.payments.feesE5 = payments.fee.value
        summary.payments.otherDiscountsFen = otherPayments.value
        summary.refunds.rows = refunds.rows
        summary.refunds.amountFen = refunds.amount.value
        summary.refunds.settledFen = refunds.settled.value
        summary.refunds.feesE5 = refunds.fee.value
        summary.refunds.otherDiscountsFen = otherRefunds.value
    }
}
