import Bills
import Rules
import Testing
import Vocabulary

@testable import Simulation

/// The money side without its ledger: what the simulated channels print is decoded, linked and judged by the product's own
/// functions, and held against the truth that was written down when each fault was put in (Contract 5.2 to 5.5).
@Test(arguments: 1...20 as ClosedRange<UInt64>)
func everyFaultOfTheMoneyIsFoundAndNoneIsFalse(seed: UInt64) throws {
    let world = try WorldFixture.world(seed, payments: 60, accounts: SimulatedAccount.ofEveryMoneyStyle())
    let funds = SimulatedFunds(world, .full)
    // The range, and the days on which the last of it is booked.
    let days = (0..<14).map { WorldFixture.first.advanced(by: $0) }
    for account in world.accounts {
        let decoded = try DecodedMoney(funds, account, fundsDays: days)
        for count in [14, 3, 2, 1] { try holdMoneyToTruth(funds, account, decoded, Set(days.prefix(count))) }
        // While a day is missing, what it may have is not missed.
        let whole = Set(try resolveMoneyOfWorld(funds, account, decoded, Set(days)).items)
        for missing in 0..<3 {
            let found = try resolveMoneyOfWorld(funds, account, decoded, Set(days).subtracting([days[missing]]))
            #expect(Set(found.items).isSubset(of: whole), "\(account.id): \(Set(found.items).subtracting(whole))")
        }
    }
}

func resolveMoneyOfWorld(
    _ funds: SimulatedFunds, _ account: SimulatedAccount, _ decoded: DecodedMoney, _ concluded: Set<BusinessDay>
) throws -> ResolvedMoney {
    let first = WorldFixture.first
    let calendar = MoneyCalendar(
        startDate: first, cutOffWindowSeconds: account.cutOffWindowSeconds,
        settlementDays: Int32(funds.style(account).settlementDays),
        tradeDays: Set((-1..<60).map { first.advanced(by: $0) }), fundsDays: concluded)
    return ResolvedMoney(decoded, calendar, areOfTrades: account.channel == .alipay)
}

func holdMoneyToTruth(
    _ funds: SimulatedFunds, _ account: SimulatedAccount, _ decoded: DecodedMoney, _ concluded: Set<BusinessDay>
) throws {
    let found = try resolveMoneyOfWorld(funds, account, decoded, concluded)
    let place = "\(account.id), \(concluded.count) days"

    func number(_ item: ExpectedFundsItem) -> String {
        (account.channel == .wechatpay ? item.channelRefundNo : nil) ?? item.channelTradeNo ?? item.businessNo ?? ""
    }
    let told: [ResolvedMoney.Item] = funds.expectedItems(account.id, concluded: concluded).filter {
        $0.code != .balanceBreak
    }.map {
        ResolvedMoney.Item(code: $0.code.rawValue, number: number($0), differenceFen: $0.differenceFen)
    }
    #expect(found.items.sorted() == told.sorted(), "\(place): \(found.items.sorted().difference(from: told.sorted()))")
    var waiting: Set<[String]> = []
    funds.waitingItems(account.id, concluded: concluded) { waiting.insert([number($0), $0.refundNo ?? ""]) }
    #expect(found.waiting == waiting, "\(place): \(found.waiting.symmetricDifference(waiting))")
    for day in concluded {
        let bridge = found.bridges[day] ?? Bridge()
        #expect(bridge.closes, "\(place)")
        for line in funds.expectedBridge(account.id, day, concluded: concluded) {
            let name = try #require(BridgeLine(rawValue: line.name.rawValue))
            let sign = line.name == .booked ? 1 : line.name.sign
            #expect(
                bridge[name] == sign * line.amountFen,
                "\(account.id) \(day) \(name) \(bridge[name]) \(sign * line.amountFen)")
        }
        #expect(bridge[.waitingForTrade] == 0, "\(place)")
        for pot in funds.pots(account) {
            let potDay = SimulatedFunds.PotDay(account.id, pot, day)
            try holdStatement(funds.expectedStatement(potDay), decoded, found, potDay)
        }
    }
}

private func holdStatement(
    _ expected: [ExpectedFundsLine], _ decoded: DecodedMoney, _ found: ResolvedMoney, _ potDay: SimulatedFunds.PotDay
) throws {
    guard let (summary, sums) = decoded.funds[potDay] else {
        #expect(expected.allSatisfy { $0.movements == 0 })
        return
    }
    var lines: [PotStatement.Line: Rules.Sum] = [:]
    for (movementClass, sum) in sums {
        let own = found.ownFen[[potDay.pot.rawValue, "\(potDay.day)", movementClass.rawValue]] ?? 0
        let (ownLine, otherLine) = (
            PotStatement.Line(movementClass, isOfThisDay: true), PotStatement.Line(movementClass, isOfThisDay: false)
        )
        if ownLine == otherLine {
            lines[otherLine] = sum
        } else {
            lines[ownLine] = Rules.Sum(0, own)
            lines[otherLine] = Rules.Sum(sum.count, sum.amountFen - own)
        }
    }
    let statement = PotStatement(
        openingFen: try #require(summary.openingFen), lines: lines, closingFen: try #require(summary.closingFen))
    #expect(statement.closes)
    for line in expected {
        switch line.name {
        case .opening: #expect(line.amountFen == statement.openingFen)
        case .closing: #expect(line.amountFen == statement.closingFen)
        default:
            let own = PotStatement.Line.all.first { $0.name == line.name.rawValue }
            #expect((lines[try #require(own)] ?? Rules.Sum()).amountFen == line.amountFen, "\(potDay) \(line.name)")
        }
    }
}

/// A break shows on the day where it is, in the pot where it is, and nowhere else.
@Test(arguments: 1...5 as ClosedRange<UInt64>) func everyBreakOfABalanceIsWhereItWasMade(seed: UInt64) throws {
    let world = try WorldFixture.world(seed, payments: 60, accounts: SimulatedAccount.ofEveryMoneyStyle())
    let funds = SimulatedFunds(world, .full)
    let days = (0..<14).map { WorldFixture.first.advanced(by: $0) }
    for account in world.accounts {
        let decoded = try DecodedMoney(funds, account, fundsDays: days)
        var breaks: [[String]: Int64] = [:]
        for pot in funds.pots(account) {
            var lastFen: Int64?
            for day in days {
                guard let summary = decoded.funds[SimulatedFunds.PotDay(account.id, pot, day)]?.summary else {
                    continue
                }
                if let lastFen, let openingFen = summary.openingFen, openingFen != lastFen {
                    breaks[[pot.rawValue, "\(day)"]] = openingFen - lastFen
                }
                lastFen = summary.closingFen
            }
        }
        let told = funds.expectedItems(account.id, concluded: Set(days)).filter { $0.code == .balanceBreak }
        #expect(
            breaks == Dictionary(uniqueKeysWithValues: told.map { ([$0.pot.rawValue, "\($0.day)"], $0.differenceFen) }))
    }
}
