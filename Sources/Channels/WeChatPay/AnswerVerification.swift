import Cryptography
import Vocabulary

/// What the signature of an answer is worth (wechatpay-bills 3).
enum AnswerVerification: Hashable, Sendable {
    case valid
    /// No signature headers at all: always so for downloads, often for errors.
    case missing
    /// Wrong on purpose, to see whether we look (section 3.5).
    case probe
    case unknownKey(serial: String)
    /// Does not hold, is not base64, or is of another kind.
    case wrong
    /// Signed too far from our time.
    case clockOff(skewSeconds: Int64)

    static let probePrefix = "WECHATPAY/SIGNTEST/"

    /// - Parameter key: the key of a `Wechatpay-Serial`; nil for one that is not known.
    init(_ answer: HTTPAnswer, now: Int64, key: (_ serial: String) -> PublicKey?) {
        guard let signature = answer.header("wechatpay-signature") else {
            self = .missing
            return
        }
        guard !signature.hasPrefix(Self.probePrefix) else {
            self = .probe
            return
        }
        guard let timestamp = answer.header("wechatpay-timestamp"), let signedAt = Int64(timestamp),
            let nonce = answer.header("wechatpay-nonce"), let serial = answer.header("wechatpay-serial"),
            (answer.header("wechatpay-signature-type") ?? WeChatPaySigning.scheme) == WeChatPaySigning.scheme
        else {
            self = .wrong
            return
        }
        // A foreign timestamp may be any number, so the difference can overflow.
        let (skew, overflow) = now.subtractingReportingOverflow(signedAt)
        guard !overflow, skew.magnitude < clockToleranceSeconds.magnitude else {
            self = .clockOff(skewSeconds: overflow ? .max : skew)
            return
        }
        guard let key = key(serial) else {
            self = .unknownKey(serial: String(serial.prefix(64)))
            return
        }
        let message = WeChatPaySigning.answerMessage(timestamp: timestamp, nonce: nonce, body: answer.body)
        self = key.verifies(base64Signature: signature, of: message) ? .valid : .wrong
    }
}
