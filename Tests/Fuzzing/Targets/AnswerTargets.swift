import Cryptography
import Vocabulary

@testable import Channels

/// Whole conversations with a channel, up to the bill in the archive. Nothing becomes a fact that the channel did not sign.
extension FuzzTarget {
    private static let day = DecodedBill.day
    /// In the afternoon of the next day, when a bill should be there.
    private static let now = day.next.startEpochSeconds + 15 * 3600

    // MARK: WeChat Pay

    /// Marks: `s` signed, `t` a signature probe, `c` the body is a certificate that is sealed into a list, `h` the text
    /// `@SHA1@` becomes the SHA-1 of the answer after this one.
    static let wechatPayAnswers = FuzzTarget(name: "wechatpay-answers") { input in
        let settings = WeChatPaySettings(
            mchid: DecodedBill.wechatPay.account, privateKey: .text(FuzzKeys.ownText),
            certificate: .serial("1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C"),
            keyMode: .migration(
                .text(try FuzzKeys.channelText.get()), id: publicKeyID,
                apiV3Key: .text(String(decoding: FuzzKeys.apiV3, as: UTF8.self))))
        let transport = ScriptedTransport(input, prepare: prepareWeChatPay)
        let place = FuzzArchive()
        let client = try WeChatPayClient(
            settings, clock: .fixed(now), archive: place.archive, transport: transport)
        let outcome = client.fetch(DayUnit(client.account, day, .trade)) { _ in }
        try holdExpiries(client.expiries)
        try holdOutcome(outcome, transport)
        let signed = transport.given.filter { $0.has("s") && !$0.has("t") }
        switch outcome {
        case .bill(let files):
            let bytes = files.first.map(contents(of:)) ?? []
            let plain = bytes.starts(with: [0x1F, 0x8B]) ? RepairedContainer.inflatedGzip(bytes) ?? [] : bytes
            let sha1 = Hexadecimal.text(Digest.of(plain, by: .sha1))
            try hold(
                signed.contains { answer in
                    let body = String(decoding: answer.body, as: UTF8.self).lowercased()
                    return body.contains(sha1) || (answer.has("h") && body.contains("@sha1@"))
                }, "a bill is kept whose SHA-1 nobody has signed")
            return true
        case .noData(verified: true, _):
            try hold(signed.contains { $0.status == 400 }, "a zero day is proven that nobody has signed")
            return true
        default: return false
        }
    }

    private static let publicKeyID = "PUB_KEY_ID_0119009990012026112100000000000001"

    @Sendable
    private static func prepareWeChatPay(_ answer: ScriptedAnswer, _ next: ScriptedAnswer?) -> ScriptedAnswer {
        var answer = answer
        if answer.has("h") {
            let text = String(decoding: answer.body, as: UTF8.self)
            answer.body = Array(
                text.replacing("@SHA1@", with: Hexadecimal.text(Digest.of(next?.body ?? [], by: .sha1))).utf8)
        }
        if answer.has("c") { answer.body = sealed(answer.body) }
        guard answer.has("s") else { return answer }
        let message = WeChatPaySigning.answerMessage(timestamp: "\(now)", nonce: "n", body: answer.body)
        let signature = (try? FuzzKeys.channel.base64Signature(of: message)) ?? ""
        answer.headers.insert(
            contentsOf: [
                ("wechatpay-signature", (answer.has("t") ? AnswerVerification.probePrefix : "") + signature),
                ("wechatpay-timestamp", "\(now)"), ("wechatpay-nonce", "n"), ("wechatpay-serial", publicKeyID),
            ], at: 0)
        return answer
    }

    /// As `/v3/certificates` lists a certificate.
    private static func sealed(_ certificate: [UInt8]) -> [UInt8] {
        let nonce = "0123456789ab"
        let sealed = AES256GCM.seal(
            certificate, key: FuzzKeys.apiV3, nonce: Array(nonce.utf8), associatedData: Array("certificate".utf8))
        let serial = (try? Certificate(text: String(decoding: certificate, as: UTF8.self)).serialHex) ?? "00"
        return Array(
            """
            {"data":[{"serial_no":"\(serial)","encrypt_certificate":{"algorithm":"AEAD_AES_256_GCM","nonce":"\(nonce)",\
            "associated_data":"certificate","ciphertext":"\(Base64.text(sealed ?? []))"}}]}
            """.utf8)
    }

    // MARK: Alipay

    /// Marks: `s` the body is the node, signed; `o` the same with the merchant's own key; `b` it is an answer about balances,
    /// which are asked for where the first answer has it.
    static let alipayAnswers = FuzzTarget(name: "alipay-answers") { input in
        var settings = AlipaySettings(
            appID: "2021000000000001", pid: DecodedBill.alipay.account, privateKey: .text(FuzzKeys.ownText),
            keyMode: .publicKey(.text(try FuzzKeys.channelText.get())))
        let transport = ScriptedTransport(input, prepare: prepareAlipay)
        let place = FuzzArchive()
        let isOfBalances = parts(of: input).first.map { ScriptedAnswer($0).has("b") } ?? false
        if isOfBalances { settings.pots = [Pot("BALANCE")] }
        let client = try AlipayClient(settings, clock: .fixed(now), archive: place.archive, transport: transport)
        guard !isOfBalances else { return try holdBalances(client, transport) }
        let outcome = client.fetch(DayUnit(client.account, day, .trade)) { _ in }
        try holdExpiries(client.expiries)
        try holdOutcome(outcome, transport)
        for answer in transport.given { try holdMembers(answer.body) }
        switch outcome {
        case .bill, .noData(verified: true, _):
            try hold(transport.given.contains { $0.has("s") }, "\(outcome) follows from what nobody has signed")
            return true
        default: return false
        }
    }

    private static func holdBalances(_ client: AlipayClient, _ transport: ScriptedTransport) throws -> Bool {
        let outcome = client.balances(DayUnit(client.account, day, .funds))
        try hold(transport.requests <= ScriptedTransport.requestsMax, "\(transport.requests) requests for balances")
        switch outcome {
        case .balances(let found):
            try hold(transport.given.contains { $0.has("s") }, "balances follow from what nobody has signed")
            try hold(
                max(found.openingFen.magnitude, found.closingFen.magnitude) < Fen.limitFen.magnitude,
                "a balance beyond all money")
            return true
        case .retryLater(_, let problem), .giveUp(let problem):
            try hold(problem)
            return false
        }
    }

    @Sendable
    private static func prepareAlipay(_ answer: ScriptedAnswer, _ next: ScriptedAnswer?) -> ScriptedAnswer {
        var answer = answer
        guard let signer = answer.has("s") ? FuzzKeys.channel : answer.has("o") ? FuzzKeys.own : nil else {
            return answer
        }
        let signature = (try? signer.base64Signature(of: answer.body)) ?? ""
        let method = answer.has("b") ? AlipayClient.balanceMethod : AlipayClient.queryMethod
        answer.body =
            Array(#"{"\#(method.replacing(".", with: "_"))_response":"#.utf8) + answer.body
            + Array(#","sign":"\#(signature)"}"#.utf8)
        return answer
    }

    /// The bytes of a member's value stand in the answer as they are, and begin and end as a value does.
    private static func holdMembers(_ body: [UInt8]) throws(BrokenPromise) {
        guard let members = RawMembers(body) else { return }
        for name in ["sign", "error_response", "alipay_cert_sn"] {
            guard let value = members[name], let first = value.first, let last = value.last else { continue }
            let pairs: [UInt8: UInt8] = [0x7B: 0x7D, 0x5B: 0x5D, 0x22: 0x22]
            try hold(pairs[first].map { $0 == last } ?? true, "a member's value is not whole")
        }
    }

    // MARK: Both

    private static func holdOutcome(_ outcome: FetchOutcome, _ transport: ScriptedTransport) throws {
        try hold(
            transport.requests <= ScriptedTransport.requestsMax, "\(transport.requests) requests for one fetch")
        switch outcome {
        case .bill(let files): try hold(!files.isEmpty, "a bill without a file")
        case .part: try hold(false, "a part of a trade bill")
        case .noData(_, let problem), .giveUp(let problem): try hold(problem)
        case .retryLater(let seconds, let problem):
            try hold(problem)
            try hold((1...7 * 86_400).contains(seconds), "it is tried again in \(seconds) s")
        }
    }

    /// As `check` and the service look at them.
    private static func holdExpiries(_ expiries: [Expiry]) throws {
        for expiry in expiries {
            try hold(!ShanghaiTime.text(epochSeconds: expiry.epochSeconds).isEmpty, "no text for an expiry")
        }
    }
}
