import Testing
import Vocabulary

@testable import Bills

/// What a movement is, line by line: 业务名称, 业务类型, class of an income, class of an expense.
private let wechatClasses = """
    交易       | 交易           | payment             | other
    交易       | 扣除交易手续费 | other               | fee
    交易       | 退还交易手续费 | fee_return          | other
    退款       | 退还交易手续费 | fee_return          | other
    退款       | 退款           | other               | refund
    退款       | 退款关闭       | refund_returned     | other
    充值/提现  | 提现           | withdrawal_returned | withdrawal
    充值/提现  | 提现退票       | withdrawal_returned | other
    充值/提现  | 充值           | top_up              | other
    充值/提现  | 充值/提现      | top_up              | withdrawal
    充值/提现  |                | top_up              | withdrawal
    企业付款   | 企业付款       | transfer            | transfer
    企业付款   | 企业付款到零钱 | transfer            | transfer
    商家转账   | 商家转账       | transfer            | transfer
    分账       | 分账           | sharing             | sharing
    分账       | 分账回退       | sharing             | sharing
    保证金     | 保证金转入     | deposit             | deposit
    代金券/立减/折扣 | 代金券   | voucher             | voucher
    代金券/立减/折扣 |          | voucher             | voucher
    交易       |                | payment             | other
    退款       |                | other               | refund
    交易       | 新的类型       | other               | other
    退款       | 新的类型       | other               | other
    新的名称   | 新的类型       | other               | other
    新的名称   | 交易           | payment             | other
               |                | other               | other
    """

/// 业务类型, 业务描述, 备注, class of an income, class of an expense.
private let alipayClasses = """
    在线支付             |                               |                    | payment             | other
    交易付款             |                               |                    | payment             | other
    交易退款             |                               |                    | other               | refund
    退款（交易退款）     |                               |                    | other               | refund
    退款(交易退款)       |                               |                    | other               | refund
    退款                 |                               |                    | other               | refund
    收费                 |                               |                    | other               | fee
    退费                 |                               |                    | fee_return          | other
    交易分账             |                               |                    | sharing             | sharing
    分账                 |                               |                    | sharing             | sharing
    提现                 |                               |                    | withdrawal_returned | withdrawal
    提现退回             |                               |                    | withdrawal_returned | other
    转账                 |                               |                    | transfer            | transfer
    充值                 |                               |                    | top_up              | transfer
    红包退回             |                               |                    | transfer            | transfer
    批量代发到账户       |                               |                    | transfer            | transfer
    保证金               |                               |                    | deposit             | deposit
    其它                 |                               |                    | other               | other
    其它                 |                               | 网商贷-放款        | own_funds           | own_funds
    其它                 | 余利宝申购                    |                    | own_funds           | own_funds
    转账                 |                               | 转出到网商银行     | own_funds           | own_funds
    新的类型             |                               | 万相台充值         | own_funds           | own_funds
    在线支付             |                               | 余利宝             | payment             | other
    新的类型             |                               |                    | other               | other
                         |                               |                    | other               | other
    分账                 | 0170155T|供应链-服务费        |                    | platform            | platform
    收费                 | 0030130|基础软件服务费        |                    | other               | fee
    提现                 | 0170155T|供应链-服务费        |                    | withdrawal_returned | withdrawal
    新的类型             | 0030130|基础软件服务费        |                    | platform            | platform
    其它                 | 0050005|卖家版运费险          | 余利宝             | platform            | platform
    交易付款             | 0010001|交易收款-交易收款     |                    | payment             | other
    其它                 | 0010001|交易收款-交易收款     |                    | payment             | other
    分账                 | 0010001|交易收款-交易收款     |                    | sharing             | sharing
    交易退款             | 0020001|交易退款-余额退款     |                    | other               | refund
    新的类型             | 0020002|交易退款-保证金退款   |                    | other               | refund
    收费                 | 0030038|支付宝服务费          |                    | other               | fee
    转账                 | 008000200003|保证金转出       |                    | deposit             | deposit
    转账                 | 0080002|保证金转出            |                    | deposit             | deposit
    转账                 | 13800138000|张三              |                    | transfer            | transfer
    """

private func lines(_ table: String) -> [[String]] {
    table.split(separator: "\n").map { line in
        // A bar of 业务描述 has no blank before it.
        line.split(separator: " |", omittingEmptySubsequences: false)
            .map { String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
    }
}

@Test(arguments: lines(wechatClasses))
func `WeChat Pay's words are of the classes of the table`(line: [String]) throws {
    let text = WeChatPayFundsText([
        WeChatPayFundsText.row(line[0], line[1], 500), WeChatPayFundsText.row(line[0], line[1], -300),
    ])
    let movements = try wechatFunds(text.bytes).movements
    #expect(movements.map(\.movementClass.rawValue) == [line[2], line[3]], "\(line)")
    #expect(movements.map(\.name) == [line[0], line[0]] && movements.map(\.type) == [line[1], line[1]])
}

@Test(arguments: lines(alipayClasses), [false, true])
func `Alipay's words are of the classes of the table`(line: [String], isUTF8: Bool) throws {
    let texts = ["业务描述": line[1], "备注": line[2]]
    var text = AlipayFundsText([
        AlipayFundsText.row(1, line[0], 500, texts), AlipayFundsText.row(2, line[0], -300, texts),
    ])
    text.columns = Array(AlipayFundsText.wide)
    text.isUTF8 = isUTF8
    let movements = try alipayFunds(text.bytes).movements
    #expect(movements.map(\.movementClass.rawValue) == [line[3], line[4]], "\(line)")
    let parts = line[1].split(separator: "|").map(String.init)
    let isCoded = parts.count == 2 && !line[1].hasPrefix("138")
    #expect(movements.map(\.code) == [isCoded ? parts[0] : "", isCoded ? parts[0] : ""])
    #expect(movements[0].name == (isCoded ? parts[1] : ""))
    #expect(movements[0].type == line[0].replacing("（", with: "(").replacing("）", with: ")"))
}

/// Texts that could be anybody's.
private let personal = [
    "13800138000", "张三13800138000", "zhang@example.com", "**明(138******00)", "oExampleOpenId000000000001",
    "SHOP-20261121-0001", "收款人:张三 6222", "6222021234567890123", "2088000000000001", String(repeating: "名", count: 25),
    "a\u{202E}b", "\u{1F600}",
]

@Test(arguments: personal)
func `what does not look like a name of business stays in the file`(text: String) throws {
    let wechat = try wechatFunds(
        WeChatPayFundsText([
            WeChatPayFundsText.row(text, text, 500, ["备注": text, "资金变更提交申请人": text])
        ]).bytes)
    #expect(wechat.movements.map(\.name) == [""] && wechat.movements.map(\.type) == [""])
    #expect(wechat.movements.map(\.movementClass) == [.other])
    var bill = AlipayFundsText([
        AlipayFundsText.row(1, text, 500, ["业务描述": "0170155T|\(text)", "备注": text, "对方账号": text]),
        AlipayFundsText.row(2, text, 500, ["业务描述": text]),
    ])
    bill.columns = Array(AlipayFundsText.wide)
    // A column of names holds no bare number: such a row is read only where its cells are as many as the header's.
    let alipay = try alipayFunds(bill.bytes)
    #expect(alipay.movements.map(\.name) == ["", ""] && alipay.movements.map(\.type) == ["", ""])
    #expect(alipay.movements.map(\.movementClass) == [.platform, .other])
}

@Test func `a merchant's own text in place of a number stays in the file`() throws {
    let decoded = try wechatFunds(
        WeChatPayFundsText([WeChatPayFundsText.row("企业付款", "企业付款", -500, ["业务凭证号": "付给张三的工资"])]).bytes)
    #expect(decoded.movements.map(\.voucherNo) == [""] && decoded.summary.flaggedRows == 1)
}

@Test func `a row without a number is taken only as a copy of the aggregated account`() throws {
    let copy = ["账务流水号": "", "交易渠道": "聚合结算渠道"]
    #expect(
        try alipayFunds(AlipayFundsText([AlipayFundsText.row(1, "在线支付", 500, copy)]).bytes).movements[0].flowNo == "")
    let other = AlipayFundsText([AlipayFundsText.row(1, "在线支付", 500, ["账务流水号": ""])]).bytes
    #expect(problem { try alipayFunds(other) }?.code == .billBadIdentifier)
}

@Test func `more combinations of words than are kept are read all the same`() throws {
    let characters = (0..<700).map { String(UnicodeScalar(UInt32(0x4E00 + $0)).map(Character.init) ?? "x") }
    let rows = (characters + characters).map { WeChatPayFundsText.row($0, "交易", 100) }
    let movements = try wechatFunds(WeChatPayFundsText(rows).bytes).movements
    #expect(movements.map(\.name) == characters + characters)
    #expect(movements.allSatisfy { $0.movementClass == .payment })
}
