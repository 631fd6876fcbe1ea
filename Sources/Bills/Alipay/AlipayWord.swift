/// Words of Alipay's files with their bytes in both encodings, so that nothing of a file needs decoding: the C library's
/// converter for GB18030 is a package of its own on some systems, and a bill is read without it all the same.
struct AlipayWord {
    let name: StaticString
    let gb18030: [UInt8]

    var utf8: [UInt8] { Array("\(name)".utf8) }

    /// - Parameter hexadecimal: the word in GB18030; a test asks the converter.
    init(_ name: StaticString, _ hexadecimal: String) {
        self.name = name
        let digits = hexadecimal.utf8.map { UInt8($0 < 65 ? $0 - 48 : $0 - 55) }
        gb18030 = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    func bytes(_ encoding: AlipayEncoding) -> [UInt8] { encoding == .utf8 ? utf8 : gb18030 }
}

/// GB18030, or UTF-8 where a byte-order mark says so.
enum AlipayEncoding {
    case gb18030
    case utf8

    /// （ and ）.
    var parentheses: (open: [UInt8], close: [UInt8]) {
        self == .utf8 ? ([0xEF, 0xBC, 0x88], [0xEF, 0xBC, 0x89]) : ([0xA3, 0xA8], [0xA3, 0xA9])
    }
}

// Column names are in their normal form, with ASCII parentheses.
extension AlipayWord {
    static let detailTitle = AlipayWord("支付宝业务明细查询", "D6A7B8B6B1A6D2B5CEF1C3F7CFB8B2E9D1AF")
    static let summaryTitle = AlipayWord("支付宝业务汇总查询", "D6A7B8B6B1A6D2B5CEF1BBE3D7DCB2E9D1AF")
    static let accountLine = AlipayWord("账号", "D5CBBAC5")
    static let periodStart = AlipayWord("起始日期", "C6F0CABCC8D5C6DA")
    static let periodEnd = AlipayWord("终止日期", "D6D5D6B9C8D5C6DA")
    static let paymentTotals = AlipayWord("交易合计", "BDBBD2D7BACFBCC6")
    static let refundTotals = AlipayWord("退款合计", "CDCBBFEEBACFBCC6")
    static let rowCount = AlipayWord("笔", "B1CA")
    static let settledTotal = AlipayWord("商家实收", "C9CCBCD2CAB5CAD5")
    static let discountTotal = AlipayWord("商家优惠", "C9CCBCD2D3C5BBDD")
    static let channelTradeNo = AlipayWord("支付宝交易号", "D6A7B8B6B1A6BDBBD2D7BAC5")
    static let paymentNo = AlipayWord("商户订单号", "C9CCBBA7B6A9B5A5BAC5")
    static let kind = AlipayWord("业务类型", "D2B5CEF1C0E0D0CD")
    static let goods = AlipayWord("商品名称", "C9CCC6B7C3FBB3C6")
    static let createdAt = AlipayWord("创建时间", "B4B4BDA8CAB1BCE4")
    static let finishedAt = AlipayWord("完成时间", "CDEAB3C9CAB1BCE4")
    static let payer = AlipayWord("对方账户", "B6D4B7BDD5CBBBA7")
    static let storeName = AlipayWord("门店名称", "C3C5B5EAC3FBB3C6")
    static let order = AlipayWord("订单金额(元)", "B6A9B5A5BDF0B6EE28D4AA29")
    static let settled = AlipayWord("商家实收(元)", "C9CCBCD2CAB5CAD528D4AA29")
    static let redPacket = AlipayWord("支付宝红包(元)", "D6A7B8B6B1A6BAECB0FC28D4AA29")
    static let points = AlipayWord("集分宝(元)", "BCAFB7D6B1A628D4AA29")
    static let channelDiscount = AlipayWord("支付宝优惠(元)", "D6A7B8B6B1A6D3C5BBDD28D4AA29")
    static let discount = AlipayWord("商家优惠(元)", "C9CCBCD2D3C5BBDD28D4AA29")
    static let couponAmount = AlipayWord("券核销金额(元)", "C8AFBACBCFFABDF0B6EE28D4AA29")
    static let couponName = AlipayWord("券名称", "C8AFC3FBB3C6")
    static let merchantRedPacket = AlipayWord("商家红包消费金额(元)", "C9CCBCD2BAECB0FCCFFBB7D1BDF0B6EE28D4AA29")
    static let card = AlipayWord("卡消费金额(元)", "BFA8CFFBB7D1BDF0B6EE28D4AA29")
    static let refundNo = AlipayWord("退款批次号/请求号", "CDCBBFEEC5FAB4CEBAC52FC7EBC7F3BAC5")
    static let refundNoShort = AlipayWord("退款批次号", "CDCBBFEEC5FAB4CEBAC5")
    static let fee = AlipayWord("服务费(元)", "B7FECEF1B7D128D4AA29")
    static let share = AlipayWord("分润(元)", "B7D6C8F328D4AA29")
    static let operatorName = AlipayWord("操作员", "B2D9D7F7D4B1")
    static let terminalNo = AlipayWord("终端号", "D6D5B6CBBAC5")
    static let remark = AlipayWord("备注", "B1B8D7A2")
    static let payment = AlipayWord("交易", "BDBBD2D7")
    static let refund = AlipayWord("退款", "CDCBBFEE")
    static let grandTotal = AlipayWord("合计", "BACFBCC6")
    static let storeNo = AlipayWord("门店编号", "C3C5B5EAB1E0BAC5")
    static let paymentCount = AlipayWord("交易订单总笔数", "BDBBD2D7B6A9B5A5D7DCB1CACAFD")
    static let refundCount = AlipayWord("退款订单总笔数", "CDCBBFEEB6A9B5A5D7DCB1CACAFD")
    static let netTotal = AlipayWord("实收净额(元)", "CAB5CAD5BEBBB6EE28D4AA29")
}
