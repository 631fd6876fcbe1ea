import TestTurns
import Testing
import Vocabulary

@testable import Simulation

/// A bill that is whole on the wire, signed and hashed rightly, and wrong in itself.
struct UnhappyBill: Sendable, CustomTestStringConvertible {
    let account: ChannelAccount
    let corruption: BillCorruption
    let text: String

    var testDescription: String { "\(account.channel.rawValue) \(corruption.rawValue)" }

    init(_ account: ChannelAccount, _ corruption: BillCorruption, _ text: String) {
        self.account = account
        self.corruption = corruption
        self.text = text
    }
}

@Suite(.serialized, .waiting) struct UnhappyBillTests {
    /// Alipay's row of 24 cells for 25 columns: its first row lacks one of the two amounts of 0.00.
    @Test func anAlipayRowWithTooFewCellsEndsWithoutAConclusion() throws {
        let bench = try ChannelBench("bill_alipay_cells")
        let ending = UnhappyEnding(
            .incomplete,
            """
            bill.cells_missing: a row has fewer cells than the header; expected 25 cells, found 24 \
            (DAY_DIGEST.zip member 1, line 6, ACCOUNT, DAY)
            HINT: The bill is kept unchanged in the archive; look at the line there and report it, nothing was \
            concluded from it.
            """)
        try expectNothingLost(
            bench, alipay, ending, retried: [ChannelWorld.concluded, ChannelWorld.untried],
            arrange: { day in
                let bill = try #require(try bench.world.world.bill(alipay, day, .trade))
                let zeros = Array(",0.00,0.00,".utf8)
                let place = try #require(bill.text.indices.first { bill.text[$0...].starts(with: zeros) })
                var text = bill.text
                text.removeSubrange(place..<(place + 5))
                let shorter = RenderedBill(
                    accountDay: bill.accountDay, kind: .trade, text: text, summaryText: bill.summaryText,
                    rows: bill.rows, isSummaryFirst: bill.isSummaryFirst)
                try bench.strike(.content(try shorter.delivered()), at: .apply, of: alipay, day: day)
            })
    }

    @Test(arguments: unhappyBills)
    func aBillThatIsWrongInItselfEndsWithoutAConclusion(_ bill: UnhappyBill) throws {
        let bench = try ChannelBench("bill_\(bill.account.account)_\(bill.corruption.rawValue)")
        let kind: SimulatedBillKind = bill.account.channel == .alipay ? .trade : .all
        try expectNothingLost(
            bench, bill.account, UnhappyEnding(.incomplete, bill.text),
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
    .init(
        wechatpay, .missingColumn,
        """
        bill.column_missing: the header lacks a column that the bill cannot do without; expected 手续费, found 26 \
        other columns (DAY_DIGEST.csv.gz, line 1, column 手续费, ACCOUNT, DAY)
        HINT: Check that this is the right kind of bill; if the channel changed its form, the program must learn it.
        """),
    .init(
        wechatpay, .wrongCellCount,
        """
        bill.cells_missing: a row has fewer cells than the header; expected 27 cells, found 26 \
        (DAY_DIGEST.csv.gz, line 2, ACCOUNT, DAY)
        HINT: The bill is kept unchanged in the archive; look at the line there and report it, nothing was \
        concluded from it.
        """),
    .init(
        wechatpay, .threeDecimals,
        """
        bill.bad_amount: an amount is not of the form that the channel uses; expected yuan with up to 2 \
        decimals, not negative, found 1.005 (DAY_DIGEST.csv.gz, line 2, column 订单金额, ACCOUNT, DAY)
        HINT: The bill is kept unchanged in the archive; look at the line there and report it, nothing was \
        concluded from it.
        """),
    .init(
        wechatpay, .scientificNumber,
        """
        bill.resaved: a number was rounded by a spreadsheet; expected the digits as printed, found 4.2E+27 \
        (DAY_DIGEST.csv.gz, line 2, column 微信订单号, ACCOUNT, DAY)
        HINT: Import the file as the channel delivered it, never one that was opened and saved in a spreadsheet.
        """),
    .init(
        wechatpay, .trailerOffByOneFen,
        """
        bill.total_mismatch: the rows do not add up to the bill's own total; expected # as the bill says, found \
        # in its rows (DAY_DIGEST.csv.gz, line #, column 应结订单总金额, ACCOUNT, DAY)
        HINT: Fetch the bill again; if it stays so, ask the channel.
        """),
    .init(
        wechatpay, .trailerOffByOneRow,
        """
        bill.total_mismatch: the rows do not add up to the bill's own total; expected # as the bill says, found \
        # in its rows (DAY_DIGEST.csv.gz, line #, column 总交易单数, ACCOUNT, DAY)
        HINT: Fetch the bill again; if it stays so, ask the channel.
        """),
    .init(
        wechatpay, .missingTrailer,
        """
        bill.truncated: the bill ends before its summary; expected 总交易单数 … and a row of totals \
        (DAY_DIGEST.csv.gz, line #, ACCOUNT, DAY)
        HINT: Fetch the bill again; if it stays so, ask the channel.
        """),
    .init(
        wechatpay, .truncated,
        """
        bill.cells_missing: a row has fewer cells than the header; expected 27 cells, found # \
        (DAY_DIGEST.csv.gz, line #, ACCOUNT, DAY)
        HINT: The bill is kept unchanged in the archive; look at the line there and report it, nothing was \
        concluded from it.
        """),
    .init(
        wechatpay, .wrongAccount,
        """
        bill.wrong_account: a row belongs to another merchant number; expected 1900999001, found 1999999999 \
        (DAY_DIGEST.csv.gz, line 2, column 商户号, ACCOUNT, DAY)
        HINT: Check which account the bill was asked for; for a bill downloaded by hand, --account.
        """),
    .init(
        wechatpay, .wrongDate,
        """
        bill.wrong_day: most rows lie outside the bill's day; expected DAY, found DAY-1 # (DAY_DIGEST.csv.gz, \
        line 2, column 交易时间, ACCOUNT, DAY)
        HINT: Check the date that was asked for against the bill; for a bill downloaded by hand, --date.
        """),
    .init(
        alipay, .missingColumn,
        """
        bill.column_missing: the header lacks a column that the bill cannot do without; expected 服务费(元), found \
        24 other columns (DAY_DIGEST.zip member 1, line 5, column 服务费(元), ACCOUNT, DAY)
        HINT: Check that this is the right kind of bill; if the channel changed its form, the program must learn it.
        """),
    .init(
        alipay, .threeDecimals,
        """
        bill.bad_amount: an amount is not of the form that the channel uses; expected yuan with up to 2 \
        decimals, found 1.005 (DAY_DIGEST.zip member 1, line 6, column 订单金额（元）, ACCOUNT, DAY)
        HINT: The bill is kept unchanged in the archive; look at the line there and report it, nothing was \
        concluded from it.
        """),
    .init(
        alipay, .scientificNumber,
        """
        bill.resaved: a number was rounded by a spreadsheet; expected the digits as printed, found 2.02E+27 \
        (DAY_DIGEST.zip member 1, line 6, column 支付宝交易号, ACCOUNT, DAY)
        HINT: Import the file as the channel delivered it, never one that was opened and saved in a spreadsheet.
        """),
    .init(
        alipay, .trailerOffByOneFen,
        """
        bill.total_mismatch: the rows do not add up to the bill's own total; expected # as the bill says, found \
        # in its rows (DAY_DIGEST.zip member 1, line #, column 交易合计 商家实收, ACCOUNT, DAY)
        HINT: Fetch the bill again; if it stays so, ask the channel.
        """),
    .init(
        alipay, .trailerOffByOneRow,
        """
        bill.total_mismatch: the rows do not add up to the bill's own total; expected # as the bill says, found \
        # in its rows (DAY_DIGEST.zip member 1, line #, column 交易合计 笔, ACCOUNT, DAY)
        HINT: Fetch the bill again; if it stays so, ask the channel.
        """),
    .init(
        alipay, .missingTrailer,
        """
        bill.truncated: the bill ends before its totals; expected 交易合计 and 退款合计 (DAY_DIGEST.zip member 1, line \
        #, ACCOUNT, DAY)
        HINT: Fetch the bill again; if it stays so, ask the channel.
        """),
    .init(
        alipay, .truncated,
        """
        bill.cells_missing: a row has fewer cells than the header; expected 25 cells, found # (DAY_DIGEST.zip \
        member 1, line #, ACCOUNT, DAY)
        HINT: The bill is kept unchanged in the archive; look at the line there and report it, nothing was \
        concluded from it.
        """),
    .init(
        alipay, .wrongAccount,
        """
        bill.wrong_account: the bill belongs to another account; expected 20880000000000010156, found \
        20889999999999990156 (DAY_DIGEST.zip member 1, line 2, ACCOUNT, DAY)
        HINT: Check which account the bill was asked for; for a bill downloaded by hand, --account.
        """),
    .init(
        alipay, .wrongDate,
        """
        bill.wrong_day: the bill is of another day; expected DAY 00:00:00 to DAY+1 00:00:00, found DAY-1 \
        00:00:00 to DAY 00:00:00 (DAY_DIGEST.zip member 1, line 3, ACCOUNT, DAY)
        HINT: Check the date that was asked for against the bill; for a bill downloaded by hand, --date.
        """),
]
