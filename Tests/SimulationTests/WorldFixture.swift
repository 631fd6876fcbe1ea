import Testing
import Vocabulary

@testable import Simulation

enum WorldFixture {
    static let first = BusinessDay(number: 20_776)  // 2026-11-19

    static func days(_ count: Int) -> ClosedRange<BusinessDay> { first...first.advanced(by: count - 1) }

    static func world(
        _ seed: UInt64, _ plan: FaultPlan = .full, days count: Int = 3, payments: Int = 60,
        accounts: [SimulatedAccount] = SimulatedAccount.standard
    ) throws -> World {
        try World(seed: seed, days: days(count), accounts: accounts, paymentsPerDay: payments, faults: plan)
    }

    /// Every subset of one account's days, with all days of the other accounts.
    static func states(_ world: World) -> [World.State] {
        let all = Set(world.accountDays)
        var states: [World.State] = []
        for account in world.accounts {
            for mask in 0..<(1 << world.dayList.count) {
                var concluded = all.filter { $0.account != account.id }
                for (bit, day) in world.dayList.enumerated() where mask & (1 << bit) != 0 {
                    concluded.insert(World.AccountDay(account.id, day))
                }
                states.append(World.State(concluded: concluded))
            }
        }
        return states
    }
}
