import Vocabulary

extension AlipayFetch {
    /// - Parameter reply: one that is not validly signed.
    static func problem(_ reply: AlipayReply) -> Problem {
        switch reply.verification {
        case .missing:
            return Problem(
                .answerSignatureMissing, "the gateway's answer carries no signature", expected: "sign",
                hint: "See that the gateway is Alipay's and no proxy answers in its place.")
        case .foreignCertificate(let number):
            return Problem(
                .answerKeyUnknown, "the gateway signs with a certificate that is not configured",
                found: number.isEmpty ? nil : ForeignText.serial(number),
                hint: "Download Alipay's current certificate from the open platform's console and configure it.")
        case .valid, .wrong:
            return Problem(
                .answerSignatureInvalid, "the signatures of the gateway's answers do not hold",
                hint: "See that the configured key is Alipay's own and belongs to this app.")
        }
    }

    /// - Parameter refusal: one that asking again does not change.
    static func problem(
        _ refusal: AlipayRefusal, _ kind: BillKind, found: String, skewSeconds: Int64?
    ) -> Problem {
        switch refusal {
        case .beforeRegistration:
            return Problem(
                .channelRefusal, "the day lies before the merchant's registration", found: found,
                hint: "Set the account's start_date to a day on which it existed.")
        case .typeNotSupported where kind == .funds:
            return Problem(
                .channelPermission, "the merchant may not have the funds bill", found: found,
                hint: """

                    Alipay gives it to an identified merchant alone: sign a payment product (收钱码 or 经营码 will do), or \
                    take `pots` out of the account.
                    """)
        case .typeNotSupported:
            return Problem(
                .channelPermission, "the merchant may not have the trade bill", found: found,
                hint: "Sign a payment product for this merchant, and wait for the first payment through it.")
        case .noPermission:
            return Problem(
                .channelPermission, "the app may not fetch this merchant's bills", found: found,
                hint: "Add the bill interface to the app, and renew its authorisation where it acts for a merchant.")
        case .timestampRefused:
            if let skewSeconds, skewSeconds.magnitude >= clockToleranceSeconds.magnitude {
                return clockProblem(skewSeconds: skewSeconds)
            }
            return clockRefused(found)
        case .signatureRefused:
            return Problem(
                .requestSignatureRefused, "the gateway does not accept our signature", found: found,
                hint: "See that app_id and private_key belong together and that the app signs with RSA2.")
        case .malformedRequest, .noBill, .noData, .tooFast, .fault, .unknown:
            return Problem(
                .channelRefusal, "the gateway refuses the request", found: found,
                hint: "See app_id, key mode and the day; the day may lie outside what the channel keeps.")
        }
    }

    static func balancesRefused(found: String) -> Problem {
        Problem(
            .channelPermission, "the app may not ask for the balance of a day", found: found,
            hint: """

                Add the interface alipay.data.bill.balancehis.query to the app, or set balance_control of the account to \
                false: the printed balances are then a note.
                """)
    }

    static func depositRefused(found: String) -> Problem {
        Problem(
            .channelPermission, "the app may not ask for the movements of the deposit", found: found,
            hint: """

                Add the interface alipay.data.bill.bail.query to the app, or take `deposit` out of the account and import the \
                statement that the console exports.
                """)
    }

    private static func clockRefused(_ found: String) -> Problem {
        Problem(
            .clockOff, "the gateway does not accept our time", found: found)
    }
}
