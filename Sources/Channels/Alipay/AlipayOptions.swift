import Cryptography
import Vocabulary

/// An account's keys of the configuration file that are Alipay's.
enum AlipayOptions {
    private typealias Key = ConfigurationOption<FileReference>

    private static let appID = ConfigurationOption.digits("app_id", "the application's number")
    private static let publicKey = Key.file("alipay_public_key")
    private static let certificates = [
        Key.file("app_certificate"), Key.file("alipay_certificate"), Key.file("alipay_root_certificate"),
    ]
    private static let pots = ConfigurationOption.pots(.alipay)
    private static let balanceControl = ConfigurationOption.flag("balance_control", default: false)
    private static let deposit = ConfigurationOption("deposit", "tmall or taobao") { AlipayDeposit(rawValue: $0) }
    private static let gateway = ConfigurationOption(
        "gateway", "an https URL (http only on loopback)", default: AlipaySettings.defaultGateway, text: OptionText.url)
    /// `*.` stands for any host below.
    private static let downloadHosts = ConfigurationOption(
        "download_hosts", "a list of https origins (http only on loopback), or \"*.domain\"",
        default: "[\(AlipaySettings.defaultDownloadHosts.map { "\"\($0)\"" }.joined(separator: ", "))]",
        parse: OptionText.originsOrDomains)

    static let keys =
        [Key.privateKey.key, appID.key, publicKey.key] + certificates.map(\.key)
        + [
            pots.key, balanceControl.key, ConfigurationOption.sharingLimit.key, deposit.key, gateway.key,
            downloadHosts.key, ConfigurationOption.caFile.key,
        ]

    @Sendable static func settings(_ options: any AccountOptions) -> (any ChannelSettings)? {
        let appID = options.required(appID)
        let privateKey = options.requiredKey(.privateKey)
        let hasBalanceControl = options.value(balanceControl)
        let sharingLimitDays = options.value(.sharingLimit)
        // What Alipay shared stands in the funds bill alone.
        let reason =
            hasBalanceControl == true
            ? "balance_control is true" : sharingLimitDays.map { _ in "sharing_limit is set" }
        let pots = if let reason { options.required(pots, because: reason) } else { options.value(pots) }
        let deposit = options.value(deposit)
        let gateway = options.value(gateway)
        let downloadHosts = options.value(downloadHosts)
        let keyMode = readKeyMode(options)
        let caFile = options.value(.caFile)
        guard let appID, let privateKey, let hasBalanceControl, let gateway, let downloadHosts, let keyMode else {
            return nil
        }
        var settings = AlipaySettings(
            appID: appID, pid: options.account.account, privateKey: privateKey, keyMode: keyMode)
        settings.pots = pots ?? []
        settings.hasBalanceControl = hasBalanceControl
        settings.sharingLimitDays = sharingLimitDays
        settings.deposit = deposit
        settings.gateway = gateway
        settings.downloadHosts = downloadHosts
        settings.caFile = caFile
        return settings
    }

    private static func readKeyMode(_ options: any AccountOptions) -> AlipaySettings.KeyMode? {
        let hasKey = options.has(publicKey.key)
        guard certificates.contains(where: { options.has($0.key) }) != hasKey else {
            options.reportChoice(
                "how Alipay's answers are verified", both: hasKey ? publicKey.key : nil,
                expected: "either `alipay_public_key`, or the three files of the certificate mode",
                hint: "The console shows which mode the application uses: 公钥 or 公钥证书.")
            return nil
        }
        if hasKey { return options.key(publicKey).map { .publicKey($0) } }
        let files = certificates.map {
            options.requiredKey($0, because: "Alipay's certificate mode needs all three")
        }
        guard let app = files[0], let alipay = files[1], let roots = files[2] else { return nil }
        return .certificates(app: app, alipay: alipay, roots: roots)
    }
}
