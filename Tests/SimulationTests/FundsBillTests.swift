import Testing
import Vocabulary

@testable import Simulation

private func funds(_ seed: UInt64, _ plan: FaultPlan = .full, payments: Int = 60) throws -> SimulatedFunds {
    SimulatedFunds(
        try WorldFixture.world(seed, plan, payments: payments, accounts: SimulatedAccount.ofEveryMoneyStyle()),
        faults: .none)
}

/// The days of the range and those on which something of it is still booked.
private func allDays(_ funds: SimulatedFunds) -> [BusinessDay] {
    (0..<14).map { funds.world.days.lowerBound.advanced(by: $0) }
}

private func pots(_ funds: SimulatedFunds) -> [(SimulatedAccount, SimulatedPot)] {
    funds.world.accounts.flatMap { account in funds.pots(account).map { (account, $0) } }
}

@Test(arguments: [1, 2] as [UInt64])
func everyFundsBillClosesAndTheNextDayOpensWithItsClosing(seed: UInt64) throws {
    let funds = try funds(seed)
    for (account, pot) in pots(funds) {
        var closing: Int64?
        var quietDays = 0
        for day in allDays(funds) {
            let potDay = SimulatedFunds.PotDay(account.id, pot, day)
            guard let bill = try funds.bill(account.id, day, pot) else {
                quietDays += 1
                #expect(funds.openingFen(potDay) == closing ?? funds.openingFen(potDay))
                #expect(funds.closingFen(potDay) == funds.openingFen(potDay))
                continue
            }
            let read = try ReadFunds(bill)
            #expect(bill.rows == read.rows.count)
            var balance = try #require(read.openingFen)
            if let closing { #expect(balance == closing, "\(account.id) \(pot) \(day)") }
            for row in read.rows {
                balance += row.amountFen
                #expect(row.balanceFen == balance)
                #expect(BusinessDay(epochSeconds: row.time) == day)
                #expect(row.balanceFen > 0)
            }
            #expect(read.rows.map(\.time) == read.rows.map(\.time).sorted())
            closing = balance
            #expect(funds.openingFen(potDay) == read.openingFen)
            #expect(funds.closingFen(potDay) == closing)
            let into = read.rows.filter { $0.amountFen > 0 }
            #expect(into.count == read.intoRows && into.reduce(0) { $0 + $1.amountFen } == read.intoFen)
            #expect(read.rows.count - into.count == read.outRows && read.intoFen - read.outFen == read.netFen)
            guard pot == .balance else { continue }
            #expect(Set(read.rows.map(\.flow)).count == read.rows.count)
            var ofType: [String: Int64] = ["合计": read.netFen]
            for row in read.rows { ofType[row.type, default: 0] += row.amountFen }
            #expect(ofType == read.ofType)
        }
        #expect(quietDays > 0 && closing != nil, "\(account.id) \(pot)")
    }
}

@Test(arguments: [3, 4] as [UInt64])
func whatTheTradeBillsSettleArrivesToTheFen(seed: UInt64) throws {
    let funds = try funds(seed)
    for account in funds.world.accounts {
        var settled: Int64 = 0
        for day in funds.world.dayList {
            funds.world.forEachRow(World.AccountDay(account.id, day)) { row in
                guard row.isClassified, row.entryType == .payment || !["FAIL", "CHANGE"].contains(row.refundState)
                else { return }
                let isWhole =
                    account.channel == .wechatpay
                    && (account.weChatForm == .legacy || row.kind == .revoked(inOrderAmount: true))
                let amount = isWhole ? row.amountFen : row.settledFen
                settled += (row.entryType == .payment ? amount : -amount) - Fen.rounded(e5: row.feeE5)
            }
        }
        var moved: Int64 = 0
        var returned: Int64 = 0
        for pot in funds.pots(account) {
            for day in allDays(funds) {
                funds.forEachMovement(SimulatedFunds.PotDay(account.id, pot, day)) { movement, _ in
                    guard movement.isOfTrade else { return }
                    if movement.kind == .refundClosed {
                        returned += movement.amountFen
                    } else {
                        moved += movement.amountFen
                    }
                    #expect(movement.amountFen != 0)
                    #expect(movement.kind == .refundClosed || movement.amountFen == movement.expectedFen)
                }
            }
        }
        #expect(moved == settled, "\(account.id)")
        #expect(returned >= 0)
    }
}

@Test func feesStandWhereTheStyleSaysAndRefundsAreNetOrGross() throws {
    let funds = try funds(5, payments: 300)
    var returned = 0
    for account in funds.world.accounts where account.channel == .wechatpay {
        let style = funds.style(account)
        var types: [SimulatedPot: Set<String>] = [:]
        var refunds = 0
        for day in allDays(funds) {
            for pot in funds.pots(account) {
                guard let bill = try funds.bill(account.id, day, pot) else { continue }
                let read = try ReadFunds(bill)
                types[pot, default: []].formUnion(read.rows.map(\.type))
                guard pot == .basic else { continue }
                refunds += read.rows.count { $0.type == "退款" }
                // A refund bears the number of its payment as 资金流水单号, which so is nobody's own.
                #expect(Set(read.rows.map(\.flow)).count < read.rows.count || day > funds.world.days.upperBound)
                #expect(
                    read.rows.contains { $0.type == "交易" && $0.business == $0.flow } || style.settlementDays > 0
                        || day > funds.world.days.upperBound)
            }
        }
        #expect(refunds > 0)
        let feePot: SimulatedPot = style.hasFeesPot ? .fees : .basic
        #expect(types[feePot]?.contains("扣除交易手续费") == true)
        #expect(types[.basic]?.contains("扣除交易手续费") == !style.hasFeesPot)
        #expect(types[feePot]?.contains("退还交易手续费") == !style.isRefundNet)
        returned += types[.basic]?.contains("退款关闭") == true ? 1 : 0
    }
    #expect(returned > 0)
}

@Test func paymentsArriveAfterTheDaysOfTheStyleAndOneLaterOnlyFromTheWindow() throws {
    let funds = try funds(6, payments: 400)
    for account in funds.world.accounts {
        let days = funds.style(account).settlementDays
        var late = 0
        for day in allDays(funds) {
            funds.forEachMovement(
                SimulatedFunds.PotDay(account.id, account.channel == .wechatpay ? .basic : .balance, day)
            ) { movement, _ in
                guard movement.kind == .payment, case .entry(let billDay) = movement.origin else { return }
                let distance = Int(day.number - billDay.number)
                #expect(distance == days || distance == days + 1)
                guard distance > days else { return }
                late += 1
                #expect(movement.bookedAt < day.startEpochSeconds + account.cutOffWindowSeconds)
            }
        }
        #expect(account.channel == .alipay || late > 0, "\(account.id)")
    }
}

@Test func theSameSeedGivesTheSameFundsBillsInAnyOrder() throws {
    let days = Array(try allDays(funds(7)))
    for (account, pot) in pots(try funds(7)) {
        let inOrder = try funds(7)
        let ordered = try days.map { try inOrder.bill(account.id, $0, pot) }
        for (day, expected) in zip(days, ordered) {
            let alone = try funds(7).bill(account.id, day, pot)
            #expect(alone == expected)
            #expect(try alone?.delivered() == expected?.delivered())
        }
        let backwards = try funds(7)
        #expect(try days.reversed().map { try backwards.bill(account.id, $0, pot) } == ordered.reversed())
        #expect(try funds(8).bill(account.id, days[0], pot)?.text != ordered[0]?.text)
    }
}

@Test func aStreamedFundsBillHasTheSameBytes() throws {
    let funds = try funds(9, .none, payments: 3000)
    for (account, pot) in pots(funds) {
        let day = funds.world.days.upperBound
        guard let whole = try funds.bill(account.id, day, pot) else { continue }
        var streamed: [UInt8] = []
        let rows = try funds.streamBill(account.id, day, pot) { streamed += Array($0) }
        #expect(rows == whole.rows)
        // Told without the difference, which takes minutes to find.
        let isSame = streamed == whole.text
        #expect(isSame)
    }
}

@Test func theSeedChoosesStylesThatDiffer() {
    let account = SimulatedAccount.weChatPay("1900999001").id
    let styles = Set((1...60).map { MoneyStyle.chosen($0, account) })
    #expect(Set(styles.map(\.settlementDays)) == [0, 1, 3])
    #expect(Set(styles.map(\.isRefundNet)).count == 2 && Set(styles.map(\.hasFeesPot)).count == 2)
    #expect(MoneyStyle.chosen(5, account) == MoneyStyle.chosen(5, account))
    #expect(!(1...60).contains { MoneyStyle.chosen($0, SimulatedAccount.alipay("2088000000000001").id).hasFeesPot })
}
