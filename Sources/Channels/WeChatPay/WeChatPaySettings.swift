import Cryptography
import Vocabulary

/// What an account at WeChat Pay needs.
package struct WeChatPaySettings: ChannelSettings {
    /// Which key signs WeChat Pay's answers (WeChatPay 3.3).
    package enum KeyMode: Hashable, Sendable {
        /// Certificates, fetched and renewed by `/v3/certificates`, and opened with the APIv3 key.
        case certificates(apiV3Key: KeySource)
        /// One key, `PUB_KEY_ID_…`, from the merchant console; all merchants since the end of 2024.
        case publicKey(KeySource, id: String)
        /// Both, chosen by each answer's serial, while a merchant moves from the first to the second.
        case migration(KeySource, id: String, apiV3Key: KeySource)

        var publicKey: (source: KeySource, id: String)? {
            switch self {
            case .certificates: nil
            case .publicKey(let source, let id), .migration(let source, let id, _): (source, id)
            }
        }

        var apiV3Key: KeySource? {
            switch self {
            case .certificates(let source), .migration(_, _, let source): source
            case .publicKey: nil
            }
        }
    }

    package enum Certificate: Hashable, Sendable {
        /// Serial number of the merchant API certificate, hexadecimal.
        case serial(String)
        case file(KeySource)
    }

    /// Which bill is asked for; the raw value is the configuration's.
    package enum BillType: String, Sendable {
        case all = "ALL"
        case successAndRefund = "SUCCESS_REFUND"
    }

    package static let defaultHosts = ["https://api.mch.weixin.qq.com", "https://api2.mch.weixin.qq.com"]
    package static let defaultDownloadHosts = ["https://api.wechatpay.cn", "https://api2.wechatpay.cn"]

    /// `mchid`: merchant number of the caller.
    package var account: ChannelAccount
    /// Merchant API private key.
    package var privateKey: KeySource
    package var certificate: Certificate
    package var keyMode: KeyMode
    package var billType = BillType.all
    /// Whose funds bills are asked for; none: there is no money side.
    package var pots: [Pot] = []
    package var sharingLimitDays: Int64?
    /// Origins, asked in this order: the primary access site, then the fallback.
    package var hosts = defaultHosts
    /// Where a download address may lead, beside `hosts`.
    package var downloadHosts = defaultDownloadHosts
    /// PEM bundle in place of the system's.
    package var caFile: String?

    package init(mchid: String, privateKey: KeySource, certificate: Certificate, keyMode: KeyMode) {
        account = ChannelAccount(channel: .wechatpay, account: mchid)
        self.privateKey = privateKey
        self.certificate = certificate
        self.keyMode = keyMode
    }

    package func makeClient(
        limits: TransferLimits, clock: Clock, archive: BillArchive, log: @escaping ExchangeLog
    ) throws(Problem) -> any ChannelClient {
        try WeChatPayClient(
            self, limits: limits, clock: clock, archive: archive, log: log,
            transport: try CurlTransport(limits, trusting: caFile))
    }

    package func check(_ keys: inout KeyCheck) {
        let own = keys.privateKey(privateKey)
        if case .file(let source) = certificate { keys.ownCertificate(source, own) }
        if let (source, _) = keyMode.publicKey { keys.foreignKey(source, own) }
        if let source = keyMode.apiV3Key {
            keys.secret(source) { () throws(Problem) in _ = try APIv3Key.read(source) }
        }
        keys.roots(caFile)
    }
}
