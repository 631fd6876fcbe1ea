import Daemon
import Simulation
import TestTurns
import Testing
import Vocabulary

/// A channel says that a day had no business, long after the day's last try. Who signed that, and what follows.
struct ToldZeroDay: Sendable, CustomTestStringConvertible {
    let account: ChannelAccount
    let signature: NoDataSignature
    let ending: UnhappyEnding

    var testDescription: String { "\(account): \(signature.rawValue)" }

    init(
        _ account: ChannelAccount, _ signature: NoDataSignature, _ exit: Vocabulary.ExitStatus,
        _ text: String
    ) {
        self.account = account
        self.signature = signature
        ending = UnhappyEnding(exit, text)
    }
}

@Suite(.serialized, .waiting) struct UnhappyZeroDayTests {
    /// Contract section 3.2: not an answer, for a day that has a bill and for one that has none.
    @Test(arguments: disproved) func aDisprovedZeroDayIsNone(_ told: ToldZeroDay) throws {
        let bench = try ChannelBench("zero_\(told.account.account)_\(told.signature.rawValue)")
        try bench.strike(.noData(told.signature), at: .apply, of: told.account)
        try expectNothingLost(bench, told.account, told.ending)
        #expect(
            try bench.world.rows("SELECT count(*) FROM ledger.bill WHERE source = 'no_data'") == ["0"],
            "it was noted as an answer")
    }

    /// An answer that counts for a day without a bill never displaces one, and somebody is told.
    @Test(
        arguments: [ChannelWorld.certificates, ChannelWorld.publicKey, ChannelWorld.alipay],
        [NoDataSignature.valid, .missing])
    func aDayThatOnceHadABillKeepsIt(_ account: ChannelAccount, _ signature: NoDataSignature) throws {
        let bench = try ChannelBench("vanished_\(account.account)_\(signature.rawValue)")
        try bench.strike(.noData(signature), at: .apply, of: account)
        try expectNothingLost(
            bench, account, UnhappyEnding(.incomplete, vanished), days: [ChannelWorld.concluded], retried: [])
        #expect(
            try bench.world.rows("SELECT code, account, bill_date FROM recon.alarms WHERE ended_at IS NULL")
                == ["bill.vanished|\(account.account)|\(ChannelWorld.concluded)"])
    }
}

private let doNotHold = """
    channel.answer_signature_invalid: the signatures of the channel's answers do not hold (ACCOUNT, DAY)
    HINT: See that the public key or APIv3 key is WeChat Pay's current one and that nobody is in between.
    """
private let gatewaysDoNotHold = """
    channel.answer_signature_invalid: the signatures of the gateway's answers do not hold (ACCOUNT, DAY)
    HINT: See that the configured key is Alipay's own and belongs to this app.
    """

private let disproved: [ToldZeroDay] =
    [ChannelWorld.certificates, ChannelWorld.publicKey].flatMap { account in
        [NoDataSignature.wrong, .stranger, .own].map { ToldZeroDay(account, $0, .unavailable, doNotHold) } + [
            ToldZeroDay(
                account, .unknownKey, .configuration,
                """
                channel.answer_key_unknown: the channel signs with a key that is not configured; found SERIAL \
                (ACCOUNT, DAY)
                HINT: Download the key of that number from the merchant console, or set key_mode to migration.
                """),
            ToldZeroDay(
                account, .stale, .configuration,
                """
                channel.clock_off: this machine's clock and the channel's differ; expected less than 300 s, found \
                3600 s (ACCOUNT, DAY)
                HINT: Set the clock right (timedatectl, chrony). A run of the schedule asks again by itself; any \
                other run is to be started again.
                """),
        ]
    }
    + [NoDataSignature.wrong, .stranger, .unknownKey, .own].map {
        ToldZeroDay(ChannelWorld.alipay, $0, .unavailable, gatewaysDoNotHold)
    }
