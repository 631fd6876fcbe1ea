import Vocabulary

// Refunds that go another way than out of one pot, and are right.
extension SellerStory {
    mutating func tellOfRefunds() {
        tellOfRefundBeforeSettlement()
        tellOfRefundInParts()
        tellOfReturnedRefund()
    }

    /// The buyer got it back before anything came: what came is so much less.
    private mutating func tellOfRefundBeforeSettlement() {
        let (order, at) = (orderNo(), moment())
        settle(order, .alipay, at, 7000)
        pay([order], .alipay, 10_000, settledAt: at, refundsFen: [3000])
        refund(SellerMonth.Refund(orderNo: order, step: "before_settlement", recordedFen: 3000))
    }

    /// One to the shop, and two to the pots.
    private mutating func tellOfRefundInParts() {
        let (order, at) = (orderNo(), moment())
        settle(order, .alipay, at, 20_000)
        settle(order, .alipay, at + 7200, -3000)
        settle(order, .deposit, at + 7300, -2000)
        pay([order], .alipay, 20_000, settledAt: at, refundsFen: [5000])
        refund(SellerMonth.Refund(orderNo: order, step: "in_parts", recordedFen: 5000))
        for (pot, fen) in [(SellerPot.alipay, Int64(3000)), (.deposit, 2000)] {
            refund(SellerMonth.Refund(orderNo: order, step: "in_parts", pot: pot, paidFen: fen))
        }
    }

    /// The buyer's account was closed; the second time it arrived.
    private mutating func tellOfReturnedRefund() {
        let (order, at) = (orderNo(), moment())
        settle(order, .alipay, at, 8000)
        settle(order, .alipay, at + 7200, -2500)
        let words = SellerWords(type: "交易退款", code: "0020001", text: "交易退款-余额退款")
        move(
            SellerMonth.Movement(
                pot: .alipay, bookedAt: at + 7300, amountFen: 2500, words: words, numbers: numbers(order, nil),
                truth: "order"))
        settle(order, .alipay, at + 7400, -2500)
        pay([order], .alipay, 8000, settledAt: at, refundsFen: [2500])
        refund(
            SellerMonth.Refund(orderNo: order, step: "returned", pot: .alipay, paidFen: 2500, returnedFen: 2500))
        refund(.booked(order, 2500, .alipay))
    }
}

extension SellerMonth.Refund {
    /// Recorded, and paid out of one pot.
    static func booked(_ orderNo: String, _ amountFen: Int64, _ pot: SellerPot) -> Self {
        Self(orderNo: orderNo, step: "booked", recordedFen: amountFen, pot: pot, paidFen: amountFen)
    }

    /// As `recon.refund_ways` shows it.
    package var line: String {
        [
            orderNo, step, flag, recordedFen.map { Fen.yuan($0) }, pot?.rawValue, paidFen.map { Fen.yuan($0) },
            returnedFen.map { Fen.yuan($0) },
        ].map { $0 ?? "" }.joined(separator: "|")
    }
}
