import Bills
import Vocabulary

extension ChannelDescriptor {
    /// Alipay's open platform, by its v2 gateway.
    package static let alipay = ChannelDescriptor(
        .alipay, englishName: "Alipay", chineseName: "支付宝",
        // About six years (Alipay 2.3).
        reachDays: 2190, hours: AlipaySettings.hours, appearsAt: "about 09:00",
        filesText: "the ZIP as it was downloaded", decoders: [.trade: AlipayBill.self])
}
