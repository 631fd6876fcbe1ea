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
        try printLine("FAIL  \(part): \(problem.summary)\n      \(problem.hint)")
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

extension ProblemCode {
    package static let checkServerOld = ProblemCode("check.server_too_old", .configuration)
    package static let checkReadOnly = ProblemCode("check.read_only", .configuration)
    package static let checkRights = ProblemCode("check.rights_missing", .noPermission)
    package static let checkDuplicateKey = ProblemCode("check.duplicate_key", .badData)
    package static let checkUnknownValue = ProblemCode("check.unknown_value", .badData)
    package static let checkLag = ProblemCode("check.standby_lags", .tryAgainLater)
    package static let checkSpace = ProblemCode("check.disk_space", .cannotCreate)
    package static let checkKeyPair = ProblemCode("check.keys_do_not_pair", .configuration)
    package static let checkCertificate = ProblemCode("check.certificate_not_valid", .configuration)
    package static let checkClock = ProblemCode("check.clock", .configuration)

    package static let checkCodes: [ProblemCode] = [
        checkServerOld, checkReadOnly, checkRights, checkDuplicateKey, checkUnknownValue,
        checkLag, checkSpace, checkKeyPair, checkCertificate, checkClock,
    ]
}
