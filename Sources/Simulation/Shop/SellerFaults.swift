import Vocabulary

// What a person has to look at. Amounts are such that nothing cancels but what is meant to.
extension SellerStory {
    mutating func tellOfFaults() {
        tellOfCrossedOrders()
        tellOfDifferences()
        tellOfRefundTwice()
        tellOfRows()
    }

    /// Two orders that are booked on each other's number.
    private mutating func tellOfCrossedOrders() {
        let (one, other, at) = (orderNo(), orderNo(), moment())
        settle(one, .alipay, at, 51_230)
        settle(other, .alipay, at + 5, 50_000)
        pay([one], .alipay, 50_000, settledAt: at)
        pay([other], .alipay, 51_230, settledAt: at)
        for (order, fen) in [(one, Int64(1230)), (other, -1230)] {
            leaveOpen(order, fen)
            fault(order, fen, "difference")
        }
        suggest(SellerMonth.Pair(plusOrderNo: one, minusOrderNo: other, amountFen: 1230))
    }

    /// Of one amount, and which belongs to which nobody can tell.
    private mutating func tellOfDifferences() {
        for differenceFen in [Int64(555), 555, -555] {
            let (order, at) = (orderNo(), moment())
            settle(order, .alipay, at, 40_000 + differenceFen)
            pay([order], .alipay, 40_000, settledAt: at)
            leaveOpen(order, differenceFen)
            fault(order, differenceFen, "difference")
        }
    }

    /// The shop has recorded one refund twice.
    private mutating func tellOfRefundTwice() {
        let (order, at) = (orderNo(), moment())
        settle(order, .alipay, at, 9000)
        settle(order, .alipay, at + 7200, -2000)
        pay([order], .alipay, 9000, settledAt: at, refundsFen: [2000, 2000])
        leaveOpen(order, 2000)
        fault(order, 2000, "refund_recorded_twice")
        refund(.booked(order, 2000, .alipay))
        refund(
            SellerMonth.Refund(orderNo: order, step: "recorded", flag: "refund_recorded_twice", recordedFen: 2000))
    }

    private mutating func tellOfRows() {
        // Of an order that the shop has not.
        let stranger = orderNo()
        settle(stranger, .alipay, moment(), 31_415, truth: "unresolved")
        fault(stranger, 31_415, "unknown_order")
        // Codes that came up this month.
        for (code, text, fen) in [("0999998T", "新业务服务费", Int64(-777)), ("0999999", "新业务", -888)] {
            row(.alipay, fen, SellerWords(type: "其它", code: code, text: text), .none, "unknown_code")
        }
        let receipt = SellerWords(type: "交易收款", code: "0010001", text: "交易收款-交易收款")
        // Two columns of one row name two orders.
        let orders = [orderNo(), orderNo()]
        let disagreeing = SellerNumbers(base: orders[0], merchant: "T200P\(orders[1])")
        let at = row(.alipay, 27_182, receipt, disagreeing, "numbers_disagree")
        pay([orders[0]], .alipay, 27_182, settledAt: at)
        // One parcel for two orders.
        let parcel = [orderNo(), orderNo()]
        let joined = SellerNumbers(
            order: parcel.joined(separator: ";"), business: "M{\(parcel.joined(separator: ";"))}")
        let sentAt = row(.aggregated, 16_180, receipt, joined, "several_orders")
        pay(parcel, .aggregated, 16_180, settledAt: sentAt)
    }

    /// - Returns: when it was booked.
    @discardableResult
    private mutating func row(
        _ pot: SellerPot, _ amountFen: Int64, _ words: SellerWords, _ numbers: SellerNumbers, _ reason: String
    ) -> Int64 {
        let at = moment()
        move(
            SellerMonth.Movement(
                pot: pot, bookedAt: at, amountFen: amountFen, words: words, numbers: numbers, truth: "unresolved"))
        fault("", amountFen, reason)
        return at
    }
}
