import Vocabulary

/// The undisturbed business of one account on one day: every payment is a function of seed, account, day and its
/// number, so nothing is kept in memory and a million a day cost only the time to write them.
struct Traffic: Sendable {
    let seed: UInt64
    let account: SimulatedAccount
    let day: BusinessDay
    let numbers: NumberSeries
    let count: Int
    private let salt: UInt64

    init(seed: UInt64, account: SimulatedAccount, position: Int, day: BusinessDay, count: Int) {
        self.seed = seed
        self.account = account
        self.day = day
        self.count = count
        numbers = NumberSeries(seed: seed, channel: account.channel, position: position, day: day)
        salt = SeededRandom.mixed(
            SeededRandom.mixed(seed, 0x7AFF1C), UInt64(position) << 32 | UInt64(UInt32(bitPattern: day.number)))
    }

    /// What becomes of a payment's money later on.
    enum Return: Sendable { case none, full, partial, twoPartials, revokedInOrder, revokedAsRefund }

    /// The figures of one payment, without its texts.
    struct Sketch: Sendable {
        var amountFen: Int64
        var discountFen: Int64 = 0
        var platformDiscountFen: Int64 = 0
        var redPacketFen: Int64 = 0
        var second: Int64
        var bookingLagSeconds: Int64
        var tradeCount = 1
        var stage = 0
        var isNumberKnown: Bool
        var comeback = Return.none
        var delayDays = 0
        var flavour: UInt64
    }

    private static let shareOfThousand = (discount: 80, redPacket: 5, refund: 60, revoked: 3, manyTrades: 40)
    /// A refund is asked for on the payment's day or up to so many days later.
    static let delayDaysMax = 2

    func sketch(_ serial: Int) -> Sketch {
        let hash = SeededRandom.mixed(salt, UInt64(serial))
        let more = SeededRandom.mixed(hash, 1)
        var sketch = Sketch(
            amountFen: Self.amountFen(hash), second: Int64((hash >> 20) % 86_400), bookingLagSeconds: Int64(more % 4),
            isNumberKnown: more >> 8 % 10 != 0, flavour: more)
        sketch.bookingLagSeconds = min(sketch.bookingLagSeconds, 86_399 - sketch.second)
        let chance = Int((more >> 16) % 1000)
        let isLegacy = account.weChatForm == .legacy
        switch chance {
        case 0..<Self.shareOfThousand.refund:
            sketch.comeback = [.full, .partial, .twoPartials][chance % 3]
            sketch.delayDays = Int((more >> 40) % UInt64(Self.delayDaysMax + 1))
            // A refund needs some of its day to be left.
            if sketch.second > 80_000, sketch.delayDays == 0 { sketch.delayDays = 1 }
        case 100..<100 + Self.shareOfThousand.revoked where account.channel == .wechatpay && sketch.second < 80_000:
            // Whether a REFUND file prints order amounts is nowhere said.
            let isWhole = account.weChatForm != .successAndRefund
            sketch.comeback = isWhole && chance % 2 == 0 ? .revokedInOrder : .revokedAsRefund
        case 200..<200 + Self.shareOfThousand.discount where !isLegacy:
            sketch.discountFen = max(1, sketch.amountFen / 10)
            sketch.platformDiscountFen = sketch.amountFen / 20
            if chance % 4 == 0 { sketch.comeback = .full }
        case 300..<300 + Self.shareOfThousand.redPacket where account.channel == .alipay:
            sketch.redPacketFen = max(1, sketch.amountFen / 8)
        case 400..<400 + Self.shareOfThousand.manyTrades:
            sketch.tradeCount = 2 + chance % 3
        default: break
        }
        if sketch.second > 80_000, sketch.comeback == .full, sketch.delayDays == 0 { sketch.delayDays = 1 }
        markStage(serial, &sketch)
        return sketch
    }

    /// Of every sixteen payments, the eighth and ninth may be deposit and rest of one trade.
    private func markStage(_ serial: Int, _ sketch: inout Sketch) {
        let place = serial % 16
        guard place == 7 || place == 8 else { return }
        let first = place == 7 ? serial : serial - 1
        guard first + 1 < count, SeededRandom.mixed(salt, UInt64(first) ^ 0x57A6E) % 3 == 0 else { return }
        sketch.stage = place - 6
        sketch.tradeCount = 1
        // Refunds of a staged trade go against its deposit.
        if sketch.stage == 2 { sketch.comeback = .none }
    }

    private static func amountFen(_ hash: UInt64) -> Int64 {
        // Many small ones, a few large.
        let roll = hash % 1000
        let spread = Int64((hash >> 44) % 100_000)
        switch roll {
        case 0..<700: return 300 + spread % 20_000
        case 700..<990: return 5_000 + spread
        default: return 100_000 + spread * 50
        }
    }

    private func time(_ sketch: Sketch) -> Int64 { day.startEpochSeconds + sketch.second }

    func feeE5(settledFen: Int64) -> Int64 { Self.feeE5(account, settledFen: settledFen) }

    /// Legacy bills print the unrounded fee, cut off so that it rounds to fen as the exact one does.
    static func feeE5(_ account: SimulatedAccount, settledFen: Int64) -> Int64 {
        let rate = account.chargedRatePerTenMillion
        if account.channel == .wechatpay, account.weChatForm == .legacy { return settledFen * rate / 10_000 }
        return (settledFen * rate + 5_000_000) / 10_000_000 * 1000
    }

    // MARK: The shop's side

    func payment(_ serial: Int, _ sketch: Sketch) -> SimulatedPayment {
        let time = time(sketch)
        let head = sketch.stage == 2 ? serial - 1 : serial
        var payment = SimulatedPayment(
            account: account.id, id: numbers.id(serial), paymentNo: numbers.paymentNo(serial),
            channelTradeNo: sketch.isNumberKnown ? numbers.channelTradeNo(serial) : nil, amountFen: sketch.amountFen,
            paidAt: time + sketch.bookingLagSeconds, createdAt: time - 30 - Int64(sketch.flavour % 600),
            tradePrefix: numbers.tradePrefix(head), tradePaymentFen: sketch.amountFen)
        payment.tradeCount = sketch.tradeCount
        payment.stage = sketch.stage
        if sketch.stage > 0 {
            payment.tradePaymentFen = self.sketch(head).amountFen + self.sketch(head + 1).amountFen
        }
        return payment
    }

    /// A trade that was never paid: in the shop's books, in no bill. About one for fifty payments.
    func unpaid(_ serial: Int, _ sketch: Sketch) -> SimulatedPayment? {
        guard (sketch.flavour >> 24) % 50 == 0 else { return nil }
        let unpaidSerial = serial + NumberSeries.unpaidFrom
        var payment = SimulatedPayment(
            account: account.id, id: numbers.id(unpaidSerial), paymentNo: numbers.paymentNo(unpaidSerial),
            amountFen: sketch.amountFen, paidAt: nil, createdAt: time(sketch),
            tradePrefix: numbers.tradePrefix(unpaidSerial), tradePaymentFen: sketch.amountFen)
        payment.state = (sketch.flavour >> 32) % 2 == 0 ? .unpaid : .closed
        return payment
    }

    // MARK: The channel's side

    func row(_ serial: Int, _ sketch: Sketch) -> SimulatedRow {
        let settled = sketch.amountFen - sketch.discountFen - sketch.redPacketFen
        return SimulatedRow(
            account: account.id, day: day, kind: .payment, time: time(sketch), createdAt: time(sketch) - 7,
            paymentNo: numbers.paymentNo(serial), channelTradeNo: numbers.channelTradeNo(serial),
            amountFen: sketch.amountFen, settledFen: settled, merchantDiscountFen: sketch.discountFen,
            platformDiscountFen: sketch.platformDiscountFen, redPacketFen: sketch.redPacketFen,
            feeE5: feeE5(settledFen: settled), flavour: sketch.flavour)
    }

    /// The refunds of a payment: record and row each. Empty for most.
    func refunds(_ serial: Int, _ sketch: Sketch) -> [(SimulatedRefund, SimulatedRow)] {
        switch sketch.comeback {
        case .none: return []
        case .full: return [refund(serial, sketch, part: 0, amountFen: sketch.amountFen)]
        case .partial: return [refund(serial, sketch, part: 0, amountFen: max(1, sketch.amountFen / 3))]
        case .twoPartials:
            let first = sketch.amountFen / 2
            return [
                refund(serial, sketch, part: 0, amountFen: first),
                refund(serial, sketch, part: 1, amountFen: sketch.amountFen - first),
            ]
        case .revokedInOrder, .revokedAsRefund:
            var (record, row) = refund(serial, sketch, part: 0, amountFen: sketch.amountFen)
            record.refundNo = record.paymentNo
            record.channelRefundNo = nil
            row.kind = .revoked(inOrderAmount: sketch.comeback == .revokedInOrder)
            row.refundNo = ""
            row.channelRefundNo = ""
            row.feeE5 = 0
            return [(record, row)]
        }
    }

    private func refund(
        _ serial: Int, _ sketch: Sketch, part: Int, amountFen: Int64
    ) -> (SimulatedRefund, SimulatedRow) {
        let refundDay = day.advanced(by: sketch.delayDays)
        let choice = SeededRandom.mixed(sketch.flavour, UInt64(part) + 2)
        let second =
            sketch.delayDays == 0
            ? sketch.second + 60 + Int64(part) * 900 + Int64(choice % 4000) : Int64(choice % 86_000) + Int64(part)
        let time = refundDay.startEpochSeconds + min(second, 86_399)
        let paymentNo = numbers.paymentNo(serial)
        let tradePrefix = numbers.tradePrefix(sketch.stage == 2 ? serial - 1 : serial)
        // Alipay: who sends no request number gets the whole payment back, and an empty cell.
        let isUnnumbered = account.channel == .alipay && sketch.comeback == .full && choice % 7 == 0
        let channelRefundNo = numbers.channelRefundNo(serial, part: part)
        var record = SimulatedRefund(
            account: account.id, id: numbers.id(serial) * 10 + Int64(part),
            refundNo: isUnnumbered ? paymentNo : numbers.refundNo(serial, part: part), paymentNo: paymentNo,
            paymentID: numbers.id(serial), orderNo: tradePrefix + "1",
            orderNos: (1...sketch.tradeCount).map { tradePrefix + String($0) },
            channelRefundNo: channelRefundNo.isEmpty || choice % 5 == 0 ? nil : channelRefundNo, amountFen: amountFen,
            refundedAt: min(time + Int64(choice % 3), refundDay.endEpochSeconds - 1), createdAt: time - 5)
        // A full refund hands the discount back to whom it came from.
        let isFull = sketch.comeback == .full
        var row = SimulatedRow(
            account: account.id, day: refundDay, kind: .refund, time: time, createdAt: self.time(sketch) - 7,
            paymentNo: paymentNo, refundNo: isUnnumbered ? "" : record.refundNo,
            channelTradeNo: numbers.channelTradeNo(serial), channelRefundNo: channelRefundNo, amountFen: amountFen,
            settledFen: amountFen - (isFull ? sketch.discountFen : 0),
            merchantDiscountFen: isFull ? sketch.discountFen : 0, feeE5: 0, flavour: choice)
        if account.channel == .wechatpay {
            row.feeE5 = -feeE5(settledFen: row.settledFen)
            if choice % 11 == 0 {
                row.refundState = "PROCESSING"
                if choice % 2 == 0 { record.state = .processing }
            }
        }
        return (record, row)
    }
}
