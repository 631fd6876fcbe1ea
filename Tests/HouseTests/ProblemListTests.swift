import Foundation
import Testing
import Vocabulary

/// The list of all problem codes, what is written of it, and that each of them is provoked by a test.
struct ProblemListTests {
    private static let page = "Sources/Vocabulary/Vocabulary.docc/Problems.md"

    @Test func everyCodeIsListedOnceAndSaysWhatToDo() throws {
        let files = Repository.files(under: ["Sources/Vocabulary/Problems"], endings: ["Codes.swift"])
        let declared = try files.flatMap { path in
            try Repository.text(path).matches(of: /static let \w+ = ProblemCode\(\s*"([^"]+)"/).map { String($0.1) }
        }
        #expect(declared.sorted() == ProblemCode.all.map(\.name).sorted())
        #expect(Set(declared).count == declared.count)
        for code in ProblemCode.all {
            #expect(code.name.wholeMatch(of: /[a-z]+\.[a-z0-9_]+/) != nil, "\(code)")
            #expect(
                code.meaning.hasSuffix(".") && code.meaningInChinese.hasSuffix("。") && !code.hint.isEmpty, "\(code)")
            #expect(![.green, .discrepancies].contains(code.exit), "\(code)")
        }
    }

    /// As the page should be.
    private static var pageText: String {
        var text = """
            # Problems

            Every refusal has a code, says what was expected, what was found and where, and what to do. psql shows this list
            as `recon.problems`; a run's own reason and hint are in `recon.runs`. The exit status is that of a command which
            the problem ends; 2 is a run without a conclusion (Contract 1.2). Codes are never renamed and never reused.

            This page is made from the list in the program, by the command that a failing test names.

            """
        var family = ""
        func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
        for code in ProblemCode.all.sorted(by: { $0.name < $1.name }) {
            let own = String(code.name.prefix { $0 != "." })
            if own != family {
                family = own
                text += "\n## \(family)\n\n| Code | Exit | What happened | | What to do |\n|---|---|---|---|---|\n"
            }
            text += """
                | `\(code.name)` | \(code.exit.rawValue) | \(cell(code.meaning)) | \(code.meaningInChinese) \
                | \(cell(code.hint)) |\n
                """
        }
        return text
    }

    @Test func thePageIsTheList() throws {
        if ProcessInfo.processInfo.environment["RECONCILED_WRITE_PAGES"] != nil {
            try Self.pageText.write(toFile: "\(Repository.root)/\(Self.page)", atomically: true, encoding: .utf8)
        }
        let isCurrent = try Repository.text(Self.page) == Self.pageText
        #expect(isCurrent, "make it anew: RECONCILED_WRITE_PAGES=1 swift test --filter thePageIsTheList")
    }

    // MARK: - Provocations

    @Test func everyCodeIsProvokedByATest() throws {
        let names = Set(ProblemCode.all.map(\.name))
        let told = Set(provocations.keys).union(unprovoked.keys)
        #expect(names.subtracting(told) == [], "name the test that provokes it, in Provocations.swift")
        #expect(told.subtracting(names) == [], "there is no such code")
        #expect(Set(provocations.keys).intersection(unprovoked.keys) == [])
    }

    /// By the code's name, or by that of its constant, in the file of the test.
    @Test func everyProvocationIsThere() throws {
        let constants = try Repository.files(under: ["Sources/Vocabulary/Problems"], endings: ["Codes.swift"]).flatMap {
            try Repository.text($0).matches(of: /static let (\w+) = ProblemCode\(\s*"([^"]+)"/).map {
                (String($0.2), String($0.1))
            }
        }
        let constant = Dictionary(constants) { first, _ in first }
        let files = try Repository.files(under: ["Tests"], endings: [".swift"]).filter { !$0.contains("HouseTests/") }
            .map { try Repository.text($0) }
        for (code, test) in provocations.sorted(by: { $0.key < $1.key }) {
            let isThere = files.contains { text in
                (text.contains("func \(test)(") || text.contains("func `\(test)`("))
                    && (text.contains(".\(constant[code] ?? "?")") || text.contains(code))
            }
            #expect(isThere, "\(code): no test \(test) in a file that mentions it")
        }
    }
}
