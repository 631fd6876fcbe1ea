import Testing
import Vocabulary

@testable import Simulation

/// The truth about the money, held against the printed bills as the naive reader sees them.
private struct MoneyWorld {
    let funds: SimulatedFunds
    var world: World { funds.world }
    /// The range, and the days on which the last of it is booked.
    let days: [BusinessDay]

    init(_ seed: UInt64, _ plan: FundsPlan = .full, days count: Int = 4, payments: Int = 80) throws {
        funds = SimulatedFunds(
            try WorldFixture.world(
                seed, .full, days: count, payments: payments, accounts: SimulatedAccount.ofEveryMoneyStyle()), plan)
        days = (0..<(count + 11)).map { WorldFixture.first.advanced(by: $0) }
    }

    func read(_ account: SimulatedAccount, _ pot: SimulatedPot, _ day: BusinessDay) throws -> ReadFunds? {
        try funds.bill(account.id, day, pot).map { try ReadFunds($0) }
    }

    /// Of all pots.
    func rows(_ account: SimulatedAccount, _ days: [BusinessDay]) throws -> [ReadFunds.Row] {
        try funds.pots(account).flatMap { pot in
            try days.flatMap { try read(account, pot, $0)?.rows ?? [] }
        }
    }

    func tradeRows(_ account: SimulatedAccount) -> [SimulatedRow] {
        var rows: [SimulatedRow] = []
        for day in world.dayList { world.forEachRow(World.AccountDay(account.id, day)) { rows.append($0) } }
        return rows
    }
}

private let payments: Set = ["交易", "在线支付", "交易付款"]
private let refunds: Set = ["退款", "交易退款", "退款（交易退款）"]
private let fees: Set = ["扣除交易手续费", "收费"]
private let feeReturns: Set = ["退还交易手续费", "退费"]
private let tradeTypes = payments.union(refunds).union(fees).union(feeReturns).union(["退款关闭"])

@Test(arguments: [1, 2, 3] as [UInt64])
func theStatementOfEveryPotAddsUpToItsClosing(seed: UInt64) throws {
    let money = try MoneyWorld(seed)
    for account in money.world.accounts {
        for pot in money.funds.pots(account) {
            for day in money.days {
                let lines = money.funds.expectedStatement(SimulatedFunds.PotDay(account.id, pot, day))
                #expect(lines.map(\.name) == ExpectedFundsLine.Name.allCases)
                let closing = try #require(lines.last?.amountFen)
                #expect(lines.dropLast().reduce(0) { $0 + $1.amountFen } == closing)
                guard let read = try money.read(account, pot, day) else {
                    #expect(lines.allSatisfy { $0.movements == 0 })
                    continue
                }
                #expect(lines[0].amountFen == read.openingFen && closing == read.closingFen)
                #expect(lines.reduce(0) { $0 + $1.movements } == Int64(read.rows.count))
                func sum(_ names: Set<ExpectedFundsLine.Name>) -> Int64 {
                    lines.filter { names.contains($0.name) }.reduce(0) { $0 + $1.amountFen }
                }
                func sum(_ types: Set<String>) -> Int64 {
                    read.rows.filter { types.contains($0.type) }.reduce(0) { $0 + $1.amountFen }
                }
                #expect(sum([.payment, .paymentOtherDay]) == sum(payments))
                #expect(sum([.fee, .feeOtherDay]) == sum(fees))
                #expect(sum([.refund, .refundOtherDay]) == sum(refunds))
                #expect(sum([.feeReturn]) == sum(feeReturns))
                #expect(sum([.refundReturned]) == sum(["退款关闭"]))
                #expect(sum([.withdrawal, .withdrawalReturned]) == sum(["提现"]))
            }
        }
    }
}

@Test(arguments: [1, 2] as [UInt64])
func everyBridgeLeadsFromTheTradeBillToThePrintedRows(seed: UInt64) throws {
    let money = try MoneyWorld(seed)
    for account in money.world.accounts {
        for day in money.days {
            let printed = try money.rows(account, [day]).filter { tradeTypes.contains($0.type) }
                .reduce(0) { $0 + $1.amountFen }
            var expected: Int64 = 0
            for row in money.tradeRows(account) where row.day == day {
                guard row.isClassified, row.entryType == .payment || !["FAIL", "CHANGE"].contains(row.refundState)
                else { continue }
                let amount = row.movedFen(account)
                expected += (row.entryType == .payment ? amount : -amount) - Fen.rounded(e5: row.feeE5)
            }
            // With every set of neighbours concluded.
            for mask in 0..<8 {
                var concluded: Set = [day]
                for (bit, distance) in [-1, 1, 2].enumerated() where mask & (1 << bit) != 0 {
                    concluded.insert(day.advanced(by: distance))
                }
                let lines = money.funds.expectedBridge(account.id, day, concluded: concluded)
                #expect(lines.reduce(0) { $0 + $1.name.sign * $1.amountFen } == 0, "\(account.id) \(day)")
                #expect(lines.first { $0.name == .expected }?.amountFen == expected)
                #expect(lines.first { $0.name == .booked }?.amountFen == printed, "\(account.id) \(day)")
            }
        }
    }
}

@Test(arguments: [1, 2] as [UInt64])
func whatLeavesOneDaysBridgeArrivesInAnothers(seed: UInt64) throws {
    let money = try MoneyWorld(seed)
    for account in money.world.accounts {
        var sums: [ExpectedBridgeLine.Name: Int64] = [:]
        for day in money.days {
            for line in money.funds.expectedBridge(account.id, day, concluded: Set(money.days)) {
                sums[line.name, default: 0] += line.amountFen
            }
        }
        #expect(sums[.waiting] == 0)
        #expect(sums[.bookedOtherDay] == sums[.fromOtherDay])
        // The items are the lines.
        let items = money.funds.expectedItems(account.id, concluded: Set(money.days))
        for code in ExpectedFundsItem.Code.allCases where code != .balanceBreak {
            let name = try #require(ExpectedBridgeLine.Name(rawValue: code.rawValue))
            let found = items.filter { $0.code == code }.reduce(0) { $0 + $1.differenceFen }
            if code == .refundReturned {
                #expect((sums[name] ?? 0) >= found, "refunds that the shop calls processing come back too")
            } else {
                #expect(found == (code == .notBooked ? -(sums[name] ?? 0) : sums[name]), "\(account.id) \(code)")
            }
        }
    }
}

@Test(arguments: [1, 2] as [UInt64])
func everyFaultIsInTheBillsAsTheTruthSays(seed: UInt64) throws {
    let money = try MoneyWorld(seed)
    for account in money.world.accounts {
        let rows = try money.rows(account, money.days)
        let trade = money.tradeRows(account)
        let items = money.funds.expectedItems(account.id, concluded: Set(money.days))
        let isWeChat = account.channel == .wechatpay
        #expect(
            Set(items.map(\.code))
                == Set(ExpectedFundsItem.Code.allCases).subtracting(isWeChat ? [] : [.refundReturned]),
            "\(account.id)")
        for item in items {
            #expect(!item.isPending && item.differenceFen != 0)
            let number = item.businessNo ?? item.channelRefundNo ?? item.channelTradeNo
            let own = rows.filter { $0.business == number }
            let entry = trade.first {
                $0.channelTradeNo == item.channelTradeNo && $0.entryType == item.entryType
                    && $0.channelRefundNo == item.channelRefundNo ?? ""
            }
            let fee = entry.map { Fen.rounded(e5: $0.feeE5) } ?? 0
            switch item.code {
            case .notBooked:
                #expect(own.isEmpty)
                let amount = try #require(entry).movedFen(account)
                #expect(item.differenceFen == (item.entryType == .payment ? fee - amount : amount + fee))
            case .bookedAmountMismatch:
                let amount = try #require(entry).movedFen(account)
                let moved = own.filter { !fees.contains($0.type) }.reduce(0) { $0 + $1.amountFen }
                let whole = item.entryType == .payment ? amount : -amount - fee
                #expect(item.differenceFen == moved - whole)
            case .bookedFeeMismatch:
                let moved = own.filter { fees.contains($0.type) }.reduce(0) { $0 + $1.amountFen }
                #expect(item.differenceFen == moved + fee)
            case .bookedTwice:
                #expect(own.count { payments.contains($0.type) && $0.amountFen == item.differenceFen } == 2)
            case .bookedOnly:
                #expect(own.map(\.amountFen) == [item.differenceFen])
                #expect(!trade.contains { [$0.channelTradeNo, $0.channelRefundNo].contains(number) })
                #expect(!trade.contains { [$0.paymentNo, $0.refundNo].contains(own[0].voucher) })
            case .refundReturned:
                #expect(own.filter { $0.type == "退款关闭" }.map(\.amountFen) == [item.differenceFen])
                #expect(own.reduce(0) { $0 + $1.amountFen } == 0)
            case .balanceBreak:
                let pot = item.pot
                let before = try #require(try money.read(account, pot, item.day.previous)?.closingFen)
                #expect(try money.read(account, pot, item.day)?.openingFen == before + item.differenceFen)
            }
        }
    }
}

@Test func aRefundThatIsReturnedWasSucceededForTheShop() throws {
    let money = try MoneyWorld(4)
    var states: [String: SimulatedRefund.State] = [:]
    money.world.forEachRefund { states[$0.refundNo] = $0.state }
    let items = money.world.accounts.flatMap { money.funds.expectedItems($0.id, concluded: Set(money.days)) }
    let returned = items.filter { $0.code == .refundReturned }
    #expect(!returned.isEmpty)
    for item in returned { #expect(states[item.refundNo ?? ""] == .succeeded) }
}

@Test func withoutAPlanEverythingArrivesOrWaits() throws {
    let money = try MoneyWorld(5, .none)
    for account in money.world.accounts {
        let range = Set(money.world.dayList)
        #expect(money.funds.expectedItems(account.id, concluded: range).isEmpty)
        var waiting: [ExpectedFundsItem] = []
        money.funds.waitingItems(account.id, concluded: range) { waiting.append($0) }
        let settlementDays = money.funds.style(account).settlementDays
        #expect(settlementDays == 0 || !waiting.isEmpty)
        for item in waiting {
            let entryDay = try #require(item.entryDay)
            #expect(item.isPending && item.code == .notBooked && item.day > money.world.days.upperBound)
            #expect([settlementDays, settlementDays + 1].contains(Int(item.day.number - entryDay.number)))
        }
        money.funds.waitingItems(account.id, concluded: Set(money.days)) { Issue.record("\($0)") }
        let last = money.funds.expectedBridge(account.id, money.world.days.upperBound, concluded: range)
        let sum = waiting.filter { $0.entryDay == money.world.days.upperBound }.reduce(0) { $0 + $1.differenceFen }
        #expect(last.first { $0.name == .waiting }?.amountFen == -sum)
        #expect(last.first { $0.name == .notBooked }?.amountFen == 0)
    }
}

@Test func faultsLeaveEveryOtherRowAsItWas() throws {
    let (sound, faulty) = (try MoneyWorld(6, .none), try MoneyWorld(6, .full))
    for account in sound.world.accounts {
        let left = Set(try sound.rows(account, sound.days).map { $0.business + $0.type })
        let right = Set(try faulty.rows(account, faulty.days).map { $0.business + $0.type })
        let items = faulty.funds.expectedItems(account.id, concluded: Set(faulty.days))
        let touched = Set(items.flatMap { [$0.businessNo, $0.channelTradeNo, $0.channelRefundNo] }.compactMap(\.self))
        for key in left.symmetricDifference(right) {
            #expect(touched.contains { !$0.isEmpty && key.hasPrefix($0) } || key.contains("提现"), "\(key)")
        }
    }
}
