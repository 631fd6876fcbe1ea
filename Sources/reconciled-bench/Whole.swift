import Daemon
import Glibc
import Ledger
import Postgres
import Runtime
import Vocabulary

/// The bill on disk, the orders in PostgreSQL, to the verdict's commit; by the product's own way.
func measureWhole(_ bench: Bench, repeats: Int, python: String?, into table: inout FigureTable) throws {
    let (rows, bytes) = (bench.day.lines, bench.bill.sizeBytes)
    var toCommit: [Double] = []
    var found = Figures()
    var first = try Figures.measured(repeats, before: bench.resetLedger) {
        let lookUp = LookUp(bench)
        let run = try bench.reconcileOnce()
        found.seconds.append(try lookUp.seconds())
        toCommit.append(try bench.secondsToCommit(run))
    }
    first.seconds = toCommit
    try bench.checkAnswer()
    table.add("whole, to commit", first, rows: rows, bytes: bytes, note: try bench.ledgerSize())
    table.add("whole, until a look-up answers", found, rows: rows)
    let again = try Figures.measured(repeats) { _ = try bench.reconcileOnce() }
    try bench.checkAnswer()
    table.add("whole again, unchanged", again, rows: rows, bytes: bytes, note: ratio(again, first))
    var counted = Figures()
    for _ in 0..<repeats {
        try counted.add(bench) { try bench.secondsToCommit(try bench.reconcileOnce(pairs: .counted)) }
    }
    table.add(
        "plain pairs counted, to commit", counted, rows: rows, bytes: bytes,
        note: "\(ratio(counted, first)), \(try bench.ledgerSize())")
    try measureDownload(bench, repeats: repeats, into: &table)
    if let python {
        let duck = try measureDuckDB(bench, repeats: repeats, python: python)
        table.add("DuckDB, discrepancies only", duck, rows: rows, bytes: bytes)
        print(
            """
            to commit / DuckDB: \(ratio(first, duck)); until a look-up answers / DuckDB: \(ratio(found, duck)); \
            plain pairs counted / DuckDB: \(ratio(counted, duck))
            """)
    }
}

/// Asks for one payment by its number, as `recon.explain` does, until the answer is there and takes less than a second.
private struct LookUp {
    private static let answerSecondsMax = 1.0
    private static let pauseMicroseconds: UInt32 = 20_000

    private let answer: QueuedWork<Double>

    init(_ bench: Bench) {
        let number = bench.day.paymentNo(bench.day.keys / 3 / 50 * 50)
        answer = QueuedWork("look-up") { [conninfo = bench.conninfo] in
            let begin = ContinuousClock.now
            let connection = try Connection(conninfo, name: "bench")
            // Cheaply, until there is anything to find: looking through what is being loaded takes the run's time.
            while try connection.query("SELECT FROM recon.runs WHERE in_force").count == 0 {
                usleep(Self.pauseMicroseconds)
            }
            while true {
                let start = ContinuousClock.now
                let found = try connection.query(
                    "SELECT line_no FROM recon.entries_of($1)", [number])
                let now = ContinuousClock.now
                if found.count == 1, (now - start) / .seconds(1) < Self.answerSecondsMax {
                    return (now - begin) / .seconds(1)
                }
                usleep(Self.pauseMicroseconds)
            }
        }
    }

    func seconds() throws -> Double { try answer.wait() }
}
