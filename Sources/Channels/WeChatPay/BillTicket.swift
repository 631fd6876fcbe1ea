import Cryptography
import FoundationEssentials
import Vocabulary

/// The verified answer of step 1: where the bill is and what its bytes must hash to (WeChatPay 1.5).
struct BillTicket: Hashable, Sendable {
    let address: WebAddress
    /// Lower-case hexadecimal of the bill's own, decompressed bytes.
    let sha1: String

    /// Step 2 has one of these paths.
    static let paths: [Substring] = ["/v3/billdownload/file", "/v3/bill/downloadurl"]

    private struct Answer: Decodable {
        let hash_type: String
        let hash_value: String
        let download_url: String
    }

    /// - Parameter allowed: whom our signature may be shown to.
    init(_ body: [UInt8], allowed: Set<WebOrigin>) throws(Problem) {
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(body)) else {
            throw Problem(
                .channelMalformedAnswer, "the answer to the application for a bill cannot be read",
                expected: "hash_type, hash_value and download_url",
                hint: "Report this with the Request-ID of the journal: the protocol may have changed.")
        }
        guard answer.hash_type == "SHA1" else {
            throw Problem(
                .channelMalformedAnswer, "the bill's hash is of an unknown type", expected: "SHA1",
                found: ForeignText.word(answer.hash_type),
                hint: "A bill that cannot be checked is not taken; report this, the protocol may have changed.")
        }
        guard let hash = Hexadecimal.bytes(answer.hash_value), hash.count == 20 else {
            throw Problem(
                .channelMalformedAnswer, "the bill's hash is not one", expected: "40 hexadecimal digits",
                hint: "A bill that cannot be checked is not taken; report this, the protocol may have changed.")
        }
        guard let address = WebAddress(trimmingASCIIWhitespace(answer.download_url)) else {
            throw Problem(
                .downloadAddressRefused, "the download address cannot be read",
                hint: "Nothing was signed for it; report this, the protocol may have changed.")
        }
        guard allowed.contains(address.origin) else {
            throw Problem(
                .downloadAddressRefused, "the download address leads to a foreign host",
                expected: allowed.map(\.description).sorted().joined(separator: ", "),
                found: ForeignText.address(address.origin.description),
                hint: "Nothing was signed for it; if the host is right, add it to the account's download_hosts.")
        }
        guard Self.paths.contains(address.path) else {
            throw Problem(
                .downloadAddressRefused, "the download address has an unknown path",
                expected: Self.paths.joined(separator: " or "),
                hint: "Nothing was signed for it; report this, the protocol may have changed.")
        }
        self.address = address
        sha1 = answer.hash_value.lowercased()
    }
}
