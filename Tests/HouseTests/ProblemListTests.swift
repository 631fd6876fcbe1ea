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

    /// What the program says is read on a host that has the package and not this repository.
    @Test func whatTheProgramSaysNamesOnlyWhatIsInstalled() throws {
        let packed = try Repository.text("systemd/make-deb")
        for path in Repository.files(under: ["Sources"], endings: [".swift", ".sql"]) {
            for line in try Repository.text(path).split(separator: "\n") {
                let code = line.trimmingPrefix(while: \.isWhitespace)
                guard !code.hasPrefix("//"), !code.hasPrefix("--") else { continue }
                #expect(!code.contains("config/"), "\(path): \(code)")
                for match in code.matches(of: /\/(usr\/share\/(?:doc\/)?reconciled\/[a-z\/.]*[a-z])/) {
                    let isInstalled = packed.contains(" \(match.1)\n") || packed.contains(" \(match.1)/")
                    #expect(isInstalled, "\(path): \(match.0)")
                }
            }
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

    private static let isWritten = ProcessInfo.processInfo.environment["RECONCILED_WRITE_PAGES"] != nil

    @Test(.enabled(if: isWritten, "only when asked for")) func thePageIsMadeAnew() throws {
        try Self.pageText.write(toFile: "\(Repository.root)/\(Self.page)", atomically: true, encoding: .utf8)
    }

    @Test func thePageIsTheList() throws {
        let isCurrent = try Repository.text(Self.page) == Self.pageText
        #expect(isCurrent, "make it anew: RECONCILED_WRITE_PAGES=1 swift test --filter thePageIsMadeAnew")
    }

    // MARK: - Provocations

    @Test func everyCodeIsProvokedByATest() throws {
        let names = Set(ProblemCode.all.map(\.name))
        let told = Set(provocations.keys).union(unprovoked.keys)
        #expect(names.subtracting(told) == [], "name the test that provokes it, in Provocations.swift")
        #expect(told.subtracting(names) == [], "there is no such code")
        #expect(Set(provocations.keys).intersection(unprovoked.keys) == [])
    }

    /// By the code's name, or by that of its constant, in the test itself; else in the list of its cases, or the function that
    /// puts what it found into a word.
    @Test func everyProvocationIsThere() throws {
        let constants = try Repository.files(under: ["Sources/Vocabulary/Problems"], endings: ["Codes.swift"]).flatMap {
            try Repository.text($0).matches(of: /static let (\w+) = ProblemCode\(\s*"([^"]+)"/).map {
                (String($0.2), String($0.1))
            }
        }
        let constant = Dictionary(constants) { first, _ in first }
        let sources = try Repository.files(under: ["Tests"], endings: [".swift"]).filter { !$0.contains("HouseTests/") }
            .map { try TestSource(Repository.text($0)) }
        for (code, test) in provocations.sorted(by: { $0.key < $1.key }) {
            let names = [test] + (seenElsewhere[test] ?? [])
            let isThere = sources.contains { source in
                source.declares(test)
                    && names.contains { source.text(of: $0).contains { sees($0, code, constant[code] ?? "?") } }
            }
            #expect(isThere, "\(code): no test \(test) that sees it")
        }
        #expect(Set(seenElsewhere.keys).subtracting(provocations.values) == [])
    }

    @Test func theSearchItselfTellsSeeingFromMentioning() throws {
        let source = TestSource(
            """
            struct A {
                @Test(arguments: [(1, "a.b")])
                func one(number: Int, code: String) {
                    #expect(code == .first)
                }

                @Test func two() { #expect(try read() == "a.bc: no") }

                func `three of them`() throws {
                    throw Problem(
                        .first, "it")
                    switch code {
                    case .other, .first: break
                    case .none: #expect(code == .second)
                    }
                    let last = ProblemCode.firstOfAll
                }
            }
            """)
        #expect(source.text(of: "one").map { sees($0, "a.b", "?") } == [true])
        #expect(source.text(of: "one").map { sees($0, "?", "first") } == [true])
        #expect(source.text(of: "two").map { sees($0, "a.b", "?") } == [false])
        #expect(source.text(of: "two").map { sees($0, "a.bc", "?") } == [true])
        #expect(source.text(of: "three of them").map { sees($0, "a.b", "first") } == [false])
        #expect(source.text(of: "three of them").map { sees($0, "a.b", "second") } == [true])
        #expect(!source.declares("four"))
    }

    /// Neither made by the text itself nor a case of a switch.
    private func sees(_ text: String, _ code: String, _ constant: String) -> Bool {
        func isName(_ character: Character?) -> Bool {
            character.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
        }
        func isWhole(_ range: Range<String.Index>) -> Bool { !isName(text[range.upperBound...].first) }
        return text.ranges(of: code).contains(where: isWhole)
            || text.ranges(of: "." + constant).contains { range in
                let line = String(text[..<range.lowerBound].split(separator: "\n").last ?? "")
                let isInCase = line.ranges(of: "case ").last.map { !line[$0.upperBound...].contains(":") } ?? false
                let before = String(text[..<range.lowerBound].suffix(80)).split { $0.isWhitespace }.last ?? ""
                return isWhole(range) && !before.hasSuffix("Problem(") && !before.hasSuffix("Problem(ProblemCode")
                    && !isInCase
            }
    }
}

/// What a file of tests declares, by name: each with its attributes, to the line that ends it.
private struct TestSource {
    private let lines: [Substring]
    private let text: String

    init(_ text: String) {
        self.text = text
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    func declares(_ test: String) -> Bool { text.contains("func \(test)(") || text.contains("func `\(test)`(") }

    func text(of name: String) -> [String] {
        let heads = ["func \(name)(", "func `\(name)`(", "let \(name) ", "let \(name):"]
        guard heads.contains(where: text.contains) else { return [] }
        return lines.indices.filter { index in heads.contains { lines[index].contains($0) } }.map { index in
            let margin = lines[index].prefix { $0 == " " }
            func isInner(_ line: Substring) -> Bool {
                line.isEmpty || line.hasPrefix(margin + " ") || line.hasPrefix(margin + ")") || line == margin + "{"
            }
            let first = lines[..<index].lastIndex { $0.isEmpty || $0 == margin + "}" }.map { $0 + 1 } ?? 0
            let last = lines[(index + 1)...].firstIndex { !isInner($0) } ?? lines.endIndex
            return lines[first..<last].joined(separator: "\n")
        }
    }
}
