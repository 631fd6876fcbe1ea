import Cryptography
import Vocabulary

/// An account's keys of the configuration file that are WeChat Pay's.
enum WeChatPayOptions {
    private typealias Key = ConfigurationOption<FileReference>

    private enum Mode: String, Sendable {
        case certificates
        case publicKey = "public_key"
        case migration
    }

    private static let certificate = Key.file("certificate")
    private static let certificateSerial = ConfigurationOption(
        "certificate_serial", "the serial number of the API certificate: 16 to 40 hexadecimal digits",
        text: OptionText.hexadecimal(16...40))
    private static let keyMode = ConfigurationOption(
        "key_mode", "certificates, public_key or migration", default: "certificates", text: { Mode(rawValue: $0) })
    private static let apiKeyV3 = Key.secret("api_key_v3")
    private static let publicKey = Key.file("public_key")
    private static let publicKeyID = ConfigurationOption("public_key_id", "PUB_KEY_ID_ and digits") { text in
        text.hasPrefix("PUB_KEY_ID_") ? OptionText.digits(1...64)(String(text.dropFirst(11))).map { _ in text } : nil
    }
    private static let billType = ConfigurationOption("bill_type", "ALL or SUCCESS_REFUND", default: "ALL") {
        WeChatPaySettings.BillType(rawValue: $0)
    }
    private static let pots = ConfigurationOption.pots(.weChatPay)
    private static let hosts = ConfigurationOption.hosts("hosts", default: WeChatPaySettings.defaultHosts)
    private static let downloadHosts = ConfigurationOption.hosts(
        "download_hosts", default: WeChatPaySettings.defaultDownloadHosts)

    static let keys = [
        Key.privateKey.key, certificate.key, certificateSerial.key, keyMode.key, apiKeyV3.key, publicKey.key,
        publicKeyID.key, billType.key, pots.key, ConfigurationOption.sharingLimit.key, hosts.key, downloadHosts.key,
        ConfigurationOption.caFile.key,
    ]

    @Sendable static func settings(_ options: any AccountOptions) -> (any ChannelSettings)? {
        let privateKey = options.requiredKey(.privateKey)
        let certificate = readCertificate(options)
        let billType = options.value(billType)
        let pots = options.value(pots)
        let sharingLimitDays = options.value(.sharingLimit)
        let hosts = options.value(hosts)
        let downloadHosts = options.value(downloadHosts)
        let caFile = options.value(.caFile)
        let keyMode = readKeyMode(options)
        guard let privateKey, let certificate, let keyMode, let billType, let hosts, let downloadHosts else {
            return nil
        }
        var settings = WeChatPaySettings(
            mchid: options.account.account, privateKey: privateKey, certificate: certificate, keyMode: keyMode)
        settings.billType = billType
        settings.pots = pots ?? []
        settings.sharingLimitDays = sharingLimitDays
        settings.hosts = hosts
        settings.downloadHosts = downloadHosts
        settings.caFile = caFile
        return settings
    }

    private static func readKeyMode(_ options: any AccountOptions) -> WeChatPaySettings.KeyMode? {
        guard let mode = options.value(keyMode) else { return nil }
        let reason = "key_mode is \(mode.rawValue)"
        let key = mode == .certificates ? nil : options.requiredKey(publicKey, because: reason)
        let id = mode == .certificates ? nil : options.required(publicKeyID, because: reason)
        let apiV3Key = mode == .publicKey ? nil : options.requiredKey(apiKeyV3, because: reason)
        switch mode {
        case .certificates: return apiV3Key.map { .certificates(apiV3Key: $0) }
        case .publicKey: if let key, let id { return .publicKey(key, id: id) }
        case .migration: if let key, let id, let apiV3Key { return .migration(key, id: id, apiV3Key: apiV3Key) }
        }
        return nil
    }

    private static func readCertificate(_ options: any AccountOptions) -> WeChatPaySettings.Certificate? {
        switch (options.has(certificate.key), options.has(certificateSerial.key)) {
        case (true, false): return options.key(certificate).map { .file($0) }
        case (false, true): return options.value(certificateSerial).map { .serial($0) }
        case (let hasBoth, _):
            options.reportChoice(
                "which API certificate it uses", both: hasBoth ? certificateSerial.key : nil,
                expected: "either `certificate` or `certificate_serial`",
                hint: "Give the path of apiclient_cert.pem as `certificate`.")
            return nil
        }
    }
}
