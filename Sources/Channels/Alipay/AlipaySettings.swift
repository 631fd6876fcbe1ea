import Cryptography
import Vocabulary

/// What an Alipay account needs. Secrets are given as content, not as paths.
package struct AlipaySettings: ChannelSettings {
    /// How the two sides know each other's keys.
    package enum KeyMode: Sendable {
        /// Alipay's public key, PEM or bare base64.
        case publicKey(String)
        /// The app's certificate, Alipay's certificate (with the ones between it and the root) and the root bundle: PEM.
        case certificates(app: String, alipay: String, roots: String)
    }

    package var appID: String
    /// The merchant's number (PID, 2088…) whose bills are fetched.
    package var pid: String
    /// The app's private key: PEM or bare base64.
    package var privateKey: String
    package var keyMode: KeyMode
    /// For acting in the name of an authorised merchant; a secret.
    package var appAuthToken: String?
    package var gateway = "https://openapi.alipay.com/gateway.do"
    /// Where a download address may lead; `*.` stands for any host below, over https.
    package var allowedDownloadHosts = ["*.alipay.com"]
    /// PEM bundle in place of the system's.
    package var caFile: String?
    package var limits = TransferLimits()

    /// Asked from 10:00 of the following day (Alipay 3.2), by a run five minutes later.
    package static let hours = ChannelHours(
        availableAtSeconds: 10 * 3600, dailyRunAtSeconds: 10 * 3600 + 5 * 60)

    package init(appID: String, pid: String, privateKey: String, keyMode: KeyMode) {
        self.appID = appID
        self.pid = pid
        self.privateKey = privateKey
        self.keyMode = keyMode
    }

    package var account: ChannelAccount { ChannelAccount(channel: .alipay, account: pid) }

    package func makeClient(
        clock: Clock, archive: BillArchive, log: @escaping ExchangeLog
    ) throws(Problem) -> any ChannelClient {
        try AlipayClient(self, clock: clock, archive: archive, log: log)
    }
}
