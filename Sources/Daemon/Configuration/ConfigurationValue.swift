import Channels
import Vocabulary

/// Texts of the configuration to exact values; nil for anything but the one form that is accepted.
enum ConfigurationValue {
    @Sendable static func nonEmpty(_ text: String) -> String? { text.isEmpty ? nil : text }

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

    @Sendable static func command(_ content: ConfigurationContent) -> [String]? {
        guard case .list(let items) = content, items.isEmpty || OptionText.absolutePath(items[0]) != nil else {
            return nil
        }
        return items
    }
}
