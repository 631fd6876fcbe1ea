import Cryptography
import FoundationEssentials
import Vocabulary

/// One answer of the gateway: what its signature is worth, and the signed node's fields. The node is read when the
/// signature holds, or when there is none, as errors may have none; what is disproved is not looked at.
struct AlipayReply: Hashable, Sendable {
    enum Verification: Hashable, Sendable {
        case valid
        /// No `sign`: a hint for a retry decision, never a fact. So may errors come (Alipay 2.6), and nothing else.
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
        var beginning_balance: String?
        var ending_balance: String?
        var detail_list: [AlipayDepositRow]?

        /// Of an answer that was not read.
        static let unread = Node(code: "")
    }

    /// A signature has some 350 characters, a certificate's number 32.
    private static let textBytesMax = 4096

    var node: Node
    var verification: Verification

    /// - Parameter key: the key of an `alipay_cert_sn`, or Alipay's one key when there is none; nil for one not known.
    /// - Throws: `channel.malformed_answer`.
    init(_ body: [UInt8], method: String, key: (_ certificateNumber: String?) -> PublicKey?) throws(Problem) {
        let name = Self.nodeName(of: method)
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
        verification = Self.verification(of: raw, members, key)
        guard verification == .valid || verification == .missing else {
            node = .unread
            return
        }
        guard let node = try? JSONDecoder().decode(Node.self, from: Data(raw)) else {
            throw Self.malformed("the gateway's answer cannot be read", expected: "code")
        }
        self.node = node
    }

    static func nodeName(of method: String) -> String { method.replacing(".", with: "_") + "_response" }

    private static func verification(
        of raw: ArraySlice<UInt8>, _ members: RawMembers, _ key: (_ certificateNumber: String?) -> PublicKey?
    ) -> Verification {
        guard let sign = members["sign"], !sign.elementsEqual(#""""#.utf8) else { return .missing }
        var certificateNumber: String?
        if let number = members["alipay_cert_sn"] {
            guard let text = text(number) else { return .wrong }
            certificateNumber = text
        }
        guard let signature = text(sign) else { return .wrong }
        guard let key = key(certificateNumber) else { return .foreignCertificate(number: certificateNumber ?? "") }
        return key.verifies(base64Signature: signature, of: Array(raw)) ? .valid : .wrong
    }

    init(node: Node, verification: Verification) {
        self.node = node
        self.verification = verification
    }

    /// A short JSON string's text; its slashes may be escaped.
    private static func text(_ raw: ArraySlice<UInt8>) -> String? {
        guard raw.count <= textBytesMax else { return nil }
        return (try? JSONDecoder().decode([String].self, from: Data([UInt8(ascii: "[")] + raw + [UInt8(ascii: "]")])))?
            .first
    }

    private static func malformed(_ what: String, expected: String? = nil) -> Problem {
        Problem(
            .channelMalformedAnswer, what, expected: expected,
            hint: "See that the gateway is Alipay's and no proxy answers in its place.")
    }
}
