import Vocabulary

/// What a verification came to: findings are handed out as they are found, everything else is counted.
struct VerifyFindings {
    /// Of each code, how many.
    private(set) var counts: [String: Int64] = [:]
    var files: Int64 = 0
    var bills: Int64 = 0
    var statements: Int64 = 0
    /// What was not looked at, and why; as things are, nobody is to blame.
    var unkept: [(what: String, count: Int64)] {
        [
            ("bills that have files and no conclusion in force, see recon.days_not_green", unconcludedBills),
            ("bills whose files retention deleted, or whose loss was noted", deletedBills),
            ("rows of bills that the ledger only counts, or that retention removed", unheldRows),
            ("statements of closed days, whose records have moved on since: they add up", movedOnStatements),
        ].filter { $0.count > 0 }
    }
    var unconcludedBills: Int64 = 0
    var deletedBills: Int64 = 0
    var unheldRows: Int64 = 0
    var movedOnStatements: Int64 = 0
    /// What could not be looked at now: whether it is right is not known.
    private(set) var unread: Int64 = 0
    private let tell: (Problem) throws -> Void

    init(tell: @escaping (Problem) throws -> Void) { self.tell = tell }

    var count: Int64 { counts.values.reduce(0, +) }

    mutating func find(_ problem: Problem) throws {
        let couldNotRead: Set<ExitStatus> = [.inputOutput, .noPermission, .cannotCreate, .tryAgainLater, .unavailable]
        if couldNotRead.contains(problem.code.exit) {
            unread += 1
        } else {
            counts[problem.code.name, default: 0] += 1
        }
        try tell(problem)
    }

    /// Runs one part; a refusal is its finding, and the next part follows.
    mutating func part(at place: Place, _ body: (inout VerifyFindings) throws -> Void) throws {
        do { try body(&self) } catch let problem as Problem { try find(problem.located(place)) }
    }

    /// Something is wrong: bad data. Nothing is, and not all could be looked at: no conclusion.
    var status: ExitStatus { count > 0 ? .badData : unread > 0 ? .incomplete : .green }
}
