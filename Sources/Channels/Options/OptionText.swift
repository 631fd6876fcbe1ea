/// Texts of a channel's options to exact values; nil for anything but the one form that is accepted.
package enum OptionText {
    @Sendable package static func absolutePath(_ text: String) -> String? {
        text.hasPrefix("/") && !text.utf8.contains { $0 < 0x20 } ? text : nil
    }

    package static func digits(_ count: ClosedRange<Int>) -> @Sendable (String) -> String? {
        { text in
            count.contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) } ? text : nil
        }
    }

    /// Returned in upper case, as certificates are named.
    static func hexadecimal(_ count: ClosedRange<Int>) -> @Sendable (String) -> String? {
        { text in
            let upper = text.uppercased()
            return count.contains(upper.utf8.count)
                && upper.utf8.allSatisfy { (48...57).contains($0) || (65...70).contains($0) } ? upper : nil
        }
    }

    /// `https://host[:port]` and a path; `http` only where nobody can listen in between.
    @Sendable package static func url(_ text: String) -> String? { WebAddress(text).map(isSafe) == true ? text : nil }

    /// The same without a path.
    @Sendable package static func origin(_ text: String) -> String? {
        guard let address = WebAddress(text + "/"), address.target == "/" else { return nil }
        return isSafe(address) ? text : nil
    }

    @Sendable static func origins(_ content: ConfigurationContent) -> [String]? {
        list(content) { origin($0) != nil }
    }

    /// The same, and `*.domain` for every host below it, at https's own port.
    @Sendable static func originsOrDomains(_ content: ConfigurationContent) -> [String]? {
        list(content) { origin($0) != nil || isDomain($0) }
    }

    private static func list(_ content: ConfigurationContent, _ isRight: (String) -> Bool) -> [String]? {
        guard case .list(let items) = content, !items.isEmpty, Set(items).count == items.count,
            items.allSatisfy(isRight)
        else { return nil }
        return items
    }

    private static func isDomain(_ text: String) -> Bool {
        let domain = text.dropFirst(2)
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        return text.hasPrefix("*.") && labels.count > 1 && !labels.contains("") && !domain.contains(":")
            && origin("https://" + domain) != nil
    }

    private static func isSafe(_ address: WebAddress) -> Bool {
        address.origin.scheme == .https || address.origin.isLoopback
    }
}
