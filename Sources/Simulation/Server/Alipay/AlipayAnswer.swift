import Cryptography

/// A JSON answer with its node signed over the very characters that are sent (alipay-bills 2.6).
struct AlipayAnswer {
    static let methodNode = AlipayGate.method.replacing(".", with: "_") + "_response"

    var nodeName = methodNode
    var node: JSONText
    /// nil: without a signature.
    var signer: AlipayPlatformKeys?
    /// In certificate mode the number of Alipay's certificate stands first.
    var namesCertificate = false

    func reply(fault: ChannelFaultKind? = nil) -> HTTPReply {
        let text = node.printed(escapesSlashes: true)
        var members: [String] = []
        if let signer, fault != .unsigned {
            if namesCertificate {
                members.append("\"alipay_cert_sn\":\"\(AlipayCertificateNumber.of(signer.certificate))\"")
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
