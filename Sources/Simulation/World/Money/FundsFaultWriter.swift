import Vocabulary

/// Chooses the payments and refunds whose money goes astray: of the undisturbed traffic and at noon, so that nothing else
/// is to be said about them.
struct FundsFaultWriter {
    private let world: World
    private var random: SeededRandom
    private var taken: Set<FundsTarget> = []
    private var strayNumber = 0
    private(set) var faults = FundsFaults.none

    /// Serial numbers of entries that never were, above those of the cases.
    private static let straysFrom = 9_900_000

    init(_ world: World) {
        self.world = world
        random = SeededRandom(world.seed, 0xF0D5)
    }

    /// Every kind of fault once.
    mutating func tell(_ account: SimulatedAccount, _ style: MoneyStyle) {
        let more = random.within(1...900)
        let less = -random.within(1...200)
        markPayment(account, style) { _ in .notBooked }
        markPayment(account, style) { _ in .amount(byFen: more) }
        markPayment(account, style) { _ in .amount(byFen: less) }
        markPayment(account, style) { _ in .fee(byFen: -1) }
        // The whole fee is left out.
        markPayment(account, style) { .fee(byFen: -$0.feeFen) }
        markPayment(account, style) { _ in .twice }
        if account.channel == .wechatpay {
            let days = 1 + random.below(2)
            // It is to be back within the range.
            let last = world.days.upperBound
            markRefund(account, style, until: last.advanced(by: -days)) { _ in .returned(afterDays: days) }
            markRefund(account, style, until: last) { _ in .notBooked }
            // Of a fen of fee, a fen less taken would be the refund less its fee, and the fee as well.
            markRefund(account, style, until: last) { .amount(byFen: $0.chargeFen == 1 ? 2 : 1) }
        }
        tellStrays(account, style)
        if world.days.lowerBound < world.days.upperBound { tellGap(account) }
    }

    private mutating func anyDay(_ account: SimulatedAccount, after first: Bool = false) -> BusinessDay? {
        random.pick(
            world.dayList.filter { (!first || $0 > world.days.lowerBound) && world.takesRefunds(account, $0) })
    }

    // MARK: Entries of the traffic

    private mutating func markPayment(
        _ account: SimulatedAccount, _ style: MoneyStyle, _ mark: (EntryMoney) -> FundsMark
    ) {
        let window = account.cutOffWindowSeconds
        search(account, style) { traffic, serial, sketch in
            guard sketch.comeback == .none, (window..<86_400 - window).contains(sketch.second),
                !traffic.isShared(sketch)
            else { return nil }
            let row = traffic.row(serial, sketch)
            return (FundsTarget(account: account.id, day: traffic.day, serial: serial), row)
        } mark: {
            mark($0)
        }
    }

    /// A whole refund that the shop calls succeeded; of a payment that bears no other.
    private mutating func markRefund(
        _ account: SimulatedAccount, _ style: MoneyStyle, until last: BusinessDay, _ mark: (EntryMoney) -> FundsMark
    ) {
        let (world, window) = (world, account.cutOffWindowSeconds)
        search(account, style) { traffic, serial, sketch in
            guard sketch.comeback == .full || sketch.comeback == .partial else { return nil }
            guard world.takesRefunds(account, traffic.day.advanced(by: sketch.delayDays)),
                let (record, row) = traffic.refunds(serial, sketch).first, record.state == .succeeded,
                row.refundState == "SUCCESS", row.day <= last, row.time < row.day.endEpochSeconds - window
            else { return nil }
            return (FundsTarget(account: account.id, day: traffic.day, serial: serial, part: 0), row)
        } mark: {
            mark($0)
        }
    }

    /// The first from a serial number of chance on that fits and has no fault yet.
    private mutating func search(
        _ account: SimulatedAccount, _ style: MoneyStyle,
        _ fits: (Traffic, Int, Traffic.Sketch) -> (FundsTarget, SimulatedRow)?, mark: (EntryMoney) -> FundsMark
    ) {
        guard let first = anyDay(account) else { return }
        let start = random.below(max(1, world.paymentsPerDay))
        let days = world.dayList.filter { $0 >= first } + world.dayList.filter { $0 < first }
        for day in days {
            let traffic = world.traffic(account, day)
            for step in 0..<traffic.count {
                let serial = (start + step) % traffic.count
                guard let (target, row) = fits(traffic, serial, traffic.sketch(serial)), !taken.contains(target),
                    let money = EntryMoney(row, account, style)
                else { continue }
                taken.insert(target)
                let mark = mark(money)
                faults.marks[World.AccountDay(account.id, day), default: [:]][target] = mark
                faults.told.append(FundsFault(mark: mark, row: row, money: money))
                return
            }
        }
    }

    // MARK: Beside the entries

    private mutating func tellStrays(_ account: SimulatedAccount, _ style: MoneyStyle) {
        for kind in [SimulatedMovement.Kind.payment, .refund] {
            guard let day = anyDay(account) else { return }
            strayNumber += 1
            let numbers = NumberSeries(
                seed: world.seed, channel: account.channel,
                position: world.accounts.firstIndex { $0.id == account.id } ?? 0, day: day)
            let serial = Self.straysFrom + strayNumber
            let amount = random.within(1_000...30_000)
            let isRefund = kind == .refund
            let isWeChat = account.channel == .wechatpay
            let trade = numbers.channelTradeNo(serial)
            let stray = SimulatedMovement(
                kind: kind, origin: .nobody, bookedAt: day.startEpochSeconds + random.within(40_000...50_000),
                amountFen: isRefund ? -amount : amount, expectedFen: 0,
                businessNo: isRefund && isWeChat ? numbers.channelRefundNo(serial, part: 0) : trade, flowNo: trade,
                voucherNo: isRefund && isWeChat ? numbers.refundNo(serial, part: 0) : numbers.paymentNo(serial),
                wholeFen: amount, flavour: random.next())
            faults.strays[World.AccountDay(account.id, day), default: []].append(stray)
        }
    }

    private mutating func tellGap(_ account: SimulatedAccount) {
        guard let day = anyDay(account, after: true), faults.gaps[World.AccountDay(account.id, day)] == nil else {
            return
        }
        faults.gaps[World.AccountDay(account.id, day)] = -random.within(100...9_999)
    }
}
