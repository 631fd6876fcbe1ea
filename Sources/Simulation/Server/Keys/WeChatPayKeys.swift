import Cryptography
import Vocabulary

/// The keys of one WeChat Pay merchant number and of the platform towards it.
package struct WeChatPayKeys: Sendable {
    package let mchid: String
    package let appID: String
    /// 32 characters; their bytes are the AES key (WeChatPay 3.4).
    package let apiV3Key: String
    package let merchantKey: PrivateKey
    package let merchantCertificate: Certificate
    package let platform: WeChatPayPlatformKeys
}

/// What WeChat Pay signs with. The second certificate is the one that a rotation brings.
package struct WeChatPayPlatformKeys: Sendable {
    package struct Signer: Sendable {
        package let key: PrivateKey
        package let certificate: Certificate
        package var serial: String { certificate.serialHex }
    }

    package let current: Signer
    package let next: Signer
    package let publicKeyID: String
    package let publicKeySigner: PrivateKey

    static func generate(from: Int64, to: Int64) throws(Problem) -> WeChatPayPlatformKeys {
        let authorityKey = try PrivateKey.generate()
        let authority = try Certificate.issue(
            CertificateRequest(
                subject: [("C", "CN"), ("O", "Simulated Trust"), ("CN", "Simulated Platform Root CA")],
                serialHex: randomSerial(), validFromEpochSeconds: from, validToEpochSeconds: to, isAuthority: true),
            for: try authorityKey.publicKey, by: nil, signer: authorityKey)
        func signer(_ name: String) throws(Problem) -> Signer {
            let key = try PrivateKey.generate()
            let certificate = try Certificate.issue(
                CertificateRequest(
                    subject: [("C", "CN"), ("O", "Simulated Pay"), ("CN", name)], serialHex: randomSerial(),
                    validFromEpochSeconds: from, validToEpochSeconds: to),
                for: try key.publicKey, by: authority, signer: authorityKey)
            return Signer(key: key, certificate: certificate)
        }
        // Real identifiers are the prefix and 32 or more digits.
        let digits = Nonce.bytes(count: 30).map { String($0 % 10) }.joined()
        return WeChatPayPlatformKeys(
            current: try signer("Simulated Platform Certificate 1"),
            next: try signer("Simulated Platform Certificate 2"), publicKeyID: "PUB_KEY_ID_01" + digits,
            publicKeySigner: try PrivateKey.generate())
    }
}

extension WeChatPayKeys {
    static func generate(
        mchid: String, platform: WeChatPayPlatformKeys, from: Int64, to: Int64
    ) throws(Problem) -> WeChatPayKeys {
        let key = try PrivateKey.generate()
        let certificate = try Certificate.issue(
            CertificateRequest(
                subject: [("C", "CN"), ("O", "Simulated Merchant"), ("CN", mchid)], serialHex: randomSerial(),
                validFromEpochSeconds: from, validToEpochSeconds: to),
            for: try key.publicKey, by: nil, signer: key)
        let appID = "wx" + Hexadecimal.text(Array(Digest.of(mchid, by: .sha256).prefix(8)))
        return WeChatPayKeys(
            mchid: mchid, appID: appID, apiV3Key: Nonce.text(), merchantKey: key, merchantCertificate: certificate,
            platform: platform)
    }
}

/// Twenty bytes, as certification authorities give; the first is neither zero nor negative.
func randomSerial() -> String {
    var bytes = Nonce.bytes(count: 20)
    bytes[0] = bytes[0] & 0x3F | 0x40
    return Hexadecimal.text(bytes).uppercased()
}
