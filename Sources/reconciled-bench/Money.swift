import Bills
import Channels
import Daemon
import Glibc
import Ledger
import Postgres
import Rules
import Vocabulary

/// The funds bill of the same day on disk, its trade bill in force, to the verdict's commit; by the product's own way.
func measureMoney(_ bench: Bench, repeats: Int, python: String?, into table: inout FigureTable) throws {
    let path = "\(bench.directory)/\(bench.day.day)_funds.csv"
    let (bytes, movements) = try FundsText.write(bench.day, to: path)
    let funds = BillFile(
        path: path, sizeBytes: bytes, sha256: try Bench.sha256(of: path), pot: Bench.pot)
    let connection = try Connection(bench.conninfo, name: "bench")
    // One bill in force says nothing of the day before.
    var (trade, money) = (Figures(), Figures())
    for _ in 0..<repeats {
        try bench.resetLedger()
        try connection.execute(
            "INSERT INTO ledger.period (closed_through, closed_by) VALUES ('\(bench.day.day.previous)', 'bench')")
        try trade.add(once { try bench.secondsToCommit(try bench.reconcileOnce()) })
        try connection.execute("CHECKPOINT")
        try money.add(once { try bench.secondsToCommit(try bench.reconcileFunds(funds)) })
    }
    try bench.checkFunds(movements: movements)
    table.add("trade day, to commit", trade, rows: bench.day.lines, bytes: bench.bill.sizeBytes)
    table.add(
        "funds day, to commit", money, rows: movements, bytes: bytes,
        note: "\(ratio(money, trade)), \(try bench.ledgerSize())")
    let again = try Figures.measured(repeats) { _ = try bench.reconcileFunds(funds) }
    try bench.checkFunds(movements: movements)
    table.add("funds day again", again, rows: movements, bytes: bytes)
    if let python {
        let duck = try measureDuckDBMoney(bench, funds, repeats: repeats, python: python)
        table.add("DuckDB, the same join, differences only", duck, rows: movements, bytes: bytes)
        print("funds day / DuckDB: \(ratio(money, duck))")
    }
}

/// Wall time as `run` says it, with what the process took meanwhile.
private func once(_ run: () throws -> Double) throws -> Figures {
    var taken = 0.0
    var figures = try Figures.measured(1) { taken = try run() }
    figures.seconds = [taken]
    return figures
}

extension Figures {
    fileprivate mutating func add(_ other: Figures) {
        seconds += other.seconds
        cpuSeconds += other.cpuSeconds
        peakBytes = max(peakBytes, other.peakBytes)
    }
}

extension Bench {
    static let pot = Pot("BASIC")

    func reconcileFunds(_ funds: BillFile) throws -> RunResult {
        var parts = RunParts(
            resultsConninfo: conninfo, channel: .wechatPay, orders: orders, rules: AccountRules(startDate: day.day),
            client: FetchedBill(account: day.account, bill: funds), archive: archive, limits: BillLimits(),
            clock: clock,
            progress: { _ in })
        parts.memoryBytesMax = memoryBytesMax
        parts.pots = [Self.pot]
        let result = try reconcile(
            RunRequest(DayUnit(day.account, day.day, .funds), source: .channel, by: .person("bench")), parts)
        guard result.verdict == .discrepancies else {
            throw BenchProblem.because("the funds day ended as \(result.verdict), \(result.reason?.description ?? "")")
        }
        return result
    }

    /// The figures of a wrong answer are worth nothing.
    func checkFunds(movements: Int) throws {
        let connection = try Connection(conninfo, name: "bench")
        let rows = try connection.query(
            """
            SELECT code || ' ' || count(*) || ' ' || sum(difference) FROM recon.discrepancies
            WHERE status = 'open' AND kind = 'funds' GROUP BY code ORDER BY 1
            """)
        let found = (0..<rows.count).map { rows.text($0, 0) }.sorted()
        guard found == day.fundsTruth else {
            throw BenchProblem.because("a wrong answer: expected \(day.fundsTruth), found \(found)")
        }
        let run = try connection.query("SELECT entries FROM recon.runs WHERE in_force AND kind = 'funds'")
        guard try run.int(0, 0) == movements else { throw BenchProblem.because("not every movement was counted") }
    }
}
