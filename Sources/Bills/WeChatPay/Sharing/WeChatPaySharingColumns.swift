import Vocabulary

/// Places of the columns of a sharing bill that a share needs (page WeChatPaySharing). No official header is public: what a
/// share cannot do without is mandatory, and names that differ by what stands in parentheses are taken for the same.
struct WeChatPaySharingColumns {
    static let amountName = "金额"

    let count: Int
    let sharedAt: Int
    let initiator: Int?
    let payer: Int?
    let tradeNo: Int
    let channelSharingNo: Int
    let detailNo: Int?
    let sharingNo: Int
    let receiver: Int
    let amount: Int
    let type: Int
    let state: Int?
    /// 备注, where surplus separators belong.
    let freeText: ClosedRange<Int>?
    let unknown: [UnknownColumn]

    init(_ header: Header) throws {
        var known: [[UInt8]] = ["订单金额", "备注", "描述"].map { Array($0.utf8) }
        func find(_ names: [String]) -> Int? {
            for name in names.flatMap({ [$0, "\($0)(元)"] }) {
                let bytes = Array(name.utf8)
                let index = header.index(bytes)
                if index >= 0 {
                    known.append(bytes)
                    return index
                }
            }
            return nil
        }
        func require(_ names: String...) throws -> Int {
            try find(names) ?? header.require(Array(names[0].utf8), called: names[0])
        }
        count = header.count
        sharedAt = try require("分账时间")
        initiator = find(["分账发起方"])
        payer = find(["分账方"])
        tradeNo = try require("微信订单号")
        channelSharingNo = try require("微信分账/回退单号", "微信分账单号")
        detailNo = find(["分账明细单号"])
        sharingNo = try require("商户分账/回退单号", "商户分账单号")
        receiver = try require("分账接收方")
        amount = try require(Self.amountName, "分账金额")
        type = try require("业务类型")
        state = find(["处理状态", "状态"])
        freeText = find(["备注", "描述"]).map { $0...$0 }
        unknown = header.unknown(besides: known + [Array("订单金额(元)".utf8)])
    }
}
