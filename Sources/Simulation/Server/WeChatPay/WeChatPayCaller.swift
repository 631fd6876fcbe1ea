import Cryptography
import Vocabulary

/// Who calls, proven, and which key the answer shall be signed with.
struct WeChatPayCaller {
    let keys: WeChatPayKeys
    let signer: WeChatPaySigner

    var account: ChannelAccount { ChannelAccount(channel: .wechatpay, account: keys.mchid) }
}

struct WeChatPaySigner {
    let serial: String
    let key: PrivateKey
}

/// The checks that stand before every interface.
struct WeChatPayGate: Sendable {
    let merchants: [String: WeChatPayKeys]
    let options: SimulatedChannelsOptions
    let nonces = UsedNonces()

    /// Throws what the real gateway answers. `now` is the gateway's clock.
    func admit(_ request: SimulatedHTTPRequest, now: Int64) throws(SimulatedWeChatPayRefusal) -> WeChatPayCaller {
        guard request.header("User-Agent") != nil, let accept = request.header("Accept") else {
            throw SimulatedWeChatPayRefusal(status: 400, code: "PARAM_ERROR", message: "Http头缺少Accept或User-Agent")
        }
        let accepted = accept.split(separator: ",").map { $0.prefix { $0 != ";" }.filter { $0 != " " }.lowercased() }
        guard accepted.contains(where: { ["application/json", "application/*", "*/*"].contains($0) }) else {
            throw SimulatedWeChatPayRefusal(status: 400, code: "PARAM_ERROR", message: "Http头Accept值不支持")
        }
        let authorization = try WeChatPayAuthorization(request.header("Authorization"))
        guard let keys = merchants[authorization.mchid] else { throw .signError("商户号不存在") }
        guard authorization.timestamp.utf8.allSatisfy({ (48...57).contains($0) }),
            let timestamp = Int64(authorization.timestamp)
        else { throw .signError("Http头Authorization中的timestamp不是Unix时间戳") }
        guard abs(now - timestamp) < options.clockToleranceSeconds else {
            throw .signError("Http头Authorization中的timestamp与发起请求的时间不得超过5分钟")
        }
        guard authorization.nonce.utf8.count <= 32,
            authorization.nonce.utf8.allSatisfy({
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
            })
        else { throw .signError("Http头Authorization中的nonce_str不符合规则") }
        guard authorization.serial == keys.merchantCertificate.serialHex else {
            throw .signError("商户证书序列号有误。请使用签名私钥匹配的证书序列号")
        }
        let message =
            "\(request.method)\n\(request.target)\n\(authorization.timestamp)\n\(authorization.nonce)\n"
            + String(decoding: request.body, as: UTF8.self) + "\n"
        let publicKey = try? keys.merchantKey.publicKey
        guard publicKey?.verifies(base64Signature: authorization.signature, of: Array(message.utf8)) == true else {
            throw wrongSignature(request, message)
        }
        // Only a proven request can use a nonce up, or anybody could lock a merchant out.
        guard
            nonces.take(
                authorization.nonce, of: keys.mchid, now: now, rememberedSeconds: 2 * options.clockToleranceSeconds)
        else { throw .signError("Http头Authorization中的nonce_str已被使用，请求重复") }
        return WeChatPayCaller(keys: keys, signer: try signer(for: request.header("Wechatpay-Serial"), keys, now))
    }

    private func wrongSignature(_ request: SimulatedHTTPRequest, _ message: String) -> SimulatedWeChatPayRefusal {
        let shown = message.replacing("\n", with: "\\n")
        return .signError(
            "签名错误，请检查后再试",
            detail: [
                ("field", .text("signature")), ("issue", .text("sign not match")), ("location", .text("authorization")),
                (
                    "sign_information",
                    .object([
                        ("method", .text(request.method)), ("url", .text(request.target)),
                        ("truncated_sign_message", .text(String(shown.prefix(120)))),
                        ("sign_message_length", .integer(Int64(message.utf8.count))),
                    ])
                ),
            ])
    }

    /// The key that the caller asks for by `Wechatpay-Serial`, else the one of its mode (WeChatPay 3.3).
    private func signer(
        for asked: String?, _ keys: WeChatPayKeys, _ now: Int64
    ) throws(SimulatedWeChatPayRefusal) -> WeChatPaySigner {
        let mode = options.keyMode(of: keys.mchid)
        let publicKey = WeChatPaySigner(serial: keys.platform.publicKeyID, key: keys.platform.publicKeySigner)
        let certificate = self.certificate(of: keys, now: now)
        switch asked {
        case nil:
            return mode == .publicKey ? publicKey : certificate
        case publicKey.serial where mode != .certificates:
            return publicKey
        case keys.platform.current.serial where mode != .publicKey,
            keys.platform.next.serial where mode != .publicKey:
            return certificate
        default:
            throw SimulatedWeChatPayRefusal(status: 400, code: "PARAM_ERROR", message: "Http头Wechatpay-Serial有误")
        }
    }

    /// The platform certificate that signs at this moment.
    func certificate(of keys: WeChatPayKeys, now: Int64) -> WeChatPaySigner {
        let isRotated = options.rotatesAtEpochSeconds.map { now >= $0 } ?? false
        let signer = isRotated ? keys.platform.next : keys.platform.current
        return WeChatPaySigner(serial: signer.serial, key: signer.key)
    }

    /// The certificates that `/v3/certificates` lists: a new one appears a day before it signs.
    func listedCertificates(of keys: WeChatPayKeys, now: Int64) -> [WeChatPayPlatformKeys.Signer] {
        let isAnnounced = options.rotatesAtEpochSeconds.map { now >= $0 - BusinessDay.secondsPerDay } ?? false
        return isAnnounced ? [keys.platform.current, keys.platform.next] : [keys.platform.current]
    }
}
