import Vocabulary
import Yams

/// Texts of the configuration to exact values; nil for anything but the one form that is accepted.
enum ConfigurationValue {
    @Sendable static func nonEmpty(_ text: String) -> String? { text.isEmpty ? nil : text }

    @Sendable static func absolutePath(_ text: String) -> String? {
        text.hasPrefix("/") && !text.utf8.contains { $0 < 0x20 } ? text : nil
    }

    static func digits(_ count: ClosedRange<Int>) -> @Sendable (String) -> String? {
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

    /// `schema.name`, both plain identifiers, so that what is printed is what is read.
    @Sendable static func relation(_ text: String) -> String? {
        let identifierBytesMax = 63  // PostgreSQL's NAMEDATALEN - 1
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        func isLetter(_ byte: UInt8) -> Bool { byte == 95 || (65...90).contains(byte) || (97...122).contains(byte) }
        return parts.count == 2
            && parts.allSatisfy { part in
                part.utf8.count <= identifierBytesMax && part.utf8.first.map(isLetter) == true
                    && part.utf8.allSatisfy { isLetter($0) || (48...57).contains($0) }
            } ? text : nil
    }

    /// `90s`, `30m`, `12h`.
    static func seconds(_ text: String, in range: ClosedRange<Int64>) -> Int64? {
        let units: [(String, Int64)] = [("s", 1), ("m", 60), ("h", 3600)]
        return quantity(text, units, in: range)
    }

    /// `400d`.
    static func days(_ text: String, in range: ClosedRange<Int64>) -> Int64? { quantity(text, [("d", 1)], in: range) }

    /// `512KiB`, `256MiB`, `2GiB`.
    static func bytes(_ text: String, in range: ClosedRange<Int64>) -> Int64? { quantity(text, sizeUnits, in: range) }

    static func sizeText(_ bytes: Int64) -> String {
        let (name, factor) = sizeUnits.last { bytes % $0.1 == 0 && bytes >= $0.1 } ?? ("B", 1)
        return "\(bytes / factor)\(name)"
    }

    private static let sizeUnits: [(String, Int64)] = [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30)]

    private static func quantity(_ text: String, _ units: [(String, Int64)], in range: ClosedRange<Int64>) -> Int64? {
        let digitsMax = 12  // keeps the product far from overflow
        for (name, factor) in units where text.hasSuffix(name) {
            let number = text.dropLast(name.count)
            guard number.utf8.allSatisfy({ (48...57).contains($0) }), number.utf8.count <= digitsMax,
                let value = Int64(number)
            else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: factor)
            return !overflow && range.contains(product) ? product : nil
        }
        return nil
    }

    /// `0.60%` with at most `decimals` decimals, as a whole number of the last of them: with 5, 0.60 % is 60000.
    static func percent(_ text: String, decimals: Int, upTo most: Int64) -> Int64? {
        guard text.hasSuffix("%") else { return nil }
        let parts = text.dropLast().split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = parts.first,
            parts.allSatisfy({ (1...6).contains($0.utf8.count) && $0.utf8.allSatisfy { (48...57).contains($0) } })
        else { return nil }
        let fraction = parts.count == 2 ? String(parts[1]) : ""
        guard fraction.utf8.count <= decimals else { return nil }
        let scaled = fraction + String(repeating: "0", count: decimals - fraction.utf8.count)
        guard let units = Int64(whole), let rest = Int64(scaled.isEmpty ? "0" : scaled) else { return nil }
        let scale = (0..<decimals).reduce(Int64(1)) { product, _ in product * 10 }
        let value = units * scale + rest
        return value <= most * scale ? value : nil
    }

    /// `https://host[:port]` and a path; `http` only where nobody can listen in between.
    @Sendable static func url(_ text: String) -> String? {
        guard let (scheme, authority, path) = split(url: text), !path.isEmpty, isSafe(scheme, authority) else {
            return nil
        }
        return text
    }

    @Sendable static func origin(_ text: String) -> String? {
        guard let (scheme, authority, path) = split(url: text), path.isEmpty, isSafe(scheme, authority) else {
            return nil
        }
        return text
    }

    @Sendable static func origins(_ node: Node) -> [String]? {
        guard let items = words(node), !items.isEmpty, items.allSatisfy({ origin($0) != nil }),
            Set(items).count == items.count
        else { return nil }
        return items
    }

    /// A list of origins, in which `*.domain` stands for every host below the domain.
    @Sendable static func originsOrDomains(_ node: Node) -> [String]? {
        guard let items = words(node), !items.isEmpty, Set(items).count == items.count else { return nil }
        return items.allSatisfy { origin($0) != nil || isDomain($0) } ? items : nil
    }

    private static func isDomain(_ text: String) -> Bool {
        text.hasPrefix("*.") && text.dropFirst(2).contains(".") && origin("https://" + text.dropFirst(2)) != nil
    }

    @Sendable static func command(_ node: Node) -> [String]? {
        guard let items = words(node), items.isEmpty || absolutePath(items[0]) != nil else { return nil }
        return items
    }

    private static func words(_ node: Node) -> [String]? {
        guard let sequence = node.sequence else { return nil }
        let items = sequence.compactMap { $0.scalar?.string }
        return items.count == sequence.count ? items : nil
    }

    private static func split(url text: String) -> (scheme: Substring, authority: Substring, path: Substring)? {
        guard let colon = text.firstRange(of: "://"),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "@") && $0 != UInt8(ascii: "\\") })
        else { return nil }
        let rest = text[colon.upperBound...]
        let slash = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        return (text[..<colon.lowerBound], rest[..<slash], rest[slash...])
    }

    private static func isSafe(_ scheme: Substring, _ authority: Substring) -> Bool {
        guard let (host, port) = hostAndPort(authority) else { return false }
        if let port, !(UInt16(port) ?? 0 > 0) { return false }
        guard scheme == "https" || scheme == "http" else { return false }
        return scheme == "https" || ["127.0.0.1", "[::1]", "localhost"].contains(host)
    }

    private static func hostAndPort(_ authority: Substring) -> (host: Substring, port: Substring?)? {
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            let host = authority[...end]
            let rest = authority[authority.index(after: end)...]
            return rest.isEmpty ? (host, nil) : rest.hasPrefix(":") ? (host, rest.dropFirst()) : nil
        }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), !parts[0].isEmpty,
            parts[0].utf8.allSatisfy({
                $0 == 45 || $0 == 46 || (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
            })
        else { return nil }
        return (parts[0], parts.count == 2 ? parts[1] : nil)
    }
}
