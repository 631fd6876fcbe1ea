import Cryptography
import Vocabulary

/// Alipay's keys: one for ever, or one per certificate.
struct AlipayKeys: Sendable {
    /// nil in certificate mode.
    var publicKey: PublicKey?
    var certificates: [Certificate] = []
    var intermediates: [Certificate] = []
    var roots: [Certificate] = []

    /// Without a number in the answer, the configured key or certificate must hold.
    func key(certificateNumber: String?) -> PublicKey? {
        if let publicKey { return publicKey }
        guard let certificateNumber else { return try? certificates.first?.publicKey }
        return try? certificates.first { AlipayCertificateNumber.number($0) == certificateNumber }?.publicKey
    }

    /// Takes a new certificate from its download; its proof is the chain to a root and the number that was asked for,
    /// as that answer carries no signature.
    mutating func take(_ content: String, number: String, now: Int64) throws(Problem) {
        guard let bytes = Base64.bytes(content) else {
            throw Problem(
                .certificateUnreadable, "the new certificate of the channel cannot be read", expected: "base64",
                hint: "Download Alipay's current certificate from the open platform's console and configure it.")
        }
        let bundle = try Certificate.bundle(String(decoding: bytes, as: UTF8.self))
        guard let certificate = bundle.first, AlipayCertificateNumber.number(certificate) == number else {
            throw Problem(
                .certificateUntrusted, "the channel sent another certificate than it signs with",
                hint: "Download Alipay's current certificate from the open platform's console and configure it.")
        }
        try certificate.verifyChain(
            intermediates: Array(bundle.dropFirst()) + intermediates, roots: roots, atEpochSeconds: now)
        _ = try certificate.publicKey
        certificates.append(certificate)
    }
}

extension AlipaySettings {
    /// Reads every key and finds the mistakes that would otherwise show as signatures that never hold.
    func readKeys() throws(Problem) -> (PrivateKey, AlipayKeys, certificateParameters: [String: String]) {
        let own = try PrivateKey(text: privateKey)
        let ownPublic = try own.publicKey
        let keys: AlipayKeys
        var parameters: [String: String] = [:]
        let theirs: PublicKey
        switch keyMode {
        case .publicKey(let text):
            theirs = try PublicKey(text: text)
            keys = AlipayKeys(publicKey: theirs)
        case .certificates(let app, let alipay, let roots):
            let appCertificate = try Certificate(text: app)
            guard try appCertificate.publicKey.isSame(as: ownPublic) else {
                throw Problem(
                    .keyUnsuitable, "the app's certificate and private key do not belong together",
                    hint: "Configure the certificate that Alipay issued for this key.")
            }
            let bundle = try Certificate.bundle(alipay)
            let rootBundle = try Certificate.bundle(roots)
            theirs = try bundle[0].publicKey
            keys = AlipayKeys(
                certificates: [bundle[0]], intermediates: Array(bundle.dropFirst()), roots: rootBundle)
            parameters["app_cert_sn"] = AlipayCertificateNumber.number(appCertificate)
            parameters["alipay_root_cert_sn"] = AlipayCertificateNumber.number(roots: rootBundle)
        }
        guard !theirs.isSame(as: ownPublic) else {
            throw Problem(
                .ownKeyAsChannelKey, "Alipay's public key is the app's own",
                hint: "Copy Alipay's public key (支付宝公钥), not the app's (应用公钥), from the console.")
        }
        return (own, keys, parameters)
    }
}
