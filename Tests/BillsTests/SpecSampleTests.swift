import CLibcrypto
import Foundation
import Testing
import Vocabulary

@testable import Bills

/// The sample files of the channels' documentation as the project keeps it, to the byte.
enum SpecSample {
    static var wechat: WeChatPayText {
        WeChatPayText([
            WeChatPayText.payment(1, ["商品名称": "有机茶叶,两罐装"]),
            WeChatPayText.payment(
                2,
                [
                    "交易时间": "2026-11-21 12:40:31", "设备号": "POS01", "交易类型": "NATIVE", "付款银行": "CMB_CREDIT",
                    "应结订单金额": "100.00", "代金券金额": "20.00", "商品名称": "保温杯", "商户数据包": #"{"shop":"s1","lines":[1,2]}"#,
                    "手续费": "0.60000", "订单金额": "120.00",
                ]),
            WeChatPayText.refund(
                3,
                [
                    "微信订单号": "4200009901202611190000000007", "商户订单号": "SHOP-20261119-0007",
                    "微信退款单号": "50300009902026112100000001", "商户退款单号": "RF-20261121-0001", "商品名称": "雨伞",
                ]),
        ])
    }

    static var alipay: AlipayText {
        AlipayText([
            AlipayText.payment(1),
            AlipayText.payment(
                2,
                [
                    "商品名称": "保温杯", "创建时间": "2026-11-21 11:02:00", "完成时间": "2026-11-21 11:02:09",
                    "对方账户": "*芳(f***@example.com)", "订单金额（元）": "100.00", "商家实收（元）": "90.00", "支付宝优惠（元）": "5.00",
                    "商家优惠（元）": "10.00", "券核销金额（元）": "10.00", "券名称": "满减券", "服务费（元）": "-0.54",
                ]),
            AlipayText.refund(
                1,
                [
                    "支付宝交易号": "2026111922001400001000000009", "商户订单号": "SHOP-20261119-A009", "商品名称": "雨伞",
                    "对方账户": "**军(186******11)",
                ]),
        ])
    }
}

@Test func `the WeChat Pay sample has the documented bytes`() {
    let bytes = SpecSample.wechat.bytes
    #expect(bytes.count == 1419)
    #expect(Packing.digest(bytes, EVP_sha1()) == "b8de53a358c1681fb6321ff50263d07c8ba0f60f")
}

@Test func `the Alipay sample has the documented bytes`() {
    let bytes = SpecSample.alipay.bytes
    #expect(bytes.count == 1387)
    #expect(
        Packing.digest(bytes, EVP_sha256()) == "618e2c7cfb2b11894ab1036c864ff5d0246e083ff2b1ee52e3e0fb3e28b8ae4d")
}

@Test func `the WeChat Pay sample decodes to its three entries`() throws {
    let decoded = try wechat(SpecSample.wechat.bytes)
    try #require(decoded.entries.count == 3)
    let refund = decoded.entries[2]
    #expect(decoded.entries.map(\.type) == [.payment, .payment, .refund])
    #expect(decoded.entries.map(\.amountFen) == [8800, 12000, 3000])
    #expect(decoded.entries.map(\.settledFen) == [8800, 10000, -3000])
    #expect(decoded.entries.map(\.feeE5) == [53000, 60000, -18000])
    #expect(decoded.entries.map(\.line) == [2, 3, 4])
    #expect(decoded.entries.map(\.state) == ["SUCCESS", "SUCCESS", "PROCESSING"])
    #expect(decoded.entries.map(\.currency) == ["CNY", "CNY", "CNY"])
    #expect(decoded.entries.map(\.refundNo) == ["", "", "RF-20261121-0001"])
    #expect(refund.paymentNo == "SHOP-20261119-0007")
    #expect(refund.channelTradeNo == "4200009901202611190000000007")
    #expect(refund.channelRefundNo == "50300009902026112100000001")
    #expect(refund.occurredAt == "2026-11-21 16:05:44")
    let summary = decoded.summary
    #expect(summary.payments.channelTotalFen == 20800 && summary.payments.amountFen == 20800)
    #expect(summary.refunds.channelTotalFen == 3000 && summary.refunds.amountFen == 3000)
    #expect(summary.payments.feesE5 == 113_000 && summary.refunds.feesE5 == -18000)
    // 应结订单总金额 188.00 and 退款总金额 30.00.
    #expect(summary.payments.settledFen == 18800 && summary.refunds.settledFen == -3000)
    #expect(summary.flaggedRows == 0 && summary.textBytes == 1419 && summary.rows == 3)
}

@Test func `the Alipay sample decodes to its three entries`() throws {
    let decoded = try alipay(SpecSample.alipay.bytes)
    try #require(decoded.entries.count == 3)
    #expect(decoded.entries.map(\.type) == [.payment, .payment, .refund])
    #expect(decoded.entries.map(\.amountFen) == [8800, 10000, 3000])
    #expect(decoded.entries.map(\.settledFen) == [8800, 9000, -3000])
    #expect(decoded.entries.map(\.feeE5) == [53000, 54000, 0])
    #expect(decoded.entries.map(\.line) == [6, 7, 8])
    #expect(decoded.entries.map(\.state) == ["交易", "交易", "退款"])
    #expect(decoded.entries.map(\.refundNo) == ["", "", "RF-A-0001"])
    #expect(decoded.entries.map(\.channelRefundNo) == ["", "", ""])
    #expect(decoded.entries[2].paymentNo == "SHOP-20261119-A009")
    #expect(decoded.entries[2].occurredAt == "2026-11-21 16:20:33")
    #expect(decoded.summary.payments.channelTotalFen == 18800)
    #expect(decoded.summary.refunds.channelTotalFen == 3000)
    #expect(decoded.summary.payments.otherDiscountsFen == 0 && decoded.summary.flaggedRows == 0)
    #expect(decoded.summary.payments.settledFen == 17800 && decoded.summary.refunds.settledFen == -3000)
}

@Test func `Alipay's words are stored in the bytes that iconv makes of them`() throws {
    let words: [AlipayWord] = [
        .detailTitle, .summaryTitle, .accountLine, .periodStart, .periodEnd, .paymentTotals, .refundTotals, .rowCount,
        .settledTotal, .discountTotal, .channelTradeNo, .paymentNo, .kind, .goods, .createdAt, .finishedAt, .storeName,
        .payer, .order, .settled, .redPacket, .points, .channelDiscount, .discount, .couponAmount, .couponName,
        .merchantRedPacket, .card, .refundNo, .refundNoShort, .fee, .share, .remark, .payment, .refund, .grandTotal,
        .storeNo, .paymentCount, .refundCount, .netTotal, .fundsDetailTitle, .fundsSummaryTitle, .intoTotals,
        .outOfTotals, .inAll, .flowNo, .flowNoOfConsole, .businessNo, .bookedAt, .bookedAtOfConsole, .into,
        .intoOfConsole, .outOf, .outOfOfConsole, .balance, .typeOfConsole, .description, .party, .partyOfConsole,
        .tradingChannel, .payingChannel, .baseOrderNo, .orderNos, .billSource, .operatorName, .terminalNo, .summaryType,
        .intoCount, .outOfCount, .netAmount,
        .aggregated,
    ]
    let ofRows = AlipayFundsClasses.byType.flatMap(\.words) + AlipayFundsClasses.ownFunds
    for word in words + ofRows { #expect(gb18030("\(word.name)") == word.gb18030, "\(word.name)") }
    let root = #filePath.components(separatedBy: "/Tests/")[0]
    let declared = try ["AlipayWord", "Funds/AlipayFundsWords"].map {
        try String(contentsOfFile: "\(root)/Sources/Bills/Alipay/\($0).swift", encoding: .utf8)
    }.joined()
    #expect(declared.ranges(of: " = AlipayWord(").count == Set((words + ofRows).map { "\($0.name)" }).count)
}
