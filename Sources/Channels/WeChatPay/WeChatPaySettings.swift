import Cryptography
import Vocabulary

/// What a WeChat Pay account needs. Secrets are given as content, not as paths.
package struct WeChatPaySettings: ChannelSettings {
    /// Which key signs WeChat Pay's answers (WeChatPay 3.3).
    package enum KeyMode: String, Sendable, CaseIterable {
        /// One key, loaded from the configuration; all merchants since the end of 2024.
        case publicKey = "public_key"
        /// Certificates, fetched and renewed by `/v3/certificates`.
        case platformCertificates = "platform_certificates"
        /// Both, chosen by each answer's serial.
        case migration
    }

    package enum BillTypes: String, Sendable, CaseIterable {
        case all
        case successAndRefund = "success_and_refund"
    }

    /// Merchant number of the caller.
    package var mchid: String
    /// Merchant API private key: PEM.
    package var privateKey: String
    /// Serial number of the merchant API certificate, hexadecimal.
    package var certificateSerial: String
    package var keyMode: KeyMode
    /// `PUB_KEY_ID_…`, and the key's PEM; for `publicKey` and `migration`.
    package var publicKeyID: String?
    package var publicKey: String?
    /// The 32 bytes that open platform certificates; for `platformCertificates` and `migration`.
    package var apiV3Key: [UInt8]?
    /// Platform certificates fetched by hand: PEM. Optional, more are fetched.
    package var platformCertificates: [String] = []
    /// Asked in this order: the primary access site, then the fallback.
    package var hosts = ["api.mch.weixin.qq.com", "api2.mch.weixin.qq.com"]
    /// Where a download address may lead, beside `hosts`.
    package var allowedDownloadHosts = [
        "api.mch.weixin.qq.com", "api2.mch.weixin.qq.com", "api.wechatpay.cn", "api2.wechatpay.cn",
    ]
    /// PEM bundle in place of the system's.
    package var caFile: String?
    package var billTypes = BillTypes.all
    /// Asks for `tar_type=GZIP`.
    package var asksForGzip = true
    package var limits = TransferLimits()

    /// Asked from 10:00 of the following day (WeChatPay 1.2), by a run five minutes later (WeChatPay 5).
    package static let hours = ChannelHours(
        availableAtSeconds: 10 * 3600, dailyRunAtSeconds: 10 * 3600 + 5 * 60)

    package init(mchid: String, privateKey: String, certificateSerial: String, keyMode: KeyMode) {
        self.mchid = mchid
        self.privateKey = privateKey
        self.certificateSerial = certificateSerial
        self.keyMode = keyMode
    }

    package var account: ChannelAccount { ChannelAccount(channel: .wechatpay, account: mchid) }

    package func makeClient(
        clock: Clock, archive: BillArchive, log: @escaping ExchangeLog
    ) throws(Problem) -> any ChannelClient {
        try WeChatPayClient(self, clock: clock, archive: archive, log: log)
    }
}
