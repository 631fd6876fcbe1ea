import CLibcrypto
import Vocabulary

/// What a new certificate shall say. The simulator, `demo` and the tests play the certification authorities.
package struct CertificateRequest: Sendable {
    /// For example `[("C", "CN"), ("O", "Example"), ("CN", "Platform")]`, least specific first.
    package var subject: [(field: String, value: String)]
    /// Upper-case or lower-case hexadecimal, 1 to 40 digits, positive.
    package var serialHex: String
    /// Seconds since 1970 UTC.
    package var validFromEpochSeconds: Int64
    /// Seconds since 1970 UTC.
    package var validToEpochSeconds: Int64
    package var isAuthority: Bool
    /// For a TLS server, for example `DNS:localhost,IP:127.0.0.1`.
    package var alternativeNames: String?

    package init(
        subject: [(field: String, value: String)], serialHex: String, validFromEpochSeconds: Int64,
        validToEpochSeconds: Int64, isAuthority: Bool = false, alternativeNames: String? = nil
    ) {
        self.subject = subject
        self.serialHex = serialHex
        self.validFromEpochSeconds = validFromEpochSeconds
        self.validToEpochSeconds = validToEpochSeconds
        self.isAuthority = isAuthority
        self.alternativeNames = alternativeNames
    }
}

extension Certificate {
    /// Signs a new certificate with SHA256withRSA.
    /// - Parameter issuer: nil makes it self-signed, with `signer` as both the subject's and the issuer's key.
    package static func issue(
        _ request: CertificateRequest, for key: PublicKey, by issuer: Certificate?, signer: PrivateKey
    ) throws(Problem) -> Certificate {
        guard let made = X509_new() else { throw libraryFailure("cannot make a certificate") }
        defer { X509_free(made) }
        let name = X509_get_subject_name(made)
        var isComplete = X509_set_version(made, 2) == 1  // 2 means X.509 v3
        for (field, value) in request.subject {
            isComplete =
                isComplete && X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, value, -1, -1, 0) == 1
        }
        isComplete =
            isComplete && X509_set_issuer_name(made, issuer.map { X509_get_subject_name($0.handle) } ?? name) == 1
            && setSerial(request.serialHex, of: made)
            && ASN1_TIME_set(X509_getm_notBefore(made), Int(request.validFromEpochSeconds)) != nil
            && ASN1_TIME_set(X509_getm_notAfter(made), Int(request.validToEpochSeconds)) != nil
            && X509_set_pubkey(made, key.handle) == 1
        if request.isAuthority {
            isComplete =
                isComplete && addExtension(NID_basic_constraints, "critical,CA:TRUE", to: made)
                && addExtension(NID_key_usage, "critical,keyCertSign,cRLSign", to: made)
        }
        if let names = request.alternativeNames {
            isComplete = isComplete && addExtension(NID_subject_alt_name, names, to: made)
        }
        guard isComplete, X509_sign(made, signer.handle, EVP_sha256()) > 0 else {
            throw libraryFailure("cannot make a certificate")
        }
        // Read back, so that nothing is cached from before it was signed.
        return try Certificate(der: encoded { i2d_X509(made, $0) })
    }

    private static func setSerial(_ hex: String, of certificate: OpaquePointer) -> Bool {
        var number: OpaquePointer?
        guard BN_hex2bn(&number, hex) == Int32(hex.utf8.count), let number else { return false }
        defer { BN_free(number) }
        return BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nil
    }

    private static func addExtension(_ identifier: Int32, _ value: String, to certificate: OpaquePointer) -> Bool {
        guard let made = X509V3_EXT_conf_nid(nil, nil, identifier, value) else { return false }
        defer { X509_EXTENSION_free(made) }
        return X509_add_ext(certificate, made, -1) == 1
    }
}
