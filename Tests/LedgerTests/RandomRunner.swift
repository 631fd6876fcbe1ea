import Vocabulary

/// What went wrong in a script: the kind tells one cause from another while a script is made smaller.
struct RandomFailure: Error, CustomStringConvertible {
    var kind: String
    var step: Int
    var details: [String]

    var description: String { (["\(kind), after step \(step):"] + details.map { "    \($0)" }).joined(separator: "\n") }
}

/// Runs a script step by step, and after each run holds the ledger against the second matcher.
struct RandomRunner {
    let bench: RandomBench
    let script: RandomScript
    /// Runs each day a second time with the same bill and expects that nothing moves.
    var repeatsRuns = false

    private var records: [RandomRecord] = []
    private(set) var inForce: [AccountDay: RandomBill] = [:]
    /// Days whose run in force has not seen the records as they are now.
    private var stale: Set<AccountDay> = []
    private var past: [String] = []
    private var mostAtOnce: [String: Int] = [:]
    private(set) var sawIncomplete = false
    /// What the states after the runs have shown.
    private(set) var cells: Set<String> = []

    init(bench: RandomBench, script: RandomScript) {
        self.bench = bench
        self.script = script
    }

    mutating func run() throws {
        for (index, step) in script.steps.enumerated() {
            switch step {
            case .shop(let now):
                records = now
                try bench.setShop(now)
                stale = Set(inForce.keys)
            case .run(let day, let bill):
                try run(day, bill, step: index)
                if repeatsRuns { try runAgain(day, bill, step: index) }
            }
            // Half-way, when some days were never run, and at the end.
            if index == script.steps.count / 4 || index == script.steps.count - 1 {
                cells.formUnion(try bench.rows(RandomCoverage.cells))
            }
        }
    }

    private mutating func run(_ day: AccountDay, _ bill: RandomBill, step: Int) throws {
        let expectation = RandomExpectation(
            records: records, inForce: inForce, day: day, bill: bill, rules: script.rules[day.account])
        let verdict = try bench.run(day, bill)
        if verdict == .incomplete { sawIncomplete = true }
        cells.insert(expectation.cell(verdict))
        if expectation.says(verdict) == false {
            throw RandomFailure(
                kind: "a run of \(verdict == .incomplete ? "no conclusion" : "a conclusion") is not what was expected",
                step: step,
                details: ["\(day.account) \(day.day): \(verdict), expected \(expectation)"]
                    + (try bench.rows("SELECT reason FROM recon.runs ORDER BY run_id DESC LIMIT 1")))
        }
        if verdict != .incomplete {
            inForce[day] = bill
            stale.remove(day)
        }
        try checkEntries(step: step)
        try checkPast(step: step)
        try checkIdentities(step: step)
        guard stale.isEmpty else { return }
        let difference = try bench.difference()
        guard difference.isEmpty else {
            let kinds = Set(difference.map { $0.prefix { $0 != " " } }).sorted().joined(separator: ", ")
            throw RandomFailure(kind: "the second matcher differs (\(kinds))", step: step, details: difference)
        }
        guard verdict != .incomplete else { return }
        let live = try bench.rows(
            """
            SELECT verdict FROM recon.daily_summary
            WHERE concat_ws(':', channel, account) = '\(day.account)' AND bill_date = '\(day.day)'
            """)
        guard live == [verdict.rawValue] else {
            throw RandomFailure(
                kind: "the run's verdict is not the day's", step: step, details: ["\(verdict.rawValue)", "\(live)"])
        }
    }

    private mutating func runAgain(_ day: AccountDay, _ bill: RandomBill, step: Int) throws {
        let before = try bench.rows(RandomSnapshot.everything)
        let runs = try bench.rows("SELECT count(*) + 1 FROM recon.runs")
        try run(day, bill, step: step)
        guard stale.isEmpty else { return }
        let after = try bench.rows(RandomSnapshot.everything)
        guard before == after, try runs == bench.rows("SELECT count(*) FROM recon.runs") else {
            throw RandomFailure(
                kind: "a repeated run changes rows", step: step,
                details: RandomSnapshot.changes(before, after) + (try bench.rows("SELECT count(*) FROM recon.runs")))
        }
        let changes = try bench.rows(
            "SELECT * FROM recon.run_changes WHERE change <> 'persisting' AND run_id = (SELECT max(run_id) FROM recon.runs)"
        )
        guard changes.isEmpty else {
            throw RandomFailure(kind: "a repeated run reports changes", step: step, details: changes)
        }
    }

    /// Earlier runs and events stay as they are.
    private mutating func checkPast(step: Int) throws {
        let now = try bench.rows(RandomSnapshot.past)
        let gone = Set(past).subtracting(now)
        guard gone.isEmpty else {
            throw RandomFailure(
                kind: "the past changed", step: step,
                details: RandomSnapshot.changes(past, now).filter { row in
                    row.hasPrefix("-") || gone.contains { row.dropFirst(2).prefix(6) == $0.prefix(6) }
                })
        }
        past = now
    }

    /// What is found again is the discrepancy of before, not another one.
    private mutating func checkIdentities(step: Int) throws {
        for row in try bench.rows(RandomSnapshot.identities) {
            let parts = row.split(separator: "|", omittingEmptySubsequences: false)
            let identity = String(parts[0])
            let ever = Int(parts[1]) ?? 0
            let most = max(mostAtOnce[identity] ?? 0, Int(parts[2]) ?? 0)
            mostAtOnce[identity] = most
            guard ever <= most else {
                throw RandomFailure(
                    kind: "a discrepancy has two numbers", step: step,
                    details: ["\(identity): \(ever) discrepancies, never more than \(most) at once"])
            }
        }
    }

    /// No row of a bill in force is lost, made up, or altered.
    private func checkEntries(step: Int) throws {
        let stored = try bench.rows(RandomSnapshot.storedRows).sorted()
        let expected = inForce.flatMap { day, bill in RandomSnapshot.rows(of: bill, day) }.sorted()
        guard stored == expected else {
            throw RandomFailure(
                kind: "stored entries are not the bills in force", step: step,
                details: RandomSnapshot.changes(expected, stored))
        }
    }
}
