import Daemon
import Glibc
import TestTurns
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
    /// How often the channel is asked in one run.
    let tries: Int
    let text: String
    /// Lines of the configuration's `limits`.
    var limits = ""

    var testDescription: String { "\(account.channel.rawValue): \(name)" }

    init(
        _ name: String, _ account: ChannelAccount, _ kind: ChannelFaultKind, at step: ChannelStep = .download,
        _ exit: Vocabulary.ExitStatus, tries: Int, limits: String = "", _ text: String
    ) {
        self.name = name
        self.account = account
        self.step = step
        self.kind = kind
        self.exit = exit
        self.tries = tries
        self.text = text
        self.limits = limits
    }
}

@Suite(.serialized, .waiting) struct UnhappyDownloadTests {
    /// Its directory promises a kilobyte; reading it has to stop where the promise ends.
    @Test func aBombThatLiesAboutItsSizeIsDisarmed() throws {
        var bomb: [UInt8] = []
        _ = InflationBomb.zip(inflatedBytes: 1 << 30).forEachPiece { piece in
            bomb += piece
            return true
        }
        // The inflated size stands in both headers, at 22 of the first and 24 of the one in the directory.
        let directory = try #require(bomb.indices.last { bomb[$0...].starts(with: [0x50, 0x4B, 1, 2]) })
        for place in [22, directory + 24] { bomb.replaceSubrange(place..<(place + 4), with: [0, 4, 0, 0]) }
        let bench = try ChannelBench("download_lie")
        try bench.strike(.content(bomb), at: .apply, of: alipay)
        let ending = UnhappyEnding(
            .incomplete,
            """
            bill.archive_damaged: a member of the ZIP is damaged; found more bytes than its directory says \
            (DAY_DIGEST.zip member 1, ACCOUNT, DAY)
            HINT: Fetch the bill again; if it stays so, ask the channel.
            """)
        try expectNothingLost(bench, alipay, ending, retried: [])
        let files = try bench.archivedFiles().map { "\(bench.archivePath)/\($0)" }
        #expect(files.count == 2 && files.allSatisfy { sizeBytes($0) < 2 << 20 })
    }

    private func sizeBytes(_ path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : .max
    }

    @Test(arguments: unhappyDownloads)
    func aDownloadThatIsNotWhatWasPromisedEndsWithoutAConclusion(_ download: UnhappyDownload) throws {
        let bench = try ChannelBench(
            "download_\(unhappyDownloads.firstIndex { $0.name == download.name } ?? 0)"
                + download.account.account)
        if !download.limits.isEmpty { bench.change = { $0 + "limits:\n" + download.limits } }
        try bench.strike(download.kind, at: download.step, of: download.account)
        let kept = try bench.archivedFiles()
        try expectNothingLost(
            bench, download.account, UnhappyEnding(download.exit, download.text), retried: [])
        #expect(bench.channels.requests.count(download.step, of: download.account) == 2 * download.tries)
        if !download.text.hasPrefix("bill.") {
            #expect(try bench.archivedFiles() == kept, "what was refused is not kept")
        }
        try bench.heal()
        #expect(try bench.run(download.account, ChannelWorld.concluded).verdict == .discrepancies)
    }
}

private let wechatpay = ChannelWorld.certificates
private let alipay = ChannelWorld.alipay
private let oneGiB = 1 << 30

private let aPageOfText = """
    channel.download_damaged: the download is not a ZIP; expected bytes 50 4B 03 04, found something else, perhaps a page \
    of text (ACCOUNT, DAY)
    HINT: A link lives for 30 seconds. A run of the schedule asks again by itself; any other run is to be started again.
    """

private let unhappyDownloads: [UnhappyDownload] = [
    .init(
        "bad hash", wechatpay, .brokenHash, at: .apply, .incomplete, tries: 4,
        """
        channel.download_hash_mismatch: the bill does not hash to what its signed answer says; expected SHA-1 \
        …, found SHA-1 … (ACCOUNT, DAY)
        HINT: The bill was refused 4 times; see who changes it on its way.
        """),
    .init(
        "flipped byte", wechatpay, .flippedByte, .incomplete, tries: 4,
        """
        channel.download_damaged: the gzip data is damaged (ACCOUNT, DAY)
        HINT: Look at the network if it stays so. A run of the schedule asks again by itself; any other run is to be \
        started again.
        """),
    .init(
        "truncated gzip", wechatpay, .truncated(byBytes: 10), .incomplete, tries: 4,
        """
        channel.download_damaged: the gzip data ends too early (ACCOUNT, DAY)
        HINT: Look at the network if it stays so. A run of the schedule asks again by itself; any other run is to be \
        started again.
        """),
    .init(
        "empty", wechatpay, .emptyBody, .incomplete, tries: 4,
        """
        channel.download_damaged: the download is empty; found 0 bytes (ACCOUNT, DAY)
        HINT: A run of the schedule asks again by itself; any other run is to be started again.
        """),
    .init(
        "HTML", wechatpay, .html, .incomplete, tries: 4,
        """
        channel.download_hash_mismatch: the bill does not hash to what its signed answer says; expected SHA-1 \
        …, found SHA-1 … (ACCOUNT, DAY)
        HINT: The bill was refused 4 times; see who changes it on its way.
        """),
    .init(
        "bomb", wechatpay, .bomb(inflatedBytes: oneGiB), .incomplete, tries: 1,
        """
        channel.download_too_large: the bill inflates to more than allowed; expected at most 17179869184 bytes \
        and 200 times its size, found # bytes from # (ACCOUNT, DAY)
        HINT: This is no bill; see who answers in the channel's place.
        """),
    .init(
        "huge", wechatpay, .hugeBody(bytes: 64 << 20), .incomplete, tries: 1,
        limits: "  download: 1MiB\n",
        """
        channel.download_too_large: the bill is larger than allowed: maximum file size exceeded \
        (http://HOST, ACCOUNT, DAY)
        HINT: If the account really has such bills, raise limits.download in the configuration.
        """),
    .init(
        "other hash type", wechatpay, .hashType("SHA256"), at: .apply, .unavailable, tries: 1,
        """
        channel.malformed_answer: the bill's hash is of an unknown type; expected SHA1, found SHA256 (ACCOUNT, DAY)
        HINT: A bill that cannot be checked is not taken; report this, the protocol may have changed.
        """),
    .init(
        "garbage answer", wechatpay, .jsonGarbage, at: .apply, .unavailable, tries: 3,
        """
        channel.answer_signature_invalid: the signatures of the channel's answers do not hold (ACCOUNT, DAY)
        HINT: See that the public key or APIv3 key is WeChat Pay's current one and that nobody is in between.
        """),
    .init(
        "huge answer", wechatpay, .hugeBody(bytes: 8 << 20), at: .apply, .unavailable, tries: 1,
        """
        channel.malformed_answer: the answer is larger than any of the channel's: maximum file size exceeded \
        (http://HOST, ACCOUNT, DAY)
        HINT: See that no proxy answers in the channel's place.
        """),
    .init(
        "foreign host", wechatpay, .foreignHost("https://bills.example.com"), at: .apply, .badData, tries: 1,
        """
        channel.download_address_refused: the download address leads to a foreign host; expected http://HOST, \
        http://HOST, https://api.wechatpay.cn, https://api2.wechatpay.cn, found https://bills.example.com \
        (ACCOUNT, DAY)
        HINT: Nothing was signed for it; if the host is right, add it to the account's download_hosts.
        """),
    .init(
        "redirect", wechatpay, .redirect("http://127.0.0.1:9"), .unavailable, tries: 1,
        """
        channel.unknown_answer: the channel gives an answer that its documents do not name; found HTTP 302, \
        code none (ACCOUNT, DAY)
        HINT: See that no proxy answers in the channel's place. A run of the schedule asks again by itself; any other \
        run is to be started again.
        """),

    .init(
        "HTML", alipay, .html, .incomplete, tries: 3,
        aPageOfText),
    .init(
        "expired link", alipay, .expiredLink, .incomplete, tries: 3,
        aPageOfText),
    .init(
        "truncated", alipay, .truncated(byBytes: 10), .incomplete, tries: 3,
        """
        channel.download_damaged: the ZIP's directory is damaged or cut off; found no end record (ACCOUNT, DAY)
        HINT: If it stays so, see who answers in the channel's place. \
        A run of the schedule asks again by itself; any other run is to be started again.
        """),
    .init(
        "empty", alipay, .emptyBody, .incomplete, tries: 3,
        """
        channel.download_damaged: the download is not a ZIP; expected bytes 50 4B 03 04, found nothing \
        (ACCOUNT, DAY)
        HINT: A link lives for 30 seconds. A run of the schedule asks again by itself; any other run is to be started \
        again.
        """),
    .init(
        "flipped byte", alipay, .flippedByte, .incomplete, tries: 1,
        """
        bill.archive_damaged: a member of the ZIP is damaged; found @(DAY_DIGEST.zip member 1, ACCOUNT, DAY)
        HINT: Fetch the bill again; if it stays so, ask the channel.
        """),
    .init(
        "bomb", alipay, .bomb(inflatedBytes: oneGiB), .incomplete, tries: 1,
        """
        channel.download_too_large: the bill inflates further than any bill does; expected at most 200 times its \
        compressed size, found more (ACCOUNT, DAY)
        HINT: This is no bill; see who answers in the channel's place.
        """),
    .init(
        "huge", alipay, .hugeBody(bytes: 64 << 20), .incomplete, tries: 3,
        aPageOfText),
    .init(
        "garbage answer", alipay, .jsonGarbage, at: .apply, .unavailable, tries: 3,
        """
        channel.malformed_answer: the gateway's answer is not a JSON object (ACCOUNT, DAY)
        HINT: See that the gateway is Alipay's and no proxy answers in its place.
        """),
    .init(
        "foreign host", alipay, .foreignHost("https://bills.example.com"), at: .apply, .badData, tries: 1,
        """
        channel.download_address_refused: the download address leads to a foreign host; expected http://HOST, \
        found https://bills.example.com (ACCOUNT, DAY)
        HINT: Nothing was fetched; if the host is right, add it to the account's download_hosts.
        """),
    .init(
        "unsigned", alipay, .unsigned, at: .apply, .unavailable, tries: 3,
        """
        channel.answer_signature_missing: the gateway's answer carries no signature; expected sign (ACCOUNT, DAY)
        HINT: See that the gateway is Alipay's and no proxy answers in its place.
        """),
]
