import Channels
import Cryptography
import Rules
import Testing
import Vocabulary

@testable import Daemon

/// A valid file; a case replaces one text in it by another.
private let valid = """
    results:
      conninfo: dbname=reconciled
    orders:
      payment_relation: shop.payment
    accounts:
      - channel: wechatpay
        account: "1900000109"
        start_date: 2026-11-01
        cut_off_window: 45m
        contracted_rate: 0.60%
        private_key: /keys/a.pem
        certificate: /keys/a.crt
        api_key_v3: /keys/a.v3
      - channel: alipay
        account: "2088000000000001"
        start_date: 2026-11-01
        private_key: { credential: alipay-key }
        app_id: "2021000000000001"
        alipay_public_key: /keys/alipay.pem

    """

private struct BadFile: Sendable, CustomTestStringConvertible {
    var replace: String
    var with: String
    var summaries: [String]

    init(_ replace: String, _ with: String, _ summaries: String...) {
        (self.replace, self.with, self.summaries) = (replace, with, summaries)
    }

    var testDescription: String { "\(replace) → \(with)" }
}

private func badHosts(_ hosts: String, found: String, column: Int) -> BadFile {
    BadFile(
        "cut_off_window: 45m", "hosts: \(hosts)",
        """
        configuration.wrong_type: `hosts` in `accounts[1]` is not valid; expected a list of https origins (http only on \
        loopback), found \(found) (r.yaml, line 9, column \(column))
        """)
}

private func badDomain(_ text: String) -> BadFile {
    BadFile(
        "alipay_public_key: /keys/alipay.pem", "alipay_public_key: /keys/alipay.pem\n    download_hosts: [\"\(text)\"]",
        """
        configuration.wrong_type: `download_hosts` in `accounts[2]` is not valid; expected a list of https origins \
        (http only on loopback), or "*.domain", found `[\(text)]` (r.yaml, line 20, column 21)
        """)
}

private func badPots(_ pots: String, found: String, code: String = "wrong_type", column: Int = 11) -> BadFile {
    BadFile(
        "cut_off_window: 45m", "pots: \(pots)",
        """
        configuration.\(code): `pots` in `accounts[1]` is not valid; expected a list of BASIC, OPERATION, FEES, each \
        once, found \(found) (r.yaml, line 9, column \(column))
        """)
}

private let badFiles = [
    BadFile(
        "accounts:\n  - channel: wechatpay",
        "retention:\n  plain_pairs: counted\naccounts:\n  - pots: [BASIC]\n    channel: wechatpay",
        """
        configuration.conflict: `plain_pairs: counted` does not go with `pots`; expected `kept`, as long as an account \
        has a money side, found wechatpay:1900000109 names its pots (r.yaml, line 6, column 16)
        """),
    BadFile(
        "cut_off_window: 45m", "cut_of_window: 45m",
        "configuration.unknown_key: unknown key `cut_of_window` in `accounts[1]` (r.yaml, line 9, column 5)"),
    BadFile(
        "cut_off_window: 45m", "cut_off_window: 45",
        """
        configuration.invalid_value: `cut_off_window` in `accounts[1]` is not valid; expected a duration from 0s to \
        12h, such as 30m, found `45` (r.yaml, line 9, column 21)
        """),
    BadFile(
        "cut_off_window: 45m", "cut_off_window: 13h",
        """
        configuration.invalid_value: `cut_off_window` in `accounts[1]` is not valid; expected a duration from 0s to \
        12h, such as 30m, found `13h` (r.yaml, line 9, column 21)
        """),
    BadFile(
        "cut_off_window: 45m", "cut_off_window: [45m]",
        """
        configuration.wrong_type: `cut_off_window` in `accounts[1]` is not valid; expected a duration from 0s to \
        12h, such as 30m, found `[45m]` (r.yaml, line 9, column 21)
        """),
    BadFile(
        "cut_off_window: 45m", "start_date: 2026-11-02",
        """
        configuration.duplicate_key: the key start_date is given twice; expected each key once, found it is given \
        in line 8 already (r.yaml, line 9, column 5)
        """),
    BadFile(
        "2026-11-01\n    cut", "2026-11-31\n    cut",
        """
        configuration.invalid_value: `start_date` in `accounts[1]` is not valid; expected a day, yyyy-MM-dd, found \
        `2026-11-31` (r.yaml, line 8, column 17)
        """),
    BadFile(
        "0.60%", "0.123456%",
        """
        configuration.invalid_value: `contracted_rate` in `accounts[1]` is not valid; expected a percentage from 0% \
        to 10% with at most 5 decimals, such as 0.60%, found `0.123456%` (r.yaml, line 10, column 22)
        """),
    BadFile(
        "shop.payment", "payment; DROP TABLE x",
        """
        configuration.invalid_value: `payment_relation` in `orders` is not valid; expected schema.name, each of \
        letters, digits and _, not beginning with a digit, up to 63 bytes, found `payment; DROP TABLE x` (r.yaml, \
        line 4, column 21)
        """),
    BadFile(
        "    certificate: /keys/a.crt\n", "",
        """
        configuration.missing: `accounts[1]` does not say which API certificate it uses; expected either \
        `certificate` or `certificate_serial`, found neither (r.yaml, line 6, column 5)
        """),
    BadFile(
        "certificate: /keys/a.crt",
        "certificate: /keys/a.crt\n    certificate_serial: 5157F09EFDC096DE15EBE81A47057A72",
        """
        configuration.conflict: `accounts[1]` does not say which API certificate it uses; expected either \
        `certificate` or `certificate_serial`, found both (r.yaml, line 13, column 25)
        """),
    BadFile(
        "    api_key_v3: /keys/a.v3\n", "",
        """
        configuration.missing: `api_key_v3` is missing in `accounts[1]`; expected an absolute path, or { credential: \
        NAME }, because key_mode is certificates (r.yaml, line 6, column 5)
        """),
    BadFile(
        "api_key_v3: /keys/a.v3", "api_key_v3: 0123456789abcdef0123456789abcdef",
        """
        configuration.invalid_value: `api_key_v3` in `accounts[1]` is not valid; expected an absolute path, or { \
        credential: NAME }, found text (r.yaml, line 13, column 17)
        """),
    BadFile(
        "api_key_v3: /keys/a.v3", "api_key_v3: /keys/a.v3\n    app_id: \"2021000000000001\"",
        """
        configuration.conflict: `app_id` in `accounts[1]` does not apply to wechatpay; expected options of wechatpay, \
        found an option of alipay (r.yaml, line 14, column 13)
        """),
    BadFile(
        "channel: alipay", "channel: paypal",
        """
        configuration.invalid_value: `channel` in `accounts[2]` is not valid; expected wechatpay or alipay, found \
        `paypal` (r.yaml, line 14, column 14)
        """),
    BadFile(
        "{ credential: alipay-key }", "{ credential: ../key }",
        """
        configuration.wrong_type: `private_key` in `accounts[2]` is not valid; expected an absolute path, or { \
        credential: NAME }, found a section (r.yaml, line 17, column 18)
        """),
    BadFile(
        "{ credential: alipay-key }", "{ credential: \"alipay\\0key\" }",
        """
        configuration.wrong_type: `private_key` in `accounts[2]` is not valid; expected an absolute path, or { \
        credential: NAME }, found a section (r.yaml, line 17, column 18)
        """),
    BadFile(
        "api_key_v3: /keys/a.v3", "api_key_v3: /keys/a.v3\n    download_hosts: [\"*.wechatpay.cn\"]",
        """
        configuration.wrong_type: `download_hosts` in `accounts[1]` is not valid; expected a list of https origins \
        (http only on loopback), found `[*.wechatpay.cn]` (r.yaml, line 14, column 21)
        """),
    badHosts("[\"https://a.cn\", \"http://b.cn\"]", found: "`http://b.cn`", column: 29),
    badHosts("[]", found: "an empty list", column: 12),
    badPots("[BASIC, BALANCE]", found: "`BALANCE`", column: 19), badPots("[BASIC, BASIC]", found: "`[BASIC, BASIC]`"),
    badPots("[basic]", found: "`[basic]`"), badPots("BASIC", found: "`BASIC`", code: "invalid_value"),
    BadFile(
        "cut_off_window: 45m", "settlement_days: 32",
        """
        configuration.invalid_value: `settlement_days` in `accounts[1]` is not valid; expected a number from 0 to 31, \
        found `32` (r.yaml, line 9, column 22)
        """),
    BadFile(
        "cut_off_window: 45m", "settlement_days: -1",
        """
        configuration.invalid_value: `settlement_days` in `accounts[1]` is not valid; expected a number from 0 to 31, \
        found `-1` (r.yaml, line 9, column 22)
        """),
    BadFile(
        "cut_off_window: 45m", "balance_control: true",
        """
        configuration.conflict: `balance_control` in `accounts[1]` does not apply to wechatpay; expected options of \
        wechatpay, found an option of alipay (r.yaml, line 9, column 22)
        """),
    BadFile(
        "alipay_public_key: /keys/alipay.pem", "alipay_public_key: /keys/alipay.pem\n    balance_control: yes please",
        """
        configuration.invalid_value: `balance_control` in `accounts[2]` is not valid; expected true or false, found \
        `yes please` (r.yaml, line 20, column 22)
        """),
    BadFile(
        "alipay_public_key: /keys/alipay.pem", "alipay_public_key: /keys/alipay.pem\n    balance_control: true",
        """
        configuration.missing: `pots` is missing in `accounts[2]`; expected the list [BALANCE], because \
        balance_control is true (r.yaml, line 14, column 5)
        """),
    badDomain("*.alipay.com:8443"), badDomain("*.com."), badDomain("*.com"), badDomain("*.alipay..com"),
    BadFile(
        "alipay_public_key: /keys/alipay.pem", "app_certificate: /keys/app.crt",
        """
        configuration.missing: `alipay_certificate` is missing in `accounts[2]`; expected an absolute path, or { \
        credential: NAME }, because Alipay's certificate mode needs all three (r.yaml, line 14, column 5)
        """,
        """
        configuration.missing: `alipay_root_certificate` is missing in `accounts[2]`; expected an absolute path, or { \
        credential: NAME }, because Alipay's certificate mode needs all three (r.yaml, line 14, column 5)
        """),
    BadFile(
        "app_id: \"2021000000000001\"",
        "app_id: \"2021000000000001\"\n    gateway: http://openapi.alipay.com/gateway.do",
        """
        configuration.invalid_value: `gateway` in `accounts[2]` is not valid; expected an https URL (http only on \
        loopback), found `http://openapi.alipay.com/gateway.do` (r.yaml, line 19, column 14)
        """),
    BadFile(
        "dbname=reconciled", "dbname=reconciled password=hunter2",
        """
        configuration.secret_in_file: the connection string holds a password; expected passfile=/path, or peer \
        authentication (r.yaml, line 2, column 13)
        """),
    BadFile(
        "dbname=reconciled", "postgresql://me:hunter2@db/reconciled",
        """
        configuration.secret_in_file: the connection string holds a password; expected passfile=/path, or peer \
        authentication (r.yaml, line 2, column 13)
        """),
    BadFile(
        "results:\n  conninfo: dbname=reconciled", "results: dbname=reconciled",
        """
        configuration.wrong_type: `results` is not a section; expected indented lines of `key: value`, found text \
        (r.yaml, line 1, column 10)
        """,
        """
        configuration.missing: `conninfo` is missing in `results`; expected a libpq connection string or URI (r.yaml, \
        line 1, column 10)
        """),
    BadFile(
        "orders:", "orders: {\nresults:",
        """
        configuration.syntax: this is not YAML: did not find expected ',' or '}' (r.yaml, line 5, column 19)
        """),
    BadFile(
        "  - channel: alipay\n    account: \"2088000000000001\"",
        "  - channel: alipay\n    account: \"2088\"",
        """
        configuration.invalid_value: `account` in `accounts[2]` is not valid; expected the merchant number: 6 to 32 \
        digits, found `2088` (r.yaml, line 15, column 14)
        """),
]

@Test(arguments: badFiles) private func aBadFileIsRefusedWithPlaceExpectedAndFound(_ bad: BadFile) throws {
    let text = valid.replacing(bad.replace, with: bad.with)
    #expect(text != valid)
    let problems = try #require(throws: Problems.self) {
        try Configuration.parse(text, file: "r.yaml", credentials: "/run/credentials/r")
    }
    #expect(problems.all.map(\.summary) == bad.summaries)
    for problem in problems.all {
        #expect(problem.code.exit == .configuration)
        #expect(!problem.description.contains("hunter2"))
        #expect(!problem.description.contains("0123456789abcdef"))
        #expect(problem.hint.hasSuffix(".") || problem.hint.hasSuffix("?"))
    }
}

@Test func theFileThatTheCasesAreMadeFromIsValid() throws {
    let configuration = try Configuration.parse(valid, file: "r.yaml", credentials: "/run/credentials/r")
    let access = try #require(configuration.accounts.last?.settings as? AlipaySettings)
    #expect(access.privateKey == .file("/run/credentials/r/alipay-key"))
    #expect(configuration.accounts.first?.rules.cutOffWindowSeconds == 2700)
}

@Test func anAccountWithPotsHasAMoneySide() throws {
    let plain = try Configuration.parse(valid, file: "r.yaml").accounts
    #expect(plain.map(\.kinds) == [[.trade], [.trade]])
    #expect(plain.map(\.rules.settlementDays) == [0, 0])
    let text =
        valid.replacing("cut_off_window: 45m", with: "pots: [FEES, BASIC]\n    settlement_days: 31")
        + "    pots: [BALANCE]\n    balance_control: true\n"
    let accounts = try Configuration.parse(text, file: "r.yaml").accounts
    #expect(accounts.map(\.kinds) == [[.trade, .funds], [.trade, .funds]])
    // In the channel's order, so that the same bill is the same whatever the order in the file.
    #expect(accounts.map(\.settings.pots) == [[Pot("BASIC"), Pot("FEES")], [Pot("BALANCE")]])
    #expect(accounts.map(\.rules.settlementDays) == [31, 0])
    #expect(accounts.map(\.rules.hasBalanceControl) == [false, true])
    #expect((accounts.last?.settings as? AlipaySettings)?.hasBalanceControl == true)
    let none = try Configuration.parse(valid.replacing("cut_off_window: 45m", with: "pots: []"), file: "r.yaml")
    #expect(none.accounts.map(\.kinds) == [[.trade], [.trade]])
}

@Test func everyProblemIsReportedNotTheFirst() throws {
    let text = """
        results:
          coninfo: dbname=reconciled
        archive:
          directory: bills
        limits:
          memory: 1MiB
          memory: 2MiB
        acounts: []
        accounts:
          - channel: alipay
            channel: alipay
            account: 12
          - account: "1900000109"
            account: "1900000110"
        """
    let problems = try #require(throws: Problems.self) { try Configuration.parse(text, file: "r.yaml") }
    #expect(
        problems.all.map { "\($0.place.line ?? 0) \($0.code)" } == [
            "2 configuration.unknown_key", "2 configuration.missing", "4 configuration.invalid_value",
            "6 configuration.invalid_value", "7 configuration.duplicate_key", "8 configuration.unknown_key",
            "10 configuration.missing", "10 configuration.missing", "10 configuration.missing",
            "10 configuration.missing", "11 configuration.duplicate_key", "12 configuration.invalid_value",
            "13 configuration.missing", "13 configuration.missing", "14 configuration.duplicate_key",
        ])
}

@Test func aCredentialIsLookedForWhereTheServiceHasIt() throws {
    let configuration = try Configuration.parse(valid, file: "r.yaml")
    let access = try #require(configuration.accounts.last?.settings as? AlipaySettings)
    #expect(access.privateKey == .file("/run/credentials/reconciled.service/alipay-key"))
}

@Test func anAccountGivenTwiceNamesBothLines() throws {
    let text = valid.replacing("channel: alipay", with: "channel: wechatpay").replacing(
        "2088000000000001", with: "1900000109"
    ).replacing("    app_id: \"2021000000000001\"\n    alipay_public_key: /keys/alipay.pem\n", with: "")
    let second = text + "    certificate: /keys/b.crt\n    api_key_v3: /keys/b.v3\n"
    let problems = try #require(throws: Problems.self) {
        try Configuration.parse(second, file: "r.yaml", credentials: "/c")
    }
    #expect(
        problems.all.map(\.summary) == [
            """
            configuration.conflict: the account wechatpay:1900000109 is given twice; expected each channel and account \
            once, found it is given in line 7 already (r.yaml, line 15, column 14)
            """
        ])
}

@Test(arguments: ["", "# only a comment\n", "---\n", "results:\n"])
func aFileWithNothingInItIsRefused(_ text: String) throws {
    let problems = try #require(throws: Problems.self) { try Configuration.parse(text, file: "r.yaml") }
    #expect(problems.all.contains { $0.code == .configurationMissing })
}

@Test(arguments: [
    "a: *b", "a: &b [*b]", "- 1\n- 2", "\t- x", "? [1]\n: 2", "a: !!binary x", "{a: 1, a: 2}", "\"\\ud800\": 1",
])
func hostileYAMLIsRefusedWithoutATrap(_ text: String) throws {
    #expect(throws: Problems.self) { try Configuration.parse(text, file: "r.yaml") }
}

@Test func aFileThatIsNotThereOrNotTextIsRefused() throws {
    let missing = try #require(throws: Problems.self) { try Configuration.load("/nowhere/r.yaml", environment: [:]) }
    #expect(missing.all.map(\.code) == [.configurationUnreadable])
    let binary = try #require(throws: Problems.self) { try Configuration.load("/proc/self/exe", environment: [:]) }
    #expect(binary.all.map(\.code) == [.configurationUnreadable])
}

@Test func theKeyThatWasMeantIsProposed() throws {
    let text = valid.replacing("cut_off_window", with: "cutoff_window")
    let problems = try #require(throws: Problems.self) {
        try Configuration.parse(text, file: "r.yaml", credentials: "/c")
    }
    #expect(problems.all.map(\.hint) == ["Did you mean `cut_off_window`?"])
}

private struct Bomb: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var summary: String

    init(_ name: String, _ summary: String, _ text: String) {
        (testDescription, self.summary, self.text) = (name, summary, text)
    }

    /// Each name stands for two of the ones before: whoever hashes or walks through the last is at it for ever.
    static func aliases(_ count: Int, _ each: (Int) -> String) -> String {
        "a0: &a0 x\n" + (1...count).map { "a\($0): &a\($0) \(each($0 - 1))\n" }.joined()
    }
}

private let bombs = [
    Bomb(
        "a key that is an alias of aliases", "a key is no word; expected a word before each colon",
        Bomb.aliases(14) { "[*a\($0), *a\($0)]" } + "? *a14\n: value\n"),
    Bomb(
        "keys that are lists of aliases", "a key is no word; expected a word before each colon",
        Bomb.aliases(30) { "{ ? [*a\($0), *a\($0)] : 1 }" }),
    Bomb("a key that is a list", "a key is no word; expected a word before each colon", "? [a, b]\n: 1\n"),
    Bomb(
        "values that are aliases of aliases",
        "this is more than a configuration can hold; expected at most 200000 values",
        Bomb.aliases(30) { "[*a\($0), *a\($0)]" }),
    Bomb(
        "lists in lists", "this lies too deep; expected at most 16 lists and sections in one another",
        "a: " + String(repeating: "[", count: 17) + String(repeating: "]", count: 17)),
    Bomb(
        "sections in sections", "this lies too deep; expected at most 16 lists and sections in one another",
        (0..<1000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()),
    Bomb("a million lists in one another", "this is not YAML", String(repeating: "[", count: 1_000_000)),
]

@Test(arguments: bombs)
private func aFileThatIsABombIsRefused(_ bomb: Bomb) throws {
    let problems = #expect(throws: Problems.self) { try Configuration.parse(bomb.text, file: "r.yaml") }
    #expect(problems?.all.map(\.code) == [.configurationSyntax])
    #expect(problems?.description.contains(bomb.summary) == true, "\(problems?.description ?? "")")
}

/// Anchors on values are no harm.
@Test func anOptionMayBeNamedAndRepeated() throws {
    let text = valid.replacing("conninfo: dbname=reconciled", with: "conninfo: &c dbname=reconciled")
        .replacing("orders:\n", with: "orders:\n  conninfo: *c\n")
    #expect(try Configuration.parse(text, file: "r.yaml").orders.conninfo == "dbname=reconciled")
}

@Test(arguments: ["/dev/zero", "/dev/urandom"])
func aPathThatNeverEndsIsNoConfiguration(_ path: String) {
    let problems = #expect(throws: Problems.self) { try Configuration.load(path) }
    #expect(problems?.all.map(\.code) == [.configurationUnreadable])
}

@Test func aThousandFaultsAreNotAllTold() {
    let unknown = (0..<5000).map { "unknown\($0): 1\n" }.joined()
    let problems = #expect(throws: Problems.self) { try Configuration.parse(valid + unknown, file: "r.yaml") }
    #expect(problems?.all.count == 5000)
    #expect(problems?.description.hasSuffix("\nand 4900 more") == true)
}
