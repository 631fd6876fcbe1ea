import Vocabulary

/// How WeChat Pay proves itself to a merchant (WeChatPay 3.3).
package enum WeChatPayKeyMode: String, Sendable, Codable, CaseIterable {
    /// Platform certificates from `/v3/certificates`.
    case certificates
    /// The public key of the console; there is no `/v3/certificates`.
    case publicKey = "public-key"
    /// In between: signs with what the caller asks for, with the certificate where it asks for nothing.
    case migrating
}

/// How the simulated channels behave towards everybody, or towards one account.
package struct SimulatedChannelsOptions: Sendable {
    /// The rule for accounts that are not named in `keyModes`.
    package var defaultKeyMode = WeChatPayKeyMode.certificates
    /// By merchant number.
    package var keyModes: [String: WeChatPayKeyMode] = [:]
    /// The rule for accounts that are not named in `certificateModes`.
    package var alipayUsesCertificates = false
    /// By PID.
    package var certificateModes: [String: Bool] = [:]
    /// How Alipay puts a day without business (Alipay 3.3), by PID, in place of what the source says.
    package var zeroDays: [String: ZeroDayAnswer] = [:]
    /// First day of an Alipay merchant, by PID; earlier days get `BILL_DATE_BEFORE_REGISTRATION`.
    package var registrationDays: [String: BusinessDay] = [:]

    /// Seconds a caller's clock may be off, exclusive (WeChatPay 2.2).
    package var clockToleranceSeconds: Int64 = 300
    /// Seconds a download address lives, by the simulator's clock.
    package var linkLifetimeSeconds: Int64 = 30
    /// Seconds after the end of a day when its bill is there: 09:00.
    package var availableAfterSeconds: Int64 = 9 * 3600
    /// Days back that WeChat Pay keeps bills.
    package var retentionDays = 90
    /// Whether error answers carry a signature.
    package var signsErrors = true
    /// Official examples have white space in front of a download address (WeChatPay 1.5).
    package var downloadURLHasLeadingSpace = false
    /// The second documented path, `/v3/bill/downloadurl`, in place of `/v3/billdownload/file`.
    package var usesDownloadURLPath = false
    /// In public-key mode `/v3/certificates` answers 200 with an empty list in place of 404.
    package var answersEmptyCertificateList = false
    /// Seconds since 1970 UTC when the second platform certificate starts to sign; it is listed a day before.
    package var rotatesAtEpochSeconds: Int64?
    /// Alipay tells this application no balances: `isv.insufficient-isv-permissions`.
    package var refusesBalance = false
    /// So many answers about the deposit leave a balance open (`--`).
    package var openDepositAnswers = 0
    /// Alipay's answer to `secure`: the address becomes `https`. Off, because the simulator itself has no TLS.
    package var honoursSecure = false

    package init() {}

    func keyMode(of mchid: String) -> WeChatPayKeyMode { keyModes[mchid] ?? defaultKeyMode }
    func usesCertificates(_ partnerID: String) -> Bool { certificateModes[partnerID] ?? alipayUsesCertificates }
}

package struct SimulatedChannelsPorts: Sendable, Hashable {
    package var wechatPay: UInt16
    package var wechatPayFallback: UInt16
    package var alipay: UInt16
    package var alipayDownload: UInt16

    package func url(_ port: UInt16) -> String { "http://127.0.0.1:\(port)" }
}
