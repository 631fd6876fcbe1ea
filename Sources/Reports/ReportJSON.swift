import FoundationEssentials
import Vocabulary

/// Values of a JSON report. Amounts are texts of exact yuan: a JSON number would be read as a float by most.
extension JSONText {
    /// One value of a table.
    init(_ value: String?, _ kind: ReportKind) {
        guard let value else {
            self = .null
            return
        }
        switch kind {
        case .integer, .serial: self = Int64(value).map { .integer($0) } ?? .text(value)
        case .boolean: self = .bool(value == "true")
        case .moment: self = .text(Self.rfc3339(value))
        case .identifiers: self = .array(identifiers(value).map { .text($0) })
        case .json: self = (try? JSONDecoder().decode(ReadJSON.self, from: Data(value.utf8)))?.text ?? .text(value)
        case .text, .identifier, .amount, .day: self = .text(value)
        }
    }

    /// The rows of a table, one object each, its names sorted.
    init(_ table: ReportTable) {
        let sorted = table.columns.indices.sorted { table.columns[$0].name < table.columns[$1].name }
        self = .array(
            table.rows.map { row in
                .object(sorted.map { (table.columns[$0].name, JSONText(row[$0], table.columns[$0].kind)) })
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
}

/// What the database keeps as `jsonb`; the order of an object's members means nothing, so that they are sorted.
private struct ReadJSON: Decodable {
    let text: JSONText

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            text = .null
        } else if let value = try? container.decode(Bool.self) {
            text = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            text = .integer(value)
        } else if let value = try? container.decode(Decimal.self) {
            text = .number(value.description)
        } else if let value = try? container.decode(String.self) {
            text = .text(value)
        } else if let value = try? container.decode([ReadJSON].self) {
            text = .array(value.map(\.text))
        } else {
            let members = try container.decode([String: ReadJSON].self)
            text = .object(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value.text) })
        }
    }
}

/// The members of a JSON array of texts.
func identifiers(_ json: String) -> [String] {
    (try? JSONDecoder().decode([String].self, from: Data(json.utf8))) ?? []
}
