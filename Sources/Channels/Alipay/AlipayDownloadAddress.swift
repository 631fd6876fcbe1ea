import Vocabulary

/// Where Alipay's downloads may come from.
struct AlipayDownloadHosts: Sendable {
    /// Every address that was seen has it (Alipay 4); no document promises it, so that others are followed too.
    static let documentedPath = "/downloadBillFile.resource"

    private var origins: Set<WebOrigin> = []
    /// With the leading dot.
    private var suffixes: [String] = []

    /// - Parameter configured: `host`, `https://host:port`, a loopback host, or `*.domain`.
    init(_ configured: [String]) throws(Problem) {
        for text in configured {
            if text.hasPrefix("*.") {
                // Read once as a host, so that a mistake is found now.
                let domain = try WebOrigin(configured: String(text.dropFirst(2)))
                suffixes.append(".\(domain.host)")
            } else {
                origins.insert(try WebOrigin(configured: text))
            }
        }
    }

    /// The address as received; an http link outside this machine becomes https, because the ZIP's integrity rests on
    /// TLS alone.
    /// - Throws: `channel.download_address_refused`.
    func address(_ text: String, pid: String) throws(Problem) -> WebAddress {
        guard var address = WebAddress(trimmingASCIIWhitespace(text)) else {
            throw Problem(
                .downloadAddressRefused, "the download address cannot be read",
                hint: "Nothing was fetched; report this, the protocol may have changed.")
        }
        let origin = address.origin
        if origin.scheme == .http, !origin.isLoopback, origin.port == WebOrigin.defaultPort(.http) {
            let secure = WebOrigin(scheme: .https, host: origin.host, port: WebOrigin.defaultPort(.https))
            address = WebAddress(origin: secure, target: address.target)
        }
        guard allows(address.origin) else {
            throw Problem(
                .downloadAddressRefused, "the download address leads to a foreign host",
                expected: (origins.map(\.description).sorted() + suffixes.map { "*\($0)" }).joined(separator: ", "),
                found: ForeignText.address(address.origin.description))
        }
        if let user = address.queryValue("userId"), !user.hasPrefix(pid) {
            throw Problem(
                .downloadAddressRefused, "the download is another merchant's", expected: "userId of \(pid)",
                hint: "See that app and authorisation belong to the account's PID.")
        }
        return address
    }

    private func allows(_ origin: WebOrigin) -> Bool {
        if origins.contains(origin) { return true }
        return origin.scheme == .https && origin.port == WebOrigin.defaultPort(.https)
            && suffixes.contains { origin.host.hasSuffix($0) && origin.host.utf8.count > $0.utf8.count }
    }
}
