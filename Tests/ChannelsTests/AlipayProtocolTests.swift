import Cryptography
import Testing
import Vocabulary

@testable import Channels

private func sha256(_ bytes: [UInt8]) -> String { Hexadecimal.text(Digest.of(bytes, by: .sha256)) }

private let method = "alipay.data.dataservice.bill.downloadurl.query"

@Test func theRequestMessageIsThatOfTheSpec() {
    var parameters = [
        "app_id": "2021000000000001", "method": method, "format": "JSON", "charset": "utf-8", "sign_type": "RSA2",
        "timestamp": "2026-11-22 10:00:00", "version": "1.0",
        "biz_content": #"{"bill_type":"trade","bill_date":"2026-11-21"}"#,
    ]
    let message = AlipaySigning.message(parameters)
    #expect(message.count == 219)
    #expect(sha256(message) == "950b7676c1fb64841a35a003ae8a6f7ca51f62a996807c4906bd8e884ac381a9")
    parameters["sign"] = "abc"
    parameters["app_auth_token"] = ""
    #expect(AlipaySigning.message(parameters) == message)
}

@Test func theFormEncodesWhatASignatureHolds() {
    let form = AlipaySigning.form(["sign": "a+b/c==", "b": "茶 1"])
    #expect(String(decoding: form, as: UTF8.self) == "b=%E8%8C%B6%201&sign=a%2Bb%2Fc%3D%3D")
}

private let escapedNode =
    #"{"code":"10000","msg":"Success","bill_download_url":"http:\/\/dwbillcenter.alipay.com\/downloadBillFile.resource?bizType=trade&fileId=%2Ftrade%2Fx"}"#
private let nodeName = "alipay_data_dataservice_bill_downloadurl_query_response"

@Test func theSignedTextIsTheRawOneAndNotARewrittenOne() throws {
    let body = #"{"\#(nodeName)":\#(escapedNode),"sign":"x"}"#
    let raw = Array(try #require(RawMembers(Array(body.utf8))?[nodeName]))
    #expect(raw.count == 148)
    #expect(sha256(raw) == "2e66631fa3c2cca7440f15897884a37f02e24908e743f18e9e7062da600775f0")
    // What a careless reader would have verified instead.
    let rewritten = Array(String(decoding: raw, as: UTF8.self).replacing("\\/", with: "/").utf8)
    #expect(rewritten.count == 145)
    #expect(sha256(rewritten) == "157818df925580c475e0214279bd0feb3b26d21d0554fcdcc933fcf09608dce6")
}

@Test(arguments: [
    (#"{"n":{"a":"}"},"sign":"s"}"#, #"{"a":"}"}"#), (#"{"sign":"s","n":{"a":{"b":[{}]}}}"#, #"{"a":{"b":[{}]}}"#),
    (#" { "x" : [1,{"n":2}] , "n" : {"a" : "\\\"}" } } "#, #"{"a" : "\\\"}" }"#),
    (#"{"n":"text","sign":""}"#, #""text""#),
    (#"{"n":-1.5e3,"y":null}"#, "-1.5e3"), (#"{"x":"\"n\":{}","n":true}"#, "true"),
    (#"{"n":{"n":{"n":1}}}"#, #"{"n":{"n":1}}"#),
    ("{\"n\":{\"a\":\"茶\\u007d\"}}", "{\"a\":\"茶\\u007d\"}"),
])
func rawMembersFindsTheExactTextOfAMember(_ body: String, _ expected: String) throws {
    let members = try #require(RawMembers(Array(body.utf8)))
    #expect(String(decoding: try #require(members["n"]), as: UTF8.self) == expected)
}

@Test(arguments: [
    "", "{", "}", "[]", "null", #"{"n":1"#, #"{"n"}"#, #"{"n":}"#, #"{"n":1,}"#, #"{"n":1}{"#, #"{"n":"a}"#,
    #"{"n":{"a":1]}"#,
    #"{"n":1,"n":2}"#, #"{n:1}"#, #"{"n":{"a":"\"#, "<html></html>", String(repeating: #"{"n":"#, count: 70) + "1",
])
func rawMembersRefusesWhatIsNotOneObject(_ body: String) {
    #expect(RawMembers(Array(body.utf8)) == nil)
}

/// Each byte is looked at once, however many members there are; a megabyte of them cost 25 seconds before any signature
/// was looked at.
@Test func rawMembersLooksAtEachByteOnce() {
    let deep = String(repeating: #"{"a":["#, count: 30) + "1" + String(repeating: "]}", count: 30)
    for body in [
        "{" + (0..<95_000).map { #""m\#($0)":1"# }.joined(separator: ",") + "}",
        #"{"n":["# + String(repeating: "1,", count: 400_000) + "1]}", #"{"n":\#(deep)}"#,
        #"{"n":""# + String(repeating: #"\\"#, count: 400_000) + #""}"#,
    ] {
        var bytesLookedAt = 0
        let bytes = Array(body.utf8)
        let members = RawMembers(bytes) { bytesLookedAt = $0 }
        #expect(bytesLookedAt <= bytes.count)
        // What has more members than any answer is given up at the first that is too many.
        #expect((members == nil) == (bytesLookedAt < bytes.count))
        if members == nil { #expect(bytesLookedAt < 1000) }
    }
}

@Test(arguments: [#"{"si\u0067n":"x"}"#, "{" + (0...16).map { #""m\#($0)":1"# }.joined(separator: ",") + "}"])
func rawMembersRefusesNamesInEscapesAndManyMembers(_ body: String) {
    #expect(RawMembers(Array(body.utf8)) == nil)
}

@Test func aDisprovedNodeIsNotRead() throws {
    let channel = try SampleKeys.channel.get()
    let unreadable = #"{"code":7}"#
    let wrong = try AlipayReply(try signed(unreadable, by: SampleKeys.merchant.get()), method: method) { _ in
        try? channel.publicKey
    }
    #expect(wrong == AlipayReply(node: .unread, verification: .wrong))
    #expect(throws: Problem.self) {
        try AlipayReply(try signed(unreadable, by: channel), method: method) { _ in try? channel.publicKey }
    }
}

@Test func rawMembersRefusesANestWithoutABottom() {
    #expect(RawMembers(Array((#"{"n":"# + String(repeating: "[", count: 100_000)).utf8)) == nil)
}

private func signed(_ node: String, extra: String = "", by key: PrivateKey, name: String = nodeName) throws -> [UInt8] {
    // Escaped as the gateway may: base64 holds slashes.
    let signature = try key.base64Signature(of: Array(node.utf8)).replacing("/", with: "\\/")
    return Array(#"{\#(extra)"\#(name)":\#(node),"sign":"\#(signature)"}"#.utf8)
}

@Test func aReplyIsVerifiedOverItsRawNode() throws {
    let channel = try SampleKeys.channel.get()
    let merchant = try SampleKeys.merchant.get()
    let key = try channel.publicKey
    func verification(_ body: [UInt8]) throws -> AlipayReply.Verification {
        try AlipayReply(body, method: method) { $0 == nil || $0 == "ours" ? key : nil }.verification
    }
    let reply = try AlipayReply(try signed(escapedNode, by: channel), method: method) { _ in key }
    #expect(reply.verification == .valid)
    #expect(
        reply.node.bill_download_url
            == "http://dwbillcenter.alipay.com/downloadBillFile.resource?bizType=trade&fileId=%2Ftrade%2Fx")
    #expect(try verification(try signed(escapedNode, by: merchant)) == .wrong)
    #expect(try verification(try signed(escapedNode, extra: #""alipay_cert_sn":"ours","#, by: channel)) == .valid)
    #expect(
        try verification(try signed(escapedNode, extra: #""alipay_cert_sn":"new","#, by: channel))
            == .foreignCertificate(number: "new"))
    #expect(try verification(Array(#"{"\#(nodeName)":\#(escapedNode)}"#.utf8)) == .missing)
    #expect(try verification(Array(#"{"\#(nodeName)":\#(escapedNode),"sign":"not base64 !"}"#.utf8)) == .wrong)
    #expect(try verification(Array(#"{"\#(nodeName)":\#(escapedNode),"sign":7}"#.utf8)) == .wrong)
    #expect(try verification(Array(#"{"\#(nodeName)":\#(escapedNode),"sign":""}"#.utf8)) == .missing)
    let long = String(repeating: "A", count: 8192)
    #expect(try verification(Array(#"{"\#(nodeName)":\#(escapedNode),"sign":"\#(long)"}"#.utf8)) == .wrong)
    #expect(
        try verification(try signed(#"{"code":"40002"}"#, by: channel, name: "error_response")) == .valid)
}

@Test func aReplyThatIsNoneIsRefusedWithAReason() throws {
    for (body, code) in [
        ("<html>", ProblemCode.channelMalformedAnswer), ("{}", .channelMalformedAnswer),
        (#"{"\#(nodeName)":{"code":"1"},"error_response":{"code":"2"}}"#, .channelMalformedAnswer),
        (#"{"\#(nodeName)":{"msg":"no code"}}"#, .channelMalformedAnswer),
        (#"{"\#(nodeName)":"Q0lQSEVS","sign":"x"}"#, .channelRefusal),
    ] {
        let failure = #expect(throws: Problem.self) {
            _ = try AlipayReply(Array(body.utf8), method: method) { _ in nil }
        }
        #expect(failure?.code == code, "\(body)")
    }
}

@Test(arguments: [
    ("CN=ROOTCA,O=NRCAC,C=CN", "7629940819692799611", "9e64d67d36446de33aae13a33a89e5a7"),
    (
        "CN=Ant Financial Certification Authority R1,OU=Certification Authority,O=Ant Financial,C=CN",
        "2292228364100439313", "687b59193f3f462dd5336e5abf83c5d8"
    ),
    (
        "CN=Ant Financial Certification Authority E1,OU=Certification Authority,O=Ant Financial,C=CN",
        "4719484692854726474", "8af620707e5ddd8c7e76747e86a604dc"
    ),
    (
        "CN=iTrusChina Class 2 Root CA - G3,OU=China Trust Network,O=iTrusChina,C=CN",
        "95790491425698859646659490580052089075020051350", "02941eef3187dddf3d3b83462e1dfcf6"
    ),
])
func certificateNumbersAreThoseOfTheProductionRoots(_ issuer: String, _ serial: String, _ expected: String) {
    #expect(AlipayCertificateNumber.number(issuer: issuer, serialDecimal: serial) == expected)
}

@Test func aCertificateWithThoseNamesGetsThatNumberFromItsOwnBytes() throws {
    let key = try SampleKeys.channel.get()
    func root(_ serialHex: String, _ subject: [(field: String, value: String)]) throws -> Certificate {
        try Certificate.issue(
            CertificateRequest(
                subject: subject, serialHex: serialHex, validFromEpochSeconds: 1, validToEpochSeconds: 2_000_000_000,
                isAuthority: true), for: key.publicKey, by: nil, signer: key)
    }
    let first = try root(
        "1FCFA18D6A480D11",
        [
            ("C", "CN"), ("O", "Ant Financial"), ("OU", "Certification Authority"),
            ("CN", "Ant Financial Certification Authority R1"),
        ])
    let second = try root(
        "10C764E9D560384212D9C08FD10E373FDD0FB396",
        [
            ("C", "CN"), ("O", "iTrusChina"), ("OU", "China Trust Network"),
            ("CN", "iTrusChina Class 2 Root CA - G3"),
        ])
    #expect(first.serialDecimal == "2292228364100439313")
    #expect(
        AlipayCertificateNumber.number(roots: [first, second])
            == "687b59193f3f462dd5336e5abf83c5d8_02941eef3187dddf3d3b83462e1dfcf6")
}

@Test(
    arguments: [
        (
            "http://dwbillcenter.alipay.com/downloadBillFile.resource?userId=20880000000000010156&x=%2F",
            "https://dwbillcenter.alipay.com/downloadBillFile.resource?userId=20880000000000010156&x=%2F"
        ),
        (
            "https://dwbillcenter.alipay.com/downloadBillFile.resource",
            "https://dwbillcenter.alipay.com/downloadBillFile.resource"
        ),
        (
            "http://127.0.0.1:8090/downloadBillFile.resource?token=1",
            "http://127.0.0.1:8090/downloadBillFile.resource?token=1"
        ),
        ("https://evil.example/downloadBillFile.resource", nil), ("https://alipay.com.evil.example/x", nil),
        ("https://evilalipay.com/x", nil), ("https://.alipay.com/x", nil),
        ("http://dwbillcenter.alipay.com:8080/x", nil),
        ("http://127.0.0.1:8091/x", nil), ("https://dwbillcenter.alipay.com/x?userId=20880000000000020156", nil),
        ("ftp://a", nil),
    ] as [(String, String?)])
func downloadsComeFromAlipayOverTLSAndForThisMerchantOnly(_ text: String, _ expected: String?) throws {
    let hosts = try AlipayDownloadHosts(["*.alipay.com", "127.0.0.1:8090"])
    do throws(Problem) {
        #expect(try hosts.address(text, pid: "2088000000000001").text == expected)
    } catch {
        #expect(expected == nil)
        #expect(error.code == .downloadAddressRefused)
    }
}
