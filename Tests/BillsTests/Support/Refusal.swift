import Testing
import Vocabulary

/// A file, or files, that must be refused, and as what.
struct Refusal<Result>: Sendable, CustomTestStringConvertible {
    let code: ProblemCode
    let name: String
    let decode: @Sendable () throws -> Result
    var line: Int?
    var column: String?
    var found: String?

    var testDescription: String { "\(code.name): \(name)" }

    init(
        _ code: ProblemCode, _ name: String, line: Int? = nil, column: String? = nil, found: String? = nil,
        _ decode: @escaping @Sendable () throws -> Result
    ) {
        self.code = code
        self.name = name
        self.decode = decode
        self.line = line
        self.column = column
        self.found = found
    }

    /// The file was refused as it must be, and is told so that a person can act on it.
    func hold(_ found: Problem) {
        #expect(found.code == code, "\(found)")
        if let line { #expect(found.place.line == line, "\(found)") }
        if let column { #expect(found.place.column == column, "\(found)") }
        if let text = self.found { #expect(found.found == text, "\(found)") }
        #expect(found.hint.hasSuffix("."))
        #expect(found.summary.utf8.count <= 500 && found.hint.utf8.count <= 300, "\(found)")
        #expect(found.description.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
        #expect(found.place.account != nil && found.place.day != nil)
    }
}
