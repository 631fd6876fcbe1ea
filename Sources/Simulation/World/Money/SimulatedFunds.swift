import Runtime
import Vocabulary

/// The money of a world: what moves in each pot of each account, day by day, from the same seed and the same story as its
/// trade bills (Contract 5). A world knows nothing of it; its trade bills are the same with and without.
///
/// The balance of any day is there for the asking; days asked for in order are added up once.
package final class SimulatedFunds: Sendable {
    /// One account of money on one day.
    package struct PotDay: Hashable, Sendable {
        package let account: ChannelAccount
        package let pot: SimulatedPot
        package let day: BusinessDay

        package init(_ account: ChannelAccount, _ pot: SimulatedPot, _ day: BusinessDay) {
            self.account = account
            self.pot = pot
            self.day = day
        }
    }

    package let world: World
    let faults: FundsFaults
    private let closings = Guarded([PotDay: Int64]())

    init(_ world: World, faults: FundsFaults) {
        self.world = world
        self.faults = faults
    }

    package func style(_ account: SimulatedAccount) -> MoneyStyle {
        account.moneyStyle ?? MoneyStyle.chosen(world.seed, account.id)
    }

    package func pots(_ account: SimulatedAccount) -> [SimulatedPot] { style(account).pots(account.channel) }

    // MARK: Balances

    /// The balance before the first movement of the day.
    package func openingFen(_ potDay: PotDay) -> Int64 {
        guard let account = world.account(potDay.account) else { return 0 }
        var day = potDay.day
        // Nothing moves any more after the last day's last booking.
        day = min(day, world.days.upperBound.advanced(by: DayBooking.reachDays(style(account)) + 1))
        guard day > world.days.lowerBound else { return firstOpeningFen(potDay) }
        return closingFen(PotDay(potDay.account, potDay.pot, day.previous)) + gapFen(potDay.account, potDay.pot, day)
    }

    /// The balance after the last movement of the day.
    package func closingFen(_ potDay: PotDay) -> Int64 {
        let known = closings.with { $0 }
        func on(_ day: BusinessDay) -> PotDay { PotDay(potDay.account, potDay.pot, day) }
        var first = potDay.day
        while first > world.days.lowerBound, known[on(first)] == nil { first = first.previous }
        var closing = known[on(first)] ?? firstOpeningFen(potDay) + netFen(on(first), firstOpeningFen(potDay))
        var day = first
        while day < potDay.day {
            day = day.next
            let opening = closing + gapFen(potDay.account, potDay.pot, day)
            closing = opening + netFen(on(day), opening)
            closings.with { $0[on(day)] = closing }
        }
        return closing
    }

    private func firstOpeningFen(_ potDay: PotDay) -> Int64 {
        let position = UInt64(world.accounts.firstIndex { $0.id == potDay.account } ?? 0)
        var random = SeededRandom(world.seed, 0x0BE9, position)
        let spare = random.within(0...9_999_999)
        switch potDay.pot {
        case .basic, .balance: return OtherMovements.retainedFen(paymentsPerDay: world.paymentsPerDay) + spare
        case .operation: return 30_000_000 + spare
        case .fees: return 2 * OtherMovements.prepaidFen(paymentsPerDay: world.paymentsPerDay) + spare
        }
    }

    private func gapFen(_ account: ChannelAccount, _ pot: SimulatedPot, _ day: BusinessDay) -> Int64 {
        guard let simulated = world.account(account), pot == style(simulated).mainPot(account.channel) else { return 0 }
        return faults.gaps[World.AccountDay(account, day)] ?? 0
    }

    private func netFen(_ potDay: PotDay, _ openingFen: Int64) -> Int64 {
        guard let booking = booking(potDay) else { return 0 }
        var sum = (booking.listed() + others(potDay, openingFen)).reduce(0) { $0 + $1.amountFen }
        booking.forEachKey { sum += $1 }
        return sum
    }

    // MARK: Movements

    /// Every movement of a pot's day in the order of booking, with the balance after it.
    func forEachMovement(_ potDay: PotDay, _ body: (SimulatedMovement, Int64) -> Void) {
        guard let booking = booking(potDay) else { return }
        var balance = openingFen(potDay)
        let listed = booking.listed() + others(potDay, balance)
        var keys = listed.enumerated().map { index, movement in
            MovementKey(
                second: movement.bookedAt - potDay.day.startEpochSeconds, .listed, daysBack: 0, index: index)
        }
        booking.forEachKey { key, _ in keys.append(key) }
        keys.sort()
        func tell(_ movement: SimulatedMovement) {
            balance += movement.amountFen
            body(movement, balance)
        }
        for key in keys {
            if key.source == .listed { tell(listed[key.index]) } else { booking.forEachMovement(of: key, tell) }
        }
    }

    private func booking(_ potDay: PotDay) -> DayBooking? {
        guard let account = world.account(potDay.account), pots(account).contains(potDay.pot) else { return nil }
        return DayBooking(world, account, style(account), potDay.pot, on: potDay.day, faults: faults)
    }

    private func others(_ potDay: PotDay, _ openingFen: Int64) -> [SimulatedMovement] {
        guard let account = world.account(potDay.account), world.takesRefunds(account, potDay.day) else { return [] }
        let position = world.accounts.firstIndex { $0.id == account.id } ?? 0
        return OtherMovements.list(
            world, account, position: position, potDay.pot, on: potDay.day, openingFen: openingFen)
    }
}
