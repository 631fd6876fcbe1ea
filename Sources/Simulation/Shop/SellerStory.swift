import Vocabulary

extension SellerMonth {
    /// - Parameter orders: plain ones, beside those of the faults.
    package init(
        seed: UInt64, firstDay: BusinessDay, orders: Int, hasChannelColumn: Bool = true, hasBalances: Bool = true
    ) {
        let month = SellerMonth(
            seed: seed, firstDay: firstDay, hasChannelColumn: hasChannelColumn, hasBalances: hasBalances)
        var story = SellerStory(month)
        for number in 0..<orders { story.tellOrder(number) }
        story.tellOfOwnFunds()
        story.tellOfOddOrders()
        story.tellOfFaults()
        story.tellOfRefunds()
        self = story.month
        let told = movements.enumerated().sorted { ($0.element.bookedAt, $0.offset) < ($1.element.bookedAt, $1.offset) }
        movements = told.map(\.element)
    }
}

/// Tells a month from its seed: each order is paid, settled, deducted from and refunded.
struct SellerStory {
    private(set) var month: SellerMonth
    private var random: SeededRandom
    private var orderCount = 0

    init(_ month: SellerMonth) {
        self.month = month
        random = SeededRandom(month.seed, 0x5E11E5)
    }

    // MARK: - Parts of a story

    /// Far enough from both ends that what leads to it and what follows are of the same month.
    mutating func moment() -> Int64 {
        month.firstDay.startEpochSeconds + BusinessDay.secondsPerDay
            + Int64(random.below((month.days - 2) * Int(BusinessDay.secondsPerDay)))
    }

    mutating func orderNo() -> String {
        orderCount += 1
        return numbered("33\(padded(Int(month.seed % 1000), 3))00", orderCount, width: 12)
    }

    mutating func pay(
        _ orderNos: [String], _ pot: SellerPot, _ amountFen: Int64, settledAt: Int64, isBefore: Bool = false,
        refundsFen: [Int64] = []
    ) {
        let earlier = 3600 + Int64(random.below(80_000))
        let paidAt = isBefore ? month.firstDay.startEpochSeconds - earlier : settledAt - earlier
        month.payments.append(
            SellerMonth.Payment(
                orderNos: orderNos, pot: pot, amountFen: amountFen, paidAt: paidAt, refundsFen: refundsFen))
    }

    mutating func move(_ movement: SellerMonth.Movement) { month.movements.append(movement) }

    /// A receipt or a refund of an order.
    mutating func settle(
        _ orderNo: String, _ pot: SellerPot, _ at: Int64, _ amountFen: Int64, truth: String = "order"
    ) {
        let words =
            switch (pot, amountFen > 0) {
            case (.deposit, _): SellerWords(type: "出账", code: "0020002", text: "交易退款-保证金退款")
            case (_, true): SellerWords(type: "交易收款", code: "0010001", text: "交易收款-交易收款")
            case (_, false): SellerWords(type: "交易退款", code: "0020001", text: "交易退款-余额退款")
            }
        let remark = amountFen < 0 ? ("售后退款-T200P", "") : nil
        move(
            SellerMonth.Movement(
                pot: pot, bookedAt: at, amountFen: amountFen, words: words, numbers: numbers(orderNo, remark),
                truth: truth, isMirrored: pot == .aggregated))
    }

    /// In one of the places where Alipay's statement may say it.
    mutating func numbers(_ orderNo: String, _ remark: (before: String, after: String)?) -> SellerNumbers {
        var numbers = SellerNumbers(order: orderNo)
        switch random.below(remark == nil ? 4 : 5) {
        case 0: numbers.base = orderNo
        case 1: numbers.merchant = "T200P\(orderNo)"
        case 2: (numbers.base, numbers.merchant) = (orderNo, "T200P\(orderNo)")
        case 3: numbers.business = "M{\(orderNo)}|S{\(orderNo.dropLast(3))999}"
        default: if let remark { numbers.remark = remark.before + orderNo + remark.after }
        }
        return numbers
    }

    mutating func fault(_ orderNo: String, _ amountFen: Int64, _ reason: String) {
        month.faults.append(SellerMonth.Fault(orderNo: orderNo, amountFen: amountFen, reason: reason))
    }

    mutating func refund(_ refund: SellerMonth.Refund) { month.refunds.append(refund) }
    mutating func leaveOpen(_ orderNo: String, _ differenceFen: Int64) { month.openOrders[orderNo] = differenceFen }
    mutating func suggest(_ pair: SellerMonth.Pair) { month.pairs.append(pair) }

    // MARK: - Plain orders

    mutating func tellOrder(_ number: Int) {
        let pot: SellerPot = number % 3 == 0 ? .aggregated : .alipay
        // Each kind of deduction and refund is of orders of both channels.
        let turn = number / 3
        let isBefore = random.below(5) == 0
        let truth = isBefore ? "other_period" : "order"
        let (order, at, paidFen) = (orderNo(), moment(), random.within(500...90_000))
        settle(order, pot, at, paidFen, truth: truth)
        deduct(order, turn, pot, at, paidFen)
        var refundsFen: [Int64] = []
        if turn % 6 == 1 {
            let refundFen = random.within(1...paidFen)
            refundsFen = [refundFen]
            let source = turn % 12 == 1 ? .deposit : pot
            settle(order, source, at + 7200, -refundFen, truth: truth)
            refund(.booked(order, refundFen, source))
        }
        pay([order], pot, paidFen, settledAt: at, isBefore: isBefore, refundsFen: refundsFen)
    }

    private mutating func deduct(_ order: String, _ turn: Int, _ pot: SellerPot, _ at: Int64, _ paidFen: Int64) {
        for (place, deduction) in SellerDeduction.all.enumerated() where turn % deduction.every == 0 {
            move(
                SellerMonth.Movement(
                    pot: pot, bookedAt: at + Int64(place) + 1, amountFen: deduction.amountFen(of: paidFen),
                    words: deduction.words, numbers: numbers(order, deduction.remark),
                    truth: "fee:\(deduction.code)", isMirrored: pot == .aggregated))
        }
    }
}
