import Cryptography
import Dispatch
import FoundationEssentials
import TestTurns
import Testing
import Vocabulary

@testable import Simulation

#if canImport(Glibc)
    import Glibc
#endif

@Suite(.serialized, .waiting) struct ServerLifeTests {
    /// Blocks the threads that tests share: a server that needed them would never answer.
    @Test func manyBlockingCallersAreAnsweredAtOnce() async throws {
        let channels = try Channels()
        defer { channels.running.stop() }
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<24 {
                group.addTask(executorPreference: globalConcurrentExecutor) {
                    try channels.asking(WeChatPayTestCaller.apply).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == [Int](repeating: 200, count: 24))
        #expect(channels.running.requests.count(.apply, of: Channels.wechatPay, day: FixedBills.day) == 24)
    }

    @Test func aConnectionServesSeveralRequests() throws {
        try Channels.with { channels in
            let request = "GET /v3/none HTTP/1.1\r\nHost: x\r\n"
            let bytes = WireClient.exchange(
                port: channels.running.ports.wechatPay,
                bytes: Array((request + "\r\n" + request + "Connection: close\r\n\r\n").utf8))
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(text.ranges(of: "HTTP/1.1 404 Not Found").count == 2)
            #expect(text.contains("Connection: keep-alive"))
        }
    }

    @Test(arguments: [
        ("nonsense\r\n\r\n", 400), ("GET / HTTP/2.0\r\n\r\n", 400), ("GET x HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nno colon\r\n\r\n", 400),
        ("POST /gateway.do HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
        ("POST /gateway.do HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", 413),
        ("POST /gateway.do HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
        ("GET /" + String(repeating: "x", count: 70_000), 431),
    ])
    func whatIsNoRequestIsRefused(request: String, status: Int) throws {
        try Channels.with { channels in
            let bytes = WireClient.exchange(port: channels.running.ports.alipay, bytes: Array(request.utf8))
            #expect(WireClient.parsed(bytes)?.status == status)
        }
    }

    @Test func stoppingEndsASlowBodyAndFreesThePort() throws {
        let fault = ChannelFault(.slowBody(bytesPerSecond: 1), at: .apply, of: Channels.wechatPay)
        let channels = try Channels(faults: [fault])
        let caller = try WeChatPayTestCaller(channels)
        let answer = try caller.exchange(WeChatPayTestCaller.apply) { channels.running.stop() }
        #expect(answer?.status == 200)
        #expect(answer?.isComplete == false)
        channels.running.stop()
        // The port is free again. That the system gives it to another test's caller in between happens, but not each time.
        let isFree = try (1...5).contains { _ in
            let first = try SimulatedChannels.start(source: FixedBills(), keys: channels.keys)
            first.stop()
            let port = first.ports.wechatPay
            let again = try? SimulatedChannels.start(source: FixedBills(), keys: channels.keys, port: port)
            defer { again?.stop() }
            return again?.ports.wechatPay == port
        }
        #expect(isFree)
    }

    @Test func stoppingDoesNotWaitForACallerThatIsSilent() throws {
        let channels = try Channels()
        let port = channels.running.ports.wechatPay
        let isStopped = DispatchSemaphore(value: 0)
        let answer = WireClient.exchange(port: port, bytes: Array("GET /v3/none HTTP/1.1\r\n\r\n".utf8)) {
            DispatchQueue(label: "stopping").async {
                channels.running.stop()
                isStopped.signal()
            }
        }
        #expect(WireClient.parsed(answer)?.status == 404)
        #expect(isStopped.wait(timeout: .now() + .seconds(Patience.seconds)) == .success)
    }

    @Test func aPortThatIsTakenIsAProblemAndLeavesNothingOpen() throws {
        try Channels.with { channels in
            let taken = channels.running.ports.wechatPay
            let failure = #expect(throws: Problem.self) {
                try SimulatedChannels.start(source: FixedBills(), keys: channels.keys, port: taken)
            }
            #expect(failure?.code == .simulatorCannotListen)
        }
    }

    @Test func theWrittenKeysAreWholeAndPrivate() throws {
        let directory = "/tmp/simulator-keys-\(getpid())-\(Nonce.text())"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try Channels.with(options: {
            $0.keyModes[Channels.otherMchid] = .publicKey
            $0.alipayUsesCertificates = true
        }) { channels in
            let description = try channels.running.writeKeys(to: directory)
            let merchant = try #require(description.wechatpay.first)
            #expect(description.wechatpay.map(\.keyMode) == [.certificates, .publicKey])
            #expect(merchant.primaryURL == "http://127.0.0.1:\(channels.running.ports.wechatPay)")
            let key = try PrivateKey(text: SecretFile.read(merchant.merchantKeyPath))
            let certificate = try Certificate(text: SecretFile.read(merchant.merchantCertificatePath))
            #expect(try key.publicKey.isSame(as: certificate.publicKey))
            #expect(certificate.serialHex == merchant.merchantCertificateSerial)
            #expect(try SecretFile.read(merchant.apiV3KeyPath).utf8.count == 32)
            let application = try #require(description.alipay.first)
            let own = try Certificate(text: SecretFile.read(application.appCertificatePath))
            #expect(SimulatedAlipayCertificateNumber.of(own) == application.appCertificateNumber)
            let roots = try Certificate.bundle(SecretFile.read(application.alipayRootBundlePath))
            #expect(roots.count == 3)
            #expect(application.alipayRootCertificateNumber.split(separator: "_").count == 2)
            let alipay = try Certificate(text: SecretFile.read(application.alipayCertificatePath))
            #expect(alipay.issuer == roots.first?.subject)
            for name in try FileManager.default.subpathsOfDirectory(atPath: directory) {
                var status = stat()
                #expect(stat(directory + "/" + name, &status) == 0)
                #expect(status.st_mode & 0o777 == (status.st_mode & S_IFMT == S_IFDIR ? 0o700 : 0o600))
            }
        }
    }
}
