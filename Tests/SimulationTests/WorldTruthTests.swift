import Testing
import Vocabulary

@testable import Simulation

@Test(arguments: [1, 2, 3, 20_261_122] as [UInt64])
func everyCellThatCanOccurIsFilledAndNoOther(seed: UInt64) throws {
    let world = try WorldFixture.world(seed)
    let filled = world.filledCells()
    let table = CaseCell.table(world.accounts)
    for (cell, reason) in table {
        let count = filled[cell] ?? 0
        if let reason {
            #expect(count == 0, "\(cell) cannot occur (\(reason)) but does \(count) times")
        } else {
            #expect(count > 0, "\(cell) is empty")
        }
    }
    #expect(Set(filled.keys).isSubset(of: Set(table.map(\.0))))
}

@Test(arguments: [1, 2, 3] as [UInt64])
func everyRowAndMoneyRecordHasAFateInEveryState(seed: UInt64) throws {
    let world = try WorldFixture.world(seed, payments: 0)
    let changes = Set(world.changes.map(\.number))
    for base in WorldFixture.states(world) {
        for applied in [Set<Int>(), changes] {
            let state = World.State(concluded: base.concluded, changes: applied)
            for told in world.cases {
                for (index, row) in told.rows.enumerated() {
                    let isConcluded = state.concluded.contains(World.AccountDay(row.account, row.day))
                    #expect(!isConcluded || world.entryFate(told, row: index, state) != nil, "\(told.name)")
                }
                for record in told.records(changed: world.isChanged(told, state)) where told.isMoney(record) {
                    guard let day = told.bookedOn(record) else { continue }
                    let isConcluded = state.concluded.contains(World.AccountDay(told.account(record), day))
                    #expect(!isConcluded || world.recordFate(told, record, state) != nil, "\(told.name)")
                }
            }
        }
    }
}

@Test(arguments: [1, 2, 3] as [UInt64])
func theStatementOfEveryDayClosesToZeroInEveryState(seed: UInt64) throws {
    let world = try WorldFixture.world(seed)
    let changes = Set(world.changes.map(\.number))
    for base in WorldFixture.states(world) {
        for applied in [Set<Int>(), changes] {
            let state = World.State(concluded: base.concluded, changes: applied)
            for accountDay in world.accountDays {
                for type in EntryType.allCases {
                    let lines = world.expectedStatement(accountDay, type, state)
                    guard !lines.isEmpty else { continue }
                    var (entries, amountFen): (Int64, Int64) = (0, 0)
                    for line in lines {
                        switch line.name {
                        case .bookedOtherDay, .pendingOrders, .orderOnly:
                            entries -= line.entries
                            amountFen -= line.amountFen
                        case .channel:
                            #expect(entries == line.entries, "\(accountDay) \(type)")
                            #expect(amountFen == line.amountFen, "\(accountDay) \(type)")
                        case .otherDiscounts, .channelTotal, .residual: break
                        default:
                            entries += line.entries
                            amountFen += line.amountFen
                        }
                    }
                }
            }
        }
    }
}

@Test func itemsOfADayAddUpToItsStatementLines() throws {
    let world = try WorldFixture.world(4)
    let state = World.State(concluded: Set(world.accountDays))
    let items = world.truth(state)
    for accountDay in world.accountDays {
        for type in EntryType.allCases {
            for line in world.expectedStatement(accountDay, type, state) {
                let outcome: ExpectedOutcome? = ExpectedOutcome(rawValue: line.name.rawValue)
                guard let outcome, outcome.isDiscrepancy else { continue }
                let sum = items.filter {
                    $0.account == accountDay.account && $0.billDate == accountDay.day && $0.entryType == type
                        && $0.code == outcome && !$0.isPending
                }.reduce(Int64(0)) { $0 + $1.differenceFen }
                #expect(sum == (outcome == .orderOnly ? -line.amountFen : line.amountFen), "\(accountDay) \(line)")
            }
        }
    }
}

@Test func aWorldWithoutFaultsIsBalancedEveryDay() throws {
    let world = try WorldFixture.world(5, .none)
    for state in WorldFixture.states(world) {
        #expect(world.truth(state).isEmpty)
        for accountDay in state.concluded { #expect(world.expectedVerdict(accountDay, state) == .balanced) }
    }
}

@Test func aPendingOnlyWorldEndsBalancedButForItsLastDay() throws {
    let world = try WorldFixture.world(6, .pendingOnly)
    let all = World.State(concluded: Set(world.accountDays))
    for accountDay in world.accountDays {
        let isLast = accountDay.day == world.days.upperBound
        #expect(world.expectedVerdict(accountDay, all) == (isLast ? .pending : .balanced))
    }
    let first = World.AccountDay(world.accounts[0].id, world.days.lowerBound)
    #expect(world.expectedVerdict(first, World.State(concluded: [first])) == .pending)
}

@Test func pendingItemsFallDueWithTheBillTheyWaitFor() throws {
    let world = try WorldFixture.world(7)
    let all = World.State(concluded: Set(world.accountDays))
    // What still waits at the end waits for a day outside the range, or for none.
    for item in world.truth(all) where item.isPending {
        #expect(item.dueDate.map { !world.days.contains($0) } ?? true, "\(item.caseName)")
    }
    // With one day missing, what waits for it is pending, and nothing else is lost.
    for missing in world.accountDays {
        let state = World.State(concluded: all.concluded.subtracting([missing]))
        for item in world.truth(state) where item.isPending && item.account == missing.account {
            #expect(item.dueDate.map { $0 == missing.day || !world.days.contains($0) } ?? true, "\(item.caseName)")
        }
    }
}

@Test func aSettledRecordWithoutATimeHoldsUpEveryDayUntilItsBillIsConcluded() throws {
    let world = try WorldFixture.world(8)
    let holder = try #require(
        world.cases.first { told in told.records(changed: false).contains { told.isSettledWithoutTime($0) } })
    let account = try #require(holder.rows.first?.account)
    let (first, second) = (world.days.lowerBound, world.days.lowerBound.next)
    let none = World.State(concluded: [])
    #expect(world.refusal(World.AccountDay(account, first), none) == nil)
    #expect(world.refusal(World.AccountDay(account, second), none) != nil)
    let after = World.State(concluded: [World.AccountDay(account, first)])
    #expect(world.refusal(World.AccountDay(account, second), after) == nil)
    var plan = FaultPlan.full
    plan.hasUntimedRecords = false
    let other = try WorldFixture.world(8, plan)
    for accountDay in other.accountDays { #expect(other.refusal(accountDay, none) == nil) }
}

@Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
func noDaysShareOfUnknownEntriesReachesTheDefaultLimit(seed: UInt64) throws {
    let world = try WorldFixture.world(seed, payments: 100)
    let state = World.State(concluded: Set(world.accountDays))
    for accountDay in world.accountDays {
        let unknown = world.expectedEntries(state).filter {
            $0.accountDay == accountDay && $0.outcome != .matched && $0.outcome != .crossDay
        }
        var rows = 0
        world.forEachRow(accountDay) { _ in rows += 1 }
        let strays = unknown.filter {
            [.channelOnly, .pendingChannel, .unclassified, .accountMismatch].contains($0.outcome)
        }
        // Even with strange and foreign rows counted in, and a hundred payments a day.
        #expect(strays.count * 100 < rows * 20 || rows < 100, "\(accountDay): \(strays.count) of \(rows)")
    }
}

@Test func impossibleSettingsAreRefusedWithAHint() throws {
    #expect(throws: Problem.self) { try WorldFixture.world(1, days: 2) }
    #expect(throws: Problem.self) { try WorldFixture.world(1, payments: -1) }
    #expect(throws: Problem.self) { try WorldFixture.world(1, accounts: []) }
}

@Test func aZeroDayIsConcludedByWhatTheShopHasBookedOnIt() throws {
    let accounts = SimulatedAccount.standard
    let middle = WorldFixture.first.next
    var plan = FaultPlan.none
    plan.zeroDays = [
        ZeroDay(account: accounts[0].id, day: middle, answer: .noStatementExist, records: .pairedInNextBill),
        ZeroDay(account: accounts[1].id, day: middle, answer: .noStatementExist, records: .moneyLeft),
        ZeroDay(account: accounts[2].id, day: middle, answer: .noBillData, records: .pending),
    ]
    let world = try WorldFixture.world(9, plan)
    let days = accounts.map { World.AccountDay($0.id, middle) }
    let none = World.State(concluded: [])
    #expect(days.map { world.refusal($0, none) != nil } == [false, true, false])
    for accountDay in days {
        var rows = 0
        world.forEachRow(accountDay) { _ in rows += 1 }
        #expect(rows == 0)
        #expect(world.zeroDay(accountDay.account, middle) != nil)
    }
    let alone = World.State(concluded: Set(days))
    #expect(world.expectedVerdict(days[0], alone) == .pending)
    #expect(world.expectedVerdict(days[2], alone) == .pending)
    let all = World.State(concluded: Set(world.accountDays))
    #expect(world.expectedVerdict(days[0], all) == .balanced)
    #expect(world.expectedVerdict(days[2], all) == .discrepancies)
}

extension ExpectedOutcome {
    fileprivate var isDiscrepancy: Bool {
        switch self {
        case .notExecuted, .crossDay, .pendingOrder, .pendingChannel, .matched: false
        default: true
        }
    }
}
