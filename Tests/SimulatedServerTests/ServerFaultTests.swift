import Cryptography
import FoundationEssentials
import TestTurns
import Testing
import Vocabulary

@testable import Simulation

/// A fault and what a caller that does everything right sees of it.
struct SeenFault: Sendable, CustomTestStringConvertible {
    let kind: ChannelFaultKind
    let step: ChannelStep
    let isSeen: @Sendable (WireAnswer?, _ key: PublicKey, _ serial: String) -> Bool
    var testDescription: String { "\(step) \(kind)".prefix(60).description }

    init(
        _ kind: ChannelFaultKind, at step: ChannelStep,
        _ isSeen: @escaping @Sendable (WireAnswer?, PublicKey, String) -> Bool
    ) {
        self.kind = kind
        self.step = step
        self.isSeen = isSeen
    }

    private static func signature(_ answer: WireAnswer?) -> String { answer?.headers["wechatpay-signature"] ?? "" }

    static let wechatPay: [SeenFault] =
        [
            SeenFault(.notReady, at: .apply) { answer, _, _ in answer?.code == "STATEMENT_CREATING" },
            SeenFault(.error(status: 429, code: "FREQUENCY_LIMITED", isSigned: true), at: .apply) {
                $0?.status == 429 && $0?.code == "FREQUENCY_LIMITED" && $0?.isSigned(by: $1, serial: $2) == true
            },
            SeenFault(.error(status: 400, code: "NO_STATEMENT_EXIST", isSigned: false), at: .apply) {
                $0?.code == "NO_STATEMENT_EXIST" && $0?.isSigned(by: $1, serial: $2) == false
            },
            SeenFault(.noData(.valid), at: .apply) {
                $0?.status == 400 && $0?.code == "NO_STATEMENT_EXIST" && $0?.isSigned(by: $1, serial: $2) == true
            },
            SeenFault(.noData(.missing), at: .apply) { answer, _, _ in
                answer?.code == "NO_STATEMENT_EXIST"
                    && answer?.headers.keys.contains { $0.hasPrefix("wechatpay-") } == false
            },
            SeenFault(.noData(.stranger), at: .apply) { answer, key, serial in
                answer?.code == "NO_STATEMENT_EXIST" && answer?.headers["wechatpay-serial"] == serial
                    && answer?.isSigned(by: key, serial: serial) == false
            },
            SeenFault(.noData(.own), at: .apply) { answer, key, serial in
                answer?.headers["wechatpay-serial"] == serial && answer?.isSigned(by: key, serial: serial) == false
            },
            SeenFault(.noData(.unknownKey), at: .apply) { answer, _, serial in
                answer?.code == "NO_STATEMENT_EXIST" && answer?.headers["wechatpay-serial"] != serial
            },
            SeenFault(.noData(.stale), at: .apply) { answer, _, _ in
                answer?.headers["wechatpay-timestamp"] == String(Channels.noon - 3600)
            },
            SeenFault(.status(404), at: .apply) { answer, _, _ in answer?.status == 404 && answer?.code == nil },
            SeenFault(.wrongSignature, at: .apply) { answer, key, serial in
                Base64.bytes(signature(answer)) != nil && answer?.isSigned(by: key, serial: serial) == false
            },
            SeenFault(.wrongSignature, at: .certificates) { $0?.isSigned(by: $1, serial: $2) == false },
            SeenFault(.probeSignature, at: .apply) { answer, key, serial in
                signature(answer).hasPrefix("WECHATPAY/SIGNTEST/") && Base64.bytes(signature(answer))?.count == 256
                    && answer?.headers["wechatpay-serial"] == serial
            },
            SeenFault(.probeInvalidBase64, at: .apply) { answer, _, _ in
                signature(answer).hasPrefix("WECHATPAY/SIGNTEST/") && Base64.bytes(signature(answer)) == nil
            },
            SeenFault(.probeUnknownSerial, at: .apply) { answer, _, serial in
                signature(answer).hasPrefix("WECHATPAY/SIGNTEST/") && answer?.headers["wechatpay-serial"] != serial
            },
            SeenFault(.unsigned, at: .apply) { answer, _, _ in
                answer?.status == 200 && answer?.headers.keys.contains { $0.hasPrefix("wechatpay-") } == false
            },
            SeenFault(.clockSkew(seconds: 299), at: .apply) {
                $0?.headers["wechatpay-timestamp"] == String(Channels.noon + 299)
                    && $0?.isSigned(by: $1, serial: $2) == true
            },
            SeenFault(.clockSkew(seconds: -600), at: .apply) { answer, _, _ in answer?.code == "SIGN_ERROR" },
            SeenFault(.brokenHash, at: .apply) { answer, _, _ in
                answer?.text.contains("b8de53a358c1681fb6321ff50263d07c8ba0f60f") == false
                    && answer?.text.contains("\"hash_type\":\"SHA1\"") == true
            },
            SeenFault(.hashType("SHA256"), at: .apply) { answer, _, _ in
                answer?.text.contains("\"hash_type\":\"SHA256\"") == true
            },
            SeenFault(.foreignHost("https://example.com"), at: .apply) { answer, _, _ in
                answer?.text.contains("\"download_url\":\"https://example.com/v3/billdownload/file?token=") == true
            },
            SeenFault(.content(Array("a broken bill".utf8)), at: .apply) { answer, _, _ in
                let hash = Hexadecimal.text(Digest.of("a broken bill", by: .sha1)).lowercased()
                return answer?.text.contains(hash) == true
            },
            SeenFault(.expiredLink, at: .download) { answer, _, _ in answer?.code == "INVALID_REQUEST" },
            SeenFault(.truncated(byBytes: 9), at: .download) { answer, _, _ in
                answer?.isComplete == true && answer.map { inflated($0.body) } == []
            },
            SeenFault(.flippedByte, at: .download) { answer, _, _ in
                answer?.isComplete == true && answer.map { inflated($0.body) } == []
            },
            SeenFault(.bomb(inflatedBytes: 64 << 20), at: .download) { answer, _, _ in
                // 64 MiB of zeros in well under a hundredth of that, and it is a whole gzip member.
                guard let body = answer?.body, body.count < 1 << 19 else { return false }
                return Array(body.suffix(4)) == [0, 0, 0, 4] && inflatedCount(body) == 64 << 20
            },
        ] + [ChannelStep.apply, .download].flatMap(onTheWay)

    static func onTheWay(_ step: ChannelStep) -> [SeenFault] {
        [
            SeenFault(.status(503), at: step) { answer, _, _ in
                answer?.status == 503 && answer?.headers["content-type"]?.hasPrefix("text/html") == true
            },
            SeenFault(.redirect("http://example.com"), at: step) { answer, _, _ in
                answer?.status == 302 && answer?.headers["location"] == "http://example.com/elsewhere"
            },
            SeenFault(.dropConnection, at: step) { answer, _, _ in answer == nil },
            SeenFault(.cutConnection(afterBytes: 20), at: step) { answer, _, _ in
                answer?.status == 200 && answer?.body.count == 20 && answer?.isComplete == false
            },
            SeenFault(.cutConnection(afterBytes: .max), at: step) { answer, _, _ in
                answer?.status == 200 && answer?.isComplete == false
            },
            SeenFault(.slowBody(bytesPerSecond: 1 << 20), at: step) { answer, _, _ in
                answer?.status == 200 && answer?.isComplete == true
            },
            SeenFault(.emptyBody, at: step) { answer, _, _ in answer?.status == 200 && answer?.body == [] },
            SeenFault(.hugeBody(bytes: 3_000_001), at: step) { answer, _, _ in answer?.body.count == 3_000_001 },
            SeenFault(.jsonGarbage, at: step) { answer, _, _ in
                answer?.status == 200 && answer?.text == "{\"code\": \"SUCC"
            },
            SeenFault(.html, at: step) { answer, _, _ in
                answer?.status == 200 && answer?.text.hasPrefix("<html") == true
            },
        ]
    }
}

@Suite(.serialized, .waiting) struct ServerFaultTests {
    @Test(arguments: SeenFault.wechatPay) func aWeChatPayFaultIsSeenOnceAndCounted(seen: SeenFault) throws {
        let fault = ChannelFault(
            seen.kind, at: seen.step, of: Channels.wechatPay, day: seen.step == .certificates ? nil : FixedBills.day)
        try Channels.with(faults: [fault]) { channels in
            let signer = try channels.wechatPayKeys().platform.current
            for isStruck in [true, false] {
                var caller = try WeChatPayTestCaller(channels)
                let answer: WireAnswer?
                switch seen.step {
                case .apply: answer = try caller.exchange(WeChatPayTestCaller.apply)
                case .certificates: answer = try caller.exchange("/v3/certificates")
                case .download:
                    let (target, _) = try caller.applied()
                    caller.nonce = Nonce.text()
                    answer = try caller.exchange(target)
                case .balance, .deposit, .amounts: return  // of no bill
                }
                // Slowness cannot be told from the bytes.
                if case .slowBody = seen.kind, !isStruck { continue }
                #expect(seen.isSeen(answer, try signer.certificate.publicKey, signer.serial) == isStruck)
                #expect(channels.running.faults.met.map(\.count) == [1])
                #expect(channels.running.faults.unmet == [])
                #expect(channels.running.requests.records.last?.fault == (isStruck ? seen.kind : nil))
            }
        }
    }

    @Test func anAlipayFaultIsSeenOnceAndCounted() throws {
        let key = try Channels.sharedKeys.get().alipay[0].platform.key.publicKey
        let applied: [(ChannelFaultKind, (AlipayTestAnswer) -> Bool)] = [
            (.notReady, { $0.node.sub_code == "BILL_NOT_EXIST" }),
            (.wrongSignature, { $0.sign != nil && !$0.isSigned(by: key) }),
            (.unsigned, { $0.sign == nil && $0.node.code == "10000" }),
            (.clockSkew(seconds: 600), { $0.node.sub_code == "isv.invalid-timestamp" }),
            (
                .error(status: 200, code: "SYSTEM_RATE_LIMIT", isSigned: false),
                { $0.sign == nil && $0.node.sub_code == "SYSTEM_RATE_LIMIT" }
            ),
            (.error(status: 200, code: "20000", isSigned: true), { $0.node.code == "20000" && $0.isSigned(by: key) }),
            (
                .foreignHost("https://example.com"),
                { $0.node.bill_download_url?.hasPrefix("https://example.com/downloadBillFile.resource?") == true }
            ),
        ]
        for (kind, isSeen) in applied {
            let fault = ChannelFault(kind, at: .apply, of: Channels.alipay, day: FixedBills.day)
            try Channels.with(faults: [fault]) { channels in
                for isStruck in [true, false] {
                    let answer = try AlipayTestAnswer(AlipayTestCaller(channels).call())
                    #expect(isSeen(answer) == isStruck, "\(kind)")
                }
                #expect(channels.running.faults.met.map(\.count) == [1])
            }
        }
        let onTheWay = SeenFault.onTheWay(.download)
        for seen in onTheWay {
            let fault = ChannelFault(seen.kind, at: .download, of: Channels.alipay)
            try Channels.with(faults: [fault]) { channels in
                let caller = try AlipayTestCaller(channels)
                let answer = try AlipayTestAnswer(caller.call())
                let url = try #require(answer.node.bill_download_url)
                let target = try #require(url.firstRange(of: "/downloadBillFile")).lowerBound
                let wire = WireClient.send(
                    port: channels.running.ports.alipayDownload, target: String(url[target...]), headers: [])
                #expect(seen.isSeen(wire, key, ""), "\(seen.kind)")
                #expect(channels.running.faults.unmet == [])
            }
        }
    }

    @Test func aZIPBombIsAWellFormedArchive() throws {
        let fault = ChannelFault(.bomb(inflatedBytes: 3 << 30), at: .download, of: Channels.alipay)
        try Channels.with(faults: [fault]) { channels in
            let caller = try AlipayTestCaller(channels)
            let body = try caller.download(AlipayTestAnswer(caller.call())).body
            #expect(body.starts(with: [0x50, 0x4B, 3, 4]))
            #expect(body.count < 4 << 20)
            #expect(body.suffix(22).starts(with: [0x50, 0x4B, 5, 6]))
        }
        #expect(InflationBomb.zip(inflatedBytes: 8 << 30).byteCount > 0)
    }

    @Test func faultsOfOneAnswerStrikeInTheOrderOfThePlan() throws {
        let plan = [
            ChannelFault(.notReady, at: .apply, of: Channels.wechatPay, day: FixedBills.day, .times(2)),
            ChannelFault(.probeSignature, at: .apply, of: Channels.wechatPay, day: FixedBills.day),
            ChannelFault(.status(502), at: .apply, of: Channels.wechatPay, .until(epochSeconds: Channels.noon + 60)),
        ]
        try Channels.with(faults: plan) { channels in
            func ask() throws -> WireAnswer { try channels.asking(WeChatPayTestCaller.apply) }
            #expect(try ask().code == "STATEMENT_CREATING")
            #expect(try ask().code == "STATEMENT_CREATING")
            #expect(try ask().headers["wechatpay-signature"]?.hasPrefix("WECHATPAY/SIGNTEST/") == true)
            #expect(try ask().status == 502)
            channels.clock.advance(60)
            #expect(try ask().status == 200)
            #expect(channels.running.faults.met.map(\.count) == [2, 1, 1])
            try channels.running.faults.add(ChannelFault(.emptyBody, at: .apply, of: Channels.wechatPay, .always))
            for _ in 0..<3 { #expect(try ask().body == []) }
            #expect(channels.running.faults.met.map(\.count) == [2, 1, 1, 3])
        }
    }

    @Test func aFaultThatARefusalHidesIsNotMet() throws {
        let hidden = ChannelFault(.brokenHash, at: .apply, of: Channels.wechatPay, day: FixedBills.zeroDay)
        let shown = ChannelFault(.wrongSignature, at: .apply, of: Channels.wechatPay, day: FixedBills.zeroDay)
        for (fault, count) in [(hidden, 0), (shown, 1)] {
            try Channels.with(faults: [fault]) { channels in
                let signer = try channels.wechatPayKeys().platform.current
                let answer = try channels.asking("/v3/bill/tradebill?bill_date=2026-11-20")
                #expect(answer.code == "NO_STATEMENT_EXIST")
                #expect(answer.isSigned(by: try signer.certificate.publicKey, serial: signer.serial) == (count == 0))
                #expect(channels.running.faults.met.map(\.count) == [count])
            }
        }
    }

    @Test func anUnprovenCallerMeetsNoFault() throws {
        let fault = ChannelFault(.notReady, at: .apply, of: Channels.wechatPay)
        try Channels.with(faults: [fault]) { channels in
            var caller = try WeChatPayTestCaller(channels)
            caller.signer = caller.keys.platform.current.key
            #expect(try caller.get(WeChatPayTestCaller.apply).status == 401)
            #expect(channels.running.faults.unmet == [fault])
        }
    }

    @Test func anotherDaysAndAnotherAccountsBillComeWithTheRightHash() throws {
        let plan = [
            ChannelFault(.otherAccount(Channels.otherMchid), at: .apply, of: Channels.wechatPay, day: FixedBills.day)
        ]
        try Channels.with(faults: plan) { channels in
            var caller = try WeChatPayTestCaller(channels)
            let (target, hash) = try caller.applied("/v3/bill/tradebill?bill_date=2026-11-21&bill_type=SUCCESS")
            caller.nonce = Nonce.text()
            let body = try caller.get(target).body
            #expect(body == Array("SUCCESS \(Channels.otherMchid)".utf8))
            #expect(Hexadecimal.text(Digest.of(body, by: .sha1)).lowercased() == hash)
        }
    }
}
