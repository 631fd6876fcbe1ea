import CLibcrypto
import Vocabulary

/// An RSA private key. Its text never appears in a `Problem`.
package final class PrivateKey: Sendable {
    // Unsafe only for the compiler: any number of threads may use a key that nobody changes, and what libcrypto caches in it,
    // it guards with a lock (openssl-threads(7)).
    nonisolated(unsafe) let handle: OpaquePointer

    private init(owning handle: OpaquePointer) { self.handle = handle }

    /// - Parameter text: PEM, PKCS#8 (`PRIVATE KEY`) or PKCS#1 (`RSA PRIVATE KEY`), or the same base64 bare, as
    ///   Alipay's key tool writes it. A key under a pass phrase is refused.
    package convenience init(text: String) throws(Problem) {
        guard let (label, der) = armoured(text) else {
            throw Problem(
                .keyUnreadable, "this is not a private key", expected: "PEM or base64",
                hint: "Give the private key file as the channel's tool wrote it, without a pass phrase.")
        }
        guard ["", "PRIVATE KEY", "RSA PRIVATE KEY"].contains(label) else {
            throw Problem(
                .keyUnsuitable, "this is not a private key without a pass phrase", expected: "PRIVATE KEY",
                found: label, hint: "Give the merchant's or application's own private key, unencrypted, mode 0400.")
        }
        let read = der.withUnsafeBufferPointer { buffer in
            var position = buffer.baseAddress
            return d2i_AutoPrivateKey(nil, &position, buffer.count)
        }
        guard let read else {
            throw Problem(
                .keyUnreadable, "the private key cannot be read: \(takeLibraryReason())",
                hint: "Give the private key file as the channel's tool wrote it, without a pass phrase.")
        }
        ERR_clear_error()
        if let failure = unsuitable(read) {
            EVP_PKEY_free(read)
            throw failure
        }
        self.init(owning: read)
    }

    deinit { EVP_PKEY_free(handle) }

    /// A new key; 2048 bits take about 0.1 s.
    package static func generate(bits: Int32 = keyBitsMin) throws(Problem) -> PrivateKey {
        guard let context = EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, nil) else { throw libraryFailure("no key generator") }
        defer { EVP_PKEY_CTX_free(context) }
        var made: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_CTX_set_rsa_keygen_bits(context, bits) == 1,
            EVP_PKEY_keygen(context, &made) == 1, let made
        else { throw libraryFailure("cannot generate an RSA key") }
        return PrivateKey(owning: made)
    }

    /// PKCS#8.
    package var pem: String {
        bytesWritten { PEM_write_bio_PKCS8PrivateKey($0, handle, nil, nil, 0, nil, nil) == 1 }
            .map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    package var publicKey: PublicKey {
        get throws(Problem) { try PublicKey(text: Base64.text(encoded { i2d_PUBKEY(handle, $0) })) }
    }

    /// SHA256withRSA, PKCS#1 v1.5.
    package func signature(of message: [UInt8]) throws(Problem) -> [UInt8] {
        guard let context = EVP_MD_CTX_new() else { throw libraryFailure("cannot sign") }
        defer { EVP_MD_CTX_free(context) }
        var length = Int(EVP_PKEY_get_size(handle))
        var value = [UInt8](repeating: 0, count: length)
        guard EVP_DigestSignInit(context, nil, EVP_sha256(), nil, handle) == 1,
            EVP_DigestSign(context, &value, &length, message, message.count) == 1
        else { throw libraryFailure("cannot sign") }
        return Array(value.prefix(length))
    }

    /// A signature as base64, the form in which both channels want it.
    package func base64Signature(of message: [UInt8]) throws(Problem) -> String {
        Base64.text(try signature(of: message))
    }
}
