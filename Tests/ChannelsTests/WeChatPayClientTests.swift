import ChannelConformance
import Cryptography
import Testing
import Runtime
import Vocabulary

@testable import Channels

private let publicKeyID = "PUB_KEY_ID_0119009990012026"

private enum Mode { case publicKey, certificates, migration }

private func settings(_ mode: Mode) throws -> WeChatPaySettings {
    let publicKey = KeySource.text(try SampleKeys.channel.get().publicKey.pem)
    let apiV3Key = KeySource.text(String(decoding: sampleAPIv3Key, as: UTF8.self))
    let keyMode: WeChatPaySettings.KeyMode =
        switch mode {
        case .publicKey: .publicKey(publicKey, id: publicKeyID)
        case .certificates: .certificates(apiV3Key: apiV3Key)
        case .migration: .migration(publicKey, id: publicKeyID, apiV3Key: apiV3Key)
        }
    return WeChatPaySettings(
        mchid: "1900999001", privateKey: .text(try SampleKeys.merchant.get().pem),
        certificate: .serial("5157f09efdc096de"), keyMode: keyMode)
}

private func ticket(_ sha1: String, url: String? = nil, serial: String = publicKeyID) throws -> HTTPAnswer {
    let url = url ?? "https://api.mch.weixin.qq.com/v3/billdownload/file?token=a%2Fb_-&tartype=gzip"
    let body = Array(#"{"hash_type":"SHA1","hash_value":"\#(sha1)","download_url":"\#(url)"}"#.utf8)
    return HTTPAnswer(200, body, try signedHeaders(body: body, serial: serial))
}

private typealias Fixture = ClientFixture<WeChatPayClient>

private func isDownload(_ request: HTTPRequest) -> Bool { request.address.path == "/v3/billdownload/file" }

@Test func aBillIsFetchedVerifiedAndKeptAsItCame() throws {
    let bill = try gzipped(SampleBills.wechatPay)
    let fixture = try Fixture(try settings(.publicKey)) { request, _ in
        isDownload(request) ? HTTPAnswer(200, bill) : try ticket(SampleBills.wechatPaySHA1)
    }
    guard case .bill(let files) = fixture.fetch() else {
        Issue.record("no bill")
        return
    }
    #expect(files.count == 1)
    #expect(try contents(of: files[0].path) == bill)
    #expect(files[0].path.hasSuffix(".csv.gz"))
    #expect(
        fixture.requests.map(\.address.target) == [
            "/v3/bill/tradebill?bill_date=2026-11-21&bill_type=ALL&tar_type=GZIP",
            "/v3/billdownload/file?token=a%2Fb_-&tartype=gzip",
        ])
}

@Test func everyRequestIsSignedOverWhatIsSentAndAsksForItsKey() throws {
    let bill = SampleBills.wechatPay
    let fixture = try Fixture(try settings(.publicKey)) { request, _ in
        isDownload(request) ? HTTPAnswer(200, bill) : try ticket(SampleBills.wechatPaySHA1)
    }
    _ = fixture.fetch()
    var nonces: Set<String> = []
    for request in fixture.transport.requests.with({ $0 }) {
        func header(_ name: String) -> String? { request.headers.first { $0.name == name }?.value }
        #expect(header("Wechatpay-Serial") == publicKeyID)
        #expect(header("Accept") == "application/json")
        let authorization = try #require(header("Authorization"))
        #expect(authorization.hasPrefix("WECHATPAY2-SHA256-RSA2048 mchid=\"1900999001\","))
        var pairs: [String: String] = [:]
        for pair in authorization.dropFirst(26).split(separator: ",") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            pairs[String(parts[0])] = String(parts[1].dropFirst().dropLast())
        }
        #expect(pairs["serial_no"] == "5157F09EFDC096DE")
        let nonce = try #require(pairs["nonce_str"])
        #expect(nonces.insert(nonce).inserted)
        let message = Array("GET\n\(request.address.target)\n\(try #require(pairs["timestamp"]))\n\(nonce)\n\n".utf8)
        let signature = try #require(pairs["signature"])
        #expect(try SampleKeys.merchant.get().publicKey.verifies(base64Signature: signature, of: message))
    }
    #expect(nonces.count == 2)
}

@Test func inCertificateModeTheFirstFetchBringsTheCertificates() throws {
    let list = try certificatesBody([try platformCertificate(serial: "0A0B")])
    let fixture = try Fixture(try settings(.certificates)) { request, _ in
        if isDownload(request) { return HTTPAnswer(200, SampleBills.wechatPay) }
        if request.address.target == "/v3/certificates" {
            return HTTPAnswer(200, list, try signedHeaders(body: list, serial: "0A0B"))
        }
        return try ticket(SampleBills.wechatPaySHA1, serial: "0A0B")
    }
    guard case .bill(let files) = fixture.fetch(), case .bill(let again) = fixture.fetch() else {
        Issue.record("no bill")
        return
    }
    #expect(files == again)
    #expect(files[0].path.hasSuffix(".csv"))
    #expect(fixture.requests.map(\.address.target).filter { $0 == "/v3/certificates" }.count == 1)
    #expect(fixture.client.expiries.map(\.epochSeconds) == [sampleNow + 86_400])
    let serials = fixture.transport.requests.with { $0.flatMap(\.headers).filter { $0.name == "Wechatpay-Serial" } }
    #expect(serials.isEmpty)
}

@Test func aNewSerialBringsTheNewCertificateInTheSameFetch() throws {
    let lists = try ["0A", "0B"].map { try certificatesBody([try platformCertificate(serial: $0)]) }
    let fixture = try Fixture(try settings(.certificates)) { request, number in
        // The first fetch: certificates, application, download. The second begins with an application.
        let (serial, list) = number < 3 ? ("0A", lists[0]) : ("0B", lists[1])
        if isDownload(request) { return HTTPAnswer(200, SampleBills.wechatPay) }
        if request.address.target == "/v3/certificates" {
            return HTTPAnswer(200, list, try signedHeaders(body: list, serial: serial))
        }
        return try ticket(SampleBills.wechatPaySHA1, serial: serial)
    }
    guard case .bill = fixture.fetch(), case .bill = fixture.fetch() else {
        Issue.record("no bill")
        return
    }
    #expect(fixture.client.expiries.count == 2)
}

@Test func probesAreAskedAgainAndDoNotHarm() throws {
    let fixture = try Fixture(try settings(.publicKey)) { request, number in
        if isDownload(request) { return HTTPAnswer(200, SampleBills.wechatPay) }
        var answer = try ticket(SampleBills.wechatPaySHA1)
        if number < 2 {
            answer.headers.removeAll { $0.name == "wechatpay-signature" }
            answer.headers.append(("wechatpay-signature", "WECHATPAY/SIGNTEST/x!"))
        }
        return answer
    }
    guard case .bill = fixture.fetch() else {
        Issue.record("no bill")
        return
    }
    #expect(fixture.requests.map(\.address.target).count == 4)
}

@Test(arguments: ["evil.example/v3/billdownload/file?token=t0k3n", "api.mch.weixin.qq.com/v3/t0k3n/file"])
func aForeignDownloadAddressSeesNoRequestAtAllAndIsNotRepeated(_ address: String) throws {
    let fixture = try Fixture(try settings(.publicKey)) { _, _ in
        try ticket(SampleBills.wechatPaySHA1, url: "https://\(address)")
    }
    guard case .giveUp(let problem) = fixture.fetch() else {
        Issue.record("went on")
        return
    }
    #expect(problem.code == .downloadAddressRefused)
    #expect(!problem.description.contains("t0k3n"))
    #expect(problem.place.account == fixture.client.account)
    #expect(problem.place.day == fixture.day)
    #expect(fixture.requests.map(\.address.target).count == 1)
}

@Test func nothingThatIsNotTheBillEverReachesTheArchive() throws {
    let truncated = Array(try gzipped(SampleBills.wechatPay).dropLast(9))
    for (body, code) in [
        (SampleBills.wechatPay + [0x0A], ProblemCode.downloadHashMismatch), (truncated, .downloadDamaged),
        ([], .downloadDamaged), ([0x60], .downloadDamaged),
        (try gzipped([UInt8](repeating: 0, count: 4 << 20)), .downloadTooLarge),
    ] {
        let fixture = try Fixture(try settings(.publicKey)) { request, _ in
            isDownload(request) ? HTTPAnswer(200, body) : try ticket(SampleBills.wechatPaySHA1)
        }
        guard case .giveUp(let problem) = fixture.fetch() else {
            Issue.record("kept \(code)")
            return
        }
        #expect(problem.code == code)
        #expect(fixture.requests.map(\.address.target).count == (code == .downloadTooLarge ? 2 : 8))
        #expect(fixture.archivedFiles.isEmpty)
    }
}

@Test func aPairIsTwoFilesAndADayOfOneKindIsTheFileThatCoversBoth() throws {
    var settings = try settings(.publicKey)
    settings.billType = .successAndRefund
    let none = Array(#"{"code":"NO_STATEMENT_EXIST"}"#.utf8)
    for (absent, expected) in [([], ["SUCCESS", "REFUND"]), (["REFUND"], ["SUCCESS", "REFUND", "ALL"])] {
        let fixture = try Fixture(settings) { request, number in
            // Content differs by order of download, so that nothing is merged in the archive.
            let body = SampleBills.wechatPay + [UInt8(truncatingIfNeeded: number / 2)]
            if isDownload(request) { return HTTPAnswer(200, body) }
            if absent.contains(where: { request.address.target.contains("bill_type=\($0)") }) {
                return HTTPAnswer(400, none, try signedHeaders(body: none, serial: publicKeyID))
            }
            return try ticket(
                Hexadecimal.text(
                    Digest.of(SampleBills.wechatPay + [UInt8(truncatingIfNeeded: (number + 1) / 2)], by: .sha1)))
        }
        let outcome = fixture.fetch()
        let types = fixture.requests.map(\.address.target).compactMap { target in
            ["SUCCESS", "REFUND", "ALL"].first { target.contains("bill_type=\($0)") }
        }
        #expect(types == expected)
        if absent.isEmpty {
            guard case .bill(let files) = outcome else {
                Issue.record("no pair")
                return
            }
            #expect(files.count == 2)
        }
    }
    let empty = try Fixture(settings) { _, _ in
        HTTPAnswer(400, none, try signedHeaders(body: none, serial: publicKeyID))
    }
    guard case .noData(let verified, _) = empty.fetch() else {
        Issue.record("not a zero day")
        return
    }
    #expect(verified)
}

private let bothPots = [Pot("BASIC"), Pot("OPERATION")]

/// Each pot's statement by itself: what the channel answers for `OPERATION`, and what the day's funds bill comes to then.
@Test(arguments: [
    ("a statement", "2 files"), ("none, signed", "1 file"), ("none, unsigned", "1 file, and no proof of the rest"),
    ("none of either, signed", "no data, verified"), ("none of either, unsigned", "no data, unverified"),
    ("it is being made", "retry channel.bill_not_ready"), ("not permitted", "give up channel.no_permission"),
])
func everyPotHasAStatementOfItsOwnOrNone(_ answer: String, _ end: String) throws {
    var settings = try settings(.publicKey)
    settings.pots = bothPots
    let code =
        switch answer {
        case "it is being made": "STATEMENT_CREATING"
        case "not permitted": "NO_AUTH"
        default: "NO_STATEMENT_EXIST"
        }
    let none = Array(#"{"code":"\#(code)"}"#.utf8)
    let fixture = try Fixture(settings) { request, number in
        let body = SampleBills.wechatPay + [UInt8(truncatingIfNeeded: number / 2)]
        if isDownload(request) { return HTTPAnswer(200, body) }
        if answer != "a statement", answer.contains("either") || request.address.target.contains("OPERATION") {
            let headers = answer.contains("unsigned") ? [] : try signedHeaders(body: none, serial: publicKeyID)
            return HTTPAnswer(code == "NO_AUTH" ? 403 : 400, none, headers)
        }
        return try ticket(
            Hexadecimal.text(
                Digest.of(SampleBills.wechatPay + [UInt8(truncatingIfNeeded: (number + 1) / 2)], by: .sha1)))
    }
    var files: [BillFile] = []
    let found: String
    switch fixture.fetch(.funds) {
    case .bill(let kept): (files, found) = (kept, kept.count == 1 ? "1 file" : "\(kept.count) files")
    case .part(let kept, _): (files, found) = (kept, "1 file, and no proof of the rest")
    case .noData(let verified, _): found = "no data, \(verified ? "verified" : "unverified")"
    case .retryLater(_, let problem): found = "retry \(problem.code)"
    case .giveUp(let problem): found = "give up \(problem.code)"
    }
    #expect(found == end)
    #expect(files.map(\.pot) == Array(bothPots.prefix(files.count)))
    #expect(files.allSatisfy { $0.path.contains("/2026-11-21_funds_\($0.pot?.rawValue ?? "")_") })
    #expect(
        fixture.requests.map(\.address.target).first
            == "/v3/bill/fundflowbill?bill_date=2026-11-21&account_type=BASIC&tar_type=GZIP")
}

@Test func aProbeAsksForEveryPot() throws {
    var settings = try settings(.publicKey)
    settings.pots = bothPots
    let refusal = Array(#"{"code":"NO_AUTH"}"#.utf8)
    let fixture = try Fixture(settings) { request, _ in
        request.address.target.contains("OPERATION")
            ? HTTPAnswer(403, refusal, try signedHeaders(body: refusal, serial: publicKeyID))
            : try ticket(SampleBills.wechatPaySHA1)
    }
    let problems = fixture.client.probe()
    #expect(problems.map(\.code.name) == ["channel.no_permission"] && problems.map(\.place.pot) == [bothPots[1]])
    #expect(problems.allSatisfy { $0.hint.contains("资金账单") })
    #expect(fixture.requests.map(\.address.target).filter { $0.contains("fundflowbill") }.count == 2)
    #expect(fixture.archivedFiles.isEmpty)
}

/// What is wrong with the channel altogether is no matter of a pot, and told once.
@Test func aProbeTellsAFaultOfTheChannelOnce() throws {
    var settings = try settings(.publicKey)
    settings.pots = bothPots
    let fixture = try Fixture(settings) { _, _ in HTTPAnswer(429, []) }
    let problems = fixture.client.probe()
    #expect(problems.map(\.code) == [.channelBusy] && problems.map(\.place.pot) == [nil])
}

@Test func settingsThatCannotWorkAreFoundBeforeTheFirstRequest() throws {
    let archive = BillArchive(root: "/nowhere")
    func code(_ change: (inout WeChatPaySettings) throws -> Void) throws -> ProblemCode? {
        var settings = try settings(.migration)
        try change(&settings)
        do throws(Problem) {
            _ = try settings.makeClient(
                limits: TransferLimits(), clock: .fixed(0), archive: archive, log: { _ in })
            return nil
        } catch {
            return error.code
        }
    }
    #expect(try code { _ in } == nil)
    let own = KeySource.text(try SampleKeys.merchant.get().publicKey.pem)
    #expect(try code { $0.keyMode = .publicKey(own, id: publicKeyID) } == .ownKeyAsChannelKey)
    let theirs = KeySource.text(try SampleKeys.channel.get().publicKey.pem)
    #expect(try code { $0.keyMode = .publicKey(theirs, id: "0123") } == .settingsInvalid)
    #expect(try code { $0.keyMode = .certificates(apiV3Key: .text("short")) } == .configurationAPIKey)
    #expect(try code { $0.certificate = .serial("xyz") } == .settingsInvalid)
    #expect(try code { $0.account = ChannelAccount(channel: .wechatpay, account: "../x") } == .settingsInvalid)
    #expect(try code { $0.hosts = [] } == .settingsInvalid)
    #expect(try code { $0.hosts = ["http://api.mch.weixin.qq.com"] } == .settingsInvalid)
    #expect(try code { $0.downloadHosts = ["a b"] } == .settingsInvalid)
    let broken = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"
    #expect(try code { $0.privateKey = .text(broken) } == .keyUnreadable)
}

@Test func probingAsksEveryHostAndReportsAllProblems() throws {
    let fixture = try Fixture(try settings(.publicKey)) { request, _ in
        if request.address.origin.host.hasPrefix("api2") {
            throw TransferFailure(kind: .unreachable, detail: "no route")
        }
        return HTTPAnswer(401, Array(#"{"code":"SIGN_ERROR"}"#.utf8))
    }
    #expect(fixture.client.probe().map(\.code) == [.requestSignatureRefused, .channelUnreachable])
    let good = try Fixture(try settings(.publicKey)) { _, _ in try ticket(SampleBills.wechatPaySHA1) }
    #expect(good.client.probe().isEmpty)
    #expect(good.requests.map(\.address.target).count == 2)
    #expect(good.archivedFiles.isEmpty)
}
