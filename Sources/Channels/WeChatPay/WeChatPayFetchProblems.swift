import Vocabulary

extension WeChatPayFetch {
    func giveUp(_ code: ProblemCode, _ what: String, _ found: String, _ hint: String) -> Action {
        .finish(.giveUp(Problem(code, what, found: found, hint: hint)))
    }

    func retry(_ afterSeconds: Int, _ code: ProblemCode, _ what: String, _ found: String, _ hint: String) -> Action {
        .finish(.retryLater(afterSeconds: afterSeconds, Problem(code, what, found: found, hint: hint)))
    }

    static let noCertificatesProblem = Problem(
        .noPlatformCertificate, "the channel has no platform certificate for this merchant",
        hint: "Merchants in public-key mode have none: set key_mode to public_key, and public_key_id and public_key.")

    /// - Parameter verification: anything but valid.
    static func problem(of verification: AnswerVerification) -> Problem {
        switch verification {
        case .clockOff(let skewSeconds): return clockProblem(skewSeconds: skewSeconds)
        case .missing:
            return Problem(
                .answerSignatureMissing, "the channel's answers carry no signature", expected: "Wechatpay-Signature",
                hint: "See that no proxy answers in the channel's place or strips headers.")
        case .unknownKey(let serial):
            return Problem(
                .answerKeyUnknown, "the channel signs with a key that is not configured", found: serial,
                hint: "Download the key of that number from the merchant console, or set key_mode to migration.")
        case .probe:
            return Problem(
                .answerSignatureInvalid, "the channel answers with nothing but signature probes",
                expected: "a true signature after at most \(probesMax) probes", found: "\(probesMax + 1) in a row",
                hint: "Each was rightly refused; ask WeChat Pay's support if it stays so for a day.")
        case .valid, .wrong:
            return Problem(
                .answerSignatureInvalid, "the signatures of the channel's answers do not hold",
                hint: "See that the public key or APIv3 key is WeChat Pay's current one and that nobody is in between.")
        }
    }
}
