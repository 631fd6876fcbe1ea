import Testing
import Vocabulary

@testable import Bills

/// One row of a sharing bill as it came out of the decoder.
private struct DecodedShare: Equatable {
    var line: Int32 = 0
    var kind = Share.Kind.share
    var isExecuted = true
    var amountFen: Int64 = 0
    var sharingNo = ""
    var receiver = ""
    var numbers: [String] = []
}

private let sharingHeader =
    "分账时间,分账发起方,分账方,微信订单号,微信分账/回退单号,分账明细单号,商户分账/回退单号,订单金额,分账接收方,金额,业务类型,处理状态,备注"

/// - Parameter cells: column by column; each behind a backquote, but for those that begin with `!`.
private func row(_ cells: String...) -> String {
    cells.map { $0.hasPrefix("!") ? String($0.dropFirst()) : "`\($0)" }.joined(separator: ",")
}

private func share(
    _ sharingNo: String = "S1", _ yuan: String = "7.00", to receiver: String = "1900000001",
    at time: String = "2026-11-21 12:00:00",
    type: String = "分账", state: String = "成功", remark: String = "", payer: String = "1900999001"
) -> String {
    row(
        time, payer, payer, "4200001", "300\(sharingNo)", "360\(sharingNo)", sharingNo, "100.00", receiver, yuan, type,
        state,
        remark)
}

private func decoded(_ lines: [String], header: String = sharingHeader) throws -> (
    shares: [DecodedShare], SharingSummary
) {
    let scratch = Scratch()
    let content = ([header] + lines).map { $0 + "\r\n" }.joined()
    let decoder = WeChatPaySharing(ExpectedBill(account: Sample.wechat, day: Sample.day))
    var shares: [DecodedShare] = []
    func text(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }
    let summary = try decoder.decode(scratch.file(Array(content.utf8)), progress: { _ in }) { share in
        shares.append(
            DecodedShare(
                line: share.lineNumber, kind: share.kind, isExecuted: share.isExecuted, amountFen: share.amountFen,
                sharingNo: text(share.sharingNo), receiver: text(share.receiver),
                numbers: [text(share.channelTradeNo), text(share.channelSharingNo), text(share.detailNo)]))
    }
    return (shares, summary)
}

@Test func `a sharing bill decodes to its shares and returns`() throws {
    let (shares, summary) = try decoded([
        share(), share("R1", "2.50", type: "分账回退"), share("U1", "90.50", type: "解冻剩余资金"), share("S2", state: "失败"),
        share("S3", type: "新业务"), share("S4", state: "待定"),
    ])
    #expect(shares.map(\.kind) == [.share, .shareReturn, .release, .share, .other, .other])
    #expect(shares.map(\.isExecuted) == [true, true, true, false, true, true])
    #expect(shares.map(\.amountFen) == [700, 250, 9050, 700, 700, 700])
    #expect(shares[0].numbers == ["4200001", "300S1", "360S1"])
    #expect(shares.map(\.line) == [2, 3, 4, 5, 6, 7])
    #expect(summary.rows == 6 && summary.flaggedRows == 0 && summary.unknownColumns.isEmpty)
}

/// Until 2025-01-15 any cell could come without its backquote.
@Test func `cells without backquotes are told by the header's number of columns`() throws {
    let strict = share()
    let plain = strict.replacing("`", with: "")
    let mixed = strict.replacing(",`100.00", with: ",100.00").replacing(",`成功", with: ",成功")
    let (shares, summary) = try decoded([strict, mixed, plain, share(remark: "a,`b,c"), mixed + ",x,y"])
    #expect(Set(shares.map(\.amountFen)) == [700] && shares.count == 5)
    #expect(shares.allSatisfy { $0.receiver == "1900000001" && $0.sharingNo == "S1" && $0.kind == .share })
    #expect(summary.flaggedRows == 4)
    #expect(problem { try decoded([mixed.replacing(",100.00", with: "")]) }?.code == .billCellsMissing)
}

@Test func `totals of a sharing bill are proven as far as their names tell what they add up`() throws {
    let rows = [share(), share("S2", "3.00"), share("R1", "2.50", type: "分账回退")]
    let names = "总笔数,分账总笔数,分账总金额,回退总金额,订单总金额"
    #expect(try decoded(rows + ["总笔数,回退总金额", "`3,`2.50"]).shares.count == 3)
    #expect(try decoded(rows + [names, "`3,`2,`10.00,`2.50,`999.00"]).shares.count == 3)
    #expect(problem { try decoded(rows + [names, "`3,`3,`10.00,`2.50,`999.00"]) }?.code == .billTotalMismatch)
    #expect(problem { try decoded(rows + [names, "`3,`2,`10.01,`2.50,`999.00"]) }?.code == .billTotalMismatch)
    #expect(problem { try decoded(rows + [names]) }?.code == .billTruncated)
}

@Test func `what is no sharing bill of the day and account is refused`() throws {
    func code(_ lines: [String], header: String = sharingHeader) -> ProblemCode? {
        problem { try decoded(lines, header: header) }?.code
    }
    #expect(code([share(payer: "1900000777")]) == .billWrongAccount)
    #expect(code([share(at: "2026-11-25 12:00:00")]) == .billWrongDay)
    #expect(code([share(at: "21.11.2026")]) == .billBadTime)
    #expect(code([share("S1", "-7.00")]) == .billBadAmount)
    #expect(code([share("")]) == .billBadIdentifier)
    #expect(code([share("2.02E+27")]) == .billResaved)
    #expect(code([share()], header: sharingHeader.replacing(",分账接收方", with: ",收款方")) == .billColumnMissing)
    #expect(code([share()], header: sharingHeader + ",金额") == .billColumnRepeated)
    #expect(code([share()], header: "记账时间,微信支付业务单号,资金流水单号") == .billOtherProduct)
    #expect(code([share()], header: "name,amount") == .billNotABill)
    #expect(code([share()], header: sharingHeader.replacing(",", with: ";")) == .billResaved)
}

@Test func `a bill without rows is a day on which nothing was shared`() throws {
    #expect(try decoded([]).shares == [])
}
