import Glibc
import Simulation
import Testing
import Vocabulary

/// A configuration that cannot work, or a clock that is wrong.
struct UnhappyKey: Sendable, CustomTestStringConvertible {
    let name: String
    let account: ChannelAccount
    let change: @Sendable (String) -> String
    let ending: UnhappyEnding

    var testDescription: String { "\(account.channel.rawValue): \(name)" }

    init(
        _ name: String, _ account: ChannelAccount, _ old: String, _ new: String, _ ending: UnhappyEnding
    ) {
        self.name = name
        self.account = account
        change = { $0.replacing(old, with: new) }
        self.ending = ending
    }
}

@Suite struct UnhappyKeyTests {
    @Test(arguments: unhappyKeys) func aWrongKeyIsNamed(_ key: UnhappyKey) throws {
        let bench = try ChannelBench("key_\(key.account.account)_\(key.name.replacing(" ", with: "_"))")
        try bench.writeConfiguration()
        let file = try Text.of(bench.configurationPath)
        try #require(key.change(file) != file, "the configuration has nothing to change")
        bench.change = key.change
        let days = key.account == ChannelWorld.alipayCertificates ? [ChannelWorld.untried] : nil
        try expectNothingLost(
            bench, key.account, key.ending, days: days ?? [ChannelWorld.concluded, ChannelWorld.untried])
    }

    @Test func aKeyThatOthersCanReadIsRefused() throws {
        let bench = try ChannelBench("key_exposed")
        let path = bench.world.directory + "/keys/wechatpay/1900999001/apiclient_key.pem"
        try expectNothingLost(
            bench, ChannelWorld.certificates,
            UnhappyEnding("key.file_exposed", .noPermission, leavesRun: false, ""),
            arrange: { _ in chmod(path, 0o644) })
    }

    @Test(arguments: [ChannelWorld.certificates, ChannelWorld.publicKey, ChannelWorld.alipay], [600, -600] as [Int64])
    func aClockOffByTenMinutesIsTold(_ account: ChannelAccount, _ seconds: Int64) throws {
        let bench = try ChannelBench("clock_\(account.account)_\(seconds)")
        bench.clock = .fixed(ChannelWorld.now + seconds)
        try expectNothingLost(bench, account, clockEnding("\(seconds) s"))
    }

    /// Then it is the channel that stamps its answers so.
    @Test(arguments: [ChannelWorld.certificates, ChannelWorld.publicKey, ChannelWorld.alipay])
    func aChannelWhoseClockIsOffIsTold(_ account: ChannelAccount) throws {
        let bench = try ChannelBench("skew_\(account.account)")
        try bench.strike(.clockSkew(seconds: 600), at: .apply, of: account)
        try expectNothingLost(bench, account, clockEnding("-600 s"))
    }

    private func clockEnding(_ found: String) -> UnhappyEnding {
        UnhappyEnding(
            "channel.clock_off", .configuration,
            """
            channel.clock_off: this machine's clock and the channel's differ; expected less than 300 s, found \(found) \
            (ACCOUNT, DAY)
            HINT: Set the clock right (timedatectl, chrony); then it works again by itself.
            """)
    }
}

private let wechatpay = ChannelWorld.certificates
private let publicKey = ChannelWorld.publicKey
private let alipay = ChannelWorld.alipay

private let unhappyKeys: [UnhappyKey] = [
    .init(
        "another merchant's private key", wechatpay, "1900999001/apiclient_key.pem", "1900999002/apiclient_key.pem",
        UnhappyEnding("channel.request_signature_refused", .configuration, "")),
    .init(
        "unknown serial", wechatpay, "1900999001/apiclient_cert.pem", "1900999002/apiclient_cert.pem",
        UnhappyEnding("channel.request_signature_refused", .configuration, "")),
    .init(
        "another APIv3 key", wechatpay, "1900999001/apiv3.key", "1900999002/apiv3.key",
        UnhappyEnding("channel.apiv3_key_wrong", .configuration, "")),
    .init(
        "another platform public key", publicKey, "wechatpay/1900999002/pub_key.pem",
        "alipay/2088000000000001/alipay_public_key.pem",
        UnhappyEnding("channel.answer_signature_invalid", .unavailable, "")),
    .init(
        "unknown public key number", publicKey, "public_key_id: PUB_KEY_ID_01", "public_key_id: PUB_KEY_ID_02",
        UnhappyEnding("channel.refused", .configuration, "")),
    .init(
        "certificates of a merchant without", publicKey, "key_mode: public_key\n    public_key: ",
        "key_mode: certificates\n    api_key_v3: ", UnhappyEnding("", .configuration, "")),
    .init(
        "missing key file", wechatpay, "1900999001/apiclient_key.pem", "1900999001/none.pem",
        UnhappyEnding("key.file_missing", .configuration, leavesRun: false, "")),
    .init(
        "another app's private key", alipay, "2088000000000001/app_private_key.pem",
        "2088000000000002/app_private_key.pem",
        UnhappyEnding("channel.request_signature_refused", .configuration, "")),
    .init(
        "another public key", alipay, "alipay/2088000000000001/alipay_public_key.pem",
        "wechatpay/1900999002/pub_key.pem", UnhappyEnding("channel.answer_signature_invalid", .unavailable, "")),
    .init(
        "the app's own key", ChannelWorld.alipayCertificates, "2088000000000002/alipay_cert.crt",
        "2088000000000002/app_cert.crt",
        UnhappyEnding("channel.own_key_as_channel_key", .configuration, leavesRun: false, "")),
    .init(
        "unknown serial", ChannelWorld.alipayCertificates, "2088000000000002/alipay_cert.crt",
        "2088000000000002/alipay_root_cert.crt", UnhappyEnding("channel.answer_key_unknown", .configuration, "")),
]
