import Runtime
/// The five parameters of an `Authorization` header (WeChatPay 2.2).
struct WeChatPayAuthorization {
    let mchid: String
    let nonce: String
    let signature: String
    let timestamp: String
    let serial: String

    static let scheme = "WECHATPAY2-SHA256-RSA2048"

    /// Scheme, one space, then each parameter once, in any order, `name="value"`, commas without spaces between.
    init(_ header: String?) throws(SimulatedWeChatPayRefusal) {
        let malformed = SimulatedWeChatPayRefusal.signError("Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》")
        guard let header, header.hasPrefix(Self.scheme + " ") else { throw malformed }
        var values: [Substring: Substring] = [:]
        for pair in header.dropFirst(Self.scheme.count + 1).split(separator: ",", omittingEmptySubsequences: false) {
            guard let equals = pair.firstIndex(of: "=") else { throw malformed }
            let quoted = pair[pair.index(after: equals)...]
            guard quoted.count >= 3, quoted.first == "\"", quoted.last == "\"",
                values.updateValue(quoted.dropFirst().dropLast(), forKey: pair[..<equals]) == nil
            else { throw malformed }
        }
        guard values.count == 5, let mchid = values["mchid"], let nonce = values["nonce_str"],
            let signature = values["signature"], let timestamp = values["timestamp"], let serial = values["serial_no"]
        else { throw malformed }
        self.mchid = String(mchid)
        self.nonce = String(nonce)
        self.signature = String(signature)
        self.timestamp = String(timestamp)
        self.serial = String(serial)
    }
}

/// Nonces that were used, per merchant, as long as their timestamps would still be accepted.
final class UsedNonces: Sendable {
    private struct Use: Hashable {
        let mchid: String
        let nonce: String
    }

    private let state = Guarded([Use: Int64]())

    /// False when it was used before.
    func take(_ nonce: String, of mchid: String, now: Int64, rememberedSeconds: Int64) -> Bool {
        state.with { uses in
            if uses.count > 4096 { uses = uses.filter { $0.value + rememberedSeconds > now } }
            return uses.updateValue(now, forKey: Use(mchid: mchid, nonce: nonce)) == nil
        }
    }
}
