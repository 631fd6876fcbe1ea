import Daemon
import Testing
import Vocabulary

@testable import Simulation

/// A download that is not what was promised, each time it is asked for.
struct UnhappyDownload: Sendable, CustomTestStringConvertible {
    let name: String
    let account: ChannelAccount
    let step: ChannelStep
    let kind: ChannelFaultKind
    let exit: Vocabulary.ExitStatus
    let code: String
    /// How often the channel is asked in one run.
    let tries: Int
    let text: String
    /// Lines of the configuration's `limits`.
    var limits = ""

    var testDescription: String { "\(account.channel.rawValue): \(name)" }

    init(
        _ name: String, _ account: ChannelAccount, _ kind: ChannelFaultKind, at step: ChannelStep = .download,
        _ code: String, _ exit: Vocabulary.ExitStatus, tries: Int, limits: String = "", _ text: String
    ) {
        self.name = name
        self.account = account
        self.step = step
        self.kind = kind
        self.exit = exit
        self.code = code
        self.tries = tries
        self.text = text
        self.limits = limits
    }
}

@Suite struct UnhappyDownloadTests {
    @Test(arguments: unhappyDownloads)
    func aDownloadThatIsNotWhatWasPromisedEndsWithoutAConclusion(_ download: UnhappyDownload) throws {
        let bench = try ChannelBench("download_\(unhappyDownloads.firstIndex { $0.name == download.name } ?? 0)"
            + download.account.account)
        if !download.limits.isEmpty { bench.change = { $0 + "limits:\n" + download.limits } }
        try bench.strike(download.kind, at: download.step, of: download.account)
        let kept = try bench.archivedFiles()
        try expectNothingLost(
            bench, download.account, UnhappyEnding(download.code, download.exit, download.text), retries: false)
        #expect(bench.channels.requests.count(download.step, of: download.account) == 2 * download.tries)
        #expect(try bench.archivedFiles() == kept, "what was refused is not kept")
        try bench.heal()
        #expect(try bench.run(download.account, ChannelWorld.untried).verdict == .discrepancies)
    }
}

private let wechatpay = ChannelWorld.certificates
private let alipay = ChannelWorld.alipay
private let oneGiB = 1 << 30

private let unhappyDownloads: [UnhappyDownload] = [
    .init("bad hash", wechatpay, .brokenHash, at: .apply, "channel.download_hash_mismatch", .incomplete, tries: 4, ""),
    .init("flipped byte", wechatpay, .flippedByte, "channel.download_damaged", .incomplete, tries: 4, ""),
    .init("truncated gzip", wechatpay, .truncated(byBytes: 10), "channel.download_damaged", .incomplete, tries: 4, ""),
    .init("empty", wechatpay, .emptyBody, "channel.download_damaged", .incomplete, tries: 4, ""),
    .init("HTML", wechatpay, .html, "channel.download_hash_mismatch", .incomplete, tries: 4, ""),
    .init("bomb", wechatpay, .bomb(inflatedBytes: oneGiB), "channel.download_too_large", .incomplete, tries: 1, ""),
    .init(
        "huge", wechatpay, .hugeBody(bytes: 64 << 20), "channel.download_too_large", .incomplete, tries: 1,
        limits: "  download: 1MiB\n", ""),
    .init("other hash type", wechatpay, .hashType("SHA256"), at: .apply, "channel.malformed_answer", .unavailable, tries: 1, ""),
    .init("garbage answer", wechatpay, .jsonGarbage, at: .apply, "channel.answer_signature_invalid", .unavailable, tries: 3, ""),
    .init("huge answer", wechatpay, .hugeBody(bytes: 8 << 20), at: .apply, "channel.download_too_large", .incomplete, tries: 1, ""),
    .init("foreign host", wechatpay, .foreignHost("https://bills.example.com"), at: .apply, "channel.download_address_refused", .badData, tries: 1, ""),
    .init("redirect", wechatpay, .redirect("http://127.0.0.1:9"), "channel.unknown_answer", .unavailable, tries: 1, ""),

    .init("HTML", alipay, .html, "channel.download_damaged", .incomplete, tries: 3, ""),
    .init("expired link", alipay, .expiredLink, "channel.download_damaged", .incomplete, tries: 3, ""),
    .init("truncated", alipay, .truncated(byBytes: 10), "channel.download_damaged", .incomplete, tries: 3, ""),
    .init("empty", alipay, .emptyBody, "channel.download_damaged", .incomplete, tries: 3, ""),
    .init("flipped byte", alipay, .flippedByte, "bill.archive_damaged", .incomplete, tries: 1, ""),
    .init("bomb", alipay, .bomb(inflatedBytes: oneGiB), "channel.download_too_large", .incomplete, tries: 1, ""),
    .init(
        "huge", alipay, .hugeBody(bytes: 64 << 20), "channel.download_damaged", .incomplete, tries: 3, ""),
    .init("garbage answer", alipay, .jsonGarbage, at: .apply, "channel.malformed_answer", .unavailable, tries: 3, ""),
    .init("foreign host", alipay, .foreignHost("https://bills.example.com"), at: .apply, "channel.download_address_refused", .badData, tries: 1, ""),
    .init("unsigned", alipay, .unsigned, at: .apply, "channel.answer_signature_missing", .unavailable, tries: 3, ""),
]
