import Vocabulary

/// Scheme, host and port: who is being talked to.
package struct WebOrigin: Hashable, Sendable, CustomStringConvertible {
    package enum Scheme: String, Sendable {
        case http
        case https
    }

    package let scheme: Scheme
    /// Lower case; an IPv6 address in brackets.
    package let host: String
    package let port: Int

    static func defaultPort(_ scheme: Scheme) -> Int { scheme == .https ? 443 : 80 }

    /// Traffic to this machine never leaves it, so it may go without TLS.
    package var isLoopback: Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// A host as the configuration names it: `api.mch.weixin.qq.com`, `https://host:8443`, `127.0.0.1:8080`. Without a
    /// scheme it is https, and http for a loopback host.
    package init(configured text: String) throws(Problem) {
        let isBare = !text.contains("://")
        let parsed = WebAddress((isBare ? "https://" : "") + text + "/")
        guard let parsed, parsed.target == "/" else {
            throw Problem(
                .settingsInvalid, "this is not a host", expected: "host, host:port or https://host:port",
                found: text, hint: "Correct the host in the configuration.")
        }
        if isBare, parsed.origin.isLoopback, let plain = WebAddress("http://" + text + "/") {
            self = plain.origin
        } else {
            self = parsed.origin
        }
        guard scheme == .https || isLoopback else {
            throw Problem(
                .settingsInvalid, "http without TLS is for loopback hosts only", expected: "https", found: text,
                hint: "Name the host without a scheme or with https.")
        }
    }

    init(scheme: Scheme, host: String, port: Int) {
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    /// `https://host`, with the port where it is not the scheme's own.
    package var description: String {
        "\(scheme.rawValue)://\(host)" + (port == Self.defaultPort(scheme) ? "" : ":\(port)")
    }
}

/// An http or https URL whose path and query are kept byte for byte as received.
package struct WebAddress: Hashable, Sendable {
    package let origin: WebOrigin
    /// Path and, where there is one, `?` and query: what is signed and what is sent.
    package let target: String

    /// Longest URL either channel documents is 2048.
    static let lengthMax = 4096

    package init(origin: WebOrigin, target: String) {
        self.origin = origin
        self.target = target
    }

    /// nil for anything but plain `scheme://host[:port]/path[?query]`: no user, no fragment, printable ASCII only, and
    /// nothing that one parser could read otherwise than another.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.lengthMax,
            bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "#") })
        else { return nil }
        let scheme: WebOrigin.Scheme
        var rest: Substring
        if text.lowercased().hasPrefix("https://") {
            scheme = .https
            rest = text.dropFirst(8)
        } else if text.lowercased().hasPrefix("http://") {
            scheme = .http
            rest = text.dropFirst(7)
        } else {
            return nil
        }
        guard let slash = rest.firstIndex(of: "/") else { return nil }
        let authority = rest[..<slash]
        rest = rest[slash...]
        var host = authority
        var port = WebOrigin.defaultPort(scheme)
        if let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") {
            let digits = authority[authority.index(after: colon)...]
            guard (1...5).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }),
                let number = Int(digits), (1...65_535).contains(number)
            else { return nil }
            host = authority[..<colon]
            port = number
        }
        guard host == "[::1]" || Self.isHostName(host) else { return nil }
        origin = WebOrigin(scheme: scheme, host: host.lowercased(), port: port)
        target = String(rest)
    }

    private static func isHostName(_ host: Substring) -> Bool {
        !host.isEmpty && !host.hasPrefix(".") && !host.hasPrefix("-")
            && host.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"):
                    true
                default: false
                }
            } && (!endsInNumber(host) || isPlainIPv4(host))
    }

    /// Resolvers read `2130706433`, `127.1` and `0177.0.0.1` as 127.0.0.1, each in its own way.
    private static func endsInNumber(_ host: Substring) -> Bool {
        guard let last = host.split(separator: ".").last else { return false }
        return last.lowercased().hasPrefix("0x") || last.utf8.allSatisfy { (48...57).contains($0) }
    }

    private static func isPlainIPv4(_ host: Substring) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { part in UInt8(part).map { "\($0)" == part } ?? false }
    }

    /// Without the query.
    package var path: Substring { target.prefix { $0 != "?" } }

    /// The raw value of a query item; nil when it is absent.
    package func queryValue(_ name: String) -> Substring? {
        guard let mark = target.firstIndex(of: "?") else { return nil }
        for item in target[target.index(after: mark)...].split(separator: "&") where item.hasPrefix(name + "=") {
            return item.dropFirst(name.count + 1)
        }
        return nil
    }

    package var text: String { origin.description + target }
}
