import Cryptography
import TestTurns
import Testing
import Vocabulary

@testable import Simulation

@Suite(.serialized, .waiting) struct ServerAlipayTests {
    @Test func anAlipayBillIsAskedForSignedAndDownloadedUnsigned() throws {
        try Channels.with { channels in
            let caller = try AlipayTestCaller(channels)
            let wire = try caller.call()
            #expect(wire.status == 200)
            #expect(wire.text.contains("\"bill_download_url\":\"http:\\/\\/127.0.0.1:"))
            let answer = try AlipayTestAnswer(wire)
            #expect(answer.nodeName == "alipay_data_dataservice_bill_downloadurl_query_response")
            #expect(answer.node.code == "10000")
            #expect(answer.isSigned(by: try caller.keys.platform.key.publicKey))
            #expect(!answer.isSigned(by: try caller.keys.appKey.publicKey))
            #expect(answer.certificateNumber == nil)
            let url = try #require(answer.node.bill_download_url)
            for part in ["bizType=trade", "userId=20880000000000010156", "bizDates=20261121", "fileId=%2Ftrade%2F"] {
                #expect(url.contains(part))
            }
            let file = try caller.download(answer)
            #expect(file.body == FixedBills.alipay + Array(Channels.partnerID.utf8))
        }
    }

    @Test func parametersMayStandInTheQueryTheFormOrBoth() throws {
        try Channels.with { channels in
            var caller = try AlipayTestCaller(channels)
            caller.inQuery = Set(caller.parameters.keys).union(["sign"]).subtracting(["biz_content"])
            #expect(try AlipayTestAnswer(caller.call(extraForm: "&charset=utf-8")).node.code == "10000")
            caller.parameters["format"] = "json"
            #expect(try AlipayTestAnswer(caller.call()).node.code == "10000")
        }
    }

    @Test func inCertificateModeBothNumbersMustFitAndTheAnswerNamesItsOwn() throws {
        try Channels.with(options: { $0.alipayUsesCertificates = true }) { channels in
            var caller = try AlipayTestCaller(channels)
            #expect(try AlipayTestAnswer(caller.call()).node.sub_code == "isv.missing-app-cert-sn")
            try caller.useCertificates()
            let answer = try AlipayTestAnswer(caller.call())
            #expect(answer.node.code == "10000")
            #expect(answer.memberNames == ["alipay_cert_sn", answer.nodeName, "sign"])
            #expect(answer.certificateNumber == SimulatedAlipayCertificateNumber.of(caller.keys.platform.certificate))
            #expect(answer.isSigned(by: try caller.keys.platform.certificate.publicKey))

            // Counting the elliptic root too is the classical mistake.
            let all = try Certificate.bundle(caller.keys.platform.rootBundle)
            #expect(all.count == 3)
            let right = caller.parameters["alipay_root_cert_sn"]
            caller.parameters["alipay_root_cert_sn"] = all.map(SimulatedAlipayCertificateNumber.of).joined(
                separator: "_")
            #expect(caller.parameters["alipay_root_cert_sn"] != right)
            #expect(try AlipayTestAnswer(caller.call()).node.sub_code == "isv.invalid-alipay-root-cert-sn")
            try caller.useCertificates()
            caller.parameters["app_cert_sn"] = SimulatedAlipayCertificateNumber.of(caller.keys.platform.certificate)
            #expect(try AlipayTestAnswer(caller.call()).node.sub_code == "isv.invalid-app-cert-sn")
        }
    }

    /// One way of calling wrongly, and the sub-code it must be answered with.
    struct WrongAlipayCall: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let subCode: String
        /// Whether the refusal comes from the gateway, before the interface.
        var isOfGateway = true
        var isSigned = true
        let bend: @Sendable (inout AlipayTestCaller) throws -> Void

        init(
            _ name: String, _ subCode: String, isOfGateway: Bool = true, isSigned: Bool = true,
            _ bend: @escaping @Sendable (inout AlipayTestCaller) throws -> Void
        ) {
            testDescription = name
            self.subCode = subCode
            self.isOfGateway = isOfGateway
            self.isSigned = isSigned
            self.bend = bend
        }

        private static func set(
            _ name: String, _ value: String?, _ subCode: String, isOfGateway: Bool = true, isSigned: Bool = true
        ) -> WrongAlipayCall {
            WrongAlipayCall("\(name) \(value ?? "missing")", subCode, isOfGateway: isOfGateway, isSigned: isSigned) {
                $0.parameters[name] = value
            }
        }

        private static func asking(_ content: String, _ subCode: String) -> WrongAlipayCall {
            set("biz_content", content, subCode, isOfGateway: false)
        }

        static let all = [
            set("method", nil, "isv.missing-method"), set("app_id", nil, "isv.missing-app-id", isSigned: false),
            set("timestamp", nil, "isv.missing-timestamp"), set("version", nil, "isv.missing-version"),
            set("sign_type", nil, "isv.missing-signature-type"), set("sign", "", "isv.missing-signature"),
            set("app_id", "2021000000000000", "isv.invalid-app-id", isSigned: false),
            set("method", "alipay.trade.query", "isv.invalid-method"), set("format", "XML", "isv.invalid-format"),
            set("charset", "gbk", "isv.invalid-charset"), set("charset", nil, "isv.invalid-charset"),
            set("version", "2.0", "isv.invalid-version"), set("sign_type", "RSA", "isv.invalid-signature-type"),
            set("timestamp", "2026-11-22 09:55:00", "isv.invalid-timestamp"),
            set("timestamp", "2026-11-22 10:05:00", "isv.invalid-timestamp"),
            set("timestamp", "2026-11-22T10:00:00", "isv.invalid-timestamp"),
            // The same moment told in UTC.
            set("timestamp", "2026-11-22 02:00:00", "isv.invalid-timestamp"),
            set("app_auth_token", "202611BB", "aop.invalid-app-auth-token"),
            set("app_cert_sn", "00112233445566778899aabbccddeeff", "isv.invalid-app-cert-sn"),
            set("sign", "AAAA", "isv.invalid-signature", isOfGateway: false),
            set("sign", "not base64", "isv.invalid-signature", isOfGateway: false),
            WrongAlipayCall("another key", "isv.invalid-signature", isOfGateway: false) {
                $0.signer = $0.keys.platform.key
            },
            WrongAlipayCall("sign_type left out of what is signed", "isv.invalid-signature", isOfGateway: false) {
                $0.signs = { $0.replacing("&sign_type=RSA2", with: "") }
            },
            WrongAlipayCall("encoded values signed", "isv.invalid-signature", isOfGateway: false) {
                $0.signs = { $0.replacing("{", with: "%7B") }
            },
            WrongAlipayCall("no form", "isv.invalid-format", isSigned: false) { $0.contentType = "application/json" },
            asking("no JSON", "INVAILID_ARGUMENTS"), asking("{\"bill_type\":\"trade\"}", "INVAILID_ARGUMENTS"),
            asking("{\"bill_type\":\"trade\",\"bill_date\":\"20261121\"}", "INVAILID_ARGUMENTS"),
            asking("{\"bill_type\":\"trade\",\"bill_date\":\"2026-11-22\"}", "INVAILID_ARGUMENTS"),
            asking("{\"bill_type\":\"trade\",\"bill_date\":\"2026-11-21\",\"secure\":true}", "INVAILID_ARGUMENTS"),
            asking("{\"bill_type\":\"trade\",\"bill_date\":\"2026-11-21\",\"smid\":\"1\"}", "INVAILID_ARGUMENTS"),
            asking("{\"bill_type\":\"Trade\",\"bill_date\":\"2026-11-21\"}", "INVAILID_ARGUMENTS"),
            asking("{\"bill_type\":\"signcustomer\",\"bill_date\":\"2026-11-21\"}", "TYPE_NOT_SUPPORTED"),
            asking("{\"bill_type\":\"trade\",\"bill_date\":\"2026-10\"}", "BILL_NOT_EXIST"),
            asking("{\"bill_type\":\"trade\",\"bill_date\":\"2020-11-01\"}", "BILL_NOT_EXIST"),
            asking("{\"bill_type\":\"trade\",\"bill_date\":\"2026-11-19\"}", "BILL_NOT_EXIST"),
            asking("{\"bill_type\":\"trade\",\"bill_date\":\"2026-11-01\"}", "BILL_DATE_BEFORE_REGISTRATION"),
        ]
    }

    @Test(arguments: WrongAlipayCall.all) func aWrongAlipayCallIsRefused(call: WrongAlipayCall) throws {
        try Channels.with(options: {
            $0.registrationDays[Channels.partnerID] =
                call.subCode == "BILL_DATE_BEFORE_REGISTRATION" ? FixedBills.zeroDay : nil
        }) { channels in
            var caller = try AlipayTestCaller(channels)
            try call.bend(&caller)
            let wire = try caller.call()
            #expect(wire.status == 200)
            let answer = try AlipayTestAnswer(wire)
            #expect(answer.node.sub_code == call.subCode)
            #expect((answer.nodeName == "error_response") == call.isOfGateway)
            #expect(answer.isSigned(by: try caller.keys.platform.key.publicKey) == call.isSigned)
            #expect(answer.node.bill_download_url == nil)
        }
    }

    @Test func alipayRefusalsCanGoWithoutASignature() throws {
        try Channels.with(options: { $0.signsErrors = false }) { channels in
            let answer = try AlipayTestAnswer(AlipayTestCaller(channels, day: "2026-11-19").call())
            #expect(answer.node.sub_code == "BILL_NOT_EXIST")
            #expect(answer.sign == nil)
        }
    }

    @Test func aParameterTwiceIsRefused() throws {
        try Channels.with { channels in
            let answer = try AlipayTestAnswer(AlipayTestCaller(channels).call(extraForm: "&version=1.0"))
            #expect(answer.node.sub_code == "isv.invalid-parameter")
        }
    }

    @Test(arguments: ZeroDayAnswer.allCases) func aZeroDayHasThreeFaces(face: ZeroDayAnswer) throws {
        try Channels.with(options: { $0.zeroDays[Channels.partnerID] = face }) { channels in
            let caller = try AlipayTestCaller(channels, day: "2026-11-20")
            let answer = try AlipayTestAnswer(caller.call())
            #expect(answer.isSigned(by: try caller.keys.platform.key.publicKey))
            switch face {
            case .emptyFile:
                #expect(answer.node.bill_file_code == "EMPTY_DATA_WITH_BILL_FILE")
                #expect(try caller.download(answer).body == FixedBills.emptyAlipay)
            case .noBillData: #expect(answer.node.sub_code == "NO_BILL_DATA")
            case .billNotExist, .noStatementExist: #expect(answer.node.sub_code == "BILL_NOT_EXIST")
            }
        }
    }

    @Test func anAlipayLinkLivesThirtySecondsAndThenLeadsToAPage() throws {
        try Channels.with { channels in
            let caller = try AlipayTestCaller(channels)
            let answer = try AlipayTestAnswer(caller.call())
            channels.clock.advance(29)
            #expect(try caller.download(answer).body.starts(with: [0x50, 0x4B, 3, 4]))
            channels.clock.advance(1)
            let late = try caller.download(answer)
            #expect(late.status == 200)
            #expect(late.headers["content-type"] == "text/html;charset=utf-8")
            #expect(late.text.hasPrefix("<html>"))
        }
    }

    @Test func anHTTPSLinkIsGivenOnlyWhereItIsHonoured() throws {
        try Channels.with(options: { $0.honoursSecure = true }) { channels in
            let answer = try AlipayTestAnswer(AlipayTestCaller(channels).call())
            #expect(answer.node.bill_download_url?.hasPrefix("https://127.0.0.1:") == true)
        }
    }
}
