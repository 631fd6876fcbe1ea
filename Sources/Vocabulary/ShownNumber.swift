/// The channels' numbers have 32 or 64 characters; of a longer one the beginning is enough to find it.
private let shownCharactersMax = 80

/// A number from outside as people are to see it, whatever it holds: in quotes where it is empty, has blanks at its edges or
/// signs that do not print, which then stand as `\u{1B}`; cut where it is too long. For words only: data stay exact.
package func shownNumber(_ number: String) -> String {
    var text = ""
    var needsQuotes = number.isEmpty
    for scalar in number.unicodeScalars.prefix(shownCharactersMax) {
        if isPrinted(scalar) {
            text.unicodeScalars.append(scalar)
        } else {
            text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            needsQuotes = true
        }
    }
    if number.unicodeScalars.count > shownCharactersMax { text += "…" }
    let edges = [number.unicodeScalars.first, number.unicodeScalars.last]
    if edges.contains(where: { $0?.properties.isWhitespace == true }) { needsQuotes = true }
    return needsQuotes ? "\"\(text)\"" : text
}

/// Not what moves the cursor, colours the screen, turns the writing round or cannot be seen.
private func isPrinted(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
    default: true
    }
}
