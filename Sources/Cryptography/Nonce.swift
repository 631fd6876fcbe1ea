import CLibcrypto

/// Values that nobody can foresee, from libcrypto's random generator.
package enum Nonce {
    package static func bytes(count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let filled = RAND_bytes(&bytes, Int32(count))
        // Going on with a guessable value would be worse than ending.
        precondition(filled == 1, "the system's random generator does not work")
        return bytes
    }

    /// 32 characters of `[A-Za-z0-9]` (WeChatPay 2.2), each equally likely.
    package static func text() -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
        let fairLimit = 256 / alphabet.count * alphabet.count
        var text: [UInt8] = []
        while text.count < 32 {
            for byte in bytes(count: 48) where Int(byte) < fairLimit && text.count < 32 {
                text.append(alphabet[Int(byte) % alphabet.count])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
