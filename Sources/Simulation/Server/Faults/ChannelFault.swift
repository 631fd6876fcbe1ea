import Vocabulary

/// The answers of a channel that a fault can strike.
package enum ChannelStep: String, Hashable, Sendable, CaseIterable, Codable {
    /// WeChat Pay's `/v3/certificates`.
    case certificates
    /// The signed question for a bill's address.
    case apply
    case download
    /// Alipay's `balancehis`.
    case balance
    /// WeChat Pay's answer how much of a payment is not shared.
    case amounts
    /// Alipay's `bail`.
    case deposit
}

/// One way in which a channel's answer can be wrong. Names in `snake_case` are those of a fault file.
package enum ChannelFaultKind: Hashable, Sendable {
    // Said by the channel.
    /// The bill is late: `STATEMENT_CREATING`, or Alipay's `BILL_NOT_EXIST`.
    case notReady
    /// Any answer of the channel's error tables. `status` counts at WeChat Pay only; Alipay's is always 200 and its
    /// `code` is the `sub_code`.
    case error(status: Int, code: String, isSigned: Bool)
    /// "No data for this day" (`NO_STATEMENT_EXIST`, `NO_BILL_DATA`), whatever the day had.
    case noData(NoDataSignature)
    /// A status of the machinery in front of the channel, with an HTML page: 404, 429, 500, 502, 503.
    case status(Int)

    // Wrong in what is signed.
    case wrongSignature
    /// `WECHATPAY/SIGNTEST/…` (WeChatPay 3.5).
    case probeSignature
    /// A probe that is not base64.
    case probeInvalidBase64
    /// A probe under a serial that nobody has.
    case probeUnknownSerial
    /// A success without any signature.
    case unsigned
    /// The channel's clock is so many seconds ahead: stamps its answer with it and judges the caller by it.
    case clockSkew(seconds: Int64)

    // Wrong in what is promised.
    case brokenHash
    case hashType(String)
    /// A download address on another host.
    case foreignHost(String)
    /// The link is dead before its time.
    case expiredLink
    /// Another day's bill, or another account's, with everything around it in order.
    case otherDay(BusinessDay)
    case otherAccount(String)
    /// This text (WeChat Pay) or ZIP (Alipay) in place of the bill, with the right hash.
    case content([UInt8])

    // Wrong on the way.
    /// Sends everywhere else by HTTP 302.
    case redirect(String)
    case dropConnection
    case cutConnection(afterBytes: Int)
    case slowBody(bytesPerSecond: Int)
    case truncated(byBytes: Int)
    case flippedByte
    case emptyBody
    case hugeBody(bytes: Int)
    case jsonGarbage
    case html
    /// A gzip or ZIP that is small and inflates to so many bytes.
    case bomb(inflatedBytes: Int)

    /// Whether it shows on an error answer too: an unsigned or broken refusal, a cut connection.
    var strikesRefusals: Bool {
        switch self {
        case .wrongSignature, .probeSignature, .probeInvalidBase64, .probeUnknownSerial, .unsigned, .clockSkew,
            .status, .redirect, .dropConnection, .cutConnection, .slowBody, .emptyBody, .hugeBody, .jsonGarbage, .html:
            true
        case .notReady, .error, .noData, .brokenHash, .hashType, .foreignHost, .expiredLink, .otherDay, .otherAccount,
            .content, .truncated, .flippedByte, .bomb:
            false
        }
    }

    /// Where it can strike at all.
    package func strikes(_ step: ChannelStep, of channel: Channel) -> Bool {
        if step == .balance || step == .deposit { return channel == .alipay && strikesQuestions }
        if step == .amounts { return channel == .wechatpay && strikesQuestions }
        return switch self {
        case .notReady, .foreignHost, .otherDay, .otherAccount, .content:
            step == .apply
        case .noData(let signature):
            step == .apply && (signature != .stale || channel == .wechatpay)
        case .brokenHash, .hashType:
            step == .apply && channel == .wechatpay
        case .wrongSignature, .unsigned:
            step != .download && (step == .apply || channel == .wechatpay)
        case .probeSignature, .probeInvalidBase64, .probeUnknownSerial:
            step != .download && channel == .wechatpay
        case .clockSkew:
            step == .apply || (step == .certificates && channel == .wechatpay)
        case .expiredLink, .truncated, .flippedByte, .bomb:
            step == .download
        case .error:
            channel == .wechatpay || step == .apply
        case .status, .redirect, .dropConnection, .cutConnection, .slowBody, .emptyBody, .hugeBody, .jsonGarbage,
            .html:
            step != .certificates || channel == .wechatpay
        }
    }
}

extension ChannelFaultKind {
    /// What can be wrong with any answer that is a figure.
    private var strikesQuestions: Bool {
        switch self {
        case .error, .wrongSignature, .unsigned, .status, .redirect, .dropConnection, .cutConnection, .slowBody,
            .emptyBody, .hugeBody, .jsonGarbage, .html:
            true
        default: false
        }
    }
}

/// A fault of the plan: where, what, how often.
package struct ChannelFault: Hashable, Sendable {
    package enum Duration: Hashable, Sendable {
        case times(Int)
        /// Seconds since 1970 UTC by the simulator's clock, exclusive.
        case until(epochSeconds: Int64)
        case always
    }

    package var account: ChannelAccount
    /// nil: every day. Certificates have none.
    package var day: BusinessDay?
    /// Only with this bill; nil: with any.
    package var bill: SimulatedBillKind?
    package var step: ChannelStep
    package var kind: ChannelFaultKind
    package var duration: Duration

    package init(
        _ kind: ChannelFaultKind, at step: ChannelStep, of account: ChannelAccount, day: BusinessDay? = nil,
        bill: SimulatedBillKind? = nil, _ duration: Duration = .times(1)
    ) {
        self.kind = kind
        self.bill = bill
        self.step = step
        self.account = account
        self.day = day
        self.duration = duration
    }
}
