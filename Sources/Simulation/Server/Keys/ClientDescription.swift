import Vocabulary

/// All that a caller has to be told to reach the simulated channels: what a merchant finds in the two consoles.
/// Written to `channels.json` in the keys' directory; a configuration can be made from it.
package struct ClientDescription: Sendable, Codable {
    package struct WeChatPay: Sendable, Codable {
        package let mchid: String
        package let appID: String
        /// `certificates` or `public-key`.
        package let keyMode: WeChatPayKeyMode
        package let merchantKeyPath: String
        package let merchantCertificatePath: String
        /// Upper-case hexadecimal.
        package let merchantCertificateSerial: String
        package let apiV3KeyPath: String
        package let publicKeyID: String
        package let publicKeyPath: String
        package let platformCertificatePath: String
        package let platformCertificateSerial: String
        /// `http://127.0.0.1:port`, without a slash at the end.
        package let primaryURL: String
        package let fallbackURL: String
    }

    package struct Alipay: Sendable, Codable {
        package let partnerID: String
        package let appID: String
        package let usesCertificates: Bool
        package let appKeyPath: String
        package let appCertificatePath: String
        package let alipayPublicKeyPath: String
        package let alipayCertificatePath: String
        package let alipayRootBundlePath: String
        package let appCertificateNumber: String
        package let alipayRootCertificateNumber: String
        /// `http://127.0.0.1:port/gateway.do`.
        package let gatewayURL: String
        /// Where download addresses lead: `http://127.0.0.1:port`.
        package let downloadURL: String
    }

    static let fileName = "channels.json"

    package var wechatpay: [WeChatPay]
    package var alipay: [Alipay]
}
