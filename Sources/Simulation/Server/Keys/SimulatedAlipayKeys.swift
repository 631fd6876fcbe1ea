import Cryptography
import Vocabulary

/// The keys of one Alipay application and of Alipay towards it.
package struct SimulatedAlipayKeys: Sendable {
    /// The merchant's PID, 16 digits.
    package let partnerID: String
    package let appID: String
    package let appKey: PrivateKey
    package let appCertificate: Certificate
    package let platform: AlipayPlatformKeys
}

package struct AlipayPlatformKeys: Sendable {
    package let key: PrivateKey
    package let certificate: Certificate
    /// PEM of the root certificates in file order, as Alipay hands it out; one of them is no RSA certificate.
    package let rootBundle: String
    let authorityKey: PrivateKey
    let authority: Certificate

    static func generate(from: Int64, to: Int64) throws(Problem) -> AlipayPlatformKeys {
        func root(_ name: String) throws(Problem) -> (PrivateKey, Certificate) {
            let key = try PrivateKey.generate()
            let certificate = try Certificate.issue(
                CertificateRequest(
                    subject: subject(name), serialHex: randomSerial(), validFromEpochSeconds: from,
                    validToEpochSeconds: to, isAuthority: true),
                for: try key.publicKey, by: nil, signer: key)
            return (key, certificate)
        }
        let (authorityKey, authority) = try root("Simulated Certification Authority R1")
        let (_, second) = try root("Simulated Certification Authority R2")
        let key = try PrivateKey.generate()
        let certificate = try Certificate.issue(
            CertificateRequest(
                subject: subject("Simulated Alipay Public Key"), serialHex: randomSerial(),
                validFromEpochSeconds: from, validToEpochSeconds: to),
            for: try key.publicKey, by: authority, signer: authorityKey)
        return AlipayPlatformKeys(
            key: key, certificate: certificate,
            rootBundle: authority.pem + SimulatedAlipayCertificateNumber.ellipticRoot + second.pem,
            authorityKey: authorityKey,
            authority: authority)
    }

    static func subject(_ name: String) -> [(field: String, value: String)] {
        [("C", "CN"), ("O", "Simulated Financial"), ("OU", "Certification Authority"), ("CN", name)]
    }
}

extension SimulatedAlipayKeys {
    static func generate(
        partnerID: String, platform: AlipayPlatformKeys, from: Int64, to: Int64
    ) throws(Problem) -> SimulatedAlipayKeys {
        let key = try PrivateKey.generate()
        let certificate = try Certificate.issue(
            CertificateRequest(
                subject: AlipayPlatformKeys.subject(partnerID), serialHex: randomSerial(),
                validFromEpochSeconds: from, validToEpochSeconds: to),
            for: try key.publicKey, by: platform.authority, signer: platform.authorityKey)
        // Application numbers are 2021 and twelve more digits.
        let digits = Digest.of(partnerID, by: .sha256).prefix(12).map { String($0 % 10) }.joined()
        return SimulatedAlipayKeys(
            partnerID: partnerID, appID: "2021" + digits, appKey: key, appCertificate: certificate, platform: platform)
    }
}

/// How Alipay names certificates (Alipay 2.9).
enum SimulatedAlipayCertificateNumber {
    static func of(_ certificate: Certificate) -> String {
        Hexadecimal.text(Digest.of(certificate.issuer + certificate.serialDecimal, by: .md5))
    }

    static func ofRoots(_ bundle: String) throws(Problem) -> String {
        try Certificate.bundle(bundle).filter { $0.signatureFamily == .rsa }.map(of).joined(separator: "_")
    }

    /// A root certificate signed with an elliptic curve, which does not count: whoever counts it is refused.
    static let ellipticRoot = """
        -----BEGIN CERTIFICATE-----
        MIICQzCCAemgAwIBAgIIQXjgwKWz0vEwCgYIKoZIzj0EAwIwfDELMAkGA1UEBhMC
        Q04xHDAaBgNVBAoME1NpbXVsYXRlZCBGaW5hbmNpYWwxIDAeBgNVBAsMF0NlcnRp
        ZmljYXRpb24gQXV0aG9yaXR5MS0wKwYDVQQDDCRTaW11bGF0ZWQgQ2VydGlmaWNh
        dGlvbiBBdXRob3JpdHkgRTEwIBcNMjYxMTIzMDIwMjUxWhgPMjA1NjExMTUwMjAy
        NTFaMHwxCzAJBgNVBAYTAkNOMRwwGgYDVQQKDBNTaW11bGF0ZWQgRmluYW5jaWFs
        MSAwHgYDVQQLDBdDZXJ0aWZpY2F0aW9uIEF1dGhvcml0eTEtMCsGA1UEAwwkU2lt
        dWxhdGVkIENlcnRpZmljYXRpb24gQXV0aG9yaXR5IEUxMFkwEwYHKoZIzj0CAQYI
        KoZIzj0DAQcDQgAEFqcEs3Di9EpnsDN5m3TlB11NDxe0lJ4sXPu8lMtVmHv6fU56
        emSkgEOcP/UaWkaLhgdTObdIwM7H4X6LBCW9JKNTMFEwHQYDVR0OBBYEFBHm3TVI
        oMs71KbkhZckn3nATKWCMB8GA1UdIwQYMBaAFBHm3TVIoMs71KbkhZckn3nATKWC
        MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAMdjyPXgCW+aJAPL
        TujgqAGzh2Y8Ena4laL4nGkoRAChAiBxeV081JEYdgh18ZyrR9tYB3oB9FOzL6z3
        H5Aa1cH8/g==
        -----END CERTIFICATE-----

        """
}
