import Cryptography
import Testing
import Vocabulary

@testable import Channels

private let sampleNonce = "9F3C1B7A5E2D4C6F8A0B1C2D3E4F5A6B"
private func sha256(_ bytes: [UInt8]) -> String { Hexadecimal.text(Digest.of(bytes, by: .sha256)) }

@Test func requestMessagesAreThoseOfVectorsW1AndW2() {
    let first = WeChatPaySigning.requestMessage(
        method: "GET", target: "/v3/bill/tradebill?bill_date=2026-11-21&bill_type=ALL&tar_type=GZIP",
        timestamp: 1_795_312_800, nonce: sampleNonce)
    #expect(first.count == 117)
    #expect(sha256(first) == "5e14bc6d228402e6645b8d90f61b1be92e91feee680a58731cb60001f45b6f79")
    let second = WeChatPaySigning.requestMessage(
        method: "GET", target: "/v3/billdownload/file?token=dGVzdC10b2tlbl8tMDE&tartype=gzip",
        timestamp: 1_795_312_801, nonce: sampleNonce)
    #expect(second.count == 110)
    #expect(sha256(second) == "cf4a5e09f5ef0172ea27b326f251db4b2d4bf5e01fc9898f1b34064bc8235617")
}

@Test func answerMessageIsThatOfVectorW3() {
    let body =
        #"{"download_url":"https://api.mch.weixin.qq.com/v3/billdownload/file?token=dGVzdC10b2tlbl8tMDE&tartype=gzip","hash_type":"SHA1","hash_value":"b8de53a358c1681fb6321ff50263d07c8ba0f60f"}"#
    let message = WeChatPaySigning.answerMessage(
        timestamp: "1795312800", nonce: sampleNonce, body: Array(body.utf8))
    #expect(message.count == 228)
    #expect(sha256(message) == "e7953279e1753d0537ab342d5b59095c6a5b6643458567be2c38970b6070008d")
}

@Test func authorizationNamesSchemeAndFivePairsWithoutSpaces() {
    let header = WeChatPaySigning.authorization(
        mchid: "1900999001", nonce: sampleNonce, signature: "c2ln", timestamp: 1_795_312_800, serial: "5157F09E")
    #expect(
        header == "WECHATPAY2-SHA256-RSA2048 mchid=\"1900999001\",nonce_str=\"\(sampleNonce)\",signature=\"c2ln\","
            + "timestamp=\"1795312800\",serial_no=\"5157F09E\"")
}

/// An answer signed as WeChat Pay would, from which each test changes one thing.
private struct SignedSample {
    var timestamp: Int64 = 1_795_312_800
    var serial = "PUB_KEY_ID_0119009990012026"
    var body = Array("{}".utf8)

    func answer(_ change: (inout [(name: String, value: String)]) -> Void = { _ in }) throws -> HTTPAnswer {
        let message = WeChatPaySigning.answerMessage(timestamp: "\(timestamp)", nonce: "n", body: body)
        var headers: [(name: String, value: String)] = [
            ("wechatpay-timestamp", "\(timestamp)"), ("wechatpay-nonce", "n"), ("wechatpay-serial", serial),
            ("wechatpay-signature", try SampleKeys.channel.get().base64Signature(of: message)),
            ("wechatpay-signature-type", "WECHATPAY2-SHA256-RSA2048"),
        ]
        change(&headers)
        return HTTPAnswer(status: 200, headers: headers, body: body)
    }

    func verification(
        now: Int64 = 1_795_312_800, _ change: (inout [(name: String, value: String)]) -> Void = { _ in }
    ) throws -> AnswerVerification {
        let key = try SampleKeys.channel.get().publicKey
        return AnswerVerification(try answer(change), now: now) { $0 == "PUB_KEY_ID_0119009990012026" ? key : nil }
    }
}

@Test func aRightlySignedAnswerIsValidInsideTheTimeWindowOnly() throws {
    let sample = SignedSample()
    #expect(try sample.verification() == .valid)
    #expect(try sample.verification(now: 1_795_312_800 + 299) == .valid)
    #expect(try sample.verification(now: 1_795_312_800 - 299) == .valid)
    #expect(try sample.verification(now: 1_795_312_800 + 300) == .clockOff(skewSeconds: 300))
    #expect(try sample.verification(now: 1_795_312_800 - 300) == .clockOff(skewSeconds: -300))
}

@Test func whatIsNotRightlySignedIsToldApart() throws {
    func replacing(_ name: String, _ value: String?) throws -> AnswerVerification {
        try SignedSample().verification { headers in
            headers.removeAll { $0.name == name }
            if let value { headers.append((name, value)) }
        }
    }
    // The protocol leaves all of the headers out or none.
    #expect(try replacing("wechatpay-signature", nil) == .wrong)
    #expect(try SignedSample().verification { $0 = [("request-id", "x")] } == .missing)
    #expect(try replacing("wechatpay-signature", "WECHATPAY/SIGNTEST/abc") == .probe)
    #expect(try replacing("wechatpay-signature", "not base64 at all !") == .wrong)
    #expect(try replacing("wechatpay-signature", "") == .wrong)
    #expect(try replacing("wechatpay-signature", "AAAA") == .wrong)
    #expect(try replacing("wechatpay-nonce", "other") == .wrong)
    #expect(try replacing("wechatpay-nonce", nil) == .wrong)
    #expect(try replacing("wechatpay-timestamp", "1795312801") == .wrong)
    #expect(try replacing("wechatpay-timestamp", "soon") == .wrong)
    #expect(try replacing("wechatpay-timestamp", "-9223372036854775808") == .clockOff(skewSeconds: .max))
    #expect(try replacing("wechatpay-serial", "PUB_KEY_ID_0") == .unknownKey(serial: "PUB_KEY_ID_0"))
    #expect(try replacing("wechatpay-signature-type", "WECHATPAY2-SM2-WITH-SM3") == .wrong)
    #expect(try replacing("wechatpay-signature-type", nil) == .valid)
}

@Test func aProbeUnderAnUnknownSerialIsStillAProbe() throws {
    let verification = try SignedSample().verification { headers in
        headers.removeAll { $0.name == "wechatpay-serial" || $0.name == "wechatpay-signature" }
        headers += [("wechatpay-serial", "FFFF"), ("wechatpay-signature", "WECHATPAY/SIGNTEST/////")]
    }
    #expect(verification == .probe)
}
