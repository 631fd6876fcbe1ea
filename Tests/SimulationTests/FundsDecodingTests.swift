import Bills
import Glibc
import Testing
import Vocabulary

@testable import Simulation

private func text(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }

/// The product's own decoder reads each funds bill that the simulator prints, and finds the movements that were told.
@Test(arguments: [41, 42] as [UInt64])
func theDecoderReadsEveryFundsBillMovementByMovement(seed: UInt64) throws {
    let world = try WorldFixture.world(seed, payments: 120, accounts: SimulatedAccount.ofEveryMoneyStyle())
    let funds = SimulatedFunds(world, .full)
    let directory = "/tmp/simulation-funds-decoding-\(getpid())-\(seed)"
    mkdir(directory, 0o700)
    defer { rmdir(directory) }
    var classes: Set<MovementClass> = []
    for account in world.accounts {
        for pot in funds.pots(account) {
            for day in (0..<12).map({ world.days.lowerBound.advanced(by: $0) }) {
                let printed = try funds.bill(account.id, day, pot) ?? funds.emptyBill(account.id, day)
                guard let bill = printed else { continue }
                let path = "\(directory)/\(bill.fileName)"
                let bytes = try bill.delivered()
                try OutputFile(path).write(bytes)
                defer { unlink(path) }
                #expect(bill.kind.isZip ? AlipayFunds.isFunds(path) == true : WeChatPayFunds.isFunds(path) == true)
                var told: [SimulatedMovement] = []
                var balances: [Int64] = []
                funds.forEachMovement(SimulatedFunds.PotDay(account.id, pot, day)) {
                    told.append($0)
                    balances.append($1)
                }
                var index = 0
                let expected = ExpectedFunds(ExpectedBill(account: account.id, day: day), pot: Pot(pot.rawValue))
                let decoder: any FundsDecoder =
                    account.channel == .wechatpay ? WeChatPayFunds(expected) : AlipayFunds(expected)
                let summary = try decoder.decode(
                    BillFile(path: path, sizeBytes: Int64(bytes.count), sha256: ""), progress: { _ in }
                ) { movement in
                    let movementClass = movement.movementClass
                    classes.insert(movementClass)
                    try #require(index < told.count)
                    let own = told[index]
                    #expect(movement.bookedAt == own.bookedAt)
                    #expect(movementClass == own.movementClass, "\(own)")
                    #expect(movement.amountFen == own.amountFen)
                    #expect(movement.balanceFen == balances[index])
                    #expect(text(movement.businessNo) == own.businessNo)
                    let voucher = text(movement.voucherNo)
                    #expect(voucher == own.voucherNo || (voucher.isEmpty && own.kind == .fee))
                    if account.channel == .wechatpay { #expect(text(movement.flowNo) == own.flowNo) }
                    index += 1
                }
                #expect(index == told.count && summary.rows == Int64(told.count))
                #expect(summary.isChained)
                #expect(summary.netFen == told.reduce(0) { $0 + $1.amountFen })
                #expect(summary.closingFen == balances.last)
            }
        }
    }
    #expect(classes.isSuperset(of: Set(MovementClass.allCases).subtracting([.withdrawalReturned])))
}
