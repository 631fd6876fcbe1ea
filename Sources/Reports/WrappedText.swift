/// A text of several lines, of which none is wider than the terminal: what goes on below stands further in than its beginning.
/// - Parameter columnsMax: nil where a line may have any length.
package func fitted(_ text: String, columnsMax: Int?) -> String {
    guard let columnsMax else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        guard displayWidth(String(line)) > columnsMax else { return String(line) }
        let indent = String(line.prefix { $0 == " " })
        let lines = wrapped(String(line.dropFirst(indent.count)), to: columnsMax - indent.count - 2)
        return lines.enumerated().map { indent + ($0 == 0 ? "" : "  ") + $1 }.joined(separator: "\n")
    }.joined(separator: "\n")
}

/// Lines of at most `width` columns: broken at blanks and between Chinese characters, within a word only where it is longer than
/// a line. No line begins with a sign that closes, and none ends with one that opens.
func wrapped(_ text: String, to width: Int) -> [String] {
    guard displayWidth(text) > width else { return [text] }
    var lines: [String] = []
    var line: [Character] = []
    /// What of the line stays in it when it becomes too long.
    var kept = 0
    func columns(_ line: some Sequence<Character>) -> Int { line.reduce(0) { $0 + displayWidth(String($1)) } }
    for character in text {
        let isWide = displayWidth(String(character)) == 2
        if let last = line.last, last != " ", isWide || displayWidth(String(last)) == 2, !closing.contains(character),
            !opening.contains(last)
        {
            kept = line.count
        }
        line.append(character)
        while line.last != " ", columns(line) > width, line.count > 1 {
            if kept == 0 { kept = line.count - 1 }
            lines.append(String(line.prefix(kept).reversed().drop { $0 == " " }.reversed()))
            line = Array(line.dropFirst(kept).drop { $0 == " " })
            kept = 0
        }
        if character == " " { kept = line.count }
    }
    lines.append(String(line.reversed().drop { $0 == " " }.reversed()))
    return lines
}

private let closing: Set<Character> = Set("、。，．：；！？）〕］｝〉》」』】”’…,.;:!?)]}%")
private let opening: Set<Character> = Set("（〔［｛〈《「『【“‘([{")
