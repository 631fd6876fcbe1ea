import Vocabulary

/// Places of the columns of a funds bill that a movement needs; all are mandatory but 备注, which is only gone over.
struct WeChatPayFundsColumns {
    static let balanceName: StaticString = "账户结余(元)"
    static let amountName: StaticString = "收支金额(元)"

    let count: Int
    let bookedAt: Int
    let businessNo: Int
    let flowNo: Int
    let name: Int
    let type: Int
    let direction: Int
    let amount: Int
    let balance: Int
    let voucherNo: Int
    /// 备注, where surplus separators belong.
    let freeText: ClosedRange<Int>?
    let unknown: [UnknownColumn]

    init(_ header: Header) throws {
        var known = [Array("备注".utf8), Array("资金变更提交申请人".utf8)]
        func require(_ name: String) throws -> Int {
            known.append(Array(name.utf8))
            return try header.require(Array(name.utf8), called: name)
        }
        count = header.count
        bookedAt = try require("记账时间")
        businessNo = try require("微信支付业务单号")
        flowNo = try require("资金流水单号")
        name = try require("业务名称")
        type = try require("业务类型")
        direction = try require("收支类型")
        amount = try require("\(Self.amountName)")
        balance = try require("\(Self.balanceName)")
        voucherNo = try require("业务凭证号")
        let remark = header.index(Array("备注".utf8))
        freeText = remark < 0 ? nil : remark...remark
        unknown = header.unknown(besides: known)
    }
}
