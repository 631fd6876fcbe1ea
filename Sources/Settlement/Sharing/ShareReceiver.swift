import Cryptography
import Foundation

/// Whom a share is for, as far as the ledger may know: a merchant's number; of a person, whose openid or name enters no table,
/// only what tells one receiver of the same sharing order from another. Across sharing orders it is another text each time.
enum ShareReceiver {
    /// Longer than any merchant number there is, and shorter than a phone number's or an identity card's digits.
    private static let merchantDigits = 8...10
    /// `o` and 27 more, as WeChat Pay makes them.
    private static let openIDBytes = 28
    /// Of a sharing order with at most fifty receivers two are alike once in four million.
    private static let digestBytes = 5

    static func text(_ receiver: UnsafeRawBufferPointer, of sharingNo: UnsafeRawBufferPointer) -> String {
        guard !receiver.isEmpty else { return "" }
        if merchantDigits.contains(receiver.count), receiver.allSatisfy({ (48...57).contains($0) }) {
            return String(decoding: receiver, as: UTF8.self)
        }
        let isOpenID = receiver.count == openIDBytes && receiver[0] == UInt8(ascii: "o")
        let digest = Digest.of(Array(sharingNo) + [0] + Array(receiver), by: .sha256)
        return (isOpenID ? "openid-" : "other-") + Hexadecimal.text(Array(digest.prefix(digestBytes)))
    }

    static func text(_ receiver: String, of sharingNo: String) -> String {
        Array(receiver.utf8).withUnsafeBytes { receiver in
            Array(sharingNo.utf8).withUnsafeBytes { text(receiver, of: $0) }
        }
    }
}
