import Bills
import Ledger
import Postgres
import Vocabulary

/// Holds a sharing bill in force against what the ledger has of it, row by row. A day of a channel without such a bill has none.
/// - Parameter reading: reads its proven file; nil where it is not there any more.
package func verifySharingDay(
    _ day: DayInForce, _ files: [BillFile], reading: SharingReading?, _ connection: borrowing Connection
) throws -> DayProof {
    var proof = DayProof()
    guard let reading else { return proof }
    do {
        let rows = BillRows()
        var row = ShareRow(accountID: day.accountID, day.day)
        var digest = MovementsDigest()
        for file in files {
            _ = try reading(file) { share in
                digest.absorb(share.contentHash, file: 0)
                row.fill(share)
                try rows.append(row.bytes)
            }
        }
        let differences = try rows.differences(from: day.sql(PackageResources.held_shares_sql), connection)
        if let problem = differs(day, files, differences) { proof.problems.append(problem) }
        if let stored = day.stored, stored != digest.text {
            proof.problems.append(
                Problem(
                    .billDiffers, "the archived bill is read as other shares than it was", at: day.place,
                    expected: "shares \(stored)", found: "shares \(digest.text)"))
        }
    } catch let problem as Problem { proof.problems.append(problem.located(day.place)) }
    return proof
}
