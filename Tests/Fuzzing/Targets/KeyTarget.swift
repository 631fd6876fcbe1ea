import Cryptography
import Vocabulary

@testable import Channels

/// Keys and certificates as files and channels give them: PEM, bare base64, or DER behind a first byte `0`.
extension FuzzTarget {
    static let keys = FuzzTarget(name: "keys") { input in
        let text = String(decoding: input, as: UTF8.self)
        var isKey = false
        for certificate in try refusing({ try Certificate.bundle(text) }) ?? [] {
            try holdCertificate(certificate)
            isKey = true
        }
        if input.first == 0x30, let certificate = try refusing({ try Certificate(der: Array(input)) }) {
            try holdCertificate(certificate)
            isKey = true
        }
        if let key = try refusing({ try PublicKey(text: text) }) {
            let again = try PublicKey(text: key.pem)
            try hold(again.isSame(as: key), "a public key is another one when it is written and read")
            try hold(!key.verifies(signature: Array(input.prefix(256)), of: Array(input)), "anything is a signature")
            isKey = true
        }
        if let key = try refusing({ try PrivateKey(text: text) }) { _ = try refusing { try key.publicKey } }
        return isKey
    }

    private static func holdCertificate(_ certificate: Certificate) throws {
        _ = try refusing { try certificate.publicKey }
        _ = (certificate.issuer, certificate.subject, certificate.signatureFamily, certificate.der, certificate.pem)
        try hold(certificate.serialHex.utf8.allSatisfy { $0 != 0x0A }, "a serial number of several lines")
        _ = AlipayCertificateNumber.number(certificate)
        _ = certificate.isValid(atEpochSeconds: DecodedBill.day.startEpochSeconds)
        // As `check` and the service print them.
        for moment in [certificate.validFromEpochSeconds, certificate.validToEpochSeconds] {
            _ = BusinessDay(epochSeconds: moment).description
            _ = ShanghaiTime.text(epochSeconds: moment)
        }
        _ = try refusing {
            try certificate.verifyChain(
                intermediates: [certificate], roots: [certificate],
                atEpochSeconds: DecodedBill.day.startEpochSeconds)
        }
    }
}
