import Cryptography
import Vocabulary

/// The string of Alipay 2.5 and the form that carries it.
enum AlipaySigning {
    /// Every parameter but `sign` that has a value, sorted by name, raw.
    static func message(_ parameters: [String: String]) -> [UInt8] {
        let pairs = parameters.filter { $0.key != "sign" && !$0.value.isEmpty }
            .sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }
        return Array(pairs.map { "\($0.key)=\($0.value)" }.joined(separator: "&").utf8)
    }

    /// `application/x-www-form-urlencoded`; `+`, `/` and `=` of a signature are encoded too.
    static func form(_ parameters: [String: String]) -> [UInt8] {
        let pairs = parameters.sorted { $0.key < $1.key }
        return Array(pairs.map { encoded($0.key) + "=" + encoded($0.value) }.joined(separator: "&").utf8)
    }

    private static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Alipay's names for certificates (Alipay 2.9).
enum AlipayCertificateNumber {
    /// Lower-case MD5 of issuer (RFC 2253) and decimal serial number.
    static func number(issuer: String, serialDecimal: String) -> String {
        Hexadecimal.text(Digest.of(issuer + serialDecimal, by: .md5))
    }

    static func number(_ certificate: Certificate) -> String {
        number(issuer: certificate.issuer, serialDecimal: certificate.serialDecimal)
    }

    /// Of those roots only that were signed with RSA, in file order.
    static func number(roots: [Certificate]) -> String {
        roots.filter { $0.signatureFamily == .rsa }.map { number($0) }.joined(separator: "_")
    }
}
