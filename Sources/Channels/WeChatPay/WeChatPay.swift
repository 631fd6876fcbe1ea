import Bills
import Vocabulary

extension ChannelHours {
    /// Bills are there from 10:00 of the following day (WeChatPay 1.2); asked for five minutes later (WeChatPay 5).
    static let wechatPay = ChannelHours(availableAtSeconds: 10 * 3600, dailyRunAtSeconds: 10 * 3600 + 5 * 60)
}

extension [Pot] {
    /// 基本账户, 运营账户, 手续费账户, as account_type names them (WeChatPay 1.4).
    static let weChatPay = [Pot("BASIC"), Pot("OPERATION"), Pot("FEES")]
}

extension ChannelDescriptor {
    /// WeChat Pay for merchants, by its APIv3.
    package static let wechatPay = ChannelDescriptor(
        .wechatpay, englishName: "WeChat Pay", chineseName: "微信支付",
        // The boundary of "three months" (WeChatPay 1.2). A day that failed is left alone a little earlier, as the channel
        // may refuse it (WeChatPay 5).
        reachDays: 90, tryingDays: 85, hours: .wechatPay, appearsAt: "10:00", filesMax: 2,
        filesText: "one file of all trades, or the one of payments and the one of refunds together, gzipped or not",
        decoders: [.trade: WeChatPayBill.self], pots: .weChatPay, fundsDecoder: WeChatPayFunds.self,
        sharing: .bill(WeChatPaySharing.self),
        options: WeChatPayOptions.keys, settings: WeChatPayOptions.settings)
}
