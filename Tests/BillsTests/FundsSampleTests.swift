import CLibcrypto
import Testing
import Vocabulary

@testable import Bills

/// The samples of `WeChatPayFunds.md` and `AlipayFunds.md`.
enum FundsSample {
    static var wechat: WeChatPayFundsText {
        WeChatPayFundsText([
            WeChatPayFundsText.payment(),
            WeChatPayFundsText.fee(53, at: "2026-11-21 08:15:03", ["资金流水单号": "1010000000202611210000000002"]),
            WeChatPayFundsText.refund(
                2982, at: "2026-11-21 16:05:45",
                [
                    "微信支付业务单号": "50300009902026112100000001", "资金流水单号": "1010000000202611210000000003",
                    "资金变更提交申请人": "1900999001API", "备注": "退款总金额30.00元;含手续费0.18元", "业务凭证号": "RF-20261121-0001",
                ]),
        ])
    }

    static var alipay: AlipayFundsText {
        AlipayFundsText([
            AlipayFundsText.row(1, "在线支付", 8800),
            AlipayFundsText.row(
                2, "收费", -53, at: "2026-11-21 09:30:16",
                [
                    "业务流水号": "2026112122001400001000000001", "商户订单号": "SHOP-20261121-A001", "对方账号": "",
                    "备注": "服务费[SHOP-20261121-A001]",
                ]),
            AlipayFundsText.row(
                3, "交易退款", -3000, at: "2026-11-21 16:20:33",
                [
                    "业务流水号": "2026111922001400001000000009", "商户订单号": "SHOP-20261119-A009", "商品名称": "雨伞",
                    "对方账号": "**军(186******11)",
                ]),
        ])
    }
}

@Test func `the WeChat Pay funds sample has the documented bytes`() {
    var sample = FundsSample.wechat
    sample.openingFen = 100_000
    #expect(sample.bytes.count == 802)
    #expect(Packing.digest(sample.bytes, EVP_sha1()) == "39ed38554b711258a33a5a03943e34f3a98c6349")
}

@Test func `the WeChat Pay funds sample decodes to its three movements`() throws {
    let decoded = try wechatFunds(FundsSample.wechat.bytes)
    try #require(decoded.movements.count == 3)
    let refund = decoded.movements[2]
    #expect(decoded.movements.map(\.line) == [2, 3, 4])
    #expect(decoded.movements.map(\.movementClass) == [.payment, .fee, .refund])
    #expect(decoded.movements.map(\.amountFen) == [8800, -53, -2982])
    #expect(decoded.movements.map(\.balanceFen) == [108_800, 108_747, 105_765])
    #expect(decoded.movements.map(\.name) == ["交易", "交易", "退款"])
    #expect(decoded.movements.map(\.type) == ["交易", "扣除交易手续费", "退款"])
    #expect(decoded.movements.map(\.code) == ["", "", ""])
    #expect(refund.businessNo == "50300009902026112100000001")
    #expect(refund.flowNo == "1010000000202611210000000003")
    #expect(refund.voucherNo == "RF-20261121-0001")
    #expect(refund.bookedAt == "2026-11-21 16:05:45")
    #expect(Set(decoded.movements.map(\.contentHash)).count == 3)
    let summary = decoded.summary
    #expect(summary.into.rows == 1 && summary.into.amountFen == 8800)
    #expect(summary.outOf.rows == 2 && summary.outOf.amountFen == 3035)
    #expect(summary.openingFen == 100_000 && summary.closingFen == 105_765 && summary.isChained)
    #expect(summary.netFen == 5765 && summary.flaggedRows == 0 && summary.textBytes == 802)
}

@Test func `the Alipay funds sample decodes to its three movements`() throws {
    let decoded = try alipayFunds(FundsSample.alipay.bytes)
    try #require(decoded.movements.count == 3)
    #expect(decoded.movements.map(\.line) == [6, 7, 8])
    #expect(decoded.movements.map(\.movementClass) == [.payment, .fee, .refund])
    #expect(decoded.movements.map(\.amountFen) == [8800, -53, -3000])
    #expect(decoded.movements.map(\.balanceFen) == [108_800, 108_747, 105_747])
    #expect(decoded.movements.map(\.type) == ["在线支付", "收费", "交易退款"])
    #expect(decoded.movements.map(\.name) == ["", "", ""])
    #expect(decoded.movements[1].businessNo == "2026112122001400001000000001")
    #expect(decoded.movements[1].voucherNo == "SHOP-20261121-A001")
    #expect(decoded.movements[1].flowNo == "100000000000002")
    #expect(decoded.movements[1].bookedAt == "2026-11-21 09:30:16")
    #expect(decoded.summary.openingFen == 100_000 && decoded.summary.closingFen == 105_747)
    #expect(decoded.summary.isChained && decoded.summary.rows == 3 && decoded.summary.flaggedRows == 0)
}

@Test func `a bill without movements has no balances`() throws {
    let wechat = try wechatFunds(WeChatPayFundsText().bytes).summary
    #expect(wechat.rows == 0 && wechat.openingFen == nil && wechat.closingFen == nil && wechat.isChained)
    let alipay = try alipayFunds(AlipayFundsText().bytes).summary
    #expect(alipay.rows == 0 && alipay.openingFen == nil && alipay.closingFen == nil && alipay.isChained)
}

@Test func `every form of a WeChat Pay funds file says the same`() throws {
    let sample = FundsSample.wechat
    let expected = try wechatFunds(sample.bytes).movements
    var other = sample
    other.mark = false
    other.lineEnd = "\n"
    other.totals = ["资金流水总笔数": "3.0", "收入笔数": "1.00", "支出笔数": "2.0"]
    #expect(try wechatFunds(other.bytes).movements == expected)
    let fullWidth = String(decoding: sample.bytes, as: UTF8.self).replacing("(元)", with: "（元）")
    #expect(try wechatFunds(Array(fullWidth.utf8)).movements == expected)
    #expect(try wechatFunds(Packing.gzip(sample.bytes)).movements == expected)
    #expect(try wechatFunds(Packing.zip([.init(name: [0x61], bytes: sample.bytes)])).movements == expected)
    // A column more and others elsewhere: by name.
    other.columns = ["新的列"] + sample.columns.reversed()
    #expect(try wechatFunds(other.bytes).movements == expected)
}

@Test func `every form of an Alipay funds file says the same`() throws {
    let sample = FundsSample.alipay
    let expected = try alipayFunds(sample.bytes).movements
    func said(_ change: (inout AlipayFundsText) -> Void) throws -> [MovedRow] {
        var text = sample
        change(&text)
        return try alipayFunds(text.bytes).movements
    }
    #expect(try said { $0.columns.reverse() } == expected)
    #expect(try said { $0.columns = Array(AlipayFundsText.wide) } == expected)
    #expect(try said { $0.columns = AlipayFundsText.wide.reversed() } == expected)
    #expect(
        try said { $0.columns = $0.columns.map { $0.replacing("（", with: "(").replacing("）", with: ")") } } == expected)
    func without(_ movements: [MovedRow], _ change: (inout MovedRow) -> Void) -> [MovedRow] {
        movements.map { moved in
            var copy = moved
            copy.contentHash = 0
            change(&copy)
            return copy
        }
    }
    // The same cells under other titles are another content.
    #expect(try without(said { $0.columns = AlipayFundsText.console }) { _ in } == without(expected) { _ in })
    #expect(
        try without(said { $0.columns = ["支出金额（-元）", "账务流水号", "发生时间", "收入金额（+元）"] }) { _ in }
            == without(expected) {
                ($0.businessNo, $0.voucherNo, $0.type, $0.balanceFen) = ("", "", "", nil)
                $0.movementClass = .other
            })
    #expect(try without(said { $0.isUTF8 = true }) { _ in } == without(expected) { _ in })
    let zip = Packing.zip([
        .init(name: [0x61], bytes: sample.summary()), .init(name: gb18030("账务"), bytes: sample.bytes),
    ])
    #expect(try alipayFunds(zip).movements == expected)
}

@Test func `what an accountant sees printed as a positive expense is the same movement`() throws {
    var older = FundsSample.alipay
    for index in older.rows.indices {
        older.rows[index]["支出金额（-元）"] = older.rows[index]["支出金额（-元）"]?.replacing("-", with: "")
        if older.rows[index]["收入金额（+元）"] == "0.00" { older.rows[index]["收入金额（+元）"] = "" }
    }
    #expect(try alipayFunds(older.bytes).movements.map(\.amountFen) == [8800, -53, -3000])
    var exported = FundsSample.wechat
    for index in [1, 2] {
        exported.rows[index]["收支金额(元)", default: ""] = "-" + exported.rows[index]["收支金额(元)", default: ""]
    }
    for total in ["30.35", "-30.35"] {
        exported.totals["支出金额"] = total
        #expect(try wechatFunds(exported.bytes, isImport: true).movements.map(\.amountFen) == [8800, -53, -2982])
    }
    #expect(try wechatFunds(FundsSample.wechat.bytes, isImport: true).movements.map(\.amountFen) == [8800, -53, -2982])
}

@Test func `quotes and commas in a remark are its own`() throws {
    var text = FundsSample.wechat
    text.rows[2]["备注"] = #""退款,总金额",`30.00,`元"#
    let decoded = try wechatFunds(text.bytes)
    #expect(decoded.movements[2].voucherNo == "RF-20261121-0001" && decoded.movements[2].amountFen == -2982)
    #expect(decoded.summary.flaggedRows == 1)
    text.rows[2]["备注"] = "上\r\n下\n"
    #expect(try wechatFunds(text.bytes).summary.flaggedRows == 1)
    var other = FundsSample.alipay
    other.rows[1]["备注"] = #""服务费",1.00,2026-11-21 00:00:00,,"#
    other.rows[2]["商品名称"] = "雨伞,长柄,\"黑\""
    let read = try alipayFunds(other.bytes)
    #expect(read.movements.map(\.amountFen) == [8800, -53, -3000] && read.summary.flaggedRows == 2)
}

@Test func `two refunds of one payment share their flow number and are two movements`() throws {
    let same = ["资金流水单号": "4200009901202611210000000001"]
    let decoded = try wechatFunds(
        WeChatPayFundsText([
            WeChatPayFundsText.refund(10, at: "2026-11-21 10:00:00", same),
            WeChatPayFundsText.refund(10, at: "2026-11-21 10:00:00", same),
        ]).bytes)
    #expect(decoded.movements.count == 2 && Set(decoded.movements.map(\.flowNo)).count == 1)
}

@Test func `the content of a row does not depend on padding and on where its columns stand`() throws {
    var text = FundsSample.alipay
    let expected = try alipayFunds(text.bytes).movements.map(\.contentHash)
    let padded = text.text.replacing("在线支付", with: " 在线支付\t").replacing(",88.00,", with: ",88.00 ,")
    #expect(try alipayFunds(gb18030(padded)).movements.map(\.contentHash) == expected)
    text.rows[0]["备注"] = "x"
    let changed = try alipayFunds(text.bytes).movements.map(\.contentHash)
    #expect(changed[0] != expected[0] && Array(changed[1...]) == Array(expected[1...]))
    // Swapping two cells is another content.
    text.rows[0]["备注"] = "铁观音礼盒"
    text.rows[0]["商品名称"] = ""
    #expect(try alipayFunds(text.bytes).movements[0].contentHash != expected[0])
    // Kept with the movement: a program of tomorrow must find the same number.
    let written: [UInt64] = [0xE32C_1733_B84F_7983, 0x19E4_B6D6_F544_FD44, 0xEF85_37BA_51F5_4759]
    #expect(try wechatFunds(FundsSample.wechat.bytes).movements.map(\.contentHash) == written)
}
