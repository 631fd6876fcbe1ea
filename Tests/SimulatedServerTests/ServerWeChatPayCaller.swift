import Cryptography
import FoundationEssentials
import Testing
import Vocabulary

@testable import Simulation

/// A WeChat Pay caller of the specification, each part of which a test can bend.
struct WeChatPayTestCaller {
    static let apply = "/v3/bill/tradebill?bill_date=2026-11-21&bill_type=ALL&tar_type=GZIP"

    let channels: Channels
    let keys: WeChatPayKeys
    var method = "GET"
    var order = ["mchid", "nonce_str", "signature", "timestamp", "serial_no"]
    var scheme = "WECHATPAY2-SHA256-RSA2048"
    var separator = ","
    var nonce = Nonce.text()
    var secondsOff: Int64 = 0
    var timestampText: String?
    var mchid: String
    var serial: String
    var signer: PrivateKey
    /// What is signed in place of the target that is sent.
    var signedTarget: String?
    var headers: [(String, String)] = [("Accept", "application/json"), ("User-Agent", "test/1")]
    var usesFallback = false
    var authorization: String?

    init(_ channels: Channels, mchid: String = Channels.mchid) throws {
        self.channels = channels
        keys = try channels.wechatPayKeys(mchid)
        self.mchid = mchid
        serial = keys.merchantCertificate.serialHex
        signer = keys.merchantKey
    }

    func get(_ target: String) throws -> WireAnswer { try #require(try exchange(target)) }

    func exchange(_ target: String, atFirstBytes: () -> Void = {}) throws -> WireAnswer? {
        let timestamp = timestampText ?? String(channels.clock.epochSeconds + secondsOff)
        let message = "\(method)\n\(signedTarget ?? target)\n\(timestamp)\n\(nonce)\n\n"
        let values = [
            "mchid": mchid, "nonce_str": nonce, "timestamp": timestamp, "serial_no": serial,
            "signature": try signer.base64Signature(of: Array(message.utf8)),
        ]
        let pairs = order.map { "\($0)=\"\(values[$0] ?? "")\"" }.joined(separator: separator)
        let ports = channels.running.ports
        return WireClient.send(
            port: usesFallback ? ports.wechatPayFallback : ports.wechatPay, method: method, target: target,
            headers: headers + [("Authorization", authorization ?? "\(scheme) \(pairs)")], atFirstBytes: atFirstBytes)
    }

    /// Applies and returns the path and query of the download address.
    func applied(_ target: String = apply) throws -> (target: String, hash: String) {
        let answer = try get(target)
        try #require(answer.status == 200, "\(answer.text)")
        struct Body: Decodable {
            let download_url: String
            let hash_value: String
            let hash_type: String
        }
        let body = try JSONDecoder().decode(Body.self, from: Data(answer.body))
        #expect(body.hash_type == "SHA1")
        let origin = "http://127.0.0.1:\(channels.running.ports.wechatPay)"
        try #require(body.download_url.hasPrefix(origin))
        return (String(body.download_url.dropFirst(origin.count)), body.hash_value)
    }
}

extension Channels {
    /// The answer to a caller that does everything right.
    func asking(_ target: String) throws -> WireAnswer { try WeChatPayTestCaller(self).get(target) }
}

extension WireAnswer {
    var code: String? {
        struct Body: Decodable { let code: String }
        return try? JSONDecoder().decode(Body.self, from: Data(body)).code
    }

    /// The rule of WeChatPay 3.2, written apart from the server's.
    func isSigned(by key: PublicKey, serial: String) -> Bool {
        guard let timestamp = headers["wechatpay-timestamp"], let nonce = headers["wechatpay-nonce"],
            let signature = headers["wechatpay-signature"], headers["wechatpay-serial"] == serial,
            headers["wechatpay-signature-type"] == "WECHATPAY2-SHA256-RSA2048"
        else { return false }
        return key.verifies(
            base64Signature: signature, of: Array("\(timestamp)\n\(nonce)\n".utf8) + body + [0x0A])
    }
}
