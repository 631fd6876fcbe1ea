import Cryptography
import Vocabulary

/// All keys of both simulated channels and of the merchants they know. Making it takes about a second for each three
/// accounts; tests share one.
package struct KeyMaterial: Sendable {
    package let wechatPay: [WeChatPayKeys]
    package let alipay: [SimulatedAlipayKeys]

    /// Certificates are valid from a year before the earlier of the two clocks until five years after the later: a
    /// caller may look at its own clock while the simulator lives on another day.
    private static let secondsBefore: Int64 = 366 * BusinessDay.secondsPerDay
    private static let secondsAfter: Int64 = 5 * 366 * BusinessDay.secondsPerDay

    package static func generate(
        for accounts: [ChannelAccount], clock: Clock = .system
    ) throws(Problem) -> KeyMaterial {
        let moments = [clock.epochSeconds(), Clock.system.epochSeconds()]
        let from = (moments.min() ?? 0) - secondsBefore
        let to = (moments.max() ?? 0) + secondsAfter
        var wechatPay: [WeChatPayKeys] = []
        var alipay: [SimulatedAlipayKeys] = []
        var wechatPayPlatform: WeChatPayPlatformKeys?
        var alipayPlatform: AlipayPlatformKeys?
        for account in accounts {
            switch account.channel {
            case .wechatpay:
                let platform: WeChatPayPlatformKeys
                if let known = wechatPayPlatform {
                    platform = known
                } else {
                    platform = try .generate(from: from, to: to)
                }
                wechatPayPlatform = platform
                wechatPay.append(try .generate(mchid: account.account, platform: platform, from: from, to: to))
            default:
                let platform: AlipayPlatformKeys
                if let known = alipayPlatform { platform = known } else { platform = try .generate(from: from, to: to) }
                alipayPlatform = platform
                alipay.append(try .generate(partnerID: account.account, platform: platform, from: from, to: to))
            }
        }
        return KeyMaterial(wechatPay: wechatPay, alipay: alipay)
    }
}
