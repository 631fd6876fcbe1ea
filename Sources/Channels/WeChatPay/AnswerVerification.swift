import Cryptography
import Vocabulary

/// What the signature of an answer is worth (WeChatPay 3).
enum AnswerVerification: Hashable, Sendable {
    case valid
    /// None of the signature's headers: so it is with every download, and may be with errors, which the protocol leaves
    /// unsigned (section 3.6). An answer with some of them was meant to be signed.
    case missing
    /// Wrong on purpose, to see whether we look (section 3.5).
    case probe
    case unknownKey(serial: String)
    /// Does not hold, is not base64, or is of another kind.
    case wrong
    /// Signed too far from our time.
    case clockOff(skewSeconds: Int64)

    static let probePrefix = "WECHATPAY/SIGNTEST/"
    private static let otherHeaders = [
        "wechatpay-timestamp", "wechatpay-nonce", "wechatpay-serial", "wechatpay-signature-type",
    ]

    /// A signature was due or given, and does not hold: whatever the answer says, it is none (Contract 3.2).
    var isDisproved: Bool {
        switch self {
        case .valid, .missing: false
        case .probe, .unknownKey, .wrong, .clockOff: true
        }
    }

    /// - Parameter key: the key of a `Wechatpay-Serial`; nil for one that is not known.
    init(_ answer: HTTPAnswer, now: Int64, key: (_ serial: String) -> PublicKey?) {
        guard let signature = answer.header("wechatpay-signature") else {
            self = Self.otherHeaders.contains { answer.header($0) != nil } ? .wrong : .missing
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
        let skewSeconds = skew(now, from: signedAt)
        guard skewSeconds.magnitude < clockToleranceSeconds.magnitude else {
            self = .clockOff(skewSeconds: skewSeconds)
            return
        }
        guard let key = key(serial) else {
            self = .unknownKey(serial: ForeignText.serial(serial))
            return
        }
        let message = WeChatPaySigning.answerMessage(timestamp: timestamp, nonce: nonce, body: answer.body)
        self = key.verifies(base64Signature: signature, of: message) ? .valid : .wrong
    }
}
