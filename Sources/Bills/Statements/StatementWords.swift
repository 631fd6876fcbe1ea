// Titles of the seller's statements without their units, and words of their rows; those that Alipay's bills have, too, are
// with these.
extension AlipayWord {
    static let paymentSerial = AlipayWord("支付流水号", "D6A7B8B6C1F7CBAEBAC5")
    static let serial = AlipayWord("流水号", "C1F7CBAEBAC5")
    static let taobaoOrderNo = AlipayWord("淘宝订单编号", "CCD4B1A6B6A9B5A5B1E0BAC5")
    static let taobaoOrderNoShort = AlipayWord("淘宝订单号", "CCD4B1A6B6A9B5A5BAC5")
    static let orderNoOfDeposit = AlipayWord("订单编号", "B6A9B5A5B1E0BAC5")
    static let orderNoTitle = AlipayWord("订单号", "B6A9B5A5BAC5")
    static let entryType = AlipayWord("入账类型", "C8EBD5CBC0E0D0CD")
    static let operationType = AlipayWord("操作类型", "B2D9D7F7C0E0D0CD")
    static let signedAmount = AlipayWord("收支金额", "CAD5D6A7BDF0B6EE")
    static let movedAmount = AlipayWord("发生金额", "B7A2C9FABDF0B6EE")
    static let intoAmount = AlipayWord("收入金额", "CAD5C8EBBDF0B6EE")
    static let outOfAmount = AlipayWord("支出金额", "D6A7B3F6BDF0B6EE")
    static let intoAlone = AlipayWord("收入", "CAD5C8EB")
    static let outOfAlone = AlipayWord("支出", "D6A7B3F6")
    static let accountBalance = AlipayWord("账户余额", "D5CBBBA7D3E0B6EE")
    static let balanceAlone = AlipayWord("余额", "D3E0B6EE")
    static let sourceAccount = AlipayWord("来源账户", "C0B4D4B4D5CBBBA7")
    static let reason = AlipayWord("原因", "D4ADD2F2")
    static let accountTitle = AlipayWord("账户", "D5CBBBA7")
    static let alipayAccount = AlipayWord("支付宝账号", "D6A7B8B6B1A6D5CBBAC5")
    static let yuan = AlipayWord("元", "D4AA")
    static let bookedIn = AlipayWord("入账", "C8EBD5CB")
    static let bookedOut = AlipayWord("出账", "B3F6D5CB")
    static let accountDetails = AlipayWord("账务明细", "D5CBCEF1C3F7CFB8")
    static let fullBracket = AlipayWord("（", "A3A8")
    static let fullColon = AlipayWord("：", "A3BA")
    static let fullSquare = AlipayWord("【", "A1BE")
    static let tmallCommission = AlipayWord("天猫佣金", "CCECC3A8D3B6BDF0")
    static let softwareFee = AlipayWord("基础软件服务费", "BBF9B4A1C8EDBCFEB7FECEF1B7D1")
    static let pointsDeducted = AlipayWord("代扣返点积分", "B4FABFDBB7B5B5E3BBFDB7D6")
    static let taobaokeDeducted = AlipayWord("淘宝客佣金代扣款", "CCD4B1A6BFCDD3B6BDF0B4FABFDBBFEE")
    static let voucherTakenBack = AlipayWord("消费券代付资金扣回", "CFFBB7D1C8AFB4FAB8B6D7CABDF0BFDBBBD8")
    static let depositRefund = AlipayWord("保证金退款", "B1A3D6A4BDF0CDCBBFEE")
    static let afterSalesRefund = AlipayWord("售后退款", "CADBBAF3CDCBBFEE")

    /// Those above, whose bytes a test asks the converter for.
    static let ofStatements: [AlipayWord] = [
        .paymentSerial, .serial, .taobaoOrderNo, .taobaoOrderNoShort, .orderNoOfDeposit, .orderNoTitle, .entryType,
        .operationType, .signedAmount, .movedAmount, .intoAmount, .outOfAmount, .intoAlone, .outOfAlone,
        .accountBalance,
        .balanceAlone, .sourceAccount, .reason, .accountTitle, .alipayAccount, .yuan, .bookedIn, .bookedOut,
        .accountDetails, .fullBracket, .fullColon, .fullSquare, .tmallCommission, .softwareFee, .pointsDeducted,
        .taobaokeDeducted, .voucherTakenBack, .depositRefund, .afterSalesRefund,
    ]
}
