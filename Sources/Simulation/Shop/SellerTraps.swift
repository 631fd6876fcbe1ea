import Vocabulary

// What looks like a fault and is none.
extension SellerStory {
    /// Few rows, and large: the seller's own money on its way.
    mutating func tellOfOwnFunds() {
        for (number, words) in [
            SellerWords(type: "提现"), SellerWords(type: "转账"), SellerWords(type: "其它", text: "余利宝-自动转入"),
            SellerWords(type: "其它", text: "网商贷-还款"), SellerWords(type: "其它", text: "万相台充值"),
        ].enumerated() {
            own(.alipay, moment(), -Int64(1_000_000 + number), words)
        }
        own(.alipay, moment(), 2_000_000, SellerWords(type: "其它", text: "网商贷-放款"))
        // The deposit is filled from the balance on the last day, behind every refund.
        let last = month.firstDay.startEpochSeconds + Int64(month.days) * BusinessDay.secondsPerDay - 3600
        own(.alipay, last, -300_000, SellerWords(type: "保证金", code: "008002800014", text: "保证金缴存"))
        own(.deposit, last, 300_000, SellerWords(type: "入账", code: "008002800015", text: "保证金充值"))
        // A deduction that says nothing of itself.
        move(
            SellerMonth.Movement(
                pot: .alipay, bookedAt: moment(), amountFen: -1234, words: SellerWords(type: "其它"), numbers: .none,
                truth: "fee:"))
    }

    private mutating func own(_ pot: SellerPot, _ at: Int64, _ amountFen: Int64, _ words: SellerWords) {
        move(
            SellerMonth.Movement(
                pot: pot, bookedAt: at, amountFen: amountFen, words: words, numbers: .none, truth: "own_funds"))
    }

    mutating func tellOfOddOrders() {
        // Paid in two parts, which are settled in the same second: two alike, and two copies.
        let (parts, at) = (orderNo(), moment())
        for _ in 0..<2 {
            settle(parts, .aggregated, at, 7000)
            pay([parts], .aggregated, 7000, settledAt: at)
        }
        // Two orders with one payment, of which the buyer gets something back.
        let (joint, jointAt) = ([orderNo(), orderNo()], moment())
        settle(joint[0], .alipay, jointAt, 6000)
        settle(joint[1], .alipay, jointAt + 60, 4000)
        settle(joint[1], .deposit, jointAt + 7200, -1500)
        pay(joint, .alipay, 10_000, settledAt: jointAt, refundsFen: [1500])
        refund(.booked(joint[1], 1500, .deposit))
        // Insured when it was sent, and settled in the next month.
        let (late, lateAt) = (orderNo(), moment())
        move(
            SellerMonth.Movement(
                pot: .alipay, bookedAt: lateAt, amountFen: -85,
                words: SellerWords(type: "收费", code: "0050005", text: "卖家版运费险"), numbers: numbers(late, nil),
                truth: "fee:0050005"))
        pay([late], .alipay, 12_345, settledAt: lateAt)
        leaveOpen(late, -12_345)
    }
}
