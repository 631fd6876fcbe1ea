import Cryptography
import Vocabulary

/// What an account at Alipay needs.
package struct AlipaySettings: ChannelSettings {
    /// How the two sides know each other's keys.
    package enum KeyMode: Hashable, Sendable {
        /// Alipay's public key, PEM or bare base64.
        case publicKey(KeySource)
        /// The app's certificate, Alipay's certificate (with the ones between it and the root) and the root bundle: PEM.
        case certificates(app: KeySource, alipay: KeySource, roots: KeySource)
    }

    package static let defaultGateway = "https://openapi.alipay.com/gateway.do"
    package static let defaultDownloadHosts = ["*.alipay.com"]

    package var appID: String
    /// The merchant whose bills are fetched, by its number (PID, 2088…).
    package var account: ChannelAccount
    /// The app's private key: PEM or bare base64.
    package var privateKey: KeySource
    package var keyMode: KeyMode
    package var gateway = defaultGateway
    /// Whose funds bills are asked for; none: there is no money side.
    package var pots: [Pot] = []
    package var sharingLimitDays: Int64?
    /// The account may use `balancehis`, and each funds day is held against it.
    package var hasBalanceControl = false
    /// The seller's deposit, whose movements may be asked for.
    package var deposit: AlipayDeposit?
    /// Where a download address may lead; `*.` stands for any host below, over https.
    package var downloadHosts = defaultDownloadHosts
    /// PEM bundle in place of the system's.
    package var caFile: String?

    package init(appID: String, pid: String, privateKey: KeySource, keyMode: KeyMode) {
        self.appID = appID
        account = ChannelAccount(channel: .alipay, account: pid)
        self.privateKey = privateKey
        self.keyMode = keyMode
    }

    package var hasDeposit: Bool { deposit != nil }

    package func makeClient(
        limits: TransferLimits, clock: Clock, archive: BillArchive, log: @escaping ExchangeLog
    ) throws(Problem) -> any ChannelClient {
        try AlipayClient(
            self, limits: limits, clock: clock, archive: archive, log: log,
            transport: try CurlTransport(limits, trusting: caFile))
    }

    package func check(_ keys: inout KeyCheck) {
        let own = keys.privateKey(privateKey)
        switch keyMode {
        case .publicKey(let source): keys.foreignKey(source, own)
        case .certificates(let app, let alipay, let roots):
            keys.ownCertificate(app, own)
            keys.certificate(roots)
            keys.foreignCertificate(alipay, own)
        }
        keys.roots(caFile)
    }
}
