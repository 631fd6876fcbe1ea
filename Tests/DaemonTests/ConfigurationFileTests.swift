import Channels
import Cryptography
import FoundationEssentials
import Ledger
import Rules
import Testing
import Vocabulary

@testable import Daemon

/// The shipped file, as lines.
private func shippedFile() throws -> (path: String, text: String) {
    let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    let path = project.appending(path: "config/reconciled.yaml").path
    return (path, try String(contentsOf: URL(filePath: path), encoding: .utf8))
}

@Test func theShippedFileIsAValidConfiguration() throws {
    let configuration = try Configuration.load(try shippedFile().path, environment: [:])
    #expect(configuration.resultsConninfo == "host=/run/postgresql dbname=reconciled")
    #expect(configuration.orders.conninfo == configuration.resultsConninfo)
    #expect(configuration.orders.paymentRelation == "taobao.payment_record")
    #expect(configuration.orders.refundRelation == "taobao.refund_record")
    #expect(configuration.archiveDirectory == "/var/lib/reconciled/bills")
    #expect(configuration.limits.memoryBytes == 256 << 20)
    #expect(configuration.limits.downloadBytes == 4 << 30)
    #expect(configuration.limits.inflatedBytes == 16 << 30)
    #expect(configuration.retention.entriesDays == 400)
    #expect(configuration.retention.closedEntriesDays == 400)
    #expect(configuration.retention.archivedBillsDays == 3660)
    #expect(configuration.onAlarm.isEmpty)
    #expect(configuration.accounts.map(\.account.description) == ["wechatpay:1900000109", "alipay:2088000000000001"])
    let rules = try #require(configuration.accounts.first).rules
    #expect(rules.cutOffWindowSeconds == 1800)
    #expect(rules.contractedRate == nil)
    #expect(rules.unmatchedShareLimitPercent == 20)
    #expect(configuration.accounts.map(\.kinds) == [[.trade], [.trade]])
}

private let allKeys = ConfigurationOptions.sections(.all).flatMap { section, keys in
    keys.map { (section: section, key: $0) }
}

/// One option as the file shows it.
private struct Shown {
    var name: String
    var value: String
    var isOff: Bool
    /// The explanation above it.
    var comment: [String]
}

private func shownOptions(_ text: String) -> [Shown] {
    var shown: [Shown] = []
    var comment: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        var content = line.drop { $0 == " " }
        if content.hasPrefix("# ") || content == "#" {
            comment.append(String(content.dropFirst(2)))
            continue
        }
        guard !content.isEmpty else {
            comment = []
            continue
        }
        let isOff = content.hasPrefix("#")
        if isOff { content = content.dropFirst() }
        if content.hasPrefix("- ") { content = content.dropFirst(2) }
        let parts = content.split(separator: ":", maxSplits: 1).map { $0.drop { $0 == " " } }
        shown.append(
            Shown(
                name: String(parts[0]), value: parts.count == 2 ? String(parts[1]) : "", isOff: isOff, comment: comment)
        )
        comment = []
    }
    return shown
}

@Test func everyOptionStandsInTheFileWithItsRangeAndDefault() throws {
    let shown = shownOptions(try shippedFile().text)
    for (section, key) in allKeys {
        // `conninfo` appears in two sections; each must be explained.
        let candidates = shown.filter { $0.name == key.name }
        let explained = candidates.first { option in
            option.comment.contains { $0.hasPrefix("Takes: \(key.expected)") }
                && key.defaultText.map { text in option.comment.contains("Default: \(text)") } ?? true
        }
        let option = try #require(explained, "\(section).\(key.name) is not explained: \(candidates)")
        if let defaultText = key.defaultText, option.isOff, key.name != "conninfo", key.name != "on_alarm" {
            #expect(option.value == defaultText, "\(section).\(key.name) shows another value than its default")
        }
    }
}

@Test func everyOptionInTheFileExists() throws {
    let names = Set(
        allKeys.map(\.key.name)
            + ["results", "orders", "archive", "limits", "service", "retention", "accounts"])
    for option in shownOptions(try shippedFile().text) { #expect(names.contains(option.name), "\(option.name)") }
    for option in shownOptions(try shippedFile().text)
    where option.comment.contains(where: { $0.hasPrefix("Default:") }) {
        let hasDefault = allKeys.contains { $0.key.name == option.name && $0.key.defaultText != nil }
        #expect(hasDefault, "\(option.name) has no default")
    }
}

@Test func everyOptionThatIsOffIsValidWhenTurnedOn() throws {
    // The alternatives exclude each other, so they are turned on in the place of what they replace.
    var text = ""
    let replaced = ["certificate:", "alipay_public_key:"]
    for line in try shippedFile().text.split(separator: "\n", omittingEmptySubsequences: false) {
        let content = line.drop { $0 == " " }
        let isOption = content.hasPrefix("#") && content.dropFirst().first?.isLowercase == true
        if replaced.contains(where: { content.hasPrefix($0) }) { continue }
        let turnedOn = line.prefix { $0 == " " } + content.dropFirst()
        text += (isOption ? turnedOn : line) + "\n"
    }
    text = text.replacing("key_mode: certificates", with: "key_mode: migration")
    let configuration = try Configuration.parse(text, file: "all.yaml")
    #expect(configuration.orders.conninfo.contains("replica.internal"))
    #expect(configuration.onAlarm == ["/usr/local/bin/page-finance", "--urgent"])
    let wechatpay = try #require(configuration.accounts.first)
    #expect(wechatpay.rules.contractedRate == ContractedRate(perTenMillion: 60_000))
    let access = try #require(wechatpay.settings as? WeChatPaySettings)
    guard case .migration(_, let id, let apiKey) = access.keyMode else {
        Issue.record("not the migration mode")
        return
    }
    #expect(id.hasPrefix("PUB_KEY_ID_"))
    #expect(apiKey.path?.hasSuffix("api_key_v3") == true)
    #expect(
        access.pots.map(\.rawValue) == ["BASIC", "OPERATION", "FEES"] && wechatpay.kinds == [.trade, .funds, .sharing])
    #expect(wechatpay.rules.sharingLimitDays == 30)
    #expect(access.certificate == .serial("5157F09EFDC096DE15EBE81A47057A7200000000"))
    guard case .certificates? = (configuration.accounts.last?.settings as? AlipaySettings)?.keyMode else {
        Issue.record("not the certificate mode")
        return
    }
}
