import Simulation
import Testing
import Vocabulary

/// A bill that is whole on the wire, signed and hashed rightly, and wrong in itself.
struct UnhappyBill: Sendable, CustomTestStringConvertible {
    let account: ChannelAccount
    let corruption: BillCorruption
    let code: String
    let text: String

    var testDescription: String { "\(account.channel.rawValue) \(corruption.rawValue)" }

    init(_ account: ChannelAccount, _ corruption: BillCorruption, _ code: String, _ text: String) {
        self.account = account
        self.corruption = corruption
        self.code = code
        self.text = text
    }
}

@Suite struct UnhappyBillTests {
    @Test(arguments: unhappyBills)
    func aBillThatIsWrongInItselfEndsWithoutAConclusion(_ bill: UnhappyBill) throws {
        let bench = try ChannelBench("bill_\(bill.account.account)_\(bill.corruption.rawValue)")
        let kind: BillKind = bill.account.channel == .alipay ? .trade : .all
        try expectNothingLost(
            bench, bill.account, UnhappyEnding(bill.code, .incomplete, bill.text),
            arrange: { day in
                let rendered = try #require(
                    try bench.world.world.bill(bill.account, day, kind, corruption: bill.corruption))
                try bench.strike(.content(try rendered.delivered()), at: .apply, of: bill.account, day: day)
            })
    }
}

private let wechatpay = ChannelWorld.certificates
private let alipay = ChannelWorld.alipay

private let unhappyBills: [UnhappyBill] = [
    .init(wechatpay, .missingColumn, "bill.column_missing", ""),
    .init(wechatpay, .wrongCellCount, "bill.cells_missing", ""),
    .init(wechatpay, .threeDecimals, "bill.bad_amount", ""),
    .init(wechatpay, .scientificNumber, "bill.resaved", ""),
    .init(wechatpay, .trailerOffByOneFen, "bill.total_mismatch", ""),
    .init(wechatpay, .trailerOffByOneRow, "bill.total_mismatch", ""),
    .init(wechatpay, .missingTrailer, "bill.truncated", ""),
    .init(wechatpay, .truncated, "bill.truncated", ""),
    .init(wechatpay, .wrongAccount, "bill.wrong_account", ""),
    .init(wechatpay, .wrongDate, "bill.wrong_day", ""),
    .init(alipay, .missingColumn, "bill.column_missing", ""),
    .init(alipay, .wrongCellCount, "bill.cells_surplus", ""),
    .init(alipay, .threeDecimals, "bill.bad_amount", ""),
    .init(alipay, .scientificNumber, "bill.resaved", ""),
    .init(alipay, .trailerOffByOneFen, "bill.total_mismatch", ""),
    .init(alipay, .trailerOffByOneRow, "bill.total_mismatch", ""),
    .init(alipay, .missingTrailer, "bill.truncated", ""),
    .init(alipay, .truncated, "bill.truncated", ""),
    .init(alipay, .wrongAccount, "bill.wrong_account", ""),
    .init(alipay, .wrongDate, "bill.wrong_day", ""),
]
