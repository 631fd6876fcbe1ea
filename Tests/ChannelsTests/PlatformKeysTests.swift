import Cryptography
import Testing
import Vocabulary

@testable import Channels

let sampleAPIv3Key = Array("0123456789abcdef0123456789ABCDEF".utf8)
let sampleNow: Int64 = 1_795_312_800

func platformCertificate(
    serial: String, from: Int64 = sampleNow - 86_400, to: Int64 = sampleNow + 86_400
) throws -> Certificate {
    let key = try SampleKeys.channel.get()
    return try Certificate.issue(
        CertificateRequest(
            subject: [("CN", "Tenpay.com sign")], serialHex: serial, validFromEpochSeconds: from,
            validToEpochSeconds: to),
        for: key.publicKey, by: nil, signer: key)
}

func certificatesBody(
    _ certificates: [Certificate], key: [UInt8] = sampleAPIv3Key, algorithm: String = "AEAD_AES_256_GCM",
    serial: String? = nil
) throws -> [UInt8] {
    let items = try certificates.map { certificate in
        let sealed = try #require(
            AES256GCM.seal(
                Array(certificate.pem.utf8), key: key, nonce: Array("c5ac7061fccb".utf8),
                associatedData: Array("certificate".utf8)))
        return """
            {"serial_no":"\(serial ?? certificate.serialHex)","effective_time":"2026-01-02T15:04:05+08:00","expire_time":"x",
            "encrypt_certificate":{"algorithm":"\(algorithm)","nonce":"c5ac7061fccb",
            "associated_data":"certificate","ciphertext":"\(Base64.text(sealed))"}}
            """
    }
    return Array(#"{"data":[\#(items.joined(separator: ","))]}"#.utf8)
}

func signedHeaders(
    body: [UInt8], serial: String, timestamp: Int64 = sampleNow, by key: PrivateKey? = nil
) throws -> [(name: String, value: String)] {
    let signer = try key ?? SampleKeys.channel.get()
    let message = WeChatPaySigning.answerMessage(timestamp: "\(timestamp)", nonce: "n", body: body)
    return [
        ("wechatpay-timestamp", "\(timestamp)"), ("wechatpay-nonce", "n"), ("wechatpay-serial", serial),
        ("wechatpay-signature", try signer.base64Signature(of: message)),
    ]
}

private func noKeys() -> PlatformKeys { PlatformKeys(publicKeyID: nil, publicKey: nil, own: nil, certificates: []) }

@Test func theFirstCertificateIsProvenByTheAnswerThatBroughtIt() throws {
    let certificate = try platformCertificate(serial: "0A0B0C")
    let body = try certificatesBody([certificate])
    let answer = HTTPAnswer(status: 200, headers: try signedHeaders(body: body, serial: "0A0B0C"), body: body)
    var keys = noKeys()
    #expect(!keys.isUsable(now: sampleNow))
    #expect(keys.isPollDue(now: sampleNow))
    let (verification, reading) = keys.take(answer, apiV3Key: sampleAPIv3Key, now: sampleNow)
    #expect(verification == .valid)
    #expect(reading == .certificates(count: 1))
    #expect(keys.key(serial: "0a0b0c", now: sampleNow) != nil)
    #expect(keys.key(serial: "0A0B0C", now: sampleNow + 100_000) == nil)
    #expect(!keys.isPollDue(now: sampleNow + 1))
    #expect(keys.isPollDue(now: sampleNow + 12 * 3600))
}

@Test func certificatesOfAnAnswerThatIsNotRightlySignedAreNotKept() throws {
    let body = try certificatesBody([try platformCertificate(serial: "0A0B0C")])
    for headers in [
        try signedHeaders(body: body, serial: "0A0B0C", by: try SampleKeys.merchant.get()), [],
        try signedHeaders(body: body, serial: "0A0B0C", timestamp: sampleNow - 300),
        try signedHeaders(body: body, serial: "FF"),
    ] {
        var keys = noKeys()
        let (verification, _) = keys.take(
            HTTPAnswer(status: 200, headers: headers, body: body), apiV3Key: sampleAPIv3Key, now: sampleNow)
        #expect(verification != .valid)
        #expect(keys.certificates.isEmpty)
        #expect(keys.isPollDue(now: sampleNow))
    }
}

@Test func rotationKeepsEveryUnexpiredCertificateAndDropsTheRest() throws {
    let old = try platformCertificate(serial: "01")
    let expired = try platformCertificate(serial: "02", to: sampleNow - 1)
    let coming = try platformCertificate(serial: "03", from: sampleNow + 3600, to: sampleNow + 200_000)
    var keys = PlatformKeys(publicKeyID: nil, publicKey: nil, own: nil, certificates: [old, expired])
    let body = try certificatesBody([coming])
    // Signed by the old one: the new one does not sign yet.
    let answer = HTTPAnswer(status: 200, headers: try signedHeaders(body: body, serial: "01"), body: body)
    #expect(keys.take(answer, apiV3Key: sampleAPIv3Key, now: sampleNow).0 == .valid)
    #expect(keys.certificates.map(\.serialHex) == ["01", "03"])
    #expect(keys.key(serial: "03", now: sampleNow) == nil)
    #expect(keys.key(serial: "03", now: sampleNow + 3600) != nil)
}

@Test func aWrongAPIv3KeyIsNamedAsSuch() throws {
    let body = try certificatesBody([try platformCertificate(serial: "0A")])
    let answer = HTTPAnswer(status: 200, headers: try signedHeaders(body: body, serial: "0A"), body: body)
    var keys = noKeys()
    let (_, reading) = keys.take(answer, apiV3Key: Array("wrong".utf8), now: sampleNow)
    guard case .unreadable(let problem) = reading else {
        Issue.record("opened with a wrong key")
        return
    }
    #expect(problem.code == .apiV3KeyWrong)
}

@Test func inMigrationTheSerialOfEachAnswerChoosesTheKey() throws {
    let publicKey = try SampleKeys.merchant.get().publicKey
    let keys = PlatformKeys(
        publicKeyID: "PUB_KEY_ID_01", publicKey: publicKey, own: nil,
        certificates: [try platformCertificate(serial: "0A")])
    #expect(try #require(keys.key(serial: "PUB_KEY_ID_01", now: sampleNow)).isSame(as: publicKey))
    #expect(try !#require(keys.key(serial: "0A", now: sampleNow)).isSame(as: publicKey))
    #expect(keys.key(serial: "pub_key_id_01", now: sampleNow) == nil)
    #expect(keys.key(serial: "PUB_KEY_ID_02", now: sampleNow) == nil)
}

/// Only the answer that brings its own key is opened before it is verified.
@Test func anAnswerThatIsDisprovedIsNotRead() throws {
    let body = Array("no JSON at all".utf8)
    let known = try platformCertificate(serial: "0A")
    for headers in [
        [], try signedHeaders(body: body, serial: "0A", by: try SampleKeys.merchant.get()),
        try signedHeaders(body: body, serial: "0A", timestamp: sampleNow - 300),
        [("wechatpay-signature", AnswerVerification.probePrefix)], [("wechatpay-serial", "0A")],
    ] {
        var keys = PlatformKeys(publicKeyID: nil, publicKey: nil, own: nil, certificates: [known])
        let answer = HTTPAnswer(status: 200, headers: headers, body: body)
        #expect(keys.take(answer, apiV3Key: sampleAPIv3Key, now: sampleNow).1 == .unread)
    }
    var keys = PlatformKeys(publicKeyID: nil, publicKey: nil, own: nil, certificates: [known])
    let signed = HTTPAnswer(status: 200, headers: try signedHeaders(body: body, serial: "0A"), body: body)
    guard case (.valid, .unreadable) = keys.take(signed, apiV3Key: sampleAPIv3Key, now: sampleNow) else {
        Issue.record("not read, though it is signed")
        return
    }
}

@Test func theMerchantsOwnKeyIsNoPlatformCertificate() throws {
    let certificate = try platformCertificate(serial: "0A")
    let body = try certificatesBody([certificate])
    let answer = HTTPAnswer(status: 200, headers: try signedHeaders(body: body, serial: "0A"), body: body)
    var keys = PlatformKeys(publicKeyID: nil, publicKey: nil, own: try certificate.publicKey, certificates: [])
    guard case .unreadable(let problem) = keys.take(answer, apiV3Key: sampleAPIv3Key, now: sampleNow).1 else {
        Issue.record("taken")
        return
    }
    #expect(problem.code == .ownKeyAsChannelKey)
    #expect(keys.certificates.isEmpty)
}

/// What an unproven answer says goes into a reason, an alarm, a program's environment and a terminal.
@Test(arguments: [
    (String(repeating: "A", count: 200_000), "a text of 200000 bytes"), ("\\u001b[2Jgone", "a text of 8 bytes"),
    ("SM4_GCM", "SM4_GCM"), ("", "a text of 0 bytes"), ("张三", "a text of 6 bytes"),
])
func textsOfAnUnprovenListAreBoundedAndPrintable(_ algorithm: String, _ shown: String) throws {
    let body = try certificatesBody([try platformCertificate(serial: "0A")], algorithm: algorithm)
    let answer = HTTPAnswer(status: 200, headers: try signedHeaders(body: body, serial: "0A"), body: body)
    var keys = noKeys()
    guard case .unreadable(let problem) = keys.take(answer, apiV3Key: sampleAPIv3Key, now: sampleNow).1 else {
        Issue.record("opened")
        return
    }
    #expect(problem.found == shown)
    let renamed = try certificatesBody([try platformCertificate(serial: "0A")], serial: algorithm)
    let other = HTTPAnswer(status: 200, headers: try signedHeaders(body: renamed, serial: "0A"), body: renamed)
    guard case .unreadable(let listed) = keys.take(other, apiV3Key: sampleAPIv3Key, now: sampleNow).1 else {
        Issue.record("opened under another number")
        return
    }
    #expect(listed.expected == (algorithm == "SM4_GCM" ? "a text of 7 bytes" : shown))
}

/// Both edges of its time.
@Test func aCertificateIsNotValidBeforeItsTimeNorAfterIt() throws {
    let source = KeySource.text(try platformCertificate(serial: "0A", from: sampleNow, to: sampleNow + 100).pem)
    func found(_ now: Int64) -> [ProblemCode] {
        var check = KeyCheck(nowEpochSeconds: now)
        check.certificate(source)
        return check.problems.map(\.code)
    }
    #expect(found(sampleNow) == [] && found(sampleNow + 99) == [])
    for now in [sampleNow - 1, sampleNow + 100] { #expect(found(now) == [.checkCertificate]) }
}
