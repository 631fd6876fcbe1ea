import Cryptography
import FoundationEssentials
import TestTurns
import Testing
import Vocabulary

@testable import Simulation

@Suite(.serialized, .waiting) struct ServerWeChatPayTests {
    @Test func theSampleBillIsTheOneOfTheSpecification() {
        #expect(FixedBills.wechatPay.count == 1419)
        #expect(
            Hexadecimal.text(Digest.of(FixedBills.wechatPay, by: .sha1)).lowercased()
                == "b8de53a358c1681fb6321ff50263d07c8ba0f60f")
    }

    @Test func aGzipBillIsAppliedForSignedAndDownloadedUnsigned() throws {
        try Channels.with { channels in
            let caller = try WeChatPayTestCaller(channels)
            let current = caller.keys.platform.current
            let answer = try caller.get(WeChatPayTestCaller.apply)
            #expect(answer.status == 200)
            #expect(answer.isSigned(by: try current.certificate.publicKey, serial: current.serial))
            #expect(answer.headers["request-id"] != nil)

            var again = try WeChatPayTestCaller(channels)
            let (target, hash) = try again.applied()
            #expect(hash == "b8de53a358c1681fb6321ff50263d07c8ba0f60f")
            #expect(target.hasPrefix("/v3/billdownload/file?token="))
            #expect(target.hasSuffix("&tartype=gzip"))
            let token = target.dropFirst("/v3/billdownload/file?token=".count).dropLast("&tartype=gzip".count)
            #expect(
                token.utf8.allSatisfy {
                    "-_".utf8.contains($0) || Character(Unicode.Scalar($0)).isLetter || (48...57).contains($0)
                })

            again.nonce = Nonce.text()
            let file = try again.get(target)
            #expect(file.status == 200)
            #expect(file.headers["content-type"] == "application/x-gzip")
            #expect(file.headers["content-encoding"] == nil)
            #expect(!file.headers.keys.contains { $0.hasPrefix("wechatpay-") })
            let name = Array("1900999001All2026-11-21.csv".utf8) + [0]
            #expect(Array(file.body.prefix(10 + name.count)) == [0x1F, 0x8B, 8, 8, 0, 0, 0, 0, 0, 3] + name)
            #expect(inflated(file.body) == FixedBills.wechatPay)
        }
    }

    @Test func aPlainBillIsTheTextItself() throws {
        try Channels.with { channels in
            var caller = try WeChatPayTestCaller(channels)
            let (target, hash) = try caller.applied("/v3/bill/tradebill?bill_date=2026-11-21")
            #expect(!target.contains("tartype"))
            caller.nonce = Nonce.text()
            let file = try caller.get(target)
            #expect(file.body == FixedBills.wechatPay)
            #expect(file.headers["content-type"] == "text/plain")
            #expect(Hexadecimal.text(Digest.of(file.body, by: .sha1)).lowercased() == hash)
        }
    }

    @Test(arguments: [
        ["mchid", "nonce_str", "timestamp", "serial_no", "signature"],
        ["signature", "serial_no", "timestamp", "nonce_str", "mchid"],
    ])
    func theFiveParametersMayStandInAnyOrder(order: [String]) throws {
        try Channels.with { channels in
            var caller = try WeChatPayTestCaller(channels)
            caller.order = order
            #expect(try caller.get(WeChatPayTestCaller.apply).status == 200)
        }
    }

    /// One way of calling wrongly, and what it must be answered with.
    struct WrongCall: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let status: Int
        let code: String
        var target = WeChatPayTestCaller.apply
        let bend: @Sendable (inout WeChatPayTestCaller) throws -> Void

        init(
            _ name: String, _ status: Int, _ code: String, target: String = WeChatPayTestCaller.apply,
            _ bend: @escaping @Sendable (inout WeChatPayTestCaller) throws -> Void = { _ in }
        ) {
            testDescription = name
            self.status = status
            self.code = code
            self.target = target
            self.bend = bend
        }

        static let all = [
            WrongCall("no Authorization", 401, "SIGN_ERROR") { $0.authorization = "" },
            WrongCall("another scheme", 401, "SIGN_ERROR") { $0.scheme = "WECHATPAY2-SM2-WITH-SM3" },
            WrongCall("spaces between parameters", 401, "SIGN_ERROR") { $0.separator = ", " },
            WrongCall("four parameters", 401, "SIGN_ERROR") { $0.order.removeLast() },
            WrongCall("a parameter twice", 401, "SIGN_ERROR") { $0.order.append("mchid") },
            WrongCall("an unknown parameter", 401, "SIGN_ERROR") { $0.order.append("extra") },
            WrongCall("an unknown merchant", 401, "SIGN_ERROR") { $0.mchid = "1900999009" },
            WrongCall("a clock 300 s slow", 401, "SIGN_ERROR") { $0.secondsOff = -300 },
            WrongCall("a clock 300 s fast", 401, "SIGN_ERROR") { $0.secondsOff = 300 },
            WrongCall("milliseconds", 401, "SIGN_ERROR") { $0.timestampText = "1795312800000" },
            WrongCall("a timestamp that is no number", 401, "SIGN_ERROR") { $0.timestampText = "+1795312800" },
            WrongCall("a nonce too long", 401, "SIGN_ERROR") { $0.nonce += "A" },
            WrongCall("a nonce with other characters", 401, "SIGN_ERROR") { $0.nonce = "a-b" },
            WrongCall("an unknown serial", 401, "SIGN_ERROR") { $0.serial = String($0.serial.reversed()) },
            WrongCall("a lower-case serial", 401, "SIGN_ERROR") { $0.serial = $0.serial.lowercased() },
            WrongCall("another key", 401, "SIGN_ERROR") { $0.signer = $0.keys.platform.current.key },
            WrongCall("another target signed", 401, "SIGN_ERROR") {
                $0.signedTarget = "/v3/bill/tradebill?bill_type=ALL&bill_date=2026-11-21&tar_type=GZIP"
            },
            WrongCall("the query not signed", 401, "SIGN_ERROR") { $0.signedTarget = "/v3/bill/tradebill" },
            WrongCall("no User-Agent", 400, "PARAM_ERROR") { $0.headers.removeAll { $0.0 == "User-Agent" } },
            WrongCall("no Accept", 400, "PARAM_ERROR") { $0.headers.removeAll { $0.0 == "Accept" } },
            WrongCall("another Accept", 400, "PARAM_ERROR") { $0.headers[0].1 = "text/html" },
            WrongCall("an unknown Wechatpay-Serial", 400, "PARAM_ERROR") {
                $0.headers.append(("Wechatpay-Serial", "PUB_KEY_ID_0"))
            },
            WrongCall("POST", 405, "METHOD_NOT_ALLOWED") { $0.method = "POST" },
            WrongCall("an unknown path", 404, "RESOURCE_NOT_EXISTS", target: "/v3/bill/none"),
            WrongCall("no date", 400, "PARAM_ERROR", target: "/v3/bill/tradebill"),
            WrongCall("a date without hyphens", 400, "PARAM_ERROR", target: "/v3/bill/tradebill?bill_date=20261121"),
            WrongCall("no such date", 400, "PARAM_ERROR", target: "/v3/bill/tradebill?bill_date=2026-02-30"),
            WrongCall("a date twice", 400, "PARAM_ERROR", target: WeChatPayTestCaller.apply + "&bill_date=2026-11-21"),
            WrongCall(
                "an unknown type", 400, "PARAM_ERROR", target: "/v3/bill/tradebill?bill_date=2026-11-21&bill_type=all"),
            WrongCall(
                "an unknown packing", 400, "PARAM_ERROR",
                target: "/v3/bill/tradebill?bill_date=2026-11-21&tar_type=gzip"),
            WrongCall("a sub-merchant", 403, "NO_AUTH", target: WeChatPayTestCaller.apply + "&sub_mchid=1900000109"),
            WrongCall("today", 400, "INVALID_REQUEST", target: "/v3/bill/tradebill?bill_date=2026-11-22"),
            WrongCall("91 days back", 400, "INVALID_REQUEST", target: "/v3/bill/tradebill?bill_date=2026-08-23"),
            WrongCall("a zero day", 400, "NO_STATEMENT_EXIST", target: "/v3/bill/tradebill?bill_date=2026-11-20"),
            WrongCall("a late day", 400, "STATEMENT_CREATING", target: "/v3/bill/tradebill?bill_date=2026-11-19"),
            WrongCall("an invented token", 400, "INVALID_REQUEST", target: "/v3/billdownload/file?token=abc"),
        ]
    }

    @Test(arguments: WrongCall.all) func aWrongCallIsRefused(call: WrongCall) throws {
        try Channels.with { channels in
            var caller = try WeChatPayTestCaller(channels)
            try call.bend(&caller)
            let answer = try caller.get(call.target)
            #expect(answer.status == call.status)
            #expect(answer.code == call.code)
            #expect(channels.running.requests.records.last?.code == call.code)
        }
    }

    @Test(arguments: [-299, 299] as [Int64]) func aClockOffByLessThanFiveMinutesIsAccepted(seconds: Int64) throws {
        try Channels.with { channels in
            var caller = try WeChatPayTestCaller(channels)
            caller.secondsOff = seconds
            #expect(try caller.get(WeChatPayTestCaller.apply).status == 200)
        }
    }

    @Test func aNonceCountsOnceAndOnlyForAProvenCaller() throws {
        try Channels.with { channels in
            var caller = try WeChatPayTestCaller(channels)
            var stranger = caller
            stranger.signer = caller.keys.platform.current.key
            #expect(try stranger.get(WeChatPayTestCaller.apply).status == 401)
            #expect(try caller.get(WeChatPayTestCaller.apply).status == 200)
            #expect(try caller.get(WeChatPayTestCaller.apply).code == "SIGN_ERROR")
            var other = try WeChatPayTestCaller(channels, mchid: Channels.otherMchid)
            other.nonce = caller.nonce
            #expect(try other.get(WeChatPayTestCaller.apply).status == 200)
            caller.nonce = Nonce.text()
            #expect(try caller.get(WeChatPayTestCaller.apply).status == 200)
        }
    }

    @Test func aSignatureErrorTellsWhatWasSigned() throws {
        try Channels.with { channels in
            var caller = try WeChatPayTestCaller(channels)
            caller.signer = caller.keys.platform.current.key
            let answer = try caller.get(WeChatPayTestCaller.apply)
            #expect(answer.text.contains("\"sign_message_length\":117"))
        }
    }

    @Test func aBillIsThereFromNineOClockOnForNinetyDays() throws {
        let nine = FixedBills.day.endEpochSeconds + 9 * 3600
        for (moment, code) in [(nine - 1, "STATEMENT_CREATING"), (nine, nil)] as [(Int64, String?)] {
            try Channels.with(at: moment) { channels in
                let answer = try channels.asking(WeChatPayTestCaller.apply)
                #expect(answer.code == code)
            }
        }
        try Channels.with { channels in
            let answer = try channels.asking("/v3/bill/tradebill?bill_date=2026-08-24")
            #expect(answer.status == 200)
        }
    }

    @Test func aDownloadAddressLivesThirtySeconds() throws {
        try Channels.with { channels in
            var caller = try WeChatPayTestCaller(channels)
            let (target, _) = try caller.applied()
            for (seconds, status) in [(29, 200), (1, 400)] as [(Int64, Int)] {
                channels.clock.advance(seconds)
                caller.nonce = Nonce.text()
                let answer = try caller.get(target)
                #expect(answer.status == status)
                if status == 400 { #expect(answer.code == "INVALID_REQUEST") }
            }
        }
    }

    @Test func onlyTheMerchantThatAppliedMayDownloadAndOnlyTheAddressAsGiven() throws {
        try Channels.with { channels in
            var caller = try WeChatPayTestCaller(channels)
            let (target, _) = try caller.applied()
            let other = try WeChatPayTestCaller(channels, mchid: Channels.otherMchid)
            let refused = try other.get(target)
            #expect((refused.status, refused.code) == (403, "NO_AUTH"))
            caller.nonce = Nonce.text()
            #expect(try caller.get(target.replacing("&tartype=gzip", with: "")).code == "PARAM_ERROR")
            caller.nonce = Nonce.text()
            caller.authorization = ""
            #expect(try caller.get(target).status == 401)
        }
    }

    @Test func theFallbackHostServesTheSame() throws {
        try Channels.with { channels in
            var caller = try WeChatPayTestCaller(channels)
            let (target, _) = try caller.applied()
            caller.usesFallback = true
            caller.nonce = Nonce.text()
            let file = try caller.get(target)
            #expect(inflated(file.body) == FixedBills.wechatPay)
        }
    }

    @Test func errorsAreSignedUnlessToldNotTo() throws {
        for signs in [true, false] {
            try Channels.with(options: { $0.signsErrors = signs }) { channels in
                let caller = try WeChatPayTestCaller(channels)
                let current = caller.keys.platform.current
                let answer = try caller.get("/v3/bill/tradebill?bill_date=2026-11-20")
                #expect(answer.code == "NO_STATEMENT_EXIST")
                #expect(answer.isSigned(by: try current.certificate.publicKey, serial: current.serial) == signs)
                #expect((answer.headers["wechatpay-signature"] != nil) == signs)
            }
        }
    }

    @Test func theAddressMayHaveSpaceInFrontAndTheOtherPath() throws {
        try Channels.with(options: {
            $0.downloadURLHasLeadingSpace = true
            $0.usesDownloadURLPath = true
        }) { channels in
            var caller = try WeChatPayTestCaller(channels)
            let text = try caller.get(WeChatPayTestCaller.apply).text
            #expect(text.hasPrefix("{\"download_url\":\" http://127.0.0.1:"))
            let start = try #require(text.firstRange(of: "/v3/bill/downloadurl?")?.lowerBound)
            caller.nonce = Nonce.text()
            #expect(try caller.get(String(text[start...].prefix { $0 != "\"" })).status == 200)
        }
    }

    @Test func anAbsoluteTargetIsTheSameAsItsPath() throws {
        try Channels.with { channels in
            var caller = try WeChatPayTestCaller(channels)
            caller.signedTarget = WeChatPayTestCaller.apply
            #expect(try caller.get("http://api.example.com" + WeChatPayTestCaller.apply).status == 200)
        }
    }
}
