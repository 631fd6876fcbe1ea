import Vocabulary

/// What moves in a pot besides the trade: the merchant takes money out and puts some in, shares it, pays for vouchers.
struct OtherMovements {
    private let account: SimulatedAccount
    private let day: BusinessDay
    private let pot: SimulatedPot
    private let date: String
    private let place: String
    private var random: SeededRandom
    private var found: [SimulatedMovement] = []

    /// What an account keeps when its money is withdrawn: refunds of some days can be paid from it.
    static func retainedFen(paymentsPerDay: Int) -> Int64 { 20_000_000 + 30_000 * Int64(paymentsPerDay) }
    /// What a day's fees take out of the pot of prepaid fees, and somewhat more.
    static func prepaidFen(paymentsPerDay: Int) -> Int64 { 100_000 + 400 * Int64(paymentsPerDay) }

    /// - Parameter position: of the account in its world.
    static func list(
        _ world: World, _ account: SimulatedAccount, position: Int, _ pot: SimulatedPot, on day: BusinessDay,
        openingFen: Int64
    ) -> [SimulatedMovement] {
        var others = OtherMovements(world.seed, account, position, pot, day)
        switch pot {
        case .basic: others.fillBasic(openingFen, world.paymentsPerDay)
        case .operation: others.fillOperation()
        case .fees:
            others.add(.topUp, prepaidFen(paymentsPerDay: world.paymentsPerDay), hour: 9)
        case .balance: others.fillBalance(openingFen, world.paymentsPerDay)
        }
        return others.found
    }

    private init(
        _ seed: UInt64, _ account: SimulatedAccount, _ position: Int, _ pot: SimulatedPot, _ day: BusinessDay
    ) {
        self.account = account
        self.day = day
        self.pot = pot
        let (year, month, dayOfMonth) = day.components
        date = padded(year, 4) + padded(month, 2) + padded(dayOfMonth, 2)
        place = padded(position, 2) + String(SimulatedPot.allCases.firstIndex(of: pot) ?? 0)
        random = SeededRandom(seed, 0x07E2 << 8 | UInt64(position), UInt64(UInt32(bitPattern: day.number)))
        // Each pot its own numbers.
        for _ in 0..<(SimulatedPot.allCases.firstIndex(of: pot) ?? 0) { random = SeededRandom(random.next()) }
    }

    private mutating func fillBasic(_ openingFen: Int64, _ paymentsPerDay: Int) {
        withdraw(openingFen, paymentsPerDay)
        for _ in 0..<random.below(4) { add(.sharing, -random.within(100...20_000), hour: 10 + random.below(12)) }
        if random.below(4) == 0 { add(.topUp, random.within(100_000...900_000), hour: 14) }
        if random.below(3) == 0 { add(.transfer, -random.within(1_000...50_000), hour: 15) }
        if random.below(4) == 0 { add(.sharing, random.within(100...9_000), hour: 20) }
        if random.below(2) == 0 { add(.unheardOf, signed(random.within(1...3_000)), hour: 21) }
    }

    private mutating func fillOperation() {
        if random.below(5) == 0 { return }
        add(.topUp, random.within(200_000...400_000), hour: 8)
        for _ in 0..<random.below(6) { add(.transfer, -random.within(100...20_000), hour: 9 + random.below(12)) }
        for _ in 0..<random.below(3) { add(.voucher, -random.within(100...9_900), hour: 9 + random.below(12)) }
        if random.below(3) == 0 { add(.voucher, random.within(100...9_900), hour: 22) }
    }

    private mutating func fillBalance(_ openingFen: Int64, _ paymentsPerDay: Int) {
        withdraw(openingFen, paymentsPerDay)
        for _ in 0..<random.below(4) { add(.sharing, -random.within(100...20_000), hour: 10 + random.below(12)) }
        for _ in 0..<random.below(4) { add(.platform, -random.within(1...5_000), hour: 10 + random.below(12)) }
        if random.below(3) == 0 { add(.transfer, signed(random.within(1_000...500_000)), hour: 11) }
        if random.below(4) == 0 { add(.topUp, random.within(100_000...900_000), hour: 14) }
        if random.below(3) == 0 { add(.deposit, signed(random.within(10_000...100_000)), hour: 16) }
        if random.below(2) == 0 { add(.ownFunds, signed(random.within(10_000...5_000_000)), hour: 17) }
        if random.below(2) == 0 { add(.unheardOf, signed(random.within(1...3_000)), hour: 21) }
    }

    /// The morning's withdrawal of what came in; the bank sends some back.
    private mutating func withdraw(_ openingFen: Int64, _ paymentsPerDay: Int) {
        let spareFen = openingFen - Self.retainedFen(paymentsPerDay: paymentsPerDay)
        let amount = spareFen / 100 * random.within(50...100) / 100 * 100
        guard amount > 0 else { return }
        add(.withdrawal, -amount, hour: 8)
        if random.below(8) == 0 { add(.withdrawalReturned, amount, hour: 18) }
    }

    private mutating func signed(_ amountFen: Int64) -> Int64 { random.flip() ? amountFen : -amountFen }

    private mutating func add(_ kind: SimulatedMovement.Kind, _ amountFen: Int64, hour: Int) {
        let number = numbered(date + place, found.count + 1, width: 6)
        let prefix: String
        switch (account.channel, kind) {
        case (.wechatpay, .sharing): prefix = "30000"
        case (.wechatpay, _): prefix = "10000"
        default: prefix = ""
        }
        let moment = day.startEpochSeconds + Int64(hour) * 3600 + random.within(0...3599)
        let flavour = random.next()
        // Of an account whose shares the shop books, there are no others.
        if kind == .sharing, account.sharesProfit { return }
        let businessNo = account.channel == .wechatpay ? prefix + number : date + "20004001" + number
        found.append(
            SimulatedMovement(
                kind: kind, origin: .other, bookedAt: moment,
                amountFen: amountFen, expectedFen: amountFen, businessNo: businessNo, flowNo: businessNo,
                voucherNo: kind == .sharing || kind == .transfer ? "P" + number : "", flavour: flavour))
    }
}
