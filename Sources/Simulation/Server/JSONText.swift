/// JSON as the channels print it: members in a given order, no white space, all text unescaped but for what JSON
/// itself demands.
indirect enum JSONText: Sendable {
    case text(String)
    case number(Int)
    case object([(String, JSONText)])
    case array([JSONText])

    /// - Parameter escapesSlashes: Alipay prints `\/` (Alipay 2.6).
    func printed(escapesSlashes: Bool = false) -> String {
        switch self {
        case .text(let text): Self.quoted(text, escapesSlashes)
        case .number(let number): String(number)
        case .object(let members):
            "{"
                + members.map { Self.quoted($0.0, escapesSlashes) + ":" + $0.1.printed(escapesSlashes: escapesSlashes) }
                .joined(separator: ",") + "}"
        case .array(let items):
            "[" + items.map { $0.printed(escapesSlashes: escapesSlashes) }.joined(separator: ",") + "]"
        }
    }

    private static func quoted(_ text: String, _ escapesSlashes: Bool) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "/" where escapesSlashes: quoted += "\\/"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
