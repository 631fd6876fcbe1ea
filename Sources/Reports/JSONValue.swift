import FoundationEssentials

/// A value of a JSON report. Amounts are texts of exact yuan: a JSON number would be read as a float by most.
package enum JSONValue: Codable, Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Decimal)
    case text(String)
    case array([JSONValue])
    case object([String: JSONValue])

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Decimal.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    /// One value of a table.
    init(_ value: String?, _ kind: ReportKind) {
        guard let value else {
            self = .null
            return
        }
        switch kind {
        case .integer: self = Int64(value).map { .integer($0) } ?? .text(value)
        case .boolean: self = .bool(value == "true")
        case .moment: self = .text(Self.rfc3339(value))
        case .identifiers: self = .array(identifiers(value).map { .text($0) })
        case .json: self = (try? JSONDecoder().decode(JSONValue.self, from: Data(value.utf8))) ?? .text(value)
        case .text, .identifier, .amount, .day: self = .text(value)
        }
    }

    /// The rows of a table, one object each.
    init(_ table: ReportTable) {
        self = .array(
            table.rows.map { row in
                .object(
                    Dictionary(
                        zip(table.columns, row).map { ($0.name, JSONValue($1, $0.kind)) }, uniquingKeysWith: { $1 }))
            })
    }

    /// `2026-11-21 09:00:00.5+08` as `2026-11-21T09:00:00.5+08:00`.
    private static func rfc3339(_ value: String) -> String {
        let text = value.replacing(" ", with: "T")
        guard let sign = text.lastIndex(where: { $0 == "+" || $0 == "-" }), text[sign...].count == 3 else {
            return text
        }
        return text + ":00"
    }

    /// Sorted keys and indentation: the same report is the same text.
    package func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
}

/// The members of a JSON array of texts.
func identifiers(_ json: String) -> [String] {
    (try? JSONDecoder().decode([String].self, from: Data(json.utf8))) ?? []
}
