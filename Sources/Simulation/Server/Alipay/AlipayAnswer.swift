import Cryptography
import Vocabulary

/// A JSON answer with its node signed over the very characters that are sent (Alipay 2.6).
struct AlipayAnswer {
    static let methodNode = node(of: AlipayGate.method)

    static func node(of method: String) -> String { method.replacing(".", with: "_") + "_response" }

    var nodeName = methodNode
    var node: JSONText
    /// nil: without a signature.
    var signer: AlipaySigner?
    /// In certificate mode the number of Alipay's certificate stands first.
    var namesCertificate = false

    func reply(fault: ChannelFaultKind? = nil) -> HTTPReply {
        let text = node.printed(escapesSlashes: true)
        var members: [String] = []
        if let signer, fault != .unsigned {
            if namesCertificate {
                members.append("\"alipay_cert_sn\":\"\(signer.certificateNumber)\"")
            }
            // A real signature, of something else.
            let signed = fault == .wrongSignature ? text + " " : text
            let signature = (try? signer.key.base64Signature(of: Array(signed.utf8))) ?? ""
            members += ["\"\(nodeName)\":\(text)", "\"sign\":\"\(signature)\""]
        } else {
            members.append("\"\(nodeName)\":\(text)")
        }
        return HTTPReply(
            200, headers: [("Content-Type", "text/html;charset=utf-8")],
            body: .text("{" + members.joined(separator: ",") + "}")
        ).struck(by: fault)
    }
}

struct AlipaySigner {
    let key: PrivateKey
    /// Under which the answer goes out in certificate mode.
    let certificateNumber: String

    init(_ platform: AlipayPlatformKeys) {
        self.init(key: platform.key, certificateNumber: SimulatedAlipayCertificateNumber.of(platform.certificate))
    }

    private init(key: PrivateKey, certificateNumber: String) {
        self.key = key
        self.certificateNumber = certificateNumber
    }

    /// Whom a fault lets sign; nil for nobody.
    init?(_ signature: NoDataSignature, _ keys: SimulatedAlipayKeys) {
        switch signature {
        case .missing: return nil
        case .valid, .wrong, .stale: self.init(keys.platform)
        case .own:
            self.init(key: keys.appKey, certificateNumber: SimulatedAlipayCertificateNumber.of(keys.appCertificate))
        case .stranger, .unknownKey:
            guard let key = try? NoDataSignature.strangersKey.get() else { return nil }
            let number =
                signature == .stranger
                ? SimulatedAlipayCertificateNumber.of(keys.platform.certificate)
                : Hexadecimal.text(Nonce.bytes(count: 16))
            self.init(key: key, certificateNumber: number)
        }
    }
}
