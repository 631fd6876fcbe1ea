import Bills
import Ledger
import Postgres
import Rules
import Vocabulary

/// Holds a funds bill in force against what the ledger has of it: every movement, the pots' sums and statements, the bridge.
/// - Parameters:
///   - funds: reads its proven files; nil where one is not there any more.
///   - areBalancesChained: the channel stands by the balances that it prints.
///   - expectedFen: what the day's trade bill in force leads one to expect; nil where nobody can say.
package func verifyFundsDay(
    _ day: DayInForce, _ files: [BillFile], funds: FundsReading?, areBalancesChained: Bool, expectedFen: Int64?,
    _ connection: borrowing Connection
) throws -> DayProof {
    var proof = DayProof()
    if let funds {
        do {
            try compareMovements(day, files, funds, areBalancesChained: areBalancesChained, &proof, connection)
        } catch let problem as Problem { proof.problems.append(problem.located(day.place)) }
    }
    try comparePots(day, &proof, connection)
    try compareBridge(day, expectedFen: expectedFen, &proof, connection)
    return proof
}

private func compareMovements(
    _ day: DayInForce, _ files: [BillFile], _ funds: FundsReading, areBalancesChained: Bool, _ proof: inout DayProof,
    _ connection: borrowing Connection
) throws {
    let rows = BillRows()
    var row = MovementRow(accountID: day.accountID, day: day.day)
    var digest = MovementsDigest()
    var summaries: [FundsSummary] = []
    for (index, file) in files.enumerated() {
        summaries.append(
            try funds(file, day.day) { movement in
                digest.absorb(movement.contentHash, file: index)
                row.fill(movement, fileNumber: Int16(truncatingIfNeeded: index))
                try rows.append(row.bytes)
            })
    }
    var differences = try rows.differences(from: day.sql(PackageResources.held_movements_sql), connection)
    if day.isThinned {
        proof.unheldRows = differences.missing.count
        differences.missing = RowDifferences.Places()
    }
    if let problem = differs(day, files, differences) { proof.problems.append(problem) }
    if let stored = day.stored, stored != digest.text {
        proof.problems.append(
            Problem(
                .billDiffers, "the archived bill is read as other movements than it was", at: day.place,
                expected: "movements \(stored)", found: "movements \(digest.text)"))
    }
    try compareSums(day, files, summaries, areBalancesChained: areBalancesChained, &proof, connection)
}

private func compareSums(
    _ day: DayInForce, _ files: [BillFile], _ summaries: [FundsSummary], areBalancesChained: Bool,
    _ proof: inout DayProof, _ connection: borrowing Connection
) throws {
    let pots = try connection.query(
        """
        SELECT pot, file_no, into_rows, into_fen, out_rows, out_fen, opening_fen, closing_fen, is_controlled
        FROM ledger.pot_day WHERE account_id = $1 AND bill_date = $2::date ORDER BY pot
        """, [String(day.accountID), day.day.description])
    for row in 0..<pots.count {
        let file = pots[row, 1].flatMap { Int($0) }
        let summary = file.map { summaries.indices.contains($0) ? summaries[$0] : FundsSummary() } ?? FundsSummary()
        // What the channel said of the balances beside its bill is in no file.
        let areOfFile = areBalancesChained || !pots.bool(row, 8)
        let balances: [(Int64?, Int)] = areOfFile ? [(summary.openingFen, 6), (summary.closingFen, 7)] : []
        let flows = [
            (summary.into.rows, 2), (summary.into.amountFen, 3), (summary.outOf.rows, 4), (summary.outOf.amountFen, 5),
        ].map { (Optional($0.0), $0.1) }
        let expected = (flows + balances).map { $0.0.map(String.init) }
        let found = (flows + balances).map { pots[row, $0.1] }
        guard expected != found else { continue }
        proof.problems.append(
            Problem(
                .billDiffers, "the sums of the pot are not those of the bill",
                at: day.unit.place(of: Pot(rawValue: pots.text(row, 0))), expected: potText(expected),
                found: potText(found)))
    }
}

private func potText(_ sums: [String?]) -> String {
    func yuan(_ index: Int) -> String { Fen.yuan(sums[index].flatMap { Int64($0) } ?? 0) }
    let flows = "in \(sums[0] ?? "0"), \(yuan(1)), out \(sums[2] ?? "0"), \(yuan(3))"
    guard sums.count > 4 else { return flows }
    let balances = [4, 5].map { sums[$0] == nil ? "none" : yuan($0) }
    return "\(flows), balances \(balances[0]) and \(balances[1])"
}

private func comparePots(_ day: DayInForce, _ proof: inout DayProof, _ connection: borrowing Connection) throws {
    for pot in try workOutPots({ day.sqlInForce($0) }, at: day.place, connection) {
        let place = day.unit.place(of: Pot(rawValue: pot.name))
        var lines = NamedLines()
        lines["opening"] = NamedLines.Line(amountFen: pot.openingFen)
        for (line, sum) in pot.lines.sorted(by: { $0.key < $1.key }) {
            lines[line.name] = NamedLines.Line(count: sum.count, amountFen: sum.amountFen)
        }
        lines["closing"] = NamedLines.Line(amountFen: pot.closingFen)
        let stored = try NamedLines.stored(
            day, in: "funds_line", count: "movements", where: "pot = '\(pot.name)'", connection)
        let between = stored.names.filter { !["opening", "closing", "residual"].contains($0) }
        let moved = between.reduce(Sum()) { $0 + Sum(stored[$1].count, stored[$1].amountFen ?? 0) }
        let net = (stored["closing"].amountFen ?? 0) - (stored["opening"].amountFen ?? 0)
        ComparedStatement(
            name: "statement of the pot", stored: stored, workedOut: lines,
            movingOn: Set(PotStatement.Line.all.map(\.name)),
            addsUp: moved == pot.decoded && (stored["closing"].amountFen == nil || moved.amountFen == net)
        ).judge(day, at: place, &proof)
    }
}

private func compareBridge(
    _ day: DayInForce, expectedFen: Int64?, _ proof: inout DayProof, _ connection: borrowing Connection
) throws {
    let stored = try NamedLines.stored(day, in: "bridge_line", count: "0", connection)
    var bridge = Bridge()
    bridge.add(expectedFen ?? stored[BridgeLine.expected.rawValue].amountFen ?? 0, to: .expected)
    try addBridgeSums({ day.sqlInForce($0) }, at: day.place, connection) { _, line, amountFen in
        bridge.add(amountFen, to: line)
    }
    var lines = NamedLines()
    for line in BridgeLine.allCases { lines[line.rawValue] = NamedLines.Line(amountFen: bridge[line]) }
    let explained = BridgeLine.allCases.prefix { $0 != .booked }.reduce(Int64(0)) {
        $0 &+ (stored[$1.rawValue].amountFen ?? 0)
    }
    ComparedStatement(
        name: "bridge", stored: stored, workedOut: lines,
        movingOn: Set(BridgeLine.allCases.filter { $0 != .expected && $0 != .booked }.map(\.rawValue)),
        addsUp: explained == stored[BridgeLine.booked.rawValue].amountFen
    ).judge(day, at: day.place, &proof)
}
