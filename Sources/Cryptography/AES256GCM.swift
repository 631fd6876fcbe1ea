import CLibcrypto

/// AEAD_AES_256_GCM as WeChat Pay uses it: 32-byte key, 12-byte nonce, the 16-byte tag at the end of the ciphertext
/// (WeChatPay 3.4).
package enum AES256GCM {
    package static let keyBytes = 32
    package static let nonceBytes = 12
    package static let tagBytes = 16
    /// Of what is sealed and of its associated data: the channels seal certificates of a few KiB, and libcrypto counts
    /// with 32 bits.
    package static let textBytesMax = 1 << 20

    /// nil when the tag does not fit (wrong key, nonce or associated data, or a changed text), or a length is wrong.
    package static func open(
        _ sealed: [UInt8], key: [UInt8], nonce: [UInt8], associatedData: [UInt8]
    ) -> [UInt8]? {
        guard sealed.count >= tagBytes else { return nil }
        var tag = Array(sealed.suffix(tagBytes))
        return run(
            Array(sealed.dropLast(tagBytes)), key: key, nonce: nonce, associatedData: associatedData, tag: &tag,
            encrypting: false)
    }

    /// Ciphertext followed by the tag; nil when a length is wrong.
    package static func seal(
        _ plain: [UInt8], key: [UInt8], nonce: [UInt8], associatedData: [UInt8]
    ) -> [UInt8]? {
        var tag = [UInt8](repeating: 0, count: tagBytes)
        return run(plain, key: key, nonce: nonce, associatedData: associatedData, tag: &tag, encrypting: true)
            .map { $0 + tag }
    }

    private static func run(
        _ input: [UInt8], key: [UInt8], nonce: [UInt8], associatedData: [UInt8], tag: inout [UInt8], encrypting: Bool
    ) -> [UInt8]? {
        guard key.count == keyBytes, nonce.count == nonceBytes, input.count <= textBytesMax,
            associatedData.count <= textBytesMax, let context = EVP_CIPHER_CTX_new()
        else { return nil }
        defer {
            EVP_CIPHER_CTX_free(context)
            ERR_clear_error()
        }
        var output = [UInt8](repeating: 0, count: input.count + Int(EVP_MAX_BLOCK_LENGTH))
        var length: Int32 = 0
        var finalLength: Int32 = 0
        let tagLength = Int32(tagBytes)
        guard EVP_CipherInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce, encrypting ? 1 : 0) == 1 else {
            return nil
        }
        if !encrypting {
            guard EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, tagLength, &tag) == 1 else { return nil }
        }
        guard
            associatedData.isEmpty
                || EVP_CipherUpdate(context, nil, &length, associatedData, Int32(associatedData.count)) == 1,
            input.isEmpty || EVP_CipherUpdate(context, &output, &length, input, Int32(input.count)) == 1
        else { return nil }
        let written = input.isEmpty ? 0 : Int(length)
        let finished = output.withUnsafeMutableBufferPointer { buffer in
            EVP_CipherFinal_ex(context, buffer.baseAddress?.advanced(by: written), &finalLength)
        }
        guard finished == 1 else { return nil }
        if encrypting {
            guard EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, tagLength, &tag) == 1 else { return nil }
        }
        return Array(output.prefix(written + Int(finalLength)))
    }
}
