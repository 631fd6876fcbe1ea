import Vocabulary

/// What goes wrong with a world's money.
package struct FundsPlan: Hashable, Sendable {
    package enum Level: String, Hashable, Sendable, CaseIterable {
        /// Everything arrives.
        case none
        /// Every fault of the money side at every account that has the business for it.
        case full
    }

    package var level: Level
    /// How often each fault is made per account, 1 to 100.
    package var repeats = 1

    package static let repeatsRange = 1...100
    fileprivate var timesPerAccount: Int { min(max(repeats, 1), Self.repeatsRange.upperBound) }

    package init(_ level: Level) { self.level = level }

    package static let none = FundsPlan(.none)
    package static let full = FundsPlan(.full)
}

extension SimulatedFunds {
    package convenience init(_ world: World, _ plan: FundsPlan = .none) {
        guard plan.level == .full else {
            self.init(world, faults: .none)
            return
        }
        var writer = FundsFaultWriter(world)
        for account in world.accounts where !account.isQuiet {
            let style = account.moneyStyle ?? MoneyStyle.chosen(world.seed, account.id)
            for _ in 0..<plan.timesPerAccount { writer.tell(account, style) }
        }
        var faults = writer.faults
        faults.sharing = Self.sharingFaults(world, plan, beside: faults)
        self.init(world, faults: faults)
    }

    private static func sharingFaults(_ world: World, _ plan: FundsPlan, beside funds: FundsFaults) -> SharingFaults {
        var writer = SharingFaultWriter(world, beside: funds)
        for account in world.accounts where account.sharesProfit && !account.isQuiet {
            for _ in 0..<plan.timesPerAccount { writer.tell(account) }
        }
        return writer.faults
    }
}
