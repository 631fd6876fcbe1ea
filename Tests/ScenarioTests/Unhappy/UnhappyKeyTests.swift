import FoundationEssentials
import Glibc
import Simulation
import TestTurns
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
        self.init(name, account, ending) { $0.replacing(old, with: new) }
    }

    init(
        _ name: String, _ account: ChannelAccount, _ ending: UnhappyEnding,
        _ change: @escaping @Sendable (String) -> String
    ) {
        self.name = name
        self.account = account
        self.change = change
        self.ending = ending
    }
}

@Suite(.serialized, .waiting) struct UnhappyKeyTests {
    @Test(arguments: unhappyKeys) func aWrongKeyIsNamed(_ key: UnhappyKey) throws {
        let bench = try ChannelBench("key_\(key.account.account)_\(key.name.replacing(" ", with: "_"))")
        try bench.writeConfiguration()
        let file = try String(contentsOf: URL(filePath: bench.configurationPath), encoding: .utf8)
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
            UnhappyEnding(
                .noPermission, leavesRun: false,
                """
                key.file_exposed: others can read the key file; expected mode 0400, found mode 0644 \
                (DIR/keys/CHANNEL/ACCOUNT/apiclient_key.pem, ACCOUNT)
                HINT: Run `chmod 0400` on it, and take the key for known to others if the machine is shared.
                """),
            arrange: { _ in chmod(path, 0o644) })
    }

    /// Whoever writes a verification key decides what is believed.
    @Test(arguments: [
        (ChannelWorld.publicKey, "pub_key.pem"), (ChannelWorld.certificates, "apiclient_cert.pem"),
        (ChannelWorld.alipay, "alipay_public_key.pem"),
    ])
    func aVerificationKeyThatOthersCanWriteIsRefused(_ account: ChannelAccount, _ file: String) throws {
        let bench = try ChannelBench("key_writable_\(account.account)")
        let path = "\(bench.world.directory)/keys/\(account.channel.rawValue)/\(account.account)/\(file)"
        let ending = UnhappyEnding(
            .noPermission, leavesRun: false,
            """
            key.file_writable: others can write the key file; expected mode 0644 or less, found mode 0666 \
            (DIR/keys/CHANNEL/ACCOUNT/\(file), ACCOUNT)
            HINT: Run `chmod go-w` on it, and compare its content with the channel's console: it may be another's.
            """)
        try expectNothingLost(bench, account, ending, arrange: { _ in chmod(path, 0o666) })
    }

    @Test func tlsRootsThatOthersCanWriteAreRefused() throws {
        let bench = try ChannelBench("roots_writable")
        let path = bench.world.directory + "/roots.pem"
        try Data("roots".utf8).write(to: URL(filePath: path))
        chmod(path, 0o664)
        bench.change = { $0.replacing("    public_key_id:", with: "    ca_file: \(path)\n    public_key_id:") }
        let ending = UnhappyEnding(
            .noPermission, leavesRun: false,
            """
            key.file_writable: others can write the key file; expected mode 0644 or less, found mode 0664 \
            (DIR/roots.pem, ACCOUNT)
            HINT: Run `chmod go-w` on it, and compare its content with the channel's console: it may be another's.
            """)
        try expectNothingLost(bench, ChannelWorld.publicKey, ending)
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
            .configuration,
            """
            channel.clock_off: this machine's clock and the channel's differ; expected less than 300 s, found \(found) \
            (ACCOUNT, DAY)
            HINT: Set the clock right (timedatectl, chrony). \
            A run of the schedule asks again by itself; any other run is to be started again.
            """)
    }
}

private let wechatpay = ChannelWorld.certificates
private let publicKey = ChannelWorld.publicKey
private let alipay = ChannelWorld.alipay

private let signatureRefused = UnhappyEnding(
    .configuration,
    """
    channel.request_signature_refused: the channel does not accept our signature; found HTTP 401, code SIGN_ERROR \
    (ACCOUNT, DAY)
    HINT: See that mchid, certificate_serial and private_key are of one certificate, and that the clock is right.
    """)

private let unhappyKeys: [UnhappyKey] = [
    .init(
        "another merchant's private key", wechatpay, "1900999001/apiclient_key.pem", "1900999002/apiclient_key.pem",
        signatureRefused),
    .init(
        "unknown serial", wechatpay, "1900999001/apiclient_cert.pem", "1900999002/apiclient_cert.pem",
        signatureRefused),
    .init(
        "another APIv3 key", wechatpay, "1900999001/apiv3.key", "1900999002/apiv3.key",
        UnhappyEnding(
            .configuration,
            """
            channel.apiv3_key_wrong: a platform certificate cannot be opened with the APIv3 key; found \
            AEAD_AES_256_GCM (ACCOUNT, DAY)
            HINT: Copy the APIv3 key from the merchant console again; a new one there replaces the old one.
            """)),
    .init(
        "another platform public key", publicKey, "wechatpay/1900999002/pub_key.pem",
        "alipay/2088000000000001/alipay_public_key.pem",
        UnhappyEnding(
            .unavailable,
            """
            channel.answer_signature_invalid: the signatures of the channel's answers do not hold (ACCOUNT, DAY)
            HINT: See that the public key or APIv3 key is WeChat Pay's current one and that nobody is in between.
            """)),
    .init(
        "unknown public key number", publicKey, "public_key_id: PUB_KEY_ID_01", "public_key_id: PUB_KEY_ID_02",
        UnhappyEnding(
            .configuration,
            """
            channel.refused: the channel refuses the request; found HTTP 400, code PARAM_ERROR (ACCOUNT, DAY)
            HINT: See that the day lies in the channel's reach of three months, and that public_key_id, where \
            it is set, is the one of the merchant console.
            """)),
    .init(
        "certificates of a merchant without", publicKey,
        UnhappyEnding(
            .configuration,
            """
            channel.no_platform_certificate: the channel has no platform certificate for this merchant \
            (ACCOUNT, DAY)
            HINT: Merchants in public-key mode have none: set key_mode to public_key, and public_key_id and \
            public_key.
            """)
    ) { text in
        text.replacing("key_mode: public_key", with: "key_mode: certificates")
            .replacing(#/    public_key: .*\n    public_key_id: .*\n/#) { _ in "" }
            .replacing(#/(private_key: "(.*1900999002)\/apiclient_key.pem"\n)/#) {
                "\($0.1)    api_key_v3: \"\($0.2)/apiv3.key\"\n"
            }
    },
    .init(
        "missing key file", wechatpay, "1900999001/apiclient_key.pem", "1900999001/none.pem",
        UnhappyEnding(
            .configuration, leavesRun: false,
            """
            key.file_missing: cannot open the key file: No such file or directory \
            (DIR/keys/CHANNEL/ACCOUNT/none.pem, ACCOUNT)
            HINT: Set the path in the configuration right and let the daemon's user read the file.
            """)),
    .init(
        "another app's private key", alipay, "2088000000000001/app_private_key.pem",
        "2088000000000002/app_private_key.pem",
        UnhappyEnding(
            .configuration,
            """
            channel.request_signature_refused: the gateway does not accept our signature; found code 40002, \
            sub_code isv.invalid-signature (ACCOUNT, DAY)
            HINT: See that app_id and private_key belong together and that the app signs with RSA2.
            """)),
    .init(
        "another public key", alipay, "alipay/2088000000000001/alipay_public_key.pem",
        "wechatpay/1900999002/pub_key.pem",
        UnhappyEnding(
            .unavailable,
            """
            channel.answer_signature_invalid: the signatures of the gateway's answers do not hold (ACCOUNT, DAY)
            HINT: See that the configured key is Alipay's own and belongs to this app.
            """)),
    .init(
        "the app's own key", ChannelWorld.alipayCertificates, "2088000000000002/alipay_cert.crt",
        "2088000000000002/app_cert.crt",
        UnhappyEnding(
            .configuration, leavesRun: false,
            """
            channel.own_key_as_channel_key: Alipay's public key is the app's own (ACCOUNT)
            HINT: Copy Alipay's public key (支付宝公钥), not the app's (应用公钥), from the console.
            """)),
    .init(
        "an authority's certificate", ChannelWorld.alipayCertificates, "2088000000000002/alipay_cert.crt",
        "2088000000000002/alipay_root_cert.crt",
        UnhappyEnding(
            .configuration, leavesRun: false,
            """
            key.certificate_untrusted: this is the certificate of an authority, not the one that Alipay signs with; \
            found CN=Simulated Certification Authority R1,OU=Certification Authority,O=Simulated F… \
            (ACCOUNT)
            HINT: Download Alipay's current certificate from the open platform's console and configure it.
            """)),
]
