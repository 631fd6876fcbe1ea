/// JSON that is written: members in the order given, all text unescaped but for what JSON itself demands.
package indirect enum JSONText: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// A literal of JSON's grammar, such as `-0.10`.
    case number(String)
    case text(String)
    case array([JSONText])
    case object([Member])

    package struct Member: Hashable, Sendable {
        package let name: String
        package let value: JSONText
    }

    /// Members one after the other, as `[("code", .text("OK"))]`.
    package static func object(_ members: [(String, JSONText)]) -> JSONText {
        .object(members.map { Member(name: $0.0, value: $0.1) })
    }

    /// nil is null.
    package init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    package init(_ number: Int64?) { self = number.map { .integer($0) } ?? .null }

    /// On one line, without white space.
    /// - Parameter escapesSlashes: Alipay prints `\/` (Alipay 2.6), and signs what it prints.
    package func printed(escapesSlashes: Bool = false) -> String {
        var text = ""
        append(to: &text, indent: nil, escapesSlashes)
        return text
    }

    /// For people: a line for each value, indented by two spaces a level.
    package func indented() -> String {
        var text = ""
        append(to: &text, indent: 0, false)
        return text + "\n"
    }

    private func append(to text: inout String, indent: Int?, _ escapesSlashes: Bool) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .number(let literal): text += literal
        case .text(let value): Self.append(value, to: &text, escapesSlashes)
        case .array(let items):
            Self.append(items, between: ("[", "]"), to: &text, indent) { item, inner, text in
                item.append(to: &text, indent: inner, escapesSlashes)
            }
        case .object(let members):
            Self.append(members, between: ("{", "}"), to: &text, indent) { member, inner, text in
                Self.append(member.name, to: &text, escapesSlashes)
                text += inner == nil ? ":" : " : "
                member.value.append(to: &text, indent: inner, escapesSlashes)
            }
        }
    }

    private static func append<Part>(
        _ parts: [Part], between brackets: (open: String, close: String), to text: inout String, _ indent: Int?,
        _ append: (Part, _ inner: Int?, inout String) -> Void
    ) {
        func newLine(_ level: Int?) -> String { level.map { "\n" + String(repeating: "  ", count: $0) } ?? "" }
        text += brackets.open
        for (index, part) in parts.enumerated() {
            text += (index > 0 ? "," : "") + newLine(indent.map { $0 + 1 })
            append(part, indent.map { $0 + 1 }, &text)
        }
        text += (parts.isEmpty ? "" : newLine(indent)) + brackets.close
    }

    private static func append(_ value: String, to text: inout String, _ escapesSlashes: Bool) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "/" where escapesSlashes: text += "\\/"
            case _ where scalar.value < 0x20:
                text += (scalar.value < 0x10 ? "\\u000" : "\\u00") + String(scalar.value, radix: 16)
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
