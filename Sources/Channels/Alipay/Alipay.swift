import Bills
import Vocabulary

extension ChannelHours {
    /// Bills are sure to be there from 10:00 of the following day (Alipay 3.2).
    static let alipay = ChannelHours(availableAtSeconds: 10 * 3600, dailyRunAtSeconds: 10 * 3600 + 5 * 60)
}

extension [Pot] {
    /// The balance, which every movement of the bill is of (AlipayFunds 1).
    static let alipay = [Pot("BALANCE")]
}

extension ChannelDescriptor {
    /// Alipay's open platform, by its v2 gateway.
    package static let alipay = ChannelDescriptor(
        .alipay, englishName: "Alipay", chineseName: "支付宝",
        // About six years (Alipay 2.3).
        reachDays: 2190, hours: .alipay, appearsAt: "about 09:00",
        filesText: "the ZIP as it was downloaded", decoders: [.trade: AlipayBill.self], pots: .alipay,
        fundsDecoder: AlipayFunds.self, sharing: .movements, options: AlipayOptions.keys,
        settings: AlipayOptions.settings)
}
