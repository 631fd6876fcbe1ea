/// Text from outside as it may be shown anywhere: on a terminal, in a table, in the journal, in a program's environment.
/// What moves a cursor, turns the direction of writing, ends a line or is not seen at all is written as `\u{1b}`, and
/// what is too long ends in `…`. Doing it twice changes nothing.
/// - Parameter lengthMax: in Unicode scalars of the result, since one character may hold any number of them; at least 1.
package func printable(_ text: String, lengthMax: Int = .max) -> String {
    var isPlain = true
    var length = 0
    for byte in text.utf8 {
        length += 1
        guard (0x20..<0x7F).contains(byte), length <= lengthMax else {
            isPlain = false
            break
        }
    }
    if isPlain { return text }
    var shown = String.UnicodeScalarView()
    // How much of it stays when the rest does not fit: room for the sign that says so.
    var (count, kept) = (0, shown.startIndex)
    for scalar in text.unicodeScalars {
        let piece = isSeen(scalar) ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
        count += piece.unicodeScalars.count
        guard count <= lengthMax else { return String(shown[..<kept]) + "…" }
        shown.append(contentsOf: piece.unicodeScalars)
        if count < lengthMax { kept = shown.endIndex }
    }
    return String(shown)
}

/// The same for a text of several lines, whose line feeds stay. To be used for what the program puts together itself.
package func printableLines(_ text: String, lengthMax: Int = .max, linesMax: Int = .max) -> String {
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    let shown = lines.prefix(linesMax).map { printable(String($0), lengthMax: lengthMax) }
    return (lines.count > linesMax ? shown + ["…"] : shown).joined(separator: "\n")
}

/// A character that stands for itself, and that is not taken for another or overlooked: of all blanks only the plain one.
private func isSeen(_ scalar: Unicode.Scalar) -> Bool {
    if (0x20..<0x7F).contains(scalar.value) { return true }
    let properties = scalar.properties
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
        .spaceSeparator:
        return false
    default: return !properties.isDefaultIgnorableCodePoint
    }
}
