import Channels
import Cryptography
import Rules
import Vocabulary
import Yams

extension ConfigurationReader {
    private typealias Options = ConfigurationOptions
    private static let copyHint = "Copy an account from \(Configuration.examplePath)."

    func accounts(_ node: Node?, at mark: Mark?, credentials: String) -> [AccountConfiguration] {
        guard let node, !Self.isEmpty(node) else {
            report(
                .configurationMissing, "`accounts` is missing", at: node?.mark ?? mark,
                expected: "at least one account",
                hint: Self.copyHint)
            return []
        }
        guard let items = node.sequence, !items.isEmpty else {
            report(
                .configurationWrongType, "`accounts` is not valid", at: node.mark,
                expected: "at least one account, each beginning with `- channel:`", found: Self.kind(of: node),
                hint: Self.copyHint)
            return []
        }
        var read: [AccountConfiguration] = []
        var lines: [ChannelAccount: Int] = [:]
        for (index, item) in items.enumerated() {
            let section = section(item, "accounts", name: "`accounts[\(index + 1)]`", at: node.mark)
            guard let configuration = account(section, credentials: credentials) else { continue }
            if let line = lines[configuration.account] {
                report(
                    .configurationConflict, "the account \(configuration.account) is given twice",
                    at: section.mark(of: Options.account.key), expected: "each channel and account once",
                    found: "it is given in line \(line) already", hint: "Remove one of the two.")
                continue
            }
            lines[configuration.account] = section.mark(of: Options.account.key)?.line ?? 0
            read.append(configuration)
        }
        return read
    }

    private func account(_ section: Section, credentials: String) -> AccountConfiguration? {
        let channel = required(Options.channel(of: channels), in: section)
        let number = required(Options.account, in: section)
        let startDate = required(Options.startDate, in: section)
        let window = value(Options.cutOffWindow, in: section)
        let rate = value(Options.contractedRate, in: section)
        let share = value(Options.unmatchedShareLimit, in: section)
        let settlementDays = value(Options.settlementDays, in: section)
        let settings = channel.flatMap { channel in
            refuseOptions(ofOthersThan: channel, in: section)
            let account = ChannelAccount(channel: channel.channel, account: number ?? "")
            return channel.settings(
                AccountSection(reader: self, section: section, credentials: credentials, account: account))
        }
        guard let channel, let startDate, let window, let share, let settlementDays, let settings, number != nil
        else { return nil }
        var rules = AccountRules(startDate: startDate)
        rules.cutOffWindowSeconds = window
        rules.contractedRate = rate
        rules.unmatchedShareLimitPercent = share
        rules.settlementDays = settlementDays
        rules.hasBalanceControl = settings.hasBalanceControl
        rules.sharingLimitDays = settings.sharingLimitDays
        return AccountConfiguration(channel: channel, account: settings.account, rules: rules, settings: settings)
    }

    private func refuseOptions(ofOthersThan channel: ChannelDescriptor, in section: Section) {
        let own = Set((Options.account(channels) + channel.options).map(\.name))
        var seen: Set<String> = []
        for owner in channels.all {
            for key in owner.options where section.has(key) && !own.contains(key.name) && seen.insert(key.name).inserted
            {
                report(
                    .configurationConflict,
                    "`\(key.name)` in \(section.name) does not apply to \(channel.channel.rawValue)",
                    at: section.mark(of: key), expected: "options of \(channel.channel.rawValue)",
                    found: "an option of \(owner.channel.rawValue)", hint: "Remove it, or correct `channel`.")
            }
        }
    }
}

/// An account's section of the file, as its channel reads it.
private struct AccountSection: AccountOptions {
    let reader: ConfigurationReader
    let section: ConfigurationReader.Section
    let credentials: String
    let account: ChannelAccount

    func has(_ key: ConfigurationKey) -> Bool { section.has(key) }
    func value<Value>(_ option: ConfigurationOption<Value>) -> Value? { reader.value(option, in: section) }
    func required<Value>(_ option: ConfigurationOption<Value>, because reason: String?) -> Value? {
        reader.required(option, in: section, because: reason)
    }
    func file(_ reference: FileReference) -> KeySource { .file(reference.path(credentials: credentials)) }

    func reportChoice(_ what: String, both: ConfigurationKey?, expected: String, hint: String) {
        reader.report(
            both == nil ? .configurationMissing : .configurationConflict, "\(section.name) does not say \(what)",
            at: both.map { section.mark(of: $0) } ?? section.mark, expected: expected,
            found: both == nil ? "neither" : "both", hint: hint)
    }
}
