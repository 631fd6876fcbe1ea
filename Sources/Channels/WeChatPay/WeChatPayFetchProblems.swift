import Vocabulary

extension WeChatPayFetch {
    /// - Parameter refusal: one that asking again does not change.
    static func problem(of refusal: WeChatPayRefusal, found: String) -> Problem {
        switch refusal {
        case .signatureRefused:
            Problem(
                .requestSignatureRefused, "the channel does not accept our signature", found: found,
                hint: """
                    See that mchid, certificate_serial and private_key are of one certificate, and that the clock is right.
                    """)
        default:
            Problem(
                .channelRefusal, "the channel refuses the request", found: found,
                hint: """
                    See that the day lies in the channel's reach of three months, and that public_key_id, where it is set, \
                    is the one of the merchant console.
                    """)
        }
    }

    static func noPermission(_ kind: BillKind, found: String) -> Problem {
        if kind == .funds {
            return Problem(
                .channelPermission, "the account may not have the funds bill of this pot", found: found,
                hint: """

                    Have the funds bill (资金账单) granted in the merchant console, or take the pot out of `pots` where the \
                    merchant has no such account.
                    """)
        }
        if kind == .sharing {
            return Problem(
                .channelPermission, "the account may not have the sharing bill", found: found,
                hint: """
                    Have profit sharing (分账) granted in the merchant console, or take `sharing_limit` out where the merchant \
                    shares nothing.
                    """)
        }
        return Problem(
            .channelPermission, "the account may not have this bill", found: found,
            hint: "See in the merchant console that mchid, certificate and key belong together and may fetch bills.")
    }

    static let noCertificatesProblem = Problem(
        .noPlatformCertificate, "the channel has no platform certificate for this merchant")

    /// - Parameter verification: anything but valid.
    static func problem(of verification: AnswerVerification) -> Problem {
        switch verification {
        case .clockOff(let skewSeconds): return clockProblem(skewSeconds: skewSeconds)
        case .missing:
            return Problem(
                .answerSignatureMissing, "the channel's answers carry no signature", expected: "Wechatpay-Signature")
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
