import ArgumentParser
import Bills
import Ledger
import Postgres
import Vocabulary

/// Imports statements one after the other, and says of each what it came to.
struct StatementImports {
    let configuration: Configuration
    let shop: String
    let isNewShop: Bool
    /// Each file is imported, each after the others, told of, and all of it undone.
    let isDry: Bool

    private struct Undone: Error {}

    func run(_ files: [String]) throws {
        let connection = try openLedger(configuration.resultsConninfo)
        guard isDry else { return try run(files, connection) }
        do {
            try connection.transaction {
                try run(files, connection)
                throw Undone()
            }
        } catch is Undone {}
    }

    private func run(_ files: [String], _ connection: borrowing Connection) throws {
        let progress = ProgressLine()
        let statements = StatementImport(
            shop: shop, isNewShop: isNewShop, person: requester(), orders: configuration.ordersSource,
            limits: configuration.billLimits, progress: progress.reporter)
        for file in files {
            let result: StatementImport.Result
            do { result = try statements.run(file, connection) } catch {
                progress.clear()
                let problem = asProblem(error)
                Output.complain(problem.description)
                throw ExitCode(problem.code.exit.rawValue)
            }
            progress.clear()
            switch result {
            case .known(let statementID):
                let isRead = isDry ? "" : "; the shop's orders were read again"
                try Output.words("\(file): imported before, as statement \(statementID)\(isRead)")
            case .imported(let statementID, let summary): try tell(file, statementID, summary, connection)
            }
        }
    }

    private func tell(
        _ file: String, _ statementID: Int64, _ summary: StatementSummary, _ connection: borrowing Connection
    ) throws {
        try Output.words(
            """
            \(file): \(isDry ? "would be added" : "statement \(statementID)"), \(summary.kind.rawValue), \(summary.rows) rows, in \(Fen.yuan(summary.into.amountFen)), \
            out \(Fen.yuan(summary.outOf.amountFen))
            """)
        let known = try connection.query(
            "SELECT copies, repeated FROM recon.seller_statements WHERE statement_id = $1", [String(statementID)]
        )
        for (column, what) in [(0, "copies of the aggregated account"), (1, "in an earlier file already")] {
            let count = try known.int(0, column)
            if count > 0 { try Output.words("  \(count) rows do not count: \(what)") }
        }
        let notes = try connection.query(
            "SELECT unnest(notes) FROM recon.seller_statements WHERE statement_id = $1", [String(statementID)])
        for row in 0..<notes.count { try Output.words("  note: \(notes.text(row, 0))") }
        let sums = try connection.query(
            """
            SELECT class, unknown, sum(rows), recon.yuan(sum(amount_fen))
            FROM (SELECT class, rows, amount_fen, CASE WHEN reason IN ('unknown_code', 'unknown_type') THEN
                      CASE WHEN code <> '' THEN concat_ws(' ', code, nullif(text, '')) ELSE type END END AS unknown
                  FROM ledger.seller_sums((SELECT shop_id FROM ledger.seller_statement WHERE statement_id = $1), ARRAY[$1::bigint])) s
            GROUP BY GROUPING SETS (class, unknown) HAVING num_nonnulls(class, unknown) > 0
            ORDER BY class IS NULL, unknown, abs(sum(amount_fen)) DESC
            """, [String(statementID)])
        for row in 0..<sums.count {
            let (count, yuan) = (sums.text(row, 2), sums.text(row, 3))
            if let unknown = sums[row, 1] {
                try Output.words("  without a class: \(printable(unknown)), \(count) row(s), \(yuan)")
            } else {
                try Output.words("  \(sums.text(row, 0))  \(count) rows  \(yuan)")
            }
        }
    }
}
