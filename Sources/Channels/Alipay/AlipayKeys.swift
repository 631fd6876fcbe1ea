import Cryptography
import Vocabulary

/// Alipay's keys: one for ever, or one per certificate.
struct AlipayKeys: Sendable {
    /// nil in certificate mode.
    var publicKey: PublicKey?
    /// The merchant's, which never signs for the channel.
    var own: PublicKey
    /// The configured one, and those that followed it.
    var certificates: [Certificate] = []
    var intermediates: [Certificate] = []
    var roots: [Certificate] = []

    /// Without a number in the answer, the configured key or certificate must hold.
    func key(certificateNumber: String?, now: Int64) -> PublicKey? {
        if let publicKey { return publicKey }
        let named =
            certificateNumber.map { number in
                certificates.first { AlipayCertificateNumber.number($0) == number }
            } ?? certificates.first
        guard let named, named.isValid(atEpochSeconds: now) else { return nil }
        return try? named.publicKey
    }

    /// Takes a new certificate from its download. As that answer carries no signature, the proof is all in the certificate:
    /// it has the number that was asked for, its chain leads to a root, all of it valid now, and it was issued by the same
    /// authority to the same owner (O and CN) as the configured one. The roots issue certificates to every merchant too, so
    /// that a chain alone says nothing about who signs.
    mutating func take(_ content: String, number: String, now: Int64) throws(Problem) {
        guard let bytes = Base64.bytes(content) else {
            throw Problem(
                .certificateUnreadable, "the new certificate of the channel cannot be read", expected: "base64",
                hint: Self.configureIt)
        }
        let bundle = try Certificate.bundle(String(decoding: bytes, as: UTF8.self))
        guard let certificate = bundle.first, AlipayCertificateNumber.number(certificate) == number else {
            throw Problem(
                .certificateUntrusted, "the channel sent another certificate than it signs with", hint: Self.configureIt
            )
        }
        try requireSigning(certificate)
        guard let configured = certificates.first, certificate.issuer == configured.issuer,
            certificate.owner == configured.owner
        else {
            throw Problem(
                .certificateUntrusted, "the new certificate is not one that Alipay signs with",
                expected: certificates.first?.shownSubject, found: certificate.shownSubject, hint: Self.configureIt)
        }
        try certificate.verifyChain(
            intermediates: Array(bundle.dropFirst()) + intermediates, roots: roots, atEpochSeconds: now)
        certificates.append(certificate)
    }

    /// The configured certificate leads to a configured root. Its own time may be over, as Alipay has followed it with
    /// another by then: it then proves no answer any more, only who signs for Alipay.
    func requireConfigured(_ certificate: Certificate, now: Int64) throws(Problem) {
        try requireSigning(certificate)
        // For libcrypto a certificate has expired in its last second already.
        let moment = min(max(now, certificate.validFromEpochSeconds), certificate.validToEpochSeconds - 1)
        try certificate.verifyChain(intermediates: intermediates, roots: roots, atEpochSeconds: moment)
    }

    private func requireSigning(_ certificate: Certificate) throws(Problem) {
        guard try !certificate.publicKey.isSame(as: own) else { throw Self.ownKeyProblem }
        guard !certificate.isAuthority else {
            throw Problem(
                .certificateUntrusted, "this is the certificate of an authority, not the one that Alipay signs with",
                found: certificate.shownSubject, hint: Self.configureIt)
        }
    }

    private static let configureIt =
        "Download Alipay's current certificate from the open platform's console and configure it."

    static let ownKeyProblem = Problem(
        .ownKeyAsChannelKey, "Alipay's public key is the app's own",
        hint: "Copy Alipay's public key (支付宝公钥), not the app's (应用公钥), from the console.")
}

extension AlipaySettings {
    /// Reads every key and finds the mistakes that would otherwise show as signatures that never hold.
    func readKeys(now: Int64) throws(Problem) -> (PrivateKey, AlipayKeys, certificateParameters: [String: String]) {
        let own = try PrivateKey(text: try privateKey.secret())
        let ownPublic = try own.publicKey
        let keys: AlipayKeys
        var parameters: [String: String] = [:]
        switch keyMode {
        case .publicKey(let source):
            let theirs = try PublicKey(text: try source.open())
            guard !theirs.isSame(as: ownPublic) else { throw AlipayKeys.ownKeyProblem }
            keys = AlipayKeys(publicKey: theirs, own: ownPublic)
        case .certificates(let app, let alipay, let roots):
            let appCertificate = try Certificate(text: try app.open())
            guard try appCertificate.publicKey.isSame(as: ownPublic) else {
                throw Problem(
                    .keyUnsuitable, "the app's certificate and private key do not belong together",
                    hint: "Configure the certificate that Alipay issued for this key.")
            }
            let bundle = try Certificate.bundle(try alipay.open())
            let rootBundle = try Certificate.bundle(try roots.open())
            keys = AlipayKeys(
                own: ownPublic, certificates: [bundle[0]], intermediates: Array(bundle.dropFirst()), roots: rootBundle)
            try keys.requireConfigured(bundle[0], now: now)
            parameters["app_cert_sn"] = AlipayCertificateNumber.number(appCertificate)
            parameters["alipay_root_cert_sn"] = AlipayCertificateNumber.number(roots: rootBundle)
        }
        return (own, keys, parameters)
    }
}
