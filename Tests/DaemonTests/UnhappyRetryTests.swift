import Daemon
import Simulation
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

    var testDescription: String { "\(account.channel.rawValue): \(name) at \(step)" }

    init(
        _ name: String, _ account: ChannelAccount, _ kind: ChannelFaultKind, at step: ChannelStep, overcome: Int,
        _ exit: Vocabulary.ExitStatus, _ text: String
    ) {
        self.name = name
        self.account = account
        self.kind = kind
        self.step = step
        self.overcome = overcome
        ending = UnhappyEnding(exit, text)
    }
}

@Suite struct UnhappyRetryTests {
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
        try expectNothingLost(bench, fault.account, fault.ending)
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
            channel.unreachable: no whole answer: @; found http://HOST (ACCOUNT, DAY)
            HINT: See that this machine can reach the host (DNS, firewall, proxy); it is tried again by itself.
            """)
        try expectNothingLost(bench, account, ending)
    }
}

private let wechatpay = ChannelWorld.certificates
private let alipay = ChannelWorld.alipay

private let passingFaults: [PassingFault] = [
    .init("late", wechatpay, .notReady, at: .apply, overcome: 0, .tryAgainLater, ""),
    .init("429", wechatpay, .status(429), at: .apply, overcome: 0, .tryAgainLater, ""),
    .init(
        "too fast", wechatpay, .error(status: 429, code: "FREQUENCY_LIMITED", isSigned: true), at: .apply, overcome: 0,
        .tryAgainLater, ""),
    .init("500", wechatpay, .status(500), at: .apply, overcome: 0, .unavailable, ""),
    .init("502", wechatpay, .status(502), at: .apply, overcome: 1, .unavailable, ""),
    .init("503", wechatpay, .status(503), at: .certificates, overcome: 1, .unavailable, ""),
    .init("no connection", wechatpay, .dropConnection, at: .apply, overcome: 1, .unavailable, ""),
    .init("500", wechatpay, .status(500), at: .download, overcome: 0, .unavailable, ""),
    .init("cut connection", wechatpay, .cutConnection(afterBytes: 100), at: .download, overcome: 3, .unavailable, ""),
    .init("expired link", wechatpay, .expiredLink, at: .download, overcome: 3, .unavailable, ""),
    .init("wrong signature", wechatpay, .wrongSignature, at: .apply, overcome: 2, .unavailable, ""),
    .init("unsigned", wechatpay, .unsigned, at: .apply, overcome: 2, .unavailable, ""),
    .init(
        "unknown code", wechatpay, .error(status: 418, code: "TEAPOT", isSigned: true), at: .apply, overcome: 0,
        .unavailable, ""),
    .init(
        "no permission", wechatpay, .error(status: 403, code: "NO_AUTH", isSigned: true), at: .apply, overcome: 0,
        .noPermission, ""),
    .init(
        "unsigned zero day", wechatpay, .error(status: 400, code: "NO_STATEMENT_EXIST", isSigned: false), at: .apply,
        overcome: 0, .incomplete, ""),
    .init("late", alipay, .notReady, at: .apply, overcome: 0, .incomplete, ""),
    .init("429", alipay, .status(429), at: .apply, overcome: 0, .tryAgainLater, ""),
    .init(
        "too fast", alipay, .error(status: 200, code: "isv.app-call-limited", isSigned: true), at: .apply, overcome: 0,
        .tryAgainLater, ""),
    .init(
        "system error", alipay, .error(status: 200, code: "isp.unknow-error", isSigned: true), at: .apply, overcome: 0,
        .unavailable, ""),
    .init("503", alipay, .status(503), at: .download, overcome: 0, .unavailable, ""),
    .init("cut connection", alipay, .cutConnection(afterBytes: 100), at: .download, overcome: 2, .unavailable, ""),
    .init("no connection", alipay, .dropConnection, at: .download, overcome: 2, .unavailable, ""),
    .init("wrong signature", alipay, .wrongSignature, at: .apply, overcome: 2, .unavailable, ""),
]
