import Channels
import Cryptography
import Runtime
import Simulation
import Systemd
import TestTurns
import Testing
import Vocabulary

@testable import Daemon

/// What an operator may see of the service's talk with a channel.
@Suite(.serialized, .waiting) struct ServiceLogTests {
    private static let day = BusinessDay("2026-09-01") ?? BusinessDay(number: 0)
    private let account = ChannelWorld.certificates

    /// The entries about exchanges that a service wrote which fetched a day.
    private func exchanges(_ name: String, configured line: String) throws -> [JournalEntry] {
        let world = try World(
            seed: 5, days: Self.day...Self.day, accounts: [.weChatPay(account.account)], paymentsPerDay: 5,
            faults: .none)
        let bench = try ServiceBench(WorldBench("log_\(name)", world), at: Self.day.next.startEpochSeconds + 11 * 3600)
        bench.channels.change = { $0 + line }
        try bench.channels.writeConfiguration()
        try bench.start()
        try bench.stop()
        #expect(bench.journal.with { $0.contains { $0.messageID == ServiceEvent.runConcluded.messageID } })
        return bench.journal.with { $0.filter { $0.messageID == nil } }
    }

    private func values(_ name: String, _ entries: [JournalEntry]) -> [String] {
        entries.flatMap { entry in entry.fields.filter { $0.name == name }.map(\.value) }
    }

    @Test func exchangesAreToldWhereTheConfigurationAsksForThemAndNothingSecretIsInThem() throws {
        #expect(try exchanges("info", configured: "").isEmpty)
        let paths = ["/v3/certificates", "/v3/bill/tradebill", "/v3/billdownload/file"]
        let told = try exchanges("debug", configured: "log_level: debug\n")
        #expect(values("HTTP_PATH", told) == paths)
        #expect(values("HTTP_STATUS", told) == ["200", "200", "200"])
        // A download has none (WeChatPay 3.6).
        #expect(values("REQUEST_ID", told).count == 2)
        #expect(told.allSatisfy { $0.priority == .debug })

        let all = try exchanges("trace", configured: "log_level: trace\n")
        #expect(values("HTTP_PATH", all) == paths.flatMap { [$0, $0] })
        let text = all.map { entry in
            entry.message + "\n" + entry.fields.map { "\($0.name)=\($0.value)\n" }.joined()
        }.joined()
        for keys in try ChannelWorld.keys.get().wechatPay {
            for line in keys.merchantKey.pem.split(separator: "\n") { #expect(!text.contains(line)) }
            #expect(!text.contains(keys.apiV3Key))
        }
        for secret in ["WECHATPAY2", "Authorization", "sign", "nonce", "token", "?", "{"] {
            #expect(!text.contains(secret), "\(secret)")
        }
    }
}
