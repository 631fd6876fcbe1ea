import FoundationEssentials
import Rules
import Testing
import Vocabulary

@testable import Simulation

/// Many small random worlds, as many as it takes until so many movements were decoded, linked, judged and held against the truth;
/// no link may be wrong. `RECONCILED_MONEY_MOVEMENTS=10000000 swift test -c release -Xswiftc -enable-testing --filter MoneyMillions`
@Suite struct MoneyMillionsTests {
    /// What every run of the tests does; another number only where it is asked for.
    private static let movements =
        ProcessInfo.processInfo.environment["RECONCILED_MONEY_MOVEMENTS"].flatMap { Int($0) } ?? 5_000
    private static let firstSeed =
        ProcessInfo.processInfo.environment["RECONCILED_SEED"].flatMap { UInt64($0) } ?? 1_000_000

    @Test func noLinkIsWrongInManyWorlds() throws {
        var seed = Self.firstSeed
        var linked = 0
        while linked < Self.movements {
            linked += try linkWorld(seed)
            seed += 1
        }
        if linked > 100_000 { print("\(linked) movements of \(seed - Self.firstSeed) worlds, every link right") }
    }
}

/// One world of chance: how many days and payments it has, how its money is booked, which day is missing.
/// - Returns: how many movements were linked.
private func linkWorld(_ seed: UInt64) throws -> Int {
    var random = SeededRandom(seed, 0x3117)
    var accounts = SimulatedAccount.ofEveryMoneyStyle()
    for index in accounts.indices where random.flip() {
        accounts[index].moneyStyle?.settlementDays = random.below(9)
        accounts[index].moneyStyle?.isRefundNet = random.flip()
        accounts[index].cutOffWindowSeconds = Int64(60 + random.below(21_000))
    }
    let world = try WorldFixture.world(
        seed, days: 3 + random.below(3), payments: 40 + random.below(40), accounts: accounts)
    let funds = SimulatedFunds(world, .full)
    let days = (0..<16).map { WorldFixture.first.advanced(by: $0) }
    var linked = 0
    for account in world.accounts {
        let decoded = try DecodedMoney(funds, account, fundsDays: days)
        try holdMoneyToTruth(funds, account, decoded, Set(days))
        try holdMoneyToTruth(funds, account, decoded, Set(days.prefix(1 + random.below(days.count))))
        linked += try holdLinks(funds, account, decoded, Set(days))
    }
    return linked
}

/// Every movement is the one entry's for which it was made: the simulator knows the entry's bill, and printed its number.
private func holdLinks(
    _ funds: SimulatedFunds, _ account: SimulatedAccount, _ decoded: DecodedMoney, _ days: Set<BusinessDay>
) throws -> Int {
    var made: [SimulatedMovement] = []
    for day in days.sorted() {
        for pot in funds.pots(account) {
            funds.forEachMovement(SimulatedFunds.PotDay(account.id, pot, day)) { movement, _ in
                if movement.isOfTrade { made.append(movement) }
            }
        }
    }
    let links = try resolveMoneyOfWorld(funds, account, decoded, days).links
    #expect(made.count == decoded.movements.count && made.count == links.count)
    for (index, movement) in made.enumerated() {
        let entry = links[index].map { decoded.entries[$0] }
        let isRight: Bool
        switch movement.origin {
        case .entry(let day), .surplus(let day), .returned(let day):
            // A trade's refunds have its number, and no movement says which of them it is.
            let isOfDay = entry?.expected.billDate == day || account.channel == .alipay && movement.kind != .payment
            isRight = isOfDay && entry?.numbers.channelNo == movement.businessNo
        case .nobody, .other: isRight = entry == nil
        }
        #expect(isRight, "\(account.id) \(movement) of \(entry.map { "\($0)" } ?? "nobody")")
    }
    return made.count
}
