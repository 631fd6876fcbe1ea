import Vocabulary

/// What is booked on one day in one pot for the entries of trade bills, today's and earlier ones.
struct DayBooking {
    private let world: World
    private let account: SimulatedAccount
    private let style: MoneyStyle
    private let day: BusinessDay
    private let faults: FundsFaults
    private let takesMain: Bool
    private let takesFee: Bool
    private let today: Range<Int64>
    /// By days back.
    private let traffic: [Traffic]

    /// A refund of the traffic that the shop still calls `processing` may come back after up to so many days.
    static let returnDaysMax = 3
    /// From a refund's payment to the last booking for it.
    private static let refundReachDays = Traffic.delayDaysMax + 1 + returnDaysMax

    init(
        _ world: World, _ account: SimulatedAccount, _ style: MoneyStyle, _ pot: SimulatedPot, on day: BusinessDay,
        faults: FundsFaults
    ) {
        self.world = world
        self.account = account
        self.style = style
        self.day = day
        self.faults = faults
        takesMain = pot == style.mainPot(account.channel)
        takesFee = pot == style.feePot(account.channel)
        today = day.startEpochSeconds..<day.endEpochSeconds
        let hasBusiness = takesMain || takesFee
        traffic =
            hasBusiness
            ? (0...Self.reachDays(style)).map { world.traffic(account, day.advanced(by: -$0)) } : []
    }

    /// From an entry's day to the last booking for it.
    static func reachDays(_ style: MoneyStyle) -> Int { max(style.settlementDays + 1, refundReachDays) }

    // MARK: In any order

    /// Every movement for the traffic by its key, with the sum of the rows that the key stands for.
    func forEachKey(_ body: (MovementKey, Int64) -> Void) {
        for (back, traffic) in traffic.enumerated() {
            let marks = faults.marks[World.AccountDay(account.id, traffic.day)] ?? [:]
            let delay = style.settlementDays
            let pays = world.days.contains(traffic.day) && (back == delay || back == delay + 1)
            let refunds = back <= Self.refundReachDays
            guard pays || refunds else { continue }
            for serial in 0..<traffic.count {
                let sketch = traffic.sketch(serial)
                if pays {
                    let money = money(traffic, serial, sketch, marks)
                    forEachKey(of: money, (.payment, .fee), back, serial * 2, body)
                }
                guard refunds, isRefunded(traffic, sketch) else { continue }
                for (part, money) in refundMoney(traffic, serial, sketch, marks).enumerated() {
                    forEachKey(of: money.0, (.refund, .feeReturn), back, serial * 2 + part, body)
                }
            }
        }
    }

    private func forEachKey(
        of money: EntryMoney, _ sources: (main: MovementKey.Source, fee: MovementKey.Source), _ back: Int, _ index: Int,
        _ body: (MovementKey, Int64) -> Void
    ) {
        func key(_ moment: Int64, _ source: MovementKey.Source) -> MovementKey {
            MovementKey(second: moment - today.lowerBound, source, daysBack: back, index: index)
        }
        if hasMain(money) {
            body(key(money.mainAt, sources.main), money.mainFen + (hasFee(money) ? money.feeFen : 0))
        } else if hasFee(money) {
            body(key(money.feeAt, sources.fee), money.feeFen)
        }
        if let moment = money.returnsAt, takesMain, today.contains(moment) {
            body(key(moment, .refundClosed), -money.totalFen)
        }
    }

    private func hasMain(_ money: EntryMoney) -> Bool {
        takesMain && money.mainFen != 0 && today.contains(money.mainAt)
    }
    private func hasFee(_ money: EntryMoney) -> Bool { takesFee && money.feeFen != 0 && today.contains(money.feeAt) }

    private func isRefunded(_ traffic: Traffic, _ sketch: Traffic.Sketch) -> Bool {
        sketch.comeback != .none && world.takesRefunds(account, traffic.day.advanced(by: sketch.delayDays))
    }

    /// The same as of the payment's row, without its texts.
    private func money(
        _ traffic: Traffic, _ serial: Int, _ sketch: Traffic.Sketch, _ marks: [FundsTarget: FundsMark]
    ) -> EntryMoney {
        let settled = sketch.amountFen - sketch.discountFen - sketch.redPacketFen
        var money = EntryMoney(
            account, style, .payment, on: traffic.day, time: traffic.day.startEpochSeconds + sketch.second,
            settledFen: settled, feeE5: traffic.feeE5(settledFen: settled), flavour: sketch.flavour)
        if !marks.isEmpty {
            marks[FundsTarget(account: account.id, day: traffic.day, serial: serial)]?.change(&money)
        }
        return money
    }

    private func refundMoney(
        _ traffic: Traffic, _ serial: Int, _ sketch: Traffic.Sketch, _ marks: [FundsTarget: FundsMark]
    ) -> [(EntryMoney, SimulatedRow)] {
        traffic.refunds(serial, sketch).enumerated().compactMap { part, refund in
            let (record, row) = refund
            guard var money = EntryMoney(row, account, style) else { return nil }
            if record.state == .processing, row.flavour >> 33 % 2 == 0 {
                let days = Int64(row.flavour >> 40 % UInt64(Self.returnDaysMax)) + 1
                money.returnsAt = money.mainAt + days * BusinessDay.secondsPerDay
            }
            if !marks.isEmpty {
                marks[FundsTarget(account: account.id, day: traffic.day, serial: serial, part: part)]?.change(&money)
            }
            return (money, row)
        }
    }

    // MARK: One by one

    /// The rows that a key of `forEachKey` stands for, in order.
    func forEachMovement(of key: MovementKey, _ body: (SimulatedMovement) -> Void) {
        let traffic = traffic[key.daysBack]
        let marks = faults.marks[World.AccountDay(account.id, traffic.day)] ?? [:]
        let sketch = traffic.sketch(key.serial)
        let (money, row): (EntryMoney, SimulatedRow)
        let untouched: EntryMoney?
        switch key.source {
        case .payment, .fee:
            row = traffic.row(key.serial, sketch)
            money = self.money(traffic, key.serial, sketch, marks)
        default:
            (money, row) = refundMoney(traffic, key.serial, sketch, marks)[key.part]
        }
        untouched = marks.isEmpty ? money : EntryMoney(row, account, style)
        if key.source == .refundClosed {
            if let moment = money.returnsAt { body(row.returnedMovement(money, at: moment)) }
            return
        }
        if hasMain(money) {
            var movement = row.movement(money)
            movement.expectedFen = untouched?.mainFen ?? 0
            body(movement)
        }
        if hasFee(money) {
            var movement = row.feeMovement(money)
            movement.expectedFen = untouched?.feeFen ?? 0
            body(movement)
        }
    }

    /// The movements that are few enough to be kept: those of the cases' rows, the shares, and what the faults put in.
    func listed() -> [SimulatedMovement] {
        guard takesMain || takesFee else { return [] }
        var found = takesMain ? faults.strays[World.AccountDay(account.id, day)] ?? [] : []
        if takesMain { found += world.shareMovements(account, on: day, faults.sharing) }
        for back in traffic.indices {
            let accountDay = World.AccountDay(account.id, day.advanced(by: -back))
            for place in world.caseRows[accountDay] ?? [] {
                let row = world.cases[place.caseIndex].rows[place.rowIndex]
                guard let money = EntryMoney(row, account, style) else { continue }
                if hasMain(money) { found.append(row.movement(money)) }
                if hasFee(money) { found.append(row.feeMovement(money)) }
            }
            let twice = (faults.marks[accountDay] ?? [:]).filter { $0.value == .twice }.keys
            for target in twice.sorted(by: { $0.serial < $1.serial }) {
                let row = traffic[back].row(target.serial, traffic[back].sketch(target.serial))
                guard let money = EntryMoney(row, account, style), hasMain(money) else { continue }
                var again = row.movement(money)
                again.origin = .surplus(money.billDay)
                again.expectedFen = 0
                found.append(again)
            }
        }
        return found
    }
}
