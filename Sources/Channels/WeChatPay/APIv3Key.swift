import Cryptography
import Vocabulary

/// The key that opens platform certificates (WeChatPay 3.4).
enum APIv3Key {
    /// As WeChat Pay's console shows it: 32 characters, whose bytes are the key. An editor's line end is no part.
    static func read(_ source: KeySource) throws(Problem) -> [UInt8] {
        var bytes = Array(try source.secret().utf8)
        while let last = bytes.last, last == 10 || last == 13 { bytes.removeLast() }
        guard bytes.count == AES256GCM.keyBytes else {
            throw Problem(
                .configurationAPIKey, "this is not an APIv3 key", at: source.place,
                expected: "\(AES256GCM.keyBytes) bytes", found: "\(bytes.count)")
        }
        return bytes
    }
}
