import CLibcrypto
import Vocabulary

#if canImport(Glibc)
    import Glibc
#endif

/// An X.509 certificate.
package final class Certificate: Sendable {
    // Unsafe only for the compiler: any number of threads may use a certificate that nobody changes, and what libcrypto caches in it,
    // it guards with a lock (openssl-threads(7)).
    nonisolated(unsafe) let handle: OpaquePointer
    /// Seconds since 1970 UTC.
    package let validFromEpochSeconds: Int64
    /// Seconds since 1970 UTC.
    package let validToEpochSeconds: Int64

    /// Certificates have one to three KiB; what is far larger is none of a channel, and printing the digits of a number
    /// of any length takes time with the square of its length.
    private static let derBytesMax = 64 * 1024
    /// RFC 5280 allows 20.
    private static let serialBytesMax: Int32 = 64

    /// What a certificate was signed with, as far as the channels tell them apart.
    package enum SignatureFamily: Sendable {
        case rsa
        case ellipticCurve
        case sm2
        case other
    }

    /// Takes over `handle`.
    /// - Throws: `key.certificate_unreadable` where the times of its validity are none: nothing could rest on them.
    private init(owning handle: OpaquePointer) throws(Problem) {
        guard let from = Self.epochSeconds(X509_get0_notBefore(handle)),
            let to = Self.epochSeconds(X509_get0_notAfter(handle))
        else {
            X509_free(handle)
            throw Problem(
                .certificateUnreadable, "the certificate's dates cannot be read")
        }
        self.handle = handle
        validFromEpochSeconds = from
        validToEpochSeconds = to
    }

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
        guard der.count <= Self.derBytesMax else { throw Self.tooLarge("\(der.count) bytes") }
        let read = der.withUnsafeBufferPointer { buffer in
            var position = buffer.baseAddress
            return d2i_X509(nil, &position, buffer.count)
        }
        guard let read else {
            throw Problem(
                .certificateUnreadable, "the certificate cannot be read: \(takeLibraryReason())",
                hint: "Give the certificate file as it was downloaded.")
        }
        if let serial = X509_get0_serialNumber(read), ASN1_STRING_length(serial) > Self.serialBytesMax {
            let found = "a number of \(ASN1_STRING_length(serial)) bytes"
            X509_free(read)
            throw Self.tooLarge(found)
        }
        try self.init(owning: read)
    }

    private static func tooLarge(_ found: String) -> Problem {
        Problem(
            .certificateUnreadable, "the certificate is larger than any of a channel",
            expected: "at most \(derBytesMax) bytes and a number of at most \(serialBytesMax)", found: found,
            hint: "Give the certificate file as it was downloaded.")
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

    /// The values of one kind in the subject, for example of `O`, in their order.
    private func subjectValues(_ kind: Int32) -> [String] {
        let name = X509_get_subject_name(handle)
        var values: [String] = []
        var place: Int32 = -1
        while true {
            place = X509_NAME_get_index_by_NID(name, kind, place)
            guard place >= 0 else { return values }
            let text = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, place))
            var utf8: UnsafeMutablePointer<UInt8>?
            let length = ASN1_STRING_to_UTF8(&utf8, text)
            guard length >= 0, let utf8 else { return values }
            defer { CRYPTO_free(utf8, #file, #line) }
            values.append(String(decoding: UnsafeBufferPointer(start: utf8, count: Int(length)), as: UTF8.self))
        }
    }

    /// O and CN of the subject: whose certificate it is, whatever its department is called.
    package var owner: CertificateOwner {
        CertificateOwner(
            organisations: subjectValues(NID_organizationName), commonNames: subjectValues(NID_commonName))
    }

    /// Whether it may issue certificates, in place of signing a channel's answers.
    package var isAuthority: Bool { X509_check_ca(handle) > 0 }

    /// The subject as a person may be shown it, wherever it comes from: bounded and printable.
    package var shownSubject: String {
        let charactersMax = 80
        let shown = subject.prefix(charactersMax).map { character in
            character.unicodeScalars.allSatisfy {
                !$0.properties.isDefaultIgnorableCodePoint && $0.value >= 0x20
                    && $0.properties.generalCategory != .control && $0.properties.generalCategory != .format
            } ? character : "?"
        }
        return String(shown) + (subject.count > charactersMax ? "…" : "")
    }

    package func isValid(atEpochSeconds moment: Int64) -> Bool {
        validFromEpochSeconds <= moment && moment <= validToEpochSeconds
    }

    private static func epochSeconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64? {
        var parts = tm()
        // Without a time this function gives the present one.
        guard let time, ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
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

/// Whose a certificate is.
package struct CertificateOwner: Hashable, Sendable {
    package let organisations: [String]
    package let commonNames: [String]
}
