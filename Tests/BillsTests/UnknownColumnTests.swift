import Testing
import Vocabulary

@testable import Bills

/// A column that no description of the format knows is found by number and, where the file is UTF-8, by title.
struct UnknownColumnTests {
    private let added = ["结算批次", "", "费率(新)"]

    @Test func ofAWeChatPayTradeBill() throws {
        var text = WeChatPayText([WeChatPayText.payment(1)])
        for columns in [WeChatPayText.all, WeChatPayText.success, WeChatPayText.refund, WeChatPayText.legacy] {
            let header = try Header(
                Array((columns + added).joined(separator: ",").utf8), lineNumber: 1,
                parentheses: Header.utf8Parentheses,
                place: .init())
            let count = columns.count
            #expect(
                try WeChatPayColumns(header).unknown == [
                    UnknownColumn(number: count + 1, title: "结算批次"), UnknownColumn(number: count + 3, title: "费率(新)"),
                ])
        }
        #expect(try wechat(text.bytes).summary.unknownColumns.isEmpty)
        text.columns += ["结算批次"]
        #expect(try wechat(text.bytes).summary.unknownColumns == [UnknownColumn(number: 28, title: "结算批次")])
    }

    @Test func ofAnAlipayTradeBill() throws {
        var text = AlipayText([AlipayText.payment(1)])
        #expect(try alipay(text.bytes).summary.unknownColumns.isEmpty)
        text.columns += ["结算批次"]
        #expect(try alipay(text.bytes).summary.unknownColumns == [UnknownColumn(number: 26, title: nil)])
        text.isUTF8 = true
        #expect(try alipay(text.bytes).summary.unknownColumns == [UnknownColumn(number: 26, title: "结算批次")])
    }

    @Test func ofAFundsBill() throws {
        var ours = FundsSample.wechat
        #expect(try wechatFunds(ours.bytes).summary.unknownColumns.isEmpty)
        ours.columns += ["二级商户号"]
        #expect(try wechatFunds(ours.bytes).summary.unknownColumns == [UnknownColumn(number: 12, title: "二级商户号")])
        var theirs = FundsSample.alipay
        theirs.isUTF8 = true
        #expect(try alipayFunds(theirs.bytes).summary.unknownColumns.isEmpty)
        theirs.columns += ["业务账单来源", "二级商户号"]
        #expect(
            try alipayFunds(theirs.bytes).summary.unknownColumns == [
                UnknownColumn(number: theirs.columns.count, title: "二级商户号")
            ])
    }
}
