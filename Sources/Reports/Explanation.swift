import Postgres
import Vocabulary

/// Everything known about one order, payment, refund or channel number, in time order: what `recon.explain` says.
package struct Explanation: Sendable {
    let number: String
    /// `at`, `source` (`shop`, `bill`, `run`, `now`, `note`, or who decided) and `event`.
    package let events: ReportTable
    /// Why the shop's records could not be read where the configuration says they are.
    let gap: String?

    /// - Parameter shopRows: reads the shop, given the number and an array of the payments that it is known to lead to. Where
    ///   that cannot be done, or nothing says where, the database of the results reads what it can of it.
    /// - Throws: when the results cannot be read.
    package static func read(
        _ number: String, shopRows: (_ number: String, _ payments: String) throws(PostgresError) -> String?,
        on results: borrowing Connection
    ) throws -> Explanation {
        do throws(PostgresError) {
            let payments = try results.query("SELECT recon.payments_of($1)", [number]).text(0, 0)
            var (shop, gap): (String?, String?)
            do throws(PostgresError) { shop = try shopRows(number, payments) } catch {
                gap = "The shop's records could not be read: \(error)"
            }
            let rows =
                if let shop {
                    try results.query("SELECT at, source, event FROM recon.explain($1, $2)", [number, shop])
                } else {
                    try results.query("SELECT at, source, event FROM recon.explain($1)", [number])
                }
            let columns = [
                ReportColumn("at", .moment), ReportColumn("source", .text), ReportColumn("event", .text),
            ]
            let cells = (0..<rows.count).map { row in columns.indices.map { rows[row, $0] } }
            return Explanation(number: number, events: ReportTable(columns: columns, rows: cells), gap: gap)
        } catch { throw error.problem("reading about \(shownNumber(number))") }
    }

    /// Neither shop nor bill, run or person has a word about it.
    package var isUnknown: Bool { events.rows.allSatisfy { ["now", "note"].contains($0[1]) } }

    /// When, who, and then words, as a person reads a log.
    /// - Parameter columnsMax: the terminal's; nil where a line may have any length.
    package func text(columnsMax: Int? = nil) -> String {
        let told = gap.map { "\n\(TextTable.printable($0))\n" } ?? ""
        return "\(shownNumber(number))\n\n"
            + TextTable.render(events, hasHeader: false, columnsMax: columnsMax) + fitted(told, columnsMax: columnsMax)
    }
}
