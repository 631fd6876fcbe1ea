import Vocabulary

@testable import Bills

/// A movement copied out of the decoder's buffer.
struct MovedRow: Hashable {
    var line: Int32
    var bookedAt: String
    var movementClass: MovementClass
    var amountFen: Int64
    var balanceFen: Int64?
    var businessNo: String
    var voucherNo: String
    var flowNo: String
    var name: String
    var type: String
    var code: String
    var contentHash: UInt64

    init(_ movement: borrowing Movement) {
        func text(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }
        line = movement.lineNumber
        bookedAt = ShanghaiTime.text(epochSeconds: movement.bookedAt)
        movementClass = movement.movementClass
        amountFen = movement.amountFen
        balanceFen = movement.balanceFen
        businessNo = text(movement.businessNo)
        voucherNo = text(movement.voucherNo)
        flowNo = text(movement.flowNo)
        name = text(movement.name)
        type = text(movement.type)
        code = text(movement.code)
        contentHash = movement.contentHash
    }
}

struct DecodedFunds: Hashable {
    var movements: [MovedRow] = []
    var summary = FundsSummary()
}

/// Decodes a file that holds these bytes.
func funds(
    _ bytes: [UInt8], of account: ChannelAccount, isImport: Bool = false, limits: BillLimits = BillLimits(),
    blockBytes: Int = TextWindow.defaultBlockBytes
) throws -> DecodedFunds {
    let scratch = Scratch()
    let bill = ExpectedBill(account: account, day: Sample.day, limits: limits, blockBytes: blockBytes)
    let expected = ExpectedFunds(
        bill, pot: Pot(account.channel == .wechatpay ? "BASIC" : "BALANCE"), isImport: isImport)
    let decoder: any FundsDecoder = account.channel == .wechatpay ? WeChatPayFunds(expected) : AlipayFunds(expected)
    var decoded = DecodedFunds()
    decoded.summary = try decoder.decode(
        scratch.file(bytes), progress: { _ in }, sink: { decoded.movements.append(MovedRow($0)) })
    return decoded
}

func wechatFunds(_ bytes: [UInt8], isImport: Bool = false) throws -> DecodedFunds {
    try funds(bytes, of: Sample.wechat, isImport: isImport)
}

func alipayFunds(_ bytes: [UInt8]) throws -> DecodedFunds { try funds(bytes, of: Sample.alipay) }
