import Daemon
import Simulation
import TestTurns
import Testing
import Vocabulary

/// A fault that passes, and what a user reads as long as it does not.
struct PassingFault: Sendable, CustomTestStringConvertible {
    let name: String
    let account: ChannelAccount
    let kind: ChannelFaultKind
    let step: ChannelStep
    /// How often it may come without the run noticing; 0 where the next run has to try again.
    let overcome: Int
    let ending: UnhappyEnding
    /// Of the day that has a bill in force, where it is told otherwise.
    var endingOfConcluded: UnhappyEnding?

    var testDescription: String { "\(account.channel.rawValue): \(name) at \(step)" }

    init(
        _ name: String, _ account: ChannelAccount, _ kind: ChannelFaultKind, at step: ChannelStep, overcome: Int,
        _ exit: Vocabulary.ExitStatus, concluded: String? = nil, _ text: String
    ) {
        endingOfConcluded = concluded.map { UnhappyEnding(exit, $0) }
        self.name = name
        self.account = account
        self.kind = kind
        self.step = step
        self.overcome = overcome
        ending = UnhappyEnding(exit, text)
    }
}

@Suite(.serialized, .waiting) struct UnhappyRetryTests {
    @Test(arguments: passingFaults) func aPassingFaultIsOvercomeOrTold(_ fault: PassingFault) throws {
        let number = passingFaults.firstIndex { $0.testDescription == fault.testDescription } ?? 0
        let bench = try ChannelBench("passing_\(number)")
        if fault.overcome > 0 {
            try bench.strike(fault.kind, at: fault.step, of: fault.account, .times(fault.overcome))
            let before = try bench.whatPeopleSee()
            #expect(try bench.run(fault.account, ChannelWorld.concluded).verdict == .discrepancies)
            #expect(bench.channels.faults.unmet.isEmpty)
            #expect(try bench.whatPeopleSee() == before)
        }
        try bench.strike(fault.kind, at: fault.step, of: fault.account)
        if let concluded = fault.endingOfConcluded {
            try expectNothingLost(bench, fault.account, concluded, days: [ChannelWorld.concluded], retried: [])
            try expectNothingLost(bench, fault.account, fault.ending, days: [ChannelWorld.untried])
        } else {
            try expectNothingLost(bench, fault.account, fault.ending)
        }
    }

    @Test func theFallbackHostAnswersForThePrimary() throws {
        let bench = try ChannelBench("fallback")
        try bench.strike(.status(502), at: .certificates, of: ChannelWorld.certificates, .times(1))
        #expect(try bench.run(ChannelWorld.certificates, ChannelWorld.untried).verdict == .discrepancies)
        let ports = bench.channels.ports
        #expect(
            bench.channels.requests.records.map(\.port)
                == [ports.wechatPay] + [UInt16](repeating: ports.wechatPayFallback, count: 3))
    }

    /// Nobody listens any more.
    @Test(arguments: [ChannelWorld.certificates, ChannelWorld.publicKey, ChannelWorld.alipay])
    func aChannelThatIsAwayIsTold(_ account: ChannelAccount) throws {
        let bench = try ChannelBench("away_\(account.account)")
        bench.channels.stop()
        let ending = UnhappyEnding(
            .unavailable,
            """
            channel.unreachable: the channel gives no whole answer: couldn't connect to server (http://HOST, ACCOUNT, DAY)
            HINT: See that this machine can reach the host (DNS, firewall, proxy). \
            A run of the schedule asks again by itself; any other run is to be started again.
            """)
        try expectNothingLost(bench, account, ending)
    }
}

private let wechatpay = ChannelWorld.certificates
private let alipay = ChannelWorld.alipay

/// Of the day that has a bill.
let vanished = """
    bill.vanished: this day has a bill in force, and now there is said to be none, or one without a row; expected the \
    # entries of run #, found the answer that there is no bill (ACCOUNT, DAY)
    HINT: What is in force stays. Ask the channel why it gives no bill any more for a day that it once had one for.
    """

private let passingFaults: [PassingFault] = [
    .init(
        "late", wechatpay, .notReady, at: .apply, overcome: 0, .tryAgainLater,
        """
        channel.bill_not_ready: the bill is still being made; found HTTP 400, code STATEMENT_CREATING (ACCOUNT, DAY)
        HINT: A run of the schedule asks again by itself; any other run is to be started again.
        """),
    .init(
        "429", wechatpay, .status(429), at: .apply, overcome: 0, .tryAgainLater,
        """
        channel.too_fast: the channel is asked too often; found HTTP 429, code none (ACCOUNT, DAY)
        HINT: See what else uses this merchant number. A run of the schedule asks again by itself; any other run is \
        to be started again.
        """),
    .init(
        "too fast", wechatpay, .error(status: 429, code: "FREQUENCY_LIMITED", isSigned: true), at: .apply, overcome: 0,
        .tryAgainLater,
        """
        channel.too_fast: the channel is asked too often; found HTTP 429, code FREQUENCY_LIMITED (ACCOUNT, DAY)
        HINT: See what else uses this merchant number. A run of the schedule asks again by itself; any other run is \
        to be started again.
        """),
    .init(
        "500", wechatpay, .status(500), at: .apply, overcome: 0, .unavailable,
        """
        channel.fault: the channel has a fault; found HTTP 500, code none (ACCOUNT, DAY)
        HINT: A run of the schedule asks again by itself; any other run is to be started again.
        """),
    .init(
        "502", wechatpay, .status(502), at: .apply, overcome: 1, .unavailable,
        """
        channel.fault: the channel has a fault; found HTTP 502, code none (ACCOUNT, DAY)
        HINT: A run of the schedule asks again by itself; any other run is to be started again.
        """),
    .init(
        "503", wechatpay, .status(503), at: .certificates, overcome: 1, .unavailable,
        """
        channel.fault: the channel has a fault; found HTTP 503, code none (ACCOUNT, DAY)
        HINT: A run of the schedule asks again by itself; any other run is to be started again.
        """),
    .init(
        "no connection", wechatpay, .dropConnection, at: .apply, overcome: 1, .unavailable,
        """
        channel.unreachable: the channel gives no whole answer: server returned nothing (no headers, no data) \
        (http://HOST, ACCOUNT, DAY)
        HINT: See that this machine can reach the host (DNS, firewall, proxy). \
        A run of the schedule asks again by itself; any other run is to be started again.
        """),
    .init(
        "500", wechatpay, .status(500), at: .download, overcome: 0, .unavailable,
        """
        channel.fault: the channel has a fault; found HTTP 500, code none (ACCOUNT, DAY)
        HINT: A run of the schedule asks again by itself; any other run is to be started again.
        """),
    .init(
        "cut connection", wechatpay, .cutConnection(afterBytes: 100), at: .download, overcome: 3, .unavailable,
        """
        channel.unreachable: the channel gives no whole answer: transferred a partial file (http://HOST, ACCOUNT, DAY)
        HINT: See that this machine can reach the host (DNS, firewall, proxy). \
        A run of the schedule asks again by itself; any other run is to be started again.
        """),
    .init(
        "expired link", wechatpay, .expiredLink, at: .download, overcome: 3, .unavailable,
        """
        channel.download_failed: the download link was refused; found HTTP 400, code INVALID_REQUEST (ACCOUNT, DAY)
        HINT: A link lives for 30 seconds. A run of the schedule asks again by itself; any other run is to be started \
        again.
        """),
    .init(
        "wrong signature", wechatpay, .wrongSignature, at: .apply, overcome: 2, .unavailable,
        """
        channel.answer_signature_invalid: the signatures of the channel's answers do not hold (ACCOUNT, DAY)
        HINT: See that the public key or APIv3 key is WeChat Pay's current one and that nobody is in between.
        """),
    .init(
        "unsigned", wechatpay, .unsigned, at: .apply, overcome: 2, .unavailable,
        """
        channel.answer_signature_missing: the channel's answers carry no signature; expected \
        Wechatpay-Signature (ACCOUNT, DAY)
        HINT: See that no proxy answers in the channel's place or strips headers.
        """),
    .init(
        "unknown code", wechatpay, .error(status: 418, code: "TEAPOT", isSigned: true), at: .apply, overcome: 0,
        .unavailable,
        """
        channel.unknown_answer: the channel gives an answer that its documents do not name; found HTTP 418, \
        code TEAPOT (ACCOUNT, DAY)
        HINT: See that no proxy answers in the channel's place. A run of the schedule asks again by itself; any other \
        run is to be started again.
        """),
    .init(
        "302 of a proxy", wechatpay, .redirect("http://127.0.0.1:9"), at: .apply, overcome: 1, .unavailable,
        """
        channel.unknown_answer: the channel gives an answer that its documents do not name; found HTTP 302, \
        code none (ACCOUNT, DAY)
        HINT: See that no proxy answers in the channel's place. A run of the schedule asks again by itself; any other \
        run is to be started again.
        """),
    .init(
        "404 of a proxy", wechatpay, .status(404), at: .apply, overcome: 1, .unavailable,
        """
        channel.unknown_answer: the channel gives an answer that its documents do not name; found HTTP 404, \
        code none (ACCOUNT, DAY)
        HINT: See that no proxy answers in the channel's place. A run of the schedule asks again by itself; any other \
        run is to be started again.
        """),
    .init(
        "page of a proxy", wechatpay, .html, at: .apply, overcome: 2, .unavailable,
        """
        channel.answer_signature_missing: the channel's answers carry no signature; expected Wechatpay-Signature \
        (ACCOUNT, DAY)
        HINT: See that no proxy answers in the channel's place or strips headers.
        """),
    .init(
        "302 of a proxy", alipay, .redirect("http://127.0.0.1:9"), at: .apply, overcome: 0, .unavailable,
        """
        channel.fault: the channel answers with an HTTP error; found HTTP 302 (ACCOUNT, DAY)
        HINT: A run of the schedule asks again by itself; any other run is to be started again.
        """),
    .init(
        "page of a proxy", alipay, .html, at: .apply, overcome: 2, .unavailable,
        """
        channel.malformed_answer: the gateway's answer is not a JSON object (ACCOUNT, DAY)
        HINT: See that the gateway is Alipay's and no proxy answers in its place.
        """),
    .init(
        "no permission", wechatpay, .error(status: 403, code: "NO_AUTH", isSigned: true), at: .apply, overcome: 0,
        .noPermission,
        """
        channel.no_permission: the account may not have this bill; found HTTP 403, code NO_AUTH (ACCOUNT, DAY)
        HINT: See in the merchant console that mchid, certificate and key belong together and may fetch bills.
        """),
    .init(
        "unsigned zero day", wechatpay, .error(status: 400, code: "NO_STATEMENT_EXIST", isSigned: false), at: .apply,
        overcome: 0, .incomplete, concluded: vanished,
        """
        orders.records_on_zero_day: the channel says that the day had no business, the shop booked money on it; \
        expected no money record outside the cut-off window, found #, the first for payment S349-#-00-# \
        (ACCOUNT, DAY)
        HINT: Ask the channel for the day's bill once more; if it stays empty, the shop's records are wrong.
        """),
    .init(
        "late", alipay, .notReady, at: .apply, overcome: 0, .incomplete, concluded: vanished,
        """
        orders.records_on_zero_day: the channel says that the day had no business, the shop booked money on it; \
        expected no money record outside the cut-off window, found #, the first for payment T200P# (ACCOUNT, DAY)
        HINT: Ask the channel for the day's bill once more; if it stays empty, the shop's records are wrong.
        """),
    .init(
        "429", alipay, .status(429), at: .apply, overcome: 0, .tryAgainLater,
        """
        channel.too_fast: the channel is asked too often; found HTTP 429 (ACCOUNT, DAY)
        HINT: See what else uses this app. A run of the schedule asks again by itself; any other run is to be started \
        again.
        """),
    .init(
        "too fast", alipay, .error(status: 200, code: "isv.app-call-limited", isSigned: true), at: .apply, overcome: 0,
        .tryAgainLater,
        """
        channel.too_fast: the channel is asked too often; found code 40004, sub_code isv.app-call-limited \
        (ACCOUNT, DAY)
        HINT: See what else uses this app. A run of the schedule asks again by itself; any other run is to be started \
        again.
        """),
    .init(
        "system error", alipay, .error(status: 200, code: "isp.unknow-error", isSigned: true), at: .apply, overcome: 0,
        .unavailable,
        """
        channel.fault: the channel has a fault; found code 40004, sub_code isp.unknow-error (ACCOUNT, DAY)
        HINT: A run of the schedule asks again by itself; any other run is to be started again.
        """),
    .init(
        "503", alipay, .status(503), at: .download, overcome: 0, .unavailable,
        """
        channel.download_failed: the channel answers with an HTTP error; found HTTP 503 (ACCOUNT, DAY)
        HINT: A run of the schedule asks again by itself; any other run is to be started again.
        """),
    .init(
        "cut connection", alipay, .cutConnection(afterBytes: 100), at: .download, overcome: 2, .unavailable,
        """
        channel.unreachable: the channel gives no whole answer: transferred a partial file (http://HOST, ACCOUNT, DAY)
        HINT: See that this machine can reach the host (DNS, firewall, proxy). \
        A run of the schedule asks again by itself; any other run is to be started again.
        """),
    .init(
        "no connection", alipay, .dropConnection, at: .download, overcome: 2, .unavailable,
        """
        channel.unreachable: the channel gives no whole answer: server returned nothing (no headers, no data) \
        (http://HOST, ACCOUNT, DAY)
        HINT: See that this machine can reach the host (DNS, firewall, proxy). \
        A run of the schedule asks again by itself; any other run is to be started again.
        """),
    .init(
        "wrong signature", alipay, .wrongSignature, at: .apply, overcome: 2, .unavailable,
        """
        channel.answer_signature_invalid: the signatures of the gateway's answers do not hold (ACCOUNT, DAY)
        HINT: See that the configured key is Alipay's own and belongs to this app.
        """),
]
