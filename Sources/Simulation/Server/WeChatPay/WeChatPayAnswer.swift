import Cryptography
import Vocabulary

/// A JSON answer and the way it is signed (WeChatPay 3.1, 3.2).
struct WeChatPayAnswer {
    var status: Int
    var body: String
    /// nil: without signature headers.
    var signer: WeChatPaySigner?
    /// By the gateway's clock.
    var timestamp: Int64

    func reply(fault: ChannelFaultKind? = nil) -> HTTPReply {
        var headers = [
            ("Content-Type", "application/json; charset=utf-8"),
            ("Request-ID", Hexadecimal.text(Nonce.bytes(count: 16)).uppercased()),
        ]
        if fault != .unsigned, let signed = signatureHeaders(fault) { headers += signed }
        return HTTPReply(status, headers: headers, body: .text(body)).struck(by: fault)
    }

    private func signatureHeaders(_ fault: ChannelFaultKind?) -> [(String, String)]? {
        guard let signer else { return nil }
        let nonce = Nonce.text()
        var signature = try? signer.key.base64Signature(of: Array("\(timestamp)\n\(nonce)\n\(body)\n".utf8))
        var serial = signer.serial
        switch fault {
        case .wrongSignature:
            // A real signature, of something else.
            signature = try? signer.key.base64Signature(of: Array("\(timestamp)\n\(nonce)\n\(body) \n".utf8))
        case .probeSignature:
            signature = "WECHATPAY/SIGNTEST/" + (signature ?? "").dropFirst(19)
        case .probeInvalidBase64:
            signature = "WECHATPAY/SIGNTEST/" + "not*base64" + (signature ?? "").dropFirst(30)
        case .probeUnknownSerial:
            signature = "WECHATPAY/SIGNTEST/" + (signature ?? "").dropFirst(19)
            serial = randomSerial()
        default: break
        }
        return [
            ("Wechatpay-Nonce", nonce), ("Wechatpay-Signature", signature ?? ""),
            ("Wechatpay-Timestamp", String(timestamp)), ("Wechatpay-Serial", serial),
            ("Wechatpay-Signature-Type", WeChatPayAuthorization.scheme),
        ]
    }
}
