import Cryptography
import FoundationEssentials
import Vocabulary

/// One answer of the gateway: the signed node's fields, and what its signature is worth.
struct AlipayReply: Hashable, Sendable {
    enum Verification: Hashable, Sendable {
        case valid
        /// No `sign`: a hint for a retry decision, never a fact.
        case missing
        case wrong
        /// Signed with a certificate that is not at hand: Alipay has rotated.
        case foreignCertificate(number: String)
    }

    struct Node: Decodable, Hashable, Sendable {
        var code: String
        var sub_code: String?
        var bill_download_url: String?
        var bill_file_code: String?
        var alipay_cert_content: String?
    }

    var node: Node
    var verification: Verification

    /// - Parameter key: the key of an `alipay_cert_sn`, or Alipay's one key when there is none; nil for one not known.
    /// - Throws: `channel.malformed_answer`.
    init(_ body: [UInt8], method: String, key: (_ certificateNumber: String?) -> PublicKey?) throws(Problem) {
        let name = method.replacing(".", with: "_") + "_response"
        guard let members = RawMembers(body) else {
            throw Self.malformed("the gateway's answer is not a JSON object")
        }
        guard (members[name] == nil) != (members["error_response"] == nil),
            let raw = members[name] ?? members["error_response"]
        else { throw Self.malformed("the gateway's answer lacks its node", expected: name) }
        guard raw.first == UInt8(ascii: "{") else {
            throw Problem(
                .channelRefusal, "the gateway's answer is encrypted",
                hint: "Switch content encryption (AES) off for this app: bills are fetched over TLS and signed.")
        }
        guard let node = try? JSONDecoder().decode(Node.self, from: Data(raw)) else {
            throw Self.malformed("the gateway's answer cannot be read", expected: "code")
        }
        self.node = node
        let signature = members["sign"].flatMap { Self.text($0) } ?? ""
        let certificateNumber = members["alipay_cert_sn"].flatMap { Self.text($0) }
        if signature.isEmpty {
            verification = .missing
        } else if let key = key(certificateNumber) {
            verification = key.verifies(base64Signature: signature, of: Array(raw)) ? .valid : .wrong
        } else {
            verification = .foreignCertificate(number: certificateNumber ?? "")
        }
    }

    init(node: Node, verification: Verification) {
        self.node = node
        self.verification = verification
    }

    /// A JSON string's text; its slashes may be escaped.
    private static func text(_ raw: ArraySlice<UInt8>) -> String? {
        (try? JSONDecoder().decode([String].self, from: Data([UInt8(ascii: "[")] + raw + [UInt8(ascii: "]")])))?.first
    }

    private static func malformed(_ what: String, expected: String? = nil) -> Problem {
        Problem(
            .channelMalformedAnswer, what, expected: expected,
            hint: "See that the gateway is Alipay's and no proxy answers in its place.")
    }
}
