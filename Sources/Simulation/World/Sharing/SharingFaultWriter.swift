import Vocabulary

/// Chooses the shares that go wrong, outside the cut-off window and of payments about which nothing else is to be said.
struct SharingFaultWriter {
    private let world: World
    private let funds: FundsFaults
    private var random: SeededRandom
    /// Payments that bear a fault, by the channel's number.
    private var taken: Set<String> = []
    private(set) var faults = SharingFaults()

    /// - Parameter funds: the faults of the payments' own money.
    init(_ world: World, beside funds: FundsFaults) {
        self.world = world
        self.funds = funds
        random = SeededRandom(world.seed, 0x5A4E)
    }

    /// Every kind of fault once.
    mutating func tell(_ account: SimulatedAccount) {
        if account.channel == .wechatpay {
            tellMissing(account)
            tellNotMoved(account)
            tellFrozen(account)
        } else {
            tellAllMissing(account)
        }
        tellMismatch(account, isMore: true)
        tellMismatch(account, isMore: false)
        tellStray(account)
    }

    private mutating func tellMissing(_ account: SimulatedAccount) {
        guard let found = sharedPayment(account), let place = found.place else { return }
        let share = found.shares[place]
        mark(found, .missing(place: place), item(.shareMissing, share, -share.amountFen))
    }

    private mutating func tellAllMissing(_ account: SimulatedAccount) {
        guard let found = sharedPayment(account) else { return }
        let booked = found.shares.reduce(0) { $0 + $1.rowFen }
        mark(found, .allMissing, item(.shareMissing, found.shares[0], -booked, isOfTrade: true))
    }

    private mutating func tellNotMoved(_ account: SimulatedAccount) {
        guard let found = sharedPayment(account), let place = found.place else { return }
        let sharingNo = found.shares[place].sharingNo
        let listed = found.shares.filter { $0.sharingNo == sharingNo }.reduce(0) { $0 + $1.rowFen }
        var item = item(.shareMissing, found.shares[place], -listed)
        item.receiver = ""
        mark(found, .notMoved(sharingNo: sharingNo), item)
    }

    private mutating func tellMismatch(_ account: SimulatedAccount, isMore: Bool) {
        guard let found = sharedPayment(account, amountMin: 2), let place = found.place else { return }
        let share = found.shares[place]
        let difference = isMore ? random.within(1...90) : -random.within(1...share.amountFen - 1)
        mark(
            found, .amount(place: place, byFen: difference),
            item(.shareAmountMismatch, share, difference, isOfTrade: account.channel == .alipay))
    }

    private mutating func mark(_ found: Found, _ mark: SharingMark, _ item: ExpectedSharingItem) {
        faults.marks[World.AccountDay(item.account, found.day), default: [:]][found.serial] = mark
        faults.told.append(item)
    }

    private func item(
        _ code: ExpectedSharingItem.Code, _ share: SimulatedShare, _ differenceFen: Int64, isOfTrade: Bool? = nil
    ) -> ExpectedSharingItem {
        let isOfTrade = isOfTrade ?? (share.account.channel == .alipay)
        return ExpectedSharingItem(
            code: code, account: share.account, billDate: share.executedOn, paymentNo: share.paymentNo,
            sharingNo: isOfTrade ? "" : share.sharingNo, receiver: isOfTrade ? "" : share.receiver,
            differenceFen: differenceFen)
    }

    /// On its own day, a payment whose money arrives as it should and that the shop never shared.
    private mutating func tellStray(_ account: SimulatedAccount) {
        let (world, funds) = (world, funds)
        let noon: Range<Int64> = 40_000..<50_000
        let second = random.within(50_600...60_000)
        guard
            let found = search(
                account,
                { traffic, serial, sketch in
                    let target = FundsTarget(account: account.id, day: traffic.day, serial: serial)
                    return noon.contains(sketch.second) && sketch.comeback == .none && !traffic.isShared(sketch)
                        && funds.marks[World.AccountDay(account.id, traffic.day)]?[target] == nil
                })
        else { return }
        let traffic = world.traffic(account, found.day)
        let sketch = traffic.sketch(found.serial)
        let share = traffic.strayShare(found.serial, sketch, second: second, &random)
        faults.strays[World.AccountDay(account.id, found.day), default: []].append(share)
        faults.told.append(item(.shareOnly, share, share.amountFen))
    }

    /// Of a payment whose limit ends on a day of the range.
    private mutating func tellFrozen(_ account: SimulatedAccount) {
        let days = world.dayList.filter { world.takesRefunds(account, $0) }
        guard !days.isEmpty else { return }
        let start = random.below(days.count)
        for step in days.indices {
            let day = days[(start + step) % days.count]
            let paidOn = day.advanced(by: -World.sharingLimitDays)
            let candidates =
                world.days.contains(paidOn)
                ? sharing(account, paidOn) : world.formerSharing(account, paidOn).map(\.shares)
            guard
                let shares = candidates.first(where: { !taken.contains($0[0].channelTradeNo) })
            else { continue }
            taken.insert(shares[0].channelTradeNo)
            let frozen = random.within(1...max(1, shares[0].orderFen / 10))
            faults.frozen[shares[0].channelTradeNo] = frozen
            faults.told.append(
                ExpectedSharingItem(
                    code: .shareFrozen, account: account.id, billDate: day, paymentNo: shares[0].paymentNo,
                    differenceFen: frozen))
            return
        }
    }

    private func sharing(_ account: SimulatedAccount, _ day: BusinessDay) -> [[SimulatedShare]] {
        let traffic = world.traffic(account, day)
        return (0..<traffic.count).map { ($0, traffic.sketch($0)) }.filter { $0.1.isNumberKnown }
            .map { world.shares(traffic, $0, $1) }.filter { $0.contains { $0.state == .succeeded } }
    }

    // MARK: Search

    /// A payment with its shares.
    private struct Found {
        let day: BusinessDay
        let serial: Int
        var shares: [SimulatedShare] = []
        /// The first share that is executed and large enough.
        var place: Int?
    }

    /// All of its shares outside the cut-off window, none given back.
    private mutating func sharedPayment(_ account: SimulatedAccount, amountMin: Int64 = 1) -> Found? {
        let world = world
        let window = account.cutOffWindowSeconds
        let found = search(account) { traffic, serial, sketch in
            guard traffic.isShared(sketch) else { return false }
            let shares = world.shares(traffic, serial, sketch)
            let inner = traffic.day.startEpochSeconds + window..<traffic.day.endEpochSeconds - window
            return shares.contains { $0.rowFen >= amountMin }
                && shares.allSatisfy { !$0.isReturn && inner.contains($0.sharedAt) && inner.contains($0.executedAt) }
        }
        guard var found else { return nil }
        let traffic = world.traffic(account, found.day)
        found.shares = world.shares(traffic, found.serial, traffic.sketch(found.serial))
        found.place = found.shares.firstIndex { $0.rowFen >= amountMin }
        return found
    }

    /// The first from a payment of chance on that fits and has no fault yet.
    private mutating func search(_ account: SimulatedAccount, _ fits: (Traffic, Int, Traffic.Sketch) -> Bool) -> Found?
    {
        guard let first = random.pick(world.dayList.filter({ world.takesRefunds(account, $0) })) else { return nil }
        let start = random.below(max(1, world.paymentsPerDay))
        for day in world.dayList.filter({ $0 >= first }) + world.dayList.filter({ $0 < first }) {
            let traffic = world.traffic(account, day)
            for step in 0..<traffic.count {
                let serial = (start + step) % traffic.count
                let number = traffic.numbers.channelTradeNo(serial)
                guard fits(traffic, serial, traffic.sketch(serial)), taken.insert(number).inserted else { continue }
                return Found(day: day, serial: serial)
            }
        }
        return nil
    }
}
