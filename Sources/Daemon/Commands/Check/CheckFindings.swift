import Vocabulary

/// What a check of an installation found, printed as it goes: every part, not the first that fails.
struct CheckFindings {
    private(set) var failures: [Problem] = []
    private(set) var warnings = 0
    private let printLine: (String) throws -> Void

    init(print: @escaping (String) throws -> Void) { printLine = print }

    mutating func pass(_ part: String, _ what: String) throws { try printLine("ok    \(part): \(what)") }

    /// Works, and somebody should still look.
    mutating func warn(_ part: String, _ what: String) throws {
        warnings += 1
        try printLine("WARN  \(part): \(what)")
    }

    mutating func fail(_ part: String, _ problem: Problem) throws {
        failures.append(problem)
        try printLine("FAIL  \(part): " + problem.told().split(separator: "\n").joined(separator: "\n      "))
    }

    /// Runs one part; what it throws is its failure, and the next part follows.
    /// - Returns: whether it passed.
    @discardableResult
    mutating func part(_ name: String, _ body: (inout CheckFindings) throws -> String?) throws -> Bool {
        let before = failures.count
        do {
            if let passed = try body(&self), failures.count == before { try pass(name, passed) }
        } catch { try fail(name, asProblem(error)) }
        return failures.count == before
    }
}
