import Channels
import Ledger
import Logging
import Rules
import Vocabulary

/// Every option there is.
enum ConfigurationOptions {
    // The database that holds the results.
    static let resultsConninfo = conninfo()

    // The shop's side.
    static let ordersConninfo = conninfo(default: "the same as results.conninfo")
    static let paymentRelation = relation("payment_relation", default: "taobao.payment_record")
    static let refundRelation = relation("refund_relation", default: "taobao.refund_record")
    static let sharingRelation = relation("sharing_relation", default: "taobao.sharing_record")

    static let archiveDirectory = ConfigurationOption(
        "directory", "an absolute path", default: "/var/lib/reconciled/bills",
        text: OptionText.absolutePath)

    // A day of 5 million entries needs 64 MiB at the least; more than 64 GiB is a slip of the unit.
    static let memory = size("memory", from: 64 << 20, to: 64 << 30, default: "256MiB")
    static let download = size("download", from: 1 << 20, to: 64 << 30, default: "4GiB")
    static let inflated = size("inflated", from: 1 << 20, to: 256 << 30, default: "16GiB")

    // The service. More runs at once than this only wait for each other.
    static let runsAtOnce = ConfigurationOption(
        "runs_at_once", "a number from 1 to 64", default: "2"
    ) { text in Int(text).flatMap { (1...64).contains($0) ? $0 : nil } }
    static let overdueAfter = ConfigurationOption(
        "overdue_after", "a duration from 0s to 24h, such as 2h", default: "2h"
    ) { ConfigurationValue.seconds($0, in: 0...24 * 3600) }

    static let onAlarm = ConfigurationOption(
        "on_alarm", "a list of words, the first an absolute path", default: "[]",
        parse: ConfigurationValue.command)

    // No further: alarms, and why the service did not start, are told at any of these.
    static let logLevel = ConfigurationOption("log_level", "trace, debug, info or notice", default: "info") { text in
        Logger.Level(rawValue: text).flatMap { $0 <= .notice ? $0 : nil }
    }

    // The channels' refund period is a year; the law keeps statements for ten.
    static let entries = days("entries", from: 400, default: "400d")
    static let closedEntries = days("closed_entries", from: 31, default: "400d")
    static let archivedBills = days("archived_bills", from: 90, default: "3660d")

    static let plainPairs = ConfigurationOption(
        "plain_pairs", "kept or counted", default: "kept"
    ) { PlainPairs(rawValue: $0) }

    // Each account.
    static func channel(of channels: ChannelList) -> ConfigurationOption<ChannelDescriptor> {
        ConfigurationOption("channel", channels.words) { channels[$0] }
    }
    static let account = ConfigurationOption.digits("account", "the merchant number")
    static let startDate = ConfigurationOption(
        "start_date", "a day, yyyy-MM-dd"
    ) { BusinessDay($0) }
    static let cutOffWindow = ConfigurationOption(
        "cut_off_window", "a duration from 0s to 12h, such as 30m", default: "30m"
    ) { ConfigurationValue.seconds($0, in: 0...12 * 3600) }
    static let contractedRate = ConfigurationOption(
        "contracted_rate", "a percentage from 0% to 10% with at most 5 decimals, such as 0.60%"
    ) { text in
        ConfigurationValue.percent(text, decimals: 5, upTo: 10).map { ContractedRate(perTenMillion: $0) }
    }
    static let unmatchedShareLimit = ConfigurationOption(
        "unmatched_share_limit", "a whole percentage from 0% to 100%", default: "20%"
    ) { ConfigurationValue.percent($0, decimals: 0, upTo: 100) }
    // No settlement period of a channel is longer than a month.
    static let settlementDays = ConfigurationOption("settlement_days", "a number from 0 to 31", default: "0") { text in
        Int64(text).flatMap { (0...31).contains($0) ? $0 : nil }
    }
    /// Those of every account; its channel adds its own.
    static func account(_ channels: ChannelList) -> [ConfigurationKey] {
        [
            channel(of: channels).key, account.key, startDate.key, cutOffWindow.key, contractedRate.key,
            unmatchedShareLimit.key, settlementDays.key,
        ]
    }

    /// Every key that a section may have, by the section's name in the file; the file's own are under the empty name.
    static func sections(_ channels: ChannelList) -> [String: [ConfigurationKey]] {
        [
            "": [onAlarm.key, logLevel.key], "results": [resultsConninfo.key],
            "orders": [ordersConninfo.key, paymentRelation.key, refundRelation.key, sharingRelation.key],
            "archive": [archiveDirectory.key], "limits": [memory.key, download.key, inflated.key],
            "service": [runsAtOnce.key, overdueAfter.key],
            "retention": [entries.key, closedEntries.key, archivedBills.key, plainPairs.key],
            "accounts": account(channels) + channels.all.flatMap(\.options),
        ]
    }

    private static func conninfo(default defaultText: String? = nil) -> ConfigurationOption<String> {
        ConfigurationOption(
            "conninfo", "a libpq connection string or URI", default: defaultText, text: ConfigurationValue.nonEmpty)
    }

    private static func relation(_ name: String, default defaultText: String) -> ConfigurationOption<String> {
        ConfigurationOption(
            name, "schema.name, each of letters, digits and _, not beginning with a digit, up to 63 bytes",
            default: defaultText, text: ConfigurationValue.relation)
    }

    private static func size(
        _ name: String, from least: Int64, to most: Int64, default defaultText: String
    ) -> ConfigurationOption<Int64> {
        let range = "\(ConfigurationValue.sizeText(least)) to \(ConfigurationValue.sizeText(most))"
        return ConfigurationOption(name, "a size from \(range), in KiB, MiB or GiB", default: defaultText) {
            ConfigurationValue.bytes($0, in: least...most)
        }
    }

    private static func days(
        _ name: String, from least: Int64, default defaultText: String
    ) -> ConfigurationOption<Int64> {
        ConfigurationOption(name, "a number of days from \(least)d to 36500d", default: defaultText) {
            ConfigurationValue.days($0, in: least...36_500)
        }
    }
}
