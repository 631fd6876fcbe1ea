import Vocabulary
import Yams

/// The text of a configuration file as a tree of nodes with their places.
///
/// The parser refuses a mapping with a key given twice and stops there. To report everything at once, the repetition is
/// noted, its key renamed to one that nobody writes, and the text parsed again.
struct ConfigurationText {
    let root: Node?
    let problems: [Problem]

    /// Marks a key that was renamed because it repeats another.
    static let repeatedPrefix = "\u{1}repeated"
    /// A file with more repetitions than this is not worth reading further.
    private static let repetitionsMax = 100

    init(_ text: String, file: String) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var problems: [Problem] = []
        var root: Node?
        if let problem = ConfigurationShape.problem(text, file: file) {
            self.root = nil
            self.problems = [problem]
            return
        }
        while problems.count < Self.repetitionsMax {
            do {
                root = try compose(yaml: lines.joined(separator: "\n"))
                break
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                let first = context.mark
                let repeated = Self.nextLine(with: keys, after: first, in: lines)
                problems.append(
                    Problem(
                        .configurationDuplicateKey, "the key \(keys.joined(separator: ", ")) is given twice",
                        at: Place(file: file, line: repeated.map { $0 + 1 } ?? first.line, column: "\(first.column)"),
                        expected: "each key once", found: "it is given in line \(first.line) already"))
                guard let repeated else { break }
                let key = lines[repeated].dropFirst(first.column - 1).prefix { $0 != ":" }
                lines[repeated] =
                    String(repeating: " ", count: first.column - 1) + "\"\\u0001repeated\(problems.count)\""
                    + lines[repeated].dropFirst(first.column - 1 + key.count)
            } catch {
                problems.append(Self.syntaxProblem(error, file: file))
                break
            }
        }
        self.root = root
        self.problems = problems
    }

    /// The line, from 0, that repeats a key in the block that `mark` is in; nil in a flow mapping.
    private static func nextLine(with keys: [String], after mark: Mark, in lines: [String]) -> Int? {
        let indent = mark.column - 1
        for index in lines.indices.dropFirst(mark.line) {
            let line = lines[index]
            let spaces = line.prefix { $0 == " " }.count
            let content = line.dropFirst(spaces)
            if content.isEmpty || content.hasPrefix("#") || spaces > indent { continue }
            if spaces < indent { return nil }
            let key = content.prefix { $0 != ":" }.filter { !"\"' ".contains($0) }
            if keys.contains(String(key)) { return index }
        }
        return nil
    }

    private static func syntaxProblem(_ error: any Error, file: String) -> Problem {
        let hint =
            "Indent by spaces, put one space after each colon, and quote values that begin with a special character."
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return Problem(
                .configurationSyntax, "this is not YAML: \(problem)",
                at: Place(file: file, line: mark.line, column: "\(mark.column)"), hint: hint)
        case .reader(let problem, _, _, _):
            return Problem(.configurationSyntax, "this is not YAML: \(problem)", at: Place(file: file), hint: hint)
        default:
            return Problem(.configurationSyntax, "this is not YAML", at: Place(file: file), hint: hint)
        }
    }
}
