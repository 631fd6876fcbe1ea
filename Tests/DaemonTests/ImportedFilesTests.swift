import Channels
import FoundationEssentials
import Testing
import Vocabulary

@testable import Daemon

/// What the files of an import are, and whether their pots go with them.
@Suite struct ImportedFilesTests {
    private let directory = URL.temporaryDirectory.appending(path: "reconciled-import-\(UInt32.random(in: 0..<(.max)))")
    private let basic = Pot("BASIC")
    private let fees = Pot("FEES")
    private let balance = Pot("BALANCE")

    /// Of WeChat Pay and of Alipay.
    private func account(_ channel: Int, pots: String? = nil) throws -> AccountConfiguration {
        let text = """
            results:
              conninfo: dbname=reconciled
            accounts:
              - channel: wechatpay
                account: "1900000109" #0
                start_date: 2026-11-01
                private_key: /keys/a.pem
                certificate: /keys/a.crt
                api_key_v3: /keys/a.v3
              - channel: alipay
                account: "2088000000000001" #1
                start_date: 2026-11-01
                private_key: /keys/b.pem
                app_id: "2021000000000001"
                alipay_public_key: /keys/alipay.pem

            """
        let option = pots.map { "\n    pots: \($0)" } ?? ""
        return try Configuration.parse(text.replacing(" #\(channel)", with: option), file: "r.yaml").accounts[channel]
    }

    private func file(_ content: String) throws -> String {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let path = directory.appending(path: "\(UInt32.random(in: 0..<(.max))).csv").path
        try Data(content.utf8).write(to: URL(filePath: path))
        return path
    }

    private func funds() throws -> String { try file("\u{FEFF}记账时间,微信支付业务单号,资金流水单号\n") }
    private func trade() throws -> String { try file("\u{FEFF}交易时间,公众账号ID,商户号\n`2026-11-21,记账时间,资金流水单号\n") }

    private func refusal(_ files: [String], _ pots: [Pot], _ account: AccountConfiguration) -> Problem? {
        #expect(throws: Problem.self) { try ImportedFiles(files, pots: pots, of: account) }
    }

    @Test func theHeaderTellsTheKindAndThePersonThePot() throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        let (first, second) = (try funds(), try funds())
        let both = try ImportedFiles([first, second], pots: [fees, basic], of: try account(0, pots: "[BASIC, FEES]"))
        #expect(both.kind == .funds && both.files == [FileAtHand(first, pot: fees), FileAtHand(second, pot: basic)])
        let trade = try trade()
        let plain = try ImportedFiles([trade], pots: [], of: try account(0))
        #expect(plain.kind == .trade && plain.files == [FileAtHand(trade)])
        // The one pot of Alipay needs no word.
        let alipay = try file("\u{FEFF}#支付宝账务明细查询\n")
        for pots in [[], [balance]] {
            let imported = try ImportedFiles([alipay], pots: pots, of: try account(1, pots: "[BALANCE]"))
            #expect(imported.kind == .funds && imported.files == [FileAtHand(alipay, pot: balance)])
        }
        // What cannot be told is refused for what it is by whoever reads it.
        let nothing = directory.appending(path: "nothing").path
        #expect(try ImportedFiles([nothing], pots: [], of: try account(0, pots: "[BASIC]")).kind == .trade)
        #expect(try ImportedFiles([nothing], pots: [basic], of: try account(0, pots: "[BASIC]")).kind == .funds)
    }

    @Test func filesAndPotsThatDoNotGoTogetherAreRefused() throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        let two = try account(0, pots: "[BASIC, FEES]")
        for (files, pots, what) in [
            ([try funds()], [], "nothing says which pot each file of the funds bill is of"),
            ([try funds(), try funds()], [basic], "nothing says which pot each file of the funds bill is of"),
            ([try funds(), try funds()], [basic, basic], "the files are not one of each of the account's pots"),
            ([try funds()], [Pot("OPERATION")], "the files are not one of each of the account's pots"),
            ([try trade()], [basic], "only a funds bill is of a pot"),
            ([try trade(), try funds()], [basic, fees], "the files are of two kinds of bills"),
            ([try trade(), try trade(), try trade()], [], "these are too many files of a trade bill"),
        ] as [([String], [Pot], String)] {
            let problem = refusal(files, pots, two)
            #expect(problem?.code == .commandImportFiles && problem?.what == what)
            #expect(problem?.code.exit == .usage)
        }
    }

    @Test func aKindThatTheAccountDoesNotHaveIsRefused() throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        let problem = refusal([try funds()], [basic], try account(0))
        #expect(problem?.code == .commandKindNotConfigured && problem?.expected == "trade")
        #expect(problem?.code.exit == .usage)
    }
}
