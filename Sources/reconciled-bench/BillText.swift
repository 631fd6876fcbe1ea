import Vocabulary

/// The day's bill as WeChat Pay prints it, 27 columns, some 256 bytes a line, streamed into a file.
struct BillText {
    private static let columns = """
        交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,\
        商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注
        """
    private static let summary = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"

    private let day: BenchDay
    private var file: BlockedFile
    private var (rows, paymentFen, refundFen, feeE5) = (0, Int64(0), Int64(0), Int64(0))

    /// - Returns: bytes written.
    static func write(_ day: BenchDay, to path: String) throws -> Int64 {
        var text = BillText(day: day, file: try BlockedFile(path))
        text.writeAll()
        return try text.file.close()
    }

    private init(day: BenchDay, file: BlockedFile) { (self.day, self.file) = (day, file) }

    private mutating func writeAll() {
        put(Self.columns + "\n")
        for key in day.keyRange {
            let fault = day.fault(key)
            if fault == .orderOnly { continue }
            line(key, channelNo: day.channelNo(key))
            if fault == .duplicate { line(key, channelNo: "5" + day.channelNo(key).dropFirst()) }
        }
        put(Self.summary + "\n")
        put("`\(rows),`\(Fen.yuan(paymentFen)),`\(Fen.yuan(refundFen)),`0.00,`\(Fen.yuan(e5: feeE5))")
        put(",`\(Fen.yuan(paymentFen)),`\(Fen.yuan(refundFen))\n")
    }

    private mutating func line(_ key: Int, channelNo: String) {
        let fen = day.amountFen(key)
        let isRefund = day.isRefund(key)
        let yuan = Fen.yuan(fen)
        let payment = day.paymentNo(isRefund ? key - 1 : key)
        let fee = isRefund ? 0 : fen * 6 / 1000 * 1000
        rows += 1
        feeE5 += fee
        put(
            "`\(ShanghaiTime.text(epochSeconds: day.occurredAt(key))),`wx1234567890abcdef,`\(day.account.account),`0,`,`"
        )
        if isRefund {
            refundFen += fen
            put("\(day.channelNo(key - 1)),`\(payment),`oXyz-Abc0123456789,`JSAPI,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`")
            put("5\(channelNo),`\(day.refundNo(key)),`\(yuan),`0.00,`ORIGINAL,`SUCCESS")
        } else {
            paymentFen += fen
            put("\(channelNo),`\(payment),`oXyz-Abc0123456789,`JSAPI,`SUCCESS,`OTHERS,`CNY,`\(yuan),`0.00,`")
            put("0,`0,`0.00,`0.00,`,`")
        }
        put(",`春季新款连衣裙 (红色, M),`,`\(Fen.yuan(e5: fee)),`0.60%,`")
        put(isRefund ? "0.00,`\(yuan),`\n" : "\(yuan),`0.00,`\n")
    }

    private mutating func put(_ text: String) { file.put(text) }
}
