import Cryptography
import FoundationEssentials
import Runtime
import Testing
import Vocabulary

@testable import Simulation

/// Bills that are always the same, so that a test knows every byte.
struct FixedBills: SimulatedBillSource {
    /// The sample of WeChatPayBill 7.9: 1419 bytes, SHA-1 b8de53a358c1681fb6321ff50263d07c8ba0f60f.
    static let wechatPay = Array(
        ("\u{FEFF}"
            + """
            交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注
            `2026-11-21 08:15:02,`wx00aa11bb22cc33dd,`1900999001,`0,`,`4200009901202611210000000001,`SHOP-20261121-0001,`oExampleOpenId000000000001,`JSAPI,`SUCCESS,`OTHERS,`CNY,`88.00,`0.00,`0,`0,`0.00,`0.00,`,`,`有机茶叶,两罐装,`,`0.53000,`0.60%,`88.00,`0.00,`
            `2026-11-21 12:40:31,`wx00aa11bb22cc33dd,`1900999001,`0,`POS01,`4200009901202611210000000002,`SHOP-20261121-0002,`oExampleOpenId000000000002,`NATIVE,`SUCCESS,`CMB_CREDIT,`CNY,`100.00,`20.00,`0,`0,`0.00,`0.00,`,`,`保温杯,`{"shop":"s1","lines":[1,2]},`0.60000,`0.60%,`120.00,`0.00,`
            `2026-11-21 16:05:44,`wx00aa11bb22cc33dd,`1900999001,`0,`,`4200009901202611190000000007,`SHOP-20261119-0007,`oExampleOpenId000000000003,`JSAPI,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`50300009902026112100000001,`RF-20261121-0001,`30.00,`0.00,`ORIGINAL,`PROCESSING,`雨伞,`,`-0.18000,`0.60%,`0.00,`30.00,`
            总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额
            `3,`188.00,`30.00,`0.00,`0.95000,`208.00,`30.00

            """).replacing("\n", with: "\r\n").utf8)
    static let alipay = Array("PK\u{3}\u{4} not really an archive".utf8)
    static let emptyAlipay = Array("PK\u{3}\u{4} an empty one".utf8)

    static let day = BusinessDay(number: 20_778)  // 2026-11-21
    static let zeroDay = day.previous
    static let lateDay = day.advanced(by: -2)

    func bill(_ request: BillRequest) -> BillAnswer {
        switch request.day {
        case Self.zeroDay: .noData(request.account.channel == .alipay ? .emptyFile : .noStatementExist)
        case Self.lateDay: .notReady
        default:
            switch request.kind {
            case .trade: .bytes(Self.alipay + Array(request.account.account.utf8))
            case .all: .bytes(Self.wechatPay)
            case .success, .refund: .bytes(Array("\(request.kind.rawValue) \(request.account.account)".utf8))
            case .basic, .operation, .fees, .signcustomer, .sharing: .noData(.noStatementExist)
            }
        }
    }

    func emptyAlipayBill(account: ChannelAccount, day: BusinessDay) -> BillAnswer { .bytes(Self.emptyAlipay) }
}

/// A clock that a test moves.
final class TestClock: Sendable {
    private let now: Guarded<Int64>
    init(_ epochSeconds: Int64) { now = Guarded(epochSeconds) }
    var clock: Clock { Clock { [now] in now.with { $0 } } }
    var epochSeconds: Int64 { now.with { $0 } }
    func advance(_ seconds: Int64) { now.with { $0 += seconds } }
}

/// Running channels with the keys that all tests share: making keys takes longer than any test.
struct Channels {
    static let mchid = "1900999001"
    static let otherMchid = "1900999002"
    static let partnerID = "2088000000000001"
    static let wechatPay = ChannelAccount(channel: .wechatpay, account: mchid)
    static let alipay = ChannelAccount(channel: .alipay, account: partnerID)
    /// 2026-11-22 10:00:00 in Shanghai.
    static let noon: Int64 = 1_795_312_800

    static let sharedKeys = Result {
        try KeyMaterial.generate(
            for: [wechatPay, ChannelAccount(channel: .wechatpay, account: otherMchid), alipay],
            clock: .fixed(noon))
    }

    let running: SimulatedChannels
    let clock: TestClock
    let keys: KeyMaterial

    init(
        _ source: any SimulatedBillSource = FixedBills(), at epochSeconds: Int64 = noon, faults: [ChannelFault] = [],
        keys: KeyMaterial? = nil, _ configure: (inout SimulatedChannelsOptions) -> Void = { _ in }
    ) throws {
        self.keys = try keys ?? Self.sharedKeys.get()
        clock = TestClock(epochSeconds)
        var options = SimulatedChannelsOptions()
        configure(&options)
        running = try SimulatedChannels.start(
            source: source, keys: self.keys, clock: clock.clock, options: options, faults: try ChannelFaultPlan(faults)
        )
    }

    static func with<Result>(
        _ source: any SimulatedBillSource = FixedBills(), at epochSeconds: Int64 = noon, faults: [ChannelFault] = [],
        options: (inout SimulatedChannelsOptions) -> Void = { _ in }, _ body: (Channels) throws -> Result
    ) throws -> Result {
        let channels = try Channels(source, at: epochSeconds, faults: faults, options)
        defer { channels.running.stop() }
        return try body(channels)
    }

    func wechatPayKeys(_ mchid: String = mchid) throws -> WeChatPayKeys {
        try #require(keys.wechatPay.first { $0.mchid == mchid })
    }
    func alipayKeys() throws -> SimulatedAlipayKeys { try #require(keys.alipay.first) }
}
