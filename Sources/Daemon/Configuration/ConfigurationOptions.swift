import Channels
import Ledger
import Logging
import Rules
import Vocabulary
import Yams

/// Every option there is.
enum ConfigurationOptions {
    // The database that holds the results.
    static let resultsConninfo = conninfo(.results)

    // The shop's side.
    static let ordersConninfo = conninfo(.orders, default: "the same as results.conninfo")
    static let paymentRelation = relation("payment_relation", default: "taobao.payment_record")
    static let refundRelation = relation("refund_relation", default: "taobao.refund_record")

    static let archiveDirectory = ConfigurationOption(
        .archive, "directory", "an absolute path", default: "/var/lib/reconciled/bills",
        text: ConfigurationValue.absolutePath)

    // A day of 5 million entries needs 64 MiB at the least; more than 64 GiB is a slip of the unit.
    static let memory = size("memory", from: 64 << 20, to: 64 << 30, default: "256MiB")
    static let download = size("download", from: 1 << 20, to: 64 << 30, default: "4GiB")
    static let inflated = size("inflated", from: 1 << 20, to: 256 << 30, default: "16GiB")

    // The service. More runs at once than this only wait for each other.
    static let runsAtOnce = ConfigurationOption(
        .service, "runs_at_once", "a number from 1 to 64", default: "2"
    ) { text in Int(text).flatMap { (1...64).contains($0) ? $0 : nil } }
    static let overdueAfter = ConfigurationOption(
        .service, "overdue_after", "a duration from 0s to 24h, such as 2h", default: "2h"
    ) { ConfigurationValue.seconds($0, in: 0...24 * 3600) }

    static let onAlarm = ConfigurationOption(
        .root, "on_alarm", "a list of words, the first an absolute path", default: "[]",
        parse: ConfigurationValue.command)

    static let logLevel = ConfigurationOption(
        .root, "log_level", "trace, debug, info, notice, warning, error or critical", default: "info"
    ) { Logger.Level(rawValue: $0) }

    // The channels' refund period is a year; the law keeps statements for ten.
    static let entries = days("entries", from: 400, default: "400d")
    static let closedEntries = days("closed_entries", from: 31, default: "400d")
    static let archivedBills = days("archived_bills", from: 90, default: "3660d")

    static let plainPairs = ConfigurationOption(
        .retention, "plain_pairs", "kept or counted", default: "kept"
    ) { PlainPairs(rawValue: $0) }

    // Both channels.
    static let channel = ConfigurationOption(.account, "channel", ChannelList.all.words) {
        ChannelList.all[$0]?.channel
    }
    static let account = ConfigurationOption(
        .account, "account", "the merchant number: 6 to 32 digits", text: ConfigurationValue.digits(6...32))
    static let startDate = ConfigurationOption(.account, "start_date", "a day, yyyy-MM-dd") { BusinessDay($0) }
    static let cutOffWindow = ConfigurationOption(
        .account, "cut_off_window", "a duration from 0s to 12h, such as 30m", default: "30m"
    ) { ConfigurationValue.seconds($0, in: 0...12 * 3600) }
    static let contractedRate = ConfigurationOption(
        .account, "contracted_rate", "a percentage from 0% to 10% with at most 5 decimals, such as 0.60%"
    ) { text in
        ConfigurationValue.percent(text, decimals: 5, upTo: 10).map { ContractedRate(perTenMillion: $0) }
    }
    static let unmatchedShareLimit = ConfigurationOption(
        .account, "unmatched_share_limit", "a whole percentage from 0% to 100%", default: "20%"
    ) { ConfigurationValue.percent($0, decimals: 0, upTo: 100) }
    static let privateKey = secret("private_key")
    static let caFile = ConfigurationOption(
        .account, "ca_file", "an absolute path", text: ConfigurationValue.absolutePath)

    // WeChat Pay.
    static let certificate = file("certificate", of: .wechatpay)
    static let certificateSerial = ConfigurationOption(
        .account, "certificate_serial", "the serial number of the API certificate: 16 to 40 hexadecimal digits",
        of: .wechatpay, text: ConfigurationValue.hexadecimal(16...40))
    static let keyMode = ConfigurationOption(
        .account, "key_mode", "certificates, public_key or migration", default: "certificates", of: .wechatpay,
        text: { WeChatKeyMode(rawValue: $0) })
    static let apiKeyV3 = secret("api_key_v3", of: .wechatpay)
    static let publicKey = file("public_key", of: .wechatpay)
    static let publicKeyID = ConfigurationOption(
        .account, "public_key_id", "PUB_KEY_ID_ and digits", of: .wechatpay
    ) { text in
        text.hasPrefix("PUB_KEY_ID_")
            ? ConfigurationValue.digits(1...64)(String(text.dropFirst(11))).map { _ in text } : nil
    }
    static let billType = ConfigurationOption(
        .account, "bill_type", "ALL or SUCCESS_REFUND", default: "ALL", of: .wechatpay
    ) { WeChatPayAccess.BillType(rawValue: $0) }
    static let hosts = ConfigurationOption(
        .account, "hosts", "a list of https origins (http only on loopback)",
        default: "[https://api.mch.weixin.qq.com, https://api2.mch.weixin.qq.com]", of: .wechatpay,
        parse: ConfigurationValue.origins)
    static let wechatPayDownloadHosts = downloadHosts(
        default: "[https://api.wechatpay.cn, https://api2.wechatpay.cn]", of: .wechatpay)

    // Alipay.
    static let appID = ConfigurationOption(
        .account, "app_id", "the application's number: 6 to 32 digits", of: .alipay,
        text: ConfigurationValue.digits(6...32))
    static let alipayPublicKey = file("alipay_public_key", of: .alipay)
    static let appCertificate = file("app_certificate", of: .alipay)
    static let alipayCertificate = file("alipay_certificate", of: .alipay)
    static let alipayRootCertificate = file("alipay_root_certificate", of: .alipay)
    static let gateway = ConfigurationOption(
        .account, "gateway", "an https URL (http only on loopback)",
        default: "https://openapi.alipay.com/gateway.do", of: .alipay, text: ConfigurationValue.url)
    static let alipayDownloadHosts = downloadHosts(default: "[\"*.alipay.com\"]", of: .alipay)

    static let all: [ConfigurationKey] = [
        resultsConninfo.key, ordersConninfo.key, paymentRelation.key, refundRelation.key, archiveDirectory.key,
        memory.key, download.key, inflated.key, runsAtOnce.key, overdueAfter.key, onAlarm.key, logLevel.key,
        entries.key,
        closedEntries.key, archivedBills.key, plainPairs.key, channel.key, account.key, startDate.key,
        cutOffWindow.key, contractedRate.key, unmatchedShareLimit.key, privateKey.key, caFile.key, certificate.key,
        certificateSerial.key, keyMode.key, apiKeyV3.key, publicKey.key, publicKeyID.key, billType.key, hosts.key,
        wechatPayDownloadHosts.key, appID.key, alipayPublicKey.key, appCertificate.key, alipayCertificate.key,
        alipayRootCertificate.key, gateway.key, alipayDownloadHosts.key,
    ]

    enum WeChatKeyMode: String, Sendable {
        case certificates
        case publicKey = "public_key"
        case migration
    }

    private static func conninfo(
        _ section: ConfigurationKey.Section, default defaultText: String? = nil
    ) -> ConfigurationOption<String> {
        ConfigurationOption(
            section, "conninfo", "a libpq connection string or URI", default: defaultText,
            text: ConfigurationValue.nonEmpty)
    }

    private static func relation(_ name: String, default defaultText: String) -> ConfigurationOption<String> {
        ConfigurationOption(
            .orders, name, "schema.name, each of letters, digits and _, not beginning with a digit, up to 63 bytes",
            default: defaultText, text: ConfigurationValue.relation)
    }

    private static func size(
        _ name: String, from least: Int64, to most: Int64, default defaultText: String
    ) -> ConfigurationOption<Int64> {
        let range = "\(ConfigurationValue.sizeText(least)) to \(ConfigurationValue.sizeText(most))"
        return ConfigurationOption(
            .limits, name, "a size from \(range), in KiB, MiB or GiB", default: defaultText
        ) { ConfigurationValue.bytes($0, in: least...most) }
    }

    private static func days(_ name: String, from least: Int64, default defaultText: String) -> ConfigurationOption<
        Int64
    > {
        ConfigurationOption(
            .retention, name, "a number of days from \(least)d to 36500d", default: defaultText
        ) { ConfigurationValue.days($0, in: least...36_500) }
    }

    private static func downloadHosts(
        default defaultText: String, of channel: Channel
    ) -> ConfigurationOption<[String]> {
        ConfigurationOption(
            .account, "download_hosts", "a list of https origins (http only on loopback), or \"*.domain\"",
            default: defaultText, of: channel, parse: ConfigurationValue.originsOrDomains)
    }

    private static func file(_ name: String, of channel: Channel) -> ConfigurationOption<FileReference> {
        ConfigurationOption(
            .account, name, "an absolute path, or { credential: NAME }", of: channel, parse: FileReference.init)
    }

    private static func secret(_ name: String, of channel: Channel? = nil) -> ConfigurationOption<FileReference> {
        ConfigurationOption(
            .account, name, "an absolute path, or { credential: NAME }", of: channel, isSecret: true,
            parse: FileReference.init)
    }
}
