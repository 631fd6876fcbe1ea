/// The channels' numbers have 32 or 64 characters; of a longer one the beginning is enough to find it.
private let shownCharactersMax = 80

/// A number from outside as people are to see it, whatever it holds: in quotes where it is empty, has blanks at its edges or
/// signs that do not print, which then stand as `\u{1b}`; cut where it is too long. For words only: data stay exact.
package func shownNumber(_ number: String) -> String {
    let text = printable(number, lengthMax: shownCharactersMax)
    let edges = [number.unicodeScalars.first, number.unicodeScalars.last]
    let hasBlankEdge = edges.contains { $0?.properties.isWhitespace ?? true }
    return hasBlankEdge || text.contains("\\u{") ? "\"\(text)\"" : text
}
