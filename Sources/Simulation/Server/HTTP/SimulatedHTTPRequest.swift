/// One request, as it came over the wire.
package struct SimulatedHTTPRequest: Sendable {
    package let method: String
    /// Path and query exactly as sent; the host of an absolute target is cut off.
    package let target: String
    /// In order, names as sent.
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]

    /// The target up to its question mark, still percent-encoded.
    package var path: String { String(target.prefix { $0 != "?" }) }
    /// What follows the first question mark, still percent-encoded; nil without one.
    package var query: String? {
        target.firstIndex(of: "?").map { String(target[target.index(after: $0)...]) }
    }

    /// The value of a header by its name in any case; nil when it is missing or empty.
    package func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        guard let found = headers.first(where: { $0.name.lowercased() == wanted }), !found.value.isEmpty else {
            return nil
        }
        return found.value
    }
}

/// Why a request could not be read.
enum HTTPRequestFailure: Error {
    /// The other side went away, or was silent too long.
    case disconnected
    /// What it sent is no request: answered with this status, then the connection ends.
    case refused(status: Int)
}
