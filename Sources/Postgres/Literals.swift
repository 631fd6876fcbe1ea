/// A string constant of SQL; `standard_conforming_strings` is on in every session of ours.
package func sqlLiteral(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }

/// A PostgreSQL array literal of texts.
package func arrayLiteral(_ texts: [String]) -> String {
    "{"
        + texts.map { "\"\($0.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"" }.joined(separator: ",")
        + "}"
}
