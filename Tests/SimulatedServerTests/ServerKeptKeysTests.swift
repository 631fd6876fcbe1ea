import Cryptography
import FoundationEssentials
import TestTurns
import Testing
import Vocabulary

@testable import Simulation

#if canImport(Glibc)
    import Glibc
#endif

@Suite(.serialized, .waiting) struct ServerKeptKeysTests {
    private let accounts = [Channels.wechatPay, Channels.alipay]

    private func withDirectory(_ body: (String) throws -> Void) throws {
        let directory = "/tmp/simulator-keys-\(getpid())-\(Nonce.text())"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try body(directory)
    }

    private func started(_ directory: String) throws -> (channels: Channels, callers: ClientDescription, areNew: Bool) {
        let (keys, areNew) = try KeyMaterial.kept(in: directory, for: accounts, clock: .fixed(Channels.noon))
        let channels = try Channels(keys: keys)
        return (channels, try channels.running.writeKeys(to: directory), areNew)
    }

    @Test func whoHasTheKeysOfTheFirstStartIsAnsweredByTheSecond() throws {
        try withDirectory { directory in
            let first = try started(directory)
            first.channels.running.stop()
            #expect(first.areNew)
            // What a caller took from the first: its own keys, and what to believe the channels by.
            let merchant = try #require(first.callers.wechatpay.first)
            let application = try #require(first.callers.alipay.first)
            let signer = try PrivateKey(text: SecretFile.read(merchant.merchantKeyPath))
            let platform = try Certificate(text: SecretFile.read(merchant.platformCertificatePath))
            let appKey = try PrivateKey(text: SecretFile.read(application.appKeyPath))
            let alipay = try PublicKey(text: SecretFile.read(application.alipayPublicKeyPath))

            let second = try started(directory)
            defer { second.channels.running.stop() }
            #expect(!second.areNew)
            var caller = try WeChatPayTestCaller(second.channels)
            (caller.signer, caller.serial) = (signer, merchant.merchantCertificateSerial)
            let answer = try caller.get(WeChatPayTestCaller.apply)
            #expect(answer.status == 200)
            #expect(answer.isSigned(by: try platform.publicKey, serial: merchant.platformCertificateSerial))
            var asking = try AlipayTestCaller(second.channels)
            asking.signer = appKey
            let said = try AlipayTestAnswer(asking.call())
            #expect(said.isSigned(by: alipay))
        }
    }

    @Test func bothStartsDescribeTheSameKeys() throws {
        try withDirectory { directory in
            func texts() throws -> [String: String] {
                let callers = try started(directory)
                defer { callers.channels.running.stop() }
                // Where the channels listen is of each start.
                let files = try FileManager.default.subpathsOfDirectory(atPath: directory).filter {
                    !$0.hasSuffix(ClientDescription.fileName) && $0.contains(".")
                }
                return try Dictionary(
                    uniqueKeysWithValues: files.map { ($0, try SecretFile.read("\(directory)/\($0)")) })
            }
            let first = try texts()
            #expect(first.count == 11)
            #expect(try texts() == first)
        }
    }

    @Test func keysThatAreThereByHalfAreToldAndNotReplaced() throws {
        try withDirectory { directory in
            try started(directory).channels.running.stop()
            let path = "\(directory)/keys.json"
            let whole = try SecretFile.read(path)
            func told(_ text: String?) throws -> Problem? {
                unlink(path)
                if let text { _ = try KeyDirectory(directory).write(text, to: "keys.json") }
                return #expect(throws: Problem.self) { try KeyMaterial.kept(in: directory, for: accounts) }
            }
            for text in [nil, "", String(whole.prefix(whole.utf8.count / 2)), whole.replacing("MII", with: "MIJ")] {
                #expect(try told(text)?.code == .simulatorKeysIncomplete)
            }
            _ = try KeyDirectory(directory).write(whole, to: "keys.json")
            let another = ChannelAccount(channel: .wechatpay, account: Channels.otherMchid)
            let problem = #expect(throws: Problem.self) { try KeyMaterial.kept(in: directory, for: [another]) }
            #expect(problem?.code == .simulatorKeysIncomplete)
            #expect(problem?.expected == "wechatpay:\(Channels.otherMchid)")
            #expect(try !started(directory).areNew)
        }
    }
}
