import Bills
import Channels
import Daemon
import FoundationEssentials
import Ledger
import Orders
import Rules
import Simulation
import Testing
import Vocabulary

/// A simulated world with its money, in a database of its own: both kinds of bills come from a channel that has them at hand.
final class MoneyBench {
    /// From the last day of a world to the one on which the last refund's money has come back.
    private static let refundReachDays = 4

    let world: WorldBench
    let funds: SimulatedFunds
    private let firstDay: BusinessDay
    private(set) var concludedFunds: Set<World.AccountDay> = []
    private(set) var concludedTrades: Set<World.AccountDay> = []
    private(set) var concludedSharing: Set<World.AccountDay> = []

    init(_ name: String, _ world: World, _ plan: FundsPlan = .full) throws {
        self.world = try WorldBench(name, world)
        funds = SimulatedFunds(world, plan)
        firstDay = world.days.lowerBound
        // Hundreds of runs, and no server that dies: none waits for the disk.
        try self.world.sql("ALTER DATABASE \(name) SET synchronous_commit = off")
        // What may be of a day that nobody asked for would wait for ever.
        try self.world.sql(
            "INSERT INTO ledger.period (closed_through, closed_by) VALUES ('\(firstDay.previous)', 'test')")
    }

    /// Accounts of different styles have nothing to do with each other: each world has every other one, of both channels.
    static func world(_ seed: UInt64, payments: Int = 40, everyStyle: Bool = false) throws -> World {
        let first = SeedTests.firstDay
        let accounts = SimulatedAccount.ofEveryMoneyStyle().enumerated().filter { index, account in
            everyStyle || [0, 3, 4].contains(index) == (seed % 2 == 0)
        }
        return try World(
            seed: seed, days: first...first.advanced(by: 2), accounts: accounts.map(\.element),
            paymentsPerDay: payments, faults: .full)
    }

    /// The world's own, those on which the last of it is booked, and one on which nothing moves any more.
    func days(_ account: SimulatedAccount) -> [BusinessDay] {
        let reach = max(funds.style(account).settlementDays + 1, Self.refundReachDays)
        return (0..<world.world.dayList.count + reach + 1).map { firstDay.advanced(by: $0) }
    }

    /// Every unit of work there is.
    var units: [DayUnit] {
        world.world.accounts.flatMap { account in
            let kinds: [BillKind] = account.sharesProfit ? [.trade, .funds, .sharing] : [.trade, .funds]
            return days(account).flatMap { day in kinds.map { DayUnit(account.id, day, $0) } }
        }
    }

    /// Runs them in this order, and again what could not be concluded before others were.
    func run(all units: [DayUnit]) throws {
        var units = units
        for _ in 0..<Self.passesMax where !units.isEmpty { units = try units.filter { try run($0) == .incomplete } }
    }

    private static let passesMax = 3

    func isConcluded(_ unit: DayUnit) -> Bool {
        let day = World.AccountDay(unit.account, unit.day)
        switch unit.kind {
        case .funds: return concludedFunds.contains(day)
        case .sharing: return concludedSharing.contains(day)
        default: return concludedTrades.contains(day)
        }
    }

    @discardableResult
    func run(_ unit: DayUnit, by requester: Requester = .person("test")) throws -> Verdict {
        guard let account = world.world.account(unit.account) else { return .incomplete }
        var rules = world.rules(account)
        rules.startDate = firstDay
        rules.settlementDays = Int64(funds.style(account).settlementDays)
        rules.hasBalanceControl = hasBalanceControl(account)
        if account.sharesProfit { rules.sharingLimitDays = 30 }
        let archive = BillArchive(root: world.directory + "/archive")
        let pot = funds.pots(account)[0]
        var parts = RunParts(
            resultsConninfo: world.conninfo, channel: account.channel == .wechatpay ? .wechatPay : .alipay,
            orders: OrdersSource(conninfo: world.conninfo, channels: [.wechatpay, .alipay]), rules: rules,
            client: BillsAtHand(
                account: unit.account, files: try files(unit, account), archive: archive,
                balances: hasBalanceControl(account)
                    ? PotBalances(
                        Pot(pot.rawValue),
                        openingFen: funds.openingFen(SimulatedFunds.PotDay(unit.account, pot, unit.day)),
                        closingFen: funds.closingFen(SimulatedFunds.PotDay(unit.account, pot, unit.day))) : nil,
                unsplitFen: { [funds] in funds.unsplitFen(unit.account, transactionID: $0) ?? 0 }),
            archive: archive, limits: BillLimits(),
            clock: .fixed(firstDay.advanced(by: 40).startEpochSeconds), progress: { _ in })
        parts.pots = funds.pots(account).map { Pot($0.rawValue) }
        parts.waitingBlocksMax = unit.day.number.isMultiple(of: 2) ? 0 : NumberIndex.waitingMax
        parts.onIndexProblem = { Issue.record($0) }
        let verdict = try reconcile(RunRequest(unit, source: .channel, by: requester), parts).verdict
        if verdict != .incomplete {
            let accountDay = World.AccountDay(unit.account, unit.day)
            switch unit.kind {
            case .funds: concludedFunds.insert(accountDay)
            case .sharing: concludedSharing.insert(accountDay)
            default: concludedTrades.insert(accountDay)
            }
        }
        return verdict
    }

    /// One of the two accounts at Alipay has the channel's own balances to go by.
    func hasBalanceControl(_ account: SimulatedAccount) -> Bool {
        account.channel == .alipay && account.id.account.hasSuffix("1")
    }

    private func files(_ unit: DayUnit, _ account: SimulatedAccount) throws -> [FileAtHand] {
        if unit.kind == .trade {
            guard world.world.days.contains(unit.day) else { return [] }
            return try world.billFiles(World.AccountDay(unit.account, unit.day)).map { FileAtHand($0) }
        }
        if unit.kind == .sharing {
            guard let bill = funds.sharingBill(unit.account, unit.day) else { return [] }
            let path = "\(world.directory)/\(unit.account.account)-\(unit.day)-sharing"
            try Data(try bill.delivered()).write(to: URL(filePath: path))
            return [FileAtHand(path)]
        }
        return try funds.pots(account).compactMap { pot in
            guard let bill = try funds.bill(unit.account, unit.day, pot) else { return nil }
            let path = "\(world.directory)/\(unit.account.account)-\(unit.day)-\(pot.rawValue)"
            try Data(try bill.delivered()).write(to: URL(filePath: path))
            return FileAtHand(path, pot: Pot(pot.rawValue))
        }
    }

    func everything() throws -> [String] { try world.everythingOfMoney() }
}

/// A channel whose bills lie in files.
private struct BillsAtHand: ChannelClient {
    let account: ChannelAccount
    let files: [FileAtHand]
    let archive: BillArchive
    let balances: PotBalances?
    let unsplitFen: @Sendable (String) -> Int64

    func frozen(_ channelTradeNo: String, _ unit: DayUnit) -> FrozenOutcome? { .fen(unsplitFen(channelTradeNo)) }

    func balances(_ unit: DayUnit) -> BalanceOutcome {
        balances.map { .balances($0) } ?? .giveUp(Problem(.channelRefusal, "no balances"))
    }

    func fetch(_ unit: DayUnit, report: @escaping FetchReport) -> FetchOutcome {
        let absent = Problem(.billAbsent, "no data")
        if files.isEmpty { return .noData(verified: true, absent) }
        do {
            let kept = try files.map { try archive.keep(copyOf: $0.path, of: unit, $0.pot) }
            return unit.kind == .funds ? .part(kept, noData: absent) : .bill(kept)
        } catch { return .giveUp(error as? Problem ?? absent) }
    }

    func probe() -> [Problem] { [] }
    var expiries: [Expiry] { [] }
}
