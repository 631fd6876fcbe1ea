import CLibcrypto
import Vocabulary

/// An RSA public key.
package final class PublicKey: Sendable {
    // Unsafe only for the compiler: any number of threads may use a key that nobody changes, and what libcrypto caches in it,
    // it guards with a lock (openssl-threads(7)).
    nonisolated(unsafe) let handle: OpaquePointer

    /// Takes over `handle`.
    init(owning handle: OpaquePointer) { self.handle = handle }

    /// - Parameter text: PEM (`PUBLIC KEY` or `RSA PUBLIC KEY`), or the same base64 bare, as Alipay's console shows it.
    package convenience init(text: String) throws(Problem) {
        guard let (label, der) = armoured(text) else {
            throw Problem(
                .keyUnreadable, "this is not a public key", expected: "PEM or base64",
                hint: "Download the public key again and give the file as it is.")
        }
        guard ["", "PUBLIC KEY", "RSA PUBLIC KEY"].contains(label) else {
            throw Problem(
                .keyUnsuitable, "this is not a public key", expected: "PUBLIC KEY", found: label,
                hint: "Give the channel's public key, not a private key and not a certificate.")
        }
        var bare = der.withUnsafeBufferPointer { buffer in
            var position = buffer.baseAddress
            return d2i_PUBKEY(nil, &position, buffer.count)
        }
        if bare == nil {
            bare = der.withUnsafeBufferPointer { buffer in
                var position = buffer.baseAddress
                return d2i_PublicKey(EVP_PKEY_RSA, nil, &position, buffer.count)
            }
        }
        guard let bare else {
            throw Problem(
                .keyUnreadable, "the public key cannot be read: \(takeLibraryReason())",
                hint: "Download the public key again and give the file as it is.")
        }
        ERR_clear_error()
        if let failure = unsuitable(bare) {
            EVP_PKEY_free(bare)
            throw failure
        }
        self.init(owning: bare)
    }

    deinit { EVP_PKEY_free(handle) }

    package var pem: String {
        bytesWritten { PEM_write_bio_PUBKEY($0, handle) == 1 }.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    package func isSame(as other: PublicKey) -> Bool { EVP_PKEY_eq(handle, other.handle) == 1 }

    /// SHA256withRSA, PKCS#1 v1.5.
    package func verifies(signature: [UInt8], of message: [UInt8]) -> Bool {
        guard !signature.isEmpty, let context = EVP_MD_CTX_new() else { return false }
        defer {
            EVP_MD_CTX_free(context)
            ERR_clear_error()
        }
        guard EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, handle) == 1 else { return false }
        return EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }

    /// Verifies a signature given as base64; false for text that is no base64.
    package func verifies(base64Signature: String, of message: [UInt8]) -> Bool {
        guard let signature = Base64.bytes(base64Signature) else { return false }
        return verifies(signature: signature, of: message)
    }
}

/// Both channels demand RSA; shorter keys than this are no longer safe and neither channel accepts them.
let keyBitsMin: Int32 = 2048

func unsuitable(_ key: OpaquePointer) -> Problem? {
    guard EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA else {
        return Problem(
            .keyUnsuitable, "the key is of the wrong kind", expected: "RSA",
            hint: "Both channels sign with RSA; create an RSA key of 2048 bits or more.")
    }
    let bits = EVP_PKEY_get_bits(key)
    guard bits >= keyBitsMin else {
        return Problem(
            .keyUnsuitable, "the RSA key is too short", expected: "\(keyBitsMin) bits or more", found: "\(bits) bits",
            hint: "Create an RSA key of 2048 bits or more and register it with the channel.")
    }
    return nil
}
