import Vocabulary

/// Profit sharing: one payment in some twenty, on its own day. A function of the payment, so nothing is kept.
extension Traffic {
    private static let sharedOneIn: UInt64 = 20
    /// At least so much of the day passes before a payment is shared, and is left after it.
    private static let sharingDelaySeconds: Int64 = 600
    private static let receiversMax = 3
    /// Of what was settled; the channel allows no more.
    private static let percentMax: Int64 = 30
    /// Sharing orders of a payment have the numbers before it.
    private static let returnPart = 5
    /// Nobody at the shop knows of it.
    static let strayPart = 9

    func isShared(_ sketch: Sketch) -> Bool {
        account.sharesProfit && sketch.comeback == .none && sketch.second < 86_400 - 2 * Self.sharingDelaySeconds
            && SeededRandom.mixed(sketch.flavour, 0x5A4E) % Self.sharedOneIn == 0
    }

    /// The shares of a payment in the order in which they are executed, returns last; empty for most.
    func shares(_ serial: Int, _ sketch: Sketch) -> [SimulatedShare] {
        guard isShared(sketch) else { return [] }
        var random = SeededRandom(sketch.flavour, 0x5A4E, 1)
        let orders = random.below(8) == 0 ? 2 : 1
        let counts = (0..<orders).map { _ in 1 + random.below(Self.receiversMax) }
        let settledFen = sketch.amountFen - sketch.discountFen - sketch.redPacketFen
        let wholeFen = settledFen * random.within(5...Self.percentMax) / 100
        let eachFen = max(1, wholeFen / Int64(counts.reduce(0, +)))
        var shares: [SimulatedShare] = []
        var second = sketch.second
        for (part, count) in counts.enumerated() {
            second = random.within(second + Self.sharingDelaySeconds...86_399 - Self.sharingDelaySeconds / 2)
            let isLate = part + 1 == orders && random.below(12) == 0
            let times = isLate ? acrossMidnight(&random) : (second, min(second + random.within(0...2), 86_399))
            let first = random.below(SharingPartner.count)
            for place in 0..<count {
                var share = share(
                    serial, sketch, part: part, place: place, partner: (first + place) % SharingPartner.count,
                    amountFen: random.within(1...eachFen), times)
                if random.below(12) == 0 { share.close() }
                shares.append(share)
            }
            // The second order needs some of the day to be left.
            if second + 2 * Self.sharingDelaySeconds > 86_399 { break }
        }
        if let back = returned(serial, sketch, shares, &random) { shares.append(back) }
        return shares
    }

    /// Booked by the shop in the last minutes of the day, executed in the first of the next.
    private func acrossMidnight(_ random: inout SeededRandom) -> (executed: Int64, booked: Int64) {
        let limit = min(Self.sharingDelaySeconds, account.cutOffWindowSeconds) - 1
        return (86_400 + random.within(0...limit), 86_399 - random.within(0...limit))
    }

    /// A share that somebody else has made: in the bill and in the pot, unknown to the shop.
    func strayShare(_ serial: Int, _ sketch: Sketch, second: Int64, _ random: inout SeededRandom) -> SimulatedShare {
        share(
            serial, sketch, part: Self.strayPart, place: 0, partner: random.below(SharingPartner.count),
            amountFen: random.within(1...max(1, sketch.amountFen / 10)), (second, second))
    }

    private func share(
        _ serial: Int, _ sketch: Sketch, part: Int, place: Int, partner: Int, amountFen: Int64,
        _ times: (executed: Int64, booked: Int64)
    ) -> SimulatedShare {
        let isWeChat = account.channel == .wechatpay
        return SimulatedShare(
            account: account.id, paymentNo: numbers.paymentNo(serial), channelTradeNo: numbers.channelTradeNo(serial),
            orderFen: sketch.amountFen, sharingNo: numbers.sharingNo(serial, part: part),
            channelSharingNo: isWeChat ? numbers.channelSharingNo(serial, part: part) : "",
            detailNo: isWeChat ? numbers.shareDetailNo(serial, part: part, place: place) : "",
            receiver: SharingPartner.text(account.channel, partner), amountFen: amountFen,
            sharedAt: day.startEpochSeconds + times.booked, executedAt: day.startEpochSeconds + times.executed,
            rowFen: amountFen, movedFen: amountFen, flavour: SeededRandom.mixed(sketch.flavour, UInt64(part + 20)))
    }

    /// What a merchant gives back of the first share that it got, on the same or the next day.
    private func returned(
        _ serial: Int, _ sketch: Sketch, _ shares: [SimulatedShare], _ random: inout SeededRandom
    ) -> SimulatedShare? {
        let partners = (0..<SharingPartner.count).filter { !SharingPartner.isPerson(account.channel, $0) }
        let merchants = Set(partners.map { SharingPartner.text(account.channel, $0) })
        guard random.below(6) == 0, shares.allSatisfy({ $0.executedOn == day }),
            let share = shares.first(where: { $0.state == .succeeded && merchants.contains($0.receiver) }),
            let last = shares.last
        else { return nil }
        let earliest = last.executedAt - day.startEpochSeconds + Self.sharingDelaySeconds
        let isToday = earliest < 80_000 && random.flip()
        let second = isToday ? random.within(earliest...80_000) : 86_400 + random.within(40_000...50_000)
        var back = self.share(
            serial, sketch, part: Self.returnPart, place: 0, partner: 0,
            amountFen: -(random.flip() ? share.amountFen : max(1, share.amountFen / 2)),
            (second, second + random.within(0...2)))
        back.receiver = share.receiver
        return back
    }
}

extension SimulatedShare {
    /// The receiver could not take it.
    fileprivate mutating func close() {
        state = .closed
        rowFen = 0
        movedFen = 0
    }
}
