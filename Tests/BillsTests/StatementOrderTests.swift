import Testing
import Vocabulary

@testable import Bills

/// What a row's texts say, and the order that is read from them.
private struct OrderCase: CustomTestStringConvertible {
    let cells: [String: String]
    let orders: NamedOrders
    let rule: OrderNumberRule?
    let numbers: [String]

    init(_ cells: [String: String], _ orders: NamedOrders, _ rule: OrderNumberRule?, _ numbers: String...) {
        (self.cells, self.orders, self.rule, self.numbers) = (cells, orders, rule, numbers)
    }

    var testDescription: String { cells.map { "\($0.key) \($0.value)" }.sorted().joined(separator: ", ") }
}

private let (a, b, c) = (StatementSample.tid, StatementSample.other, StatementSample.oid)

private let cases: [OrderCase] = [
    // One source.
    .init([:], .none, nil),
    .init(["业务基础订单号": a], .one, .baseOrder, a),
    .init(["淘宝订单编号": a], .one, .orderColumn, a),
    .init(["商户订单号": "T200P" + a], .one, .merchantOrder, a),
    .init(["商户订单号": "T50000P" + a], .one, .merchantOrder, a),
    .init(["商户订单号": "XT200P" + a], .none, nil),
    .init(["商户订单号": "T200P" + a + "X"], .none, nil),
    .init(["商户订单号": "T200P12345678901234"], .none, nil),
    .init(["商户订单号": "CAE_POINT_" + a], .none, nil),
    .init(["业务订单号": "M{\(a)}|S{\(c)}|O{1}"], .one, .businessOrders, a),
    .init(["业务订单号": "S{\(c)}"], .none, nil),
    .init(["备注": "订单号" + a], .one, .remarkOrder, a),
    .init(["备注": "代扣交易退回积分 订单号：\(a)。"], .one, .remarkOrder, a),
    .init(["备注": "订单号12345678901234"], .none, nil),
    .init(["备注": "天猫佣金（类目）{\(a)}扣款"], .one, .remarkCommission, a),
    .init(["备注": "基础软件服务费(\(a))"], .one, .remarkSoftwareFee, a),
    .init(["备注": "代扣返点积分 - 店铺 \(a)"], .one, .remarkPoints, a),
    .init(["备注": "淘宝客佣金代扣款[\(a)]"], .one, .remarkTaobaoke, a),
    .init(["备注": "消费券代付资金扣回（\(a)）"], .one, .remarkVoucher, a),
    .init(["备注": "保证金退款-卖家 T200P\(a)"], .one, .remarkDepositRefund, a),
    .init(["备注": "售后退款-T200P\(a)-全额"], .one, .remarkAfterSales, a),
    .init(["备注": "售后退款-\(a)"], .none, nil),
    .init(["备注": "没有说法的 \(a)"], .none, nil),
    // Sources that agree.
    .init(["业务基础订单号": a, "商户订单号": "T200P" + a, "备注": "订单号\(a)"], .one, .baseOrder, a),
    .init(["淘宝订单编号": a, "备注": "售后退款-T200P\(a)"], .one, .orderColumn, a),
    // A part's number stands for its order.
    .init(["业务基础订单号": c, "业务订单号": "M{\(a)}|S{\(c)}"], .one, .baseOrder, a),
    .init(["备注": "订单号\(c)", "业务订单号": "M{\(a)}|S{\(c)}|O{}"], .one, .businessOrders, a),
    // One parcel for several orders.
    .init(["淘宝订单编号": "\(a);\(b)"], .several, .orderColumn, a, b),
    .init(["淘宝订单编号": "\(a);\(b);"], .several, .orderColumn, a, b),
    .init(["淘宝订单编号": "\(a); \(a)"], .one, .orderColumn, a),
    .init(["业务订单号": "M{\(a);\(b)}"], .several, .businessOrders, a, b),
    .init(["备注": "订单号\(a);\(b)"], .several, .remarkOrder, a, b),
    .init(["业务基础订单号": b, "淘宝订单编号": "\(a);\(b)"], .several, .orderColumn, a, b),
    // Sources that disagree.
    .init(["业务基础订单号": a, "商户订单号": "T200P" + b], .conflict, nil, a, b),
    .init(["淘宝订单编号": a, "备注": "售后退款-T200P\(b)"], .conflict, nil, a, b),
    .init(["淘宝订单编号": "\(a);\(b)", "备注": "订单号\(c)"], .conflict, nil, a, b, c),
    .init(["业务基础订单号": a, "淘宝订单编号": b, "备注": "订单号\(b)"], .conflict, nil, a, b),
    // An order column that holds something else.
    .init(["淘宝订单编号": "-"], .none, nil),
    .init(["淘宝订单编号": "\(a);张三"], .none, nil),
]

@Test("Statement: the order that a row names", arguments: cases, [StatementText.Form.utf8, .gb18030, .sharedStrings])
private func ordersOfARow(_ sample: OrderCase, _ form: StatementText.Form) throws {
    var text = StatementText(StatementText.alipay + ["淘宝订单编号"])
    text.rows = [
        ["入账时间": "2026-05-03 12:00:00", "支付宝流水号": "S1", "收入（+元）": "1.00"].merging(sample.cells) { $1 }
    ]
    let decoded = try statement(text, form)
    let row = try #require(decoded.rows.first)
    #expect(row.orders == sample.orders && row.rule == sample.rule)
    #expect(row.candidates.map { $0.split(separator: " ").last.map(String.init) } == sample.numbers)
    #expect(row.orderNo == (sample.orders == .one ? sample.numbers[0] : ""))
    #expect(decoded.summary.conflicts == (sample.orders == .conflict ? 1 : 0))
    #expect(decoded.summary.severals == (sample.orders == .several ? 1 : 0))
    #expect(decoded.summary.hits.count == OrderNumberRule.allCases.count)
}

@Test("Statement: digits of an order number, each place")
func orderDigits() {
    let digits = Array("123456789012345678901234".utf8)
    for count in 0...26 {
        let bytes = (0..<count).map { digits[$0 % 24] }
        #expect(SlowCell.with(bytes, OrderNumbers.isOrder) == (15...24).contains(count))
        guard (15...24).contains(count) else { continue }
        for place in 0..<count {
            for odd in [UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "p"), 0xB1, 0x00] {
                var changed = bytes
                changed[place] = odd
                #expect(!SlowCell.with(changed, OrderNumbers.isOrder))
            }
        }
    }
}

@Test("Statement: the trust of the rules and their names are as they are stored")
func ruleNames() {
    #expect(
        OrderNumberRule.allCases.map(\.rawValue) == [
            "base_order", "order_column", "merchant_order", "business_orders", "remark_order", "remark_commission",
            "remark_software_fee", "remark_points", "remark_taobaoke", "remark_voucher", "remark_deposit_refund",
            "remark_after_sales",
        ])
    #expect(RemarkRule.all.map(\.rule) == Array(OrderNumberRule.allCases.dropFirst(4)))
}
