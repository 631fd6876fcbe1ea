import Cryptography
import FoundationEssentials
import Testing
import Vocabulary

@testable import Simulation

/// An Alipay caller of the specification, each part of which a test can bend.
struct AlipayTestCaller {
    let channels: Channels
    let keys: SimulatedAlipayKeys
    var parameters: [String: String]
    /// Names of parameters that go into the query string in place of the form.
    var inQuery: Set<String> = []
    var signer: PrivateKey
    var signs: (String) -> String = { $0 }
    var contentType = "application/x-www-form-urlencoded;charset=utf-8"
    var method = "POST"

    init(_ channels: Channels, day: String = "2026-11-21") throws {
        self.channels = channels
        keys = try channels.alipayKeys()
        signer = keys.appKey
        parameters = [
            "app_id": keys.appID, "method": "alipay.data.dataservice.bill.downloadurl.query", "format": "JSON",
            "charset": "utf-8", "sign_type": "RSA2", "version": "1.0",
            "timestamp": ShanghaiTime.text(epochSeconds: channels.clock.epochSeconds),
            "biz_content": "{\"bill_type\":\"trade\",\"bill_date\":\"\(day)\",\"secure\":\"true\"}",
        ]
    }

    mutating func useCertificates() throws {
        parameters["app_cert_sn"] = SimulatedAlipayCertificateNumber.of(keys.appCertificate)
        parameters["alipay_root_cert_sn"] = try SimulatedAlipayCertificateNumber.ofRoots(keys.platform.rootBundle)
    }

    func call(extraForm: String = "") throws -> WireAnswer {
        var sent = parameters
        let text = parameters.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }.joined(separator: "&")
        sent["sign"] = try parameters["sign"] ?? signer.base64Signature(of: Array(signs(text).utf8))
        func form(_ pairs: [String: String]) -> String {
            pairs.sorted { $0.key > $1.key }.map { "\($0.key)=\(PercentCoding.encoded($0.value))" }
                .joined(separator: "&")
        }
        let query = form(sent.filter { inQuery.contains($0.key) })
        return try #require(
            WireClient.send(
                port: channels.running.ports.alipay, method: method,
                target: "/gateway.do" + (query.isEmpty ? "" : "?" + query), headers: [("Content-Type", contentType)],
                body: form(sent.filter { !inQuery.contains($0.key) }) + extraForm))
    }

    func download(_ answer: AlipayTestAnswer) throws -> WireAnswer {
        let origin = "http://127.0.0.1:\(channels.running.ports.alipayDownload)"
        let url = try #require(answer.node.bill_download_url)
        try #require(url.hasPrefix(origin))
        return try #require(
            WireClient.send(
                port: channels.running.ports.alipayDownload, target: String(url.dropFirst(origin.count)), headers: []))
    }
}

/// An answer taken apart by its raw text, apart from how the server puts it together.
struct AlipayTestAnswer {
    struct Node: Decodable {
        let code: String
        let sub_code: String?
        let bill_download_url: String?
        let bill_file_code: String?
        let beginning_balance: String?
        let ending_balance: String?
    }

    let nodeName: String
    let nodeText: String
    let node: Node
    let sign: String?
    let certificateNumber: String?
    let memberNames: [String]

    init(_ answer: WireAnswer) throws {
        let whole = try JSONDecoder().decode([String: Member].self, from: Data(answer.body))
        nodeName = try #require(whole.keys.first { $0.hasSuffix("_response") })
        sign = whole["sign"]?.text
        certificateNumber = whole["alipay_cert_sn"]?.text
        let text = answer.text
        let start = try #require(text.firstRange(of: "\"\(nodeName)\":")?.upperBound)
        var end = start
        var isInString = false
        // No value of these answers holds a brace or an escaped quote.
        while end < text.endIndex, isInString || text[end] != "}" {
            if text[end] == "\"" { isInString.toggle() }
            end = text.index(after: end)
        }
        nodeText = String(text[start...end])
        node = try JSONDecoder().decode(Node.self, from: Data(nodeText.utf8))
        memberNames = ["alipay_cert_sn", nodeName, "sign"].filter { text.contains("\"\($0)\"") }
            .sorted { left, right in
                (text.firstRange(of: "\"\(left)\"")?.lowerBound ?? text.endIndex)
                    < (text.firstRange(of: "\"\(right)\"")?.lowerBound ?? text.endIndex)
            }
    }

    func isSigned(by key: PublicKey) -> Bool {
        sign.map { key.verifies(base64Signature: $0, of: Array(nodeText.utf8)) } ?? false
    }

    private enum Member: Decodable {
        case text(String)
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            self = (try? container.decode(String.self)).map { .text($0) } ?? .other
        }
        var text: String? { if case .text(let text) = self { text } else { nil } }
    }
}
