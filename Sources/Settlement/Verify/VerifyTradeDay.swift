import Bills
import Ledger
import Postgres
import Rules
import Vocabulary

/// Holds a trade bill in force against what the ledger has of it: every entry, the totals, the statement.
/// - Parameters:
///   - bill: reads its proven file; nil where there is none any more.
package func verifyTradeDay(
    _ day: DayInForce, _ files: [BillFile], bill: BillReading?, _ connection: borrowing Connection
) throws -> DayProof {
    var proof = DayProof()
    if let bill {
        do { try compareEntries(day, files, bill, &proof, connection) } catch let problem as Problem {
            proof.problems.append(problem.located(day.place))
        }
    }
    if !day.isThinned { try compareTotals(day, &proof, connection) }
    try compareStatements(day, &proof, connection)
    return proof
}

private func compareEntries(
    _ day: DayInForce, _ files: [BillFile], _ bill: BillReading, _ proof: inout DayProof,
    _ connection: borrowing Connection
) throws {
    let rows = BillRows()
    var row = EntryRow(accountID: day.accountID, day: day.day)
    var digest = EntriesDigester()
    var expectedFen: Int64 = 0
    let summary = try bill { entry in
        digest.absorb(entry)
        row.fill(entry, outcome: "", expectedFeeFen: nil)
        try rows.append(row.bytes)
        guard entry.isClassified, !entry.isRefundNotExecuted else { return }
        expectedFen &+=
            ExpectedEntry(
                entry.type, day.day, occurredAt: entry.occurredAt, settledFen: entry.settledFen, feeE5: entry.feeE5
            ).expectedFen
    }
    proof.expectedFen = expectedFen
    var differences = try rows.differences(from: day.sql(PackageResources.held_entries_sql), connection)
    if try day.isThinned || areOnlyCounted(day, connection) {
        proof.unheldRows = differences.missing.count
        differences.missing = RowDifferences.Places()
    }
    if let problem = differs(day, files, differences) { proof.problems.append(problem) }
    if let stored = day.stored, stored != digest.finished.stored {
        proof.problems.append(
            Problem(
                .billDiffers, "the archived bill is read as other entries than it was", at: day.place,
                expected: "entries \(stored)", found: "entries \(digest.finished.stored)"))
    }
    let concluded = try Settlement.summary(ofRun: day.runID, day.accountID, connection)
    for (name, file, held) in [
        ("payments", summary.payments, concluded.payments), ("refunds", summary.refunds, concluded.refunds),
    ] where file != held {
        proof.problems.append(
            Problem(
                .billDiffers, "the totals of the \(name) are not those of the bill", at: day.place,
                expected: file.text, found: held.text))
    }
}

private func areOnlyCounted(_ day: DayInForce, _ connection: borrowing Connection) throws -> Bool {
    try connection.query(
        day.sql(
            """
            SELECT FROM ledger.plain_block
            WHERE account_id = :account_id AND bill_date = :bill_date AND line_runs IS NOT NULL LIMIT 1
            """)
    ).count > 0
}

extension BillTotals {
    fileprivate var text: String {
        """
        \(rows) rows, \(Fen.yuan(amountFen)), settled \(Fen.yuan(settledFen)), fees \(Fen.yuan(e5: feesE5)), \
        total \(Fen.yuan(channelTotalFen)), discounts \(Fen.yuan(otherDiscountsFen))
        """
    }
}

/// The totals that the run concluded with, once more from the rows.
private func compareTotals(_ day: DayInForce, _ proof: inout DayProof, _ connection: borrowing Connection) throws {
    let counted = try connection.query(day.sql(PackageResources.recount_sql))
    let totals = try connection.query(
        """
        SELECT entry_type, rows, amount_fen, settled_fen, fees_e5, matched_rows, matched_fen
        FROM ledger.run_total WHERE account_id = $1 AND run_id = $2
        """, [String(day.accountID), String(day.runID)])
    var found: [String: [String]] = [:]
    for row in 0..<totals.count { found[totals.text(row, 0)] = (1...6).map { totals.text(row, $0) } }
    for row in 0..<counted.count {
        let type = counted.text(row, 0)
        let expected = (1...6).map { counted[row, $0] ?? "0" }
        guard expected != found[type] else { continue }
        func text(_ sums: [String]?) -> String {
            guard let sums else { return "none" }
            let fen = sums.map { Int64($0) ?? 0 }
            return "\(sums[0]) rows, \(Fen.yuan(fen[1])), settled \(Fen.yuan(fen[2])), fees \(Fen.yuan(e5: fen[3])), "
                + "plain \(sums[4]), \(Fen.yuan(fen[5]))"
        }
        proof.problems.append(
            Problem(
                .billDiffers, "the totals of the \(type)s are not those of the entries in the ledger", at: day.place,
                expected: text(expected), found: text(found[type])))
    }
}

/// Lines that the shop's records are in: these live on when the day is closed.
private let linesOfRecords: Set<String> = Set(
    [
        StatementLine.orders, .bookedOtherDay, .fromOtherDay, .pendingOrders, .orderOnly, .statusMismatch,
        .amountMismatch,
    ].map(\.rawValue))

private func compareStatements(_ day: DayInForce, _ proof: inout DayProof, _ connection: borrowing Connection) throws {
    let statements = try workOutStatements({ day.sqlInForce($0) }, at: day.place, connection)
    for type in [EntryType.payment, .refund] {
        var lines = NamedLines()
        for (line, sum) in statements.first(where: { $0.key.type == type.rawValue })?.statement.lines ?? [] {
            lines[line.rawValue] = NamedLines.Line(count: sum.count, amountFen: sum.amountFen)
        }
        let stored = try NamedLines.stored(
            day, in: "statement_line", count: "entries", where: "entry_type = '\(type.rawValue)'", connection)
        ComparedStatement(
            name: "statement of the \(type.rawValue)s", stored: stored, workedOut: lines, movingOn: linesOfRecords,
            addsUp: addsUp(stored)
        ).judge(day, at: day.place, &proof)
    }
}

/// From the shop's total to the bill's rows, and from these to the channel's total.
private func addsUp(_ lines: NamedLines) -> Bool {
    func sum(_ line: StatementLine) -> Sum { Sum(lines[line.rawValue].count, lines[line.rawValue].amountFen ?? 0) }
    let explained = StatementLine.allCases.prefix { $0 != .channel }.reduce(Sum()) { $0 + sum($1) }
    return explained == sum(.channel) && sum(.channel) + sum(.otherDiscounts) == sum(.channelTotal)
}
