import CLibcrypto
import Vocabulary

#if canImport(Glibc)
    import Glibc
#endif

/// An X.509 certificate.
package final class Certificate: Sendable {
    // Unsafe only for the compiler: libcrypto guards what it caches of a certificate with a lock.
    nonisolated(unsafe) let handle: OpaquePointer

    /// What a certificate was signed with, as far as the channels tell them apart.
    package enum SignatureFamily: Sendable {
        case rsa
        case ellipticCurve
        case sm2
        case other
    }

    /// Takes over `handle`.
    init(owning handle: OpaquePointer) { self.handle = handle }

    /// The first certificate of a PEM text, or bare base64.
    package convenience init(text: String) throws(Problem) {
        guard let (label, der) = armoured(text), ["", "CERTIFICATE", "TRUSTED CERTIFICATE"].contains(label) else {
            throw Problem(
                .certificateUnreadable, "this is not a certificate", expected: "PEM, CERTIFICATE",
                hint: "Give the certificate file as it was downloaded.")
        }
        try self.init(der: der)
    }

    package convenience init(der: [UInt8]) throws(Problem) {
        let read = der.withUnsafeBufferPointer { buffer in
            var position = buffer.baseAddress
            return d2i_X509(nil, &position, buffer.count)
        }
        guard let read else {
            throw Problem(
                .certificateUnreadable, "the certificate cannot be read: \(takeLibraryReason())",
                hint: "Give the certificate file as it was downloaded.")
        }
        self.init(owning: read)
    }

    deinit { X509_free(handle) }

    /// Every certificate of a bundle, in file order; never empty.
    package static func bundle(_ text: String) throws(Problem) -> [Certificate] {
        var certificates: [Certificate] = []
        var rest = Substring(text)
        while let begin = rest.firstRange(of: "-----BEGIN ") {
            rest = rest[begin.lowerBound...]
            let tail = rest.dropFirst(11)
            let end = tail.firstRange(of: "-----BEGIN ")?.lowerBound ?? tail.endIndex
            certificates.append(try Certificate(text: String(rest[..<end])))
            rest = rest[end...]
        }
        if certificates.isEmpty { certificates.append(try Certificate(text: text)) }
        return certificates
    }

    /// Upper-case hexadecimal without leading zeros of the number, as WeChat Pay names certificates.
    package var serialHex: String { serial { BN_bn2hex($0) } }
    /// Decimal, of any length, as Alipay hashes it.
    package var serialDecimal: String { serial { BN_bn2dec($0) } }

    private func serial(_ print: (OpaquePointer) -> UnsafeMutablePointer<CChar>?) -> String {
        guard let number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(handle), nil) else { return "" }
        defer { BN_free(number) }
        guard let text = print(number) else { return "" }
        defer { CRYPTO_free(text, #file, #line) }
        return String(cString: text)
    }

    /// RFC 2253: most specific part first, no spaces: `CN=…,OU=…,O=…,C=…`.
    package var issuer: String { Self.text(of: X509_get_issuer_name(handle)) }
    package var subject: String { Self.text(of: X509_get_subject_name(handle)) }

    private static func text(of name: OpaquePointer?) -> String {
        bytesWritten { X509_NAME_print_ex($0, name, 0, recon_rfc2253_flags()) >= 0 }
            .map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Seconds since 1970 UTC.
    package var validFromEpochSeconds: Int64 { Self.epochSeconds(X509_get0_notBefore(handle)) ?? .max }
    /// Seconds since 1970 UTC.
    package var validToEpochSeconds: Int64 { Self.epochSeconds(X509_get0_notAfter(handle)) ?? .min }

    package func isValid(atEpochSeconds moment: Int64) -> Bool {
        validFromEpochSeconds <= moment && moment <= validToEpochSeconds
    }

    private static func epochSeconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64? {
        var parts = tm()
        guard ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
        return Int64(timegm(&parts))
    }

    package var signatureFamily: SignatureFamily {
        let algorithm = X509_get_signature_nid(handle)
        if algorithm == NID_rsassaPss { return .rsa }
        var key: Int32 = 0
        guard OBJ_find_sigid_algs(algorithm, nil, &key) == 1 else { return .other }
        switch key {
        case NID_rsaEncryption: return .rsa
        case NID_X9_62_id_ecPublicKey: return .ellipticCurve
        case NID_sm2: return .sm2
        default: return .other
        }
    }

    /// Fails when the key is not RSA of a sufficient length.
    package var publicKey: PublicKey {
        get throws(Problem) {
            guard let key = X509_get_pubkey(handle) else {
                throw Problem(
                    .certificateUnreadable, "the certificate's key cannot be read: \(takeLibraryReason())",
                    hint: "Give the channel's RSA certificate, as it was downloaded.")
            }
            if let failure = unsuitable(key) {
                EVP_PKEY_free(key)
                throw failure
            }
            return PublicKey(owning: key)
        }
    }

    package var der: [UInt8] { encoded { i2d_X509(handle, $0) } }

    package var pem: String {
        bytesWritten { PEM_write_bio_X509($0, handle) == 1 }.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
