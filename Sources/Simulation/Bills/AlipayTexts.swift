import Vocabulary

/// The words of an Alipay trade bill, encoded.
struct AlipayTexts {
    let detailTitle, detailBegin, detailEnd, header: [UInt8]
    let summaryTitle, summaryBegin, summaryEnd, summaryHeader: [UInt8]
    let total: [UInt8]
    let paymentTotal, settledTotal, discountTotal: [UInt8]
    let refundTotal, refundSettledTotal, refundDiscountTotal: [UInt8]
    let payment, refund, unknownPayment, unknownRefund, coupon: [UInt8]
    /// Commas full-width, and as the merchant wrote them: an ASCII comma shifts the columns behind it.
    let goods, goodsWithCommas, remarks, payers: [[UInt8]]

    private static let columns = [
        "支付宝交易号", "商户订单号", "业务类型", "商品名称", "创建时间", "完成时间", "门店编号", "门店名称", "操作员", "终端号", "对方账户",
        "订单金额（元）", "商家实收（元）", "支付宝红包（元）", "集分宝（元）", "支付宝优惠（元）", "商家优惠（元）", "券核销金额（元）", "券名称",
        "商家红包消费金额（元）", "卡消费金额（元）", "退款批次号/请求号", "服务费（元）", "分润（元）", "备注",
    ]
    private static let summaryColumns = [
        "门店编号", "门店名称", "交易订单总笔数", "退款订单总笔数", "订单金额（元）", "商家实收（元）", "支付宝优惠（元）", "商家优惠（元）",
        "卡消费金额（元）", "服务费（元）", "分润（元）", "实收净额（元）",
    ]

    init(hasServiceFee: Bool) throws(Problem) {
        let encoder = try SimulatedGB18030()
        let dashes = String(repeating: "-", count: 41)
        detailTitle = try encoder.bytes("#支付宝业务明细查询")
        detailBegin = try encoder.bytes("#\(dashes)业务明细列表\(dashes)")
        detailEnd = try encoder.bytes("#\(dashes)业务明细列表结束\(dashes)")
        header = try encoder.bytes(
            Self.columns.filter { hasServiceFee || $0 != "服务费（元）" }.joined(separator: ","))
        summaryTitle = try encoder.bytes("#支付宝业务汇总查询")
        summaryBegin = try encoder.bytes("#\(dashes)业务汇总列表\(dashes)")
        summaryEnd = try encoder.bytes("#\(dashes)业务汇总列表结束\(dashes)")
        summaryHeader = try encoder.bytes(Self.summaryColumns.joined(separator: ","))
        total = try encoder.bytes("合计")
        paymentTotal = try encoder.bytes("#交易合计：")
        settledTotal = try encoder.bytes("笔，商家实收共")
        discountTotal = try encoder.bytes("元，商家优惠共")
        refundTotal = try encoder.bytes("#退款合计：")
        refundSettledTotal = try encoder.bytes("笔，商家实收退款共")
        refundDiscountTotal = try encoder.bytes("元，商家优惠退款共")
        payment = try encoder.bytes("交易")
        refund = try encoder.bytes("退款")
        unknownPayment = try encoder.bytes("预授权")
        unknownRefund = try encoder.bytes("争议")
        coupon = try encoder.bytes("满减券")
        goods = try Self.encoded(FreeText.goods.map { $0.replacing(",", with: "，") }, encoder)
        goodsWithCommas = try Self.encoded(FreeText.goods.filter { $0.contains(",") }, encoder)
        remarks = try Self.encoded(FreeText.remarks, encoder)
        payers = try Self.encoded(FreeText.payers, encoder)
    }

    private static func encoded(_ texts: [String], _ encoder: borrowing SimulatedGB18030) throws(Problem) -> [[UInt8]] {
        var bytes: [[UInt8]] = []
        for text in texts { bytes.append(try encoder.bytes(text)) }
        return bytes
    }
}
