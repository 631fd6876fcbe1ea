import Daemon
import Postgres
import Vocabulary

/// The bill on disk, the orders in PostgreSQL, to the verdict's commit; by the product's own way.
func measureWhole(_ bench: Bench, repeats: Int, python: String?, into table: inout FigureTable) throws {
    let (rows, bytes) = (bench.day.lines, bench.bill.sizeBytes)
    var first = Figures()
    let found = try Figures.measured(repeats, before: bench.resetLedger) {
        let run = try bench.reconcileOnce()
        try lookUp(bench)
        first.seconds.append(try bench.secondsToCommit(run))
    }
    first.peakBytes = found.peakBytes
    first.cpuSeconds = found.cpuSeconds
    try bench.checkAnswer()
    table.add("whole, to commit", first, rows: rows, bytes: bytes)
    table.add("whole, until a look-up answers", found, rows: rows, bytes: bytes)
    let again = try Figures.measured(repeats) { _ = try bench.reconcileOnce() }
    try bench.checkAnswer()
    table.add("whole again, unchanged", again, rows: rows, bytes: bytes, note: ratio(again, first))
    if let python {
        let duck = try measureDuckDB(bench, repeats: repeats, python: python)
        table.add("DuckDB, discrepancies only", duck, rows: rows, bytes: bytes)
        print("to commit / DuckDB: \(ratio(first, duck)); until a look-up answers / DuckDB: \(ratio(found, duck))")
    }
}

private func ratio(_ one: Figures, _ other: Figures) -> String {
    "\(FigureTable.number(one.median / other.median, 2)) x"
}

/// One payment by its number, as `recon.explain` finds it.
private func lookUp(_ bench: Bench) throws {
    let start = ContinuousClock.now
    let number = bench.day.paymentNo(bench.day.keys / 3 / 50 * 50)
    let connection = try Connection(bench.conninfo, name: "bench")
    let found = try connection.query(
        "SELECT line_no FROM ledger.entry WHERE payment_hash = hashtextextended($1, 0) AND payment_no = $1", [number])
    guard found.count == 1 else { throw BenchProblem.because("\(number) is not there") }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    guard seconds < 1 else { throw BenchProblem.because("a look-up took \(seconds) s") }
}
