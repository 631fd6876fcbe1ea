import Vocabulary

@testable import Bills

/// An entry copied out of the decoder's buffer.
struct Entry: Hashable {
    var line: Int32
    var file: Int16
    var type: EntryType
    var isClassified: Bool
    var isNotExecuted: Bool
    var paymentNo: String
    var refundNo: String
    var channelTradeNo: String
    var channelRefundNo: String
    var amountFen: Int64
    var settledFen: Int64
    var feeE5: Int64
    var currency: String
    var occurredAt: String
    var state: String
    var otherPaymentFen: Int64
    var otherRefundFen: Int64

    init(_ entry: BillEntry) {
        func text(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }
        line = entry.lineNumber
        file = entry.fileNumber
        type = entry.type
        isClassified = entry.isClassified
        isNotExecuted = entry.isRefundNotExecuted
        paymentNo = text(entry.paymentNo)
        refundNo = text(entry.refundNo)
        channelTradeNo = text(entry.channelTradeNo)
        channelRefundNo = text(entry.channelRefundNo)
        amountFen = entry.amountFen
        settledFen = entry.settledFen
        feeE5 = entry.feeE5
        currency = text(entry.currency)
        occurredAt = ShanghaiTime.text(epochSeconds: entry.occurredAt)
        state = text(entry.state)
        otherPaymentFen = entry.otherDiscountPaymentFen
        otherRefundFen = entry.otherDiscountRefundFen
    }
}

struct Decoded: Hashable {
    var entries: [Entry] = []
    var summary = BillSummary()
}

enum Sample {
    static let day = BusinessDay("2026-11-21") ?? BusinessDay(number: 0)
    static let wechat = ChannelAccount(channel: .wechatpay, account: "1900999001")
    static let alipay = ChannelAccount(channel: .alipay, account: "2088000000000001")
}

/// The decoder of an account's channel.
func decoder(
    _ account: ChannelAccount, day: BusinessDay = Sample.day, limits: BillLimits = BillLimits(),
    blockBytes: Int = TextWindow.defaultBlockBytes
) -> any BillDecoder {
    let expected = ExpectedBill(account: account, day: day, limits: limits, blockBytes: blockBytes)
    return account.channel == .wechatpay ? WeChatPayBill(expected) : AlipayBill(expected)
}

/// Decodes files that hold these bytes.
func decode(
    _ files: [[UInt8]], of account: ChannelAccount, day: BusinessDay = Sample.day, limits: BillLimits = BillLimits(),
    blockBytes: Int = TextWindow.defaultBlockBytes
) throws -> Decoded {
    let scratch = Scratch()
    var decoded = Decoded()
    decoded.summary = try decoder(account, day: day, limits: limits, blockBytes: blockBytes).entries(
        of: files.map { scratch.file($0) }, sink: { decoded.entries.append(Entry($0)) })
    return decoded
}

func wechat(_ files: [UInt8]..., day: BusinessDay = Sample.day, limits: BillLimits = BillLimits()) throws -> Decoded {
    try decode(files, of: Sample.wechat, day: day, limits: limits)
}

func alipay(_ file: [UInt8], day: BusinessDay = Sample.day, limits: BillLimits = BillLimits()) throws -> Decoded {
    try decode([file], of: Sample.alipay, day: day, limits: limits)
}

/// The problem that decoding a bill of any kind ends with; nil if it does not.
func problem<Bill>(_ body: () throws -> Bill) -> Problem? {
    do {
        _ = try body()
        return nil
    } catch {
        return error as? Problem
    }
}
