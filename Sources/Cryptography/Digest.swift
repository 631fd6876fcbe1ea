import CLibcrypto

/// Hash functions the channels and the archive use.
package enum HashFunction: Sendable {
    case md5
    case sha1
    case sha256

    var implementation: OpaquePointer? {
        switch self {
        case .md5: EVP_md5()
        case .sha1: EVP_sha1()
        case .sha256: EVP_sha256()
        }
    }
}

/// A hash over bytes that come piece by piece.
package struct Digest: ~Copyable {
    private let context: OpaquePointer

    package init(_ function: HashFunction) {
        guard let created = EVP_MD_CTX_new(), EVP_DigestInit_ex(created, function.implementation, nil) == 1 else {
            // Only when memory is gone or the library was built without the function: nothing can go on.
            preconditionFailure("libcrypto cannot make a hash: \(takeLibraryReason())")
        }
        context = created
    }

    deinit { EVP_MD_CTX_free(context) }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        let updated = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
        precondition(updated == 1, "libcrypto refused to go on with a hash")
    }

    package mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

    package consuming func finish() -> [UInt8] {
        var value = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        let finished = EVP_DigestFinal_ex(context, &value, &length)
        precondition(finished == 1, "libcrypto refused to end a hash")
        return Array(value.prefix(Int(length)))
    }

    package static func of(_ bytes: [UInt8], by function: HashFunction) -> [UInt8] {
        var digest = Digest(function)
        digest.update(bytes)
        return digest.finish()
    }

    package static func of(_ text: String, by function: HashFunction) -> [UInt8] { of(Array(text.utf8), by: function) }
}
