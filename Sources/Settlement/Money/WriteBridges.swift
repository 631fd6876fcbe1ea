import Ledger
import Postgres
import Rules
import Vocabulary

/// Writes the bridge of each day that has a run now, from what is expected to what moved.
/// - Throws: `ledger.statement_open` where one does not close.
func writeBridges(_ input: MoneyInput, _ read: MoneyRead?, _ connection: borrowing Connection) throws {
    var bridges: [String: (day: BusinessDay, bridge: Bridge)] = [:]
    // Movements that wait are told even where they add up to 0.
    var shown: [String: Set<BridgeLine>] = [:]
    let runs = try connection.query("SELECT run_id, bill_date - DATE '1970-01-01' FROM pg_temp.day_run")
    for row in 0..<runs.count {
        var bridge = Bridge()
        if let read, runs.text(row, 0) == String(input.runID) { bridge.add(read.expectedFen, to: .expected) }
        bridges[runs.text(row, 0)] = (BusinessDay(number: try runs.int32(row, 1)), bridge)
    }
    try addBridgeSums({ input.sql($0) }, at: input.place, connection) { run, line, amountFen in
        bridges[run]?.bridge.add(amountFen, to: line)
        shown[run, default: [.expected, .booked, .residual]].insert(line)
    }
    for (run, (day, bridge)) in bridges {
        if bridge.isTooLarge { throw sumTooLarge(nil, at: Place(account: input.account, day: day)) }
        guard bridge.closes else {
            throw Problem(
                .statementOpen, "the bridge from the trade bill to the movements does not close",
                at: Place(account: input.account, day: day), expected: "a residual of 0.00",
                found: Fen.yuan(bridge[.residual]))
        }
        for line in BridgeLine.allCases where (shown[run] ?? [.expected, .booked, .residual]).contains(line) {
            try connection.query(
                "INSERT INTO ledger.bridge_line VALUES ($1, $2, $3, $4, $5)",
                [String(input.accountID), run, String(line.number), line.rawValue, String(bridge[line])])
        }
    }
}

/// What the tables add to the bridge of each run.
/// - Parameter sql: a step's SQL, made ready to be run.
func addBridgeSums(
    _ sql: (_ step: [UInt8]) -> String, at place: Place, _ connection: borrowing Connection,
    _ add: (_ run: String, BridgeLine, _ amountFen: Int64) -> Void
) throws {
    let rows = try connection.query(sql(PackageResources.bridge_sums_sql))
    for row in 0..<rows.count {
        guard let line = BridgeLine(rawValue: rows.text(row, 2)) else { continue }
        add(rows.text(row, 0), line, try rows.sum(row, 3, at: place))
    }
}
