import Vocabulary

/// A shop and its channel accounts over some days, made from a seed, and the truth about them: what a reconciler must
/// find is written down where each fault is put in, not worked out from the data.
///
/// The same arguments give the same world, byte for byte.
package struct World: Sendable {
    package let seed: UInt64
    package let days: ClosedRange<BusinessDay>
    package let accounts: [SimulatedAccount]
    /// Undisturbed payments per account and day; cases come on top.
    package let paymentsPerDay: Int
    package let plan: FaultPlan
    let cases: [InjectedCase]
    /// Rows of cases by bill, in the order in which they were told.
    let caseRows: [AccountDay: [(caseIndex: Int, rowIndex: Int)]]
    private let zeroDays: [AccountDay: ZeroDay]

    /// Days that a reconciliation has concluded, and changes made to the order side (`OrderChange.number`).
    package struct State: Sendable {
        package var concluded: Set<AccountDay>
        package var changes: Set<Int>

        package init(concluded: Set<AccountDay>, changes: Set<Int> = []) {
            self.concluded = concluded
            self.changes = changes
        }
    }

    package static let fullPlanDaysMin = 3
    /// Serial numbers of the day's traffic end where those of unpaid trades begin.
    package static let paymentsPerDayMax = NumberSeries.unpaidFrom - 1

    package init(
        seed: UInt64, days: ClosedRange<BusinessDay>, accounts: [SimulatedAccount] = SimulatedAccount.standard,
        paymentsPerDay: Int, faults plan: FaultPlan
    ) throws(Problem) {
        try Self.check(days, accounts, paymentsPerDay, plan)
        self.seed = seed
        self.days = days
        self.accounts = accounts
        self.paymentsPerDay = paymentsPerDay
        self.plan = plan
        zeroDays = Dictionary(plan.zeroDays.map { (AccountDay($0.account, $0.day), $0) }) { first, _ in first }
        var writer = CaseWriter(seed: seed, accounts: accounts, days: days, zeroDays: Set(zeroDays.keys))
        writer.tellAll(plan)
        cases = writer.cases
        var rows: [AccountDay: [(caseIndex: Int, rowIndex: Int)]] = [:]
        for (caseIndex, told) in cases.enumerated() {
            for (rowIndex, row) in told.rows.enumerated() {
                rows[AccountDay(row.account, row.day), default: []].append((caseIndex, rowIndex))
            }
        }
        caseRows = rows
    }

    private static func check(
        _ days: ClosedRange<BusinessDay>, _ accounts: [SimulatedAccount], _ paymentsPerDay: Int, _ plan: FaultPlan
    ) throws(Problem) {
        func refuse(_ what: String, _ expected: String, _ found: String) -> Problem {
            Problem(
                .simulationSettings, what, expected: expected, found: found)
        }
        let count = Int(days.upperBound.number - days.lowerBound.number) + 1
        if plan.level == .full, count < fullPlanDaysMin {
            throw refuse("too few days for the full fault plan", "at least \(fullPlanDaysMin)", "\(count)")
        }
        guard !accounts.isEmpty, accounts.count <= 99, Set(accounts.map(\.id)).count == accounts.count else {
            throw refuse("accounts must be 1 to 99 different ones", "1 to 99", "\(accounts.count)")
        }
        guard (0...paymentsPerDayMax).contains(paymentsPerDay) else {
            throw refuse("payments per day out of range", "0 to \(paymentsPerDayMax)", "\(paymentsPerDay)")
        }
        guard (1...1000).contains(plan.repeats) else {
            throw refuse("repeats out of range", "1 to 1000", "\(plan.repeats)")
        }
        for account in accounts {
            guard SimulatedAccount.cutOffWindowRangeSeconds.contains(account.cutOffWindowSeconds) else {
                throw refuse(
                    "cut-off window of \(account.id) out of range", "60 to 21600 s", "\(account.cutOffWindowSeconds) s")
            }
        }
        for zeroDay in plan.zeroDays {
            guard days.contains(zeroDay.day), accounts.contains(where: { $0.id == zeroDay.account }) else {
                throw refuse("a zero day outside the world", "\(days), one of its accounts", "\(zeroDay.day)")
            }
        }
    }

    /// All units of work, by account and day.
    package var accountDays: [AccountDay] {
        accounts.flatMap { account in dayList.map { AccountDay(account.id, $0) } }
    }

    package var dayList: [BusinessDay] {
        (days.lowerBound.number...days.upperBound.number).map { BusinessDay(number: $0) }
    }

    package func account(_ id: ChannelAccount) -> SimulatedAccount? { accounts.first { $0.id == id } }

    /// How the channel answers for a day that has no business; nil: there is a bill.
    package func zeroDay(_ account: ChannelAccount, _ day: BusinessDay) -> ZeroDayAnswer? {
        if let planned = zeroDays[AccountDay(account, day)] { return planned.answer }
        guard let simulated = self.account(account) else { return nil }
        let hasTraffic = days.contains(day) && paymentsPerDay > 0 && !simulated.isQuiet
        if hasTraffic || caseRows[AccountDay(account, day)] != nil || hasRefunds(simulated, day) { return nil }
        guard account.channel == .alipay else { return .noStatementExist }
        let faces: [ZeroDayAnswer] = [.emptyFile, .noBillData, .billNotExist]
        return faces[abs(Int(day.number - days.lowerBound.number)) % faces.count]
    }

    func plannedZeroDay(_ accountDay: AccountDay) -> ZeroDay? { zeroDays[accountDay] }

    private func hasRefunds(_ account: SimulatedAccount, _ day: BusinessDay) -> Bool {
        var found = false
        forEachRefund(on: day, account) { _, _ in found = true }
        return found
    }

    // MARK: Traffic

    /// Days before the range whose payments are refunded in it.
    static let prehistoryDays = Traffic.delayDaysMax

    func traffic(_ account: SimulatedAccount, _ day: BusinessDay) -> Traffic {
        let position = accounts.firstIndex { $0.id == account.id } ?? 0
        let isIdle = account.isQuiet || zeroDays[AccountDay(account.id, day)] != nil
        return Traffic(
            seed: seed, account: account, position: position, day: day, count: isIdle ? 0 : paymentsPerDay)
    }

    /// Whether a bill of that day can list a refund of undisturbed traffic.
    func takesRefunds(_ account: SimulatedAccount, _ day: BusinessDay) -> Bool {
        days.contains(day) && !account.isQuiet && zeroDays[AccountDay(account.id, day)] == nil
    }

    /// Refunds of undisturbed traffic whose row is in the bill of `day`.
    func forEachRefund(
        on day: BusinessDay, _ account: SimulatedAccount, _ body: (SimulatedRefund, SimulatedRow) -> Void
    ) {
        guard takesRefunds(account, day) else { return }
        for delay in 0...Traffic.delayDaysMax {
            let traffic = traffic(account, day.advanced(by: -delay))
            for serial in 0..<traffic.count {
                let sketch = traffic.sketch(serial)
                guard sketch.comeback != .none, sketch.delayDays == delay else { continue }
                for (record, row) in traffic.refunds(serial, sketch) { body(record, row) }
            }
        }
    }

    /// Every row of a bill: refunds of traffic, then its payments with the rows of cases spread among them.
    func forEachRow(_ accountDay: AccountDay, _ body: (SimulatedRow) -> Void) {
        guard let account = account(accountDay.account) else { return }
        forEachRefund(on: accountDay.day, account) { body($1) }
        let told = caseRows[accountDay] ?? []
        let traffic = days.contains(accountDay.day) ? traffic(account, accountDay.day) : nil
        let count = traffic?.count ?? 0
        var next = 0
        for serial in 0..<count {
            if let traffic { body(traffic.row(serial, traffic.sketch(serial))) }
            while next < told.count, next * count < (serial + 1) * told.count {
                body(cases[told[next].caseIndex].rows[told[next].rowIndex])
                next += 1
            }
        }
        for place in told[next...] { body(cases[place.caseIndex].rows[place.rowIndex]) }
    }
}
