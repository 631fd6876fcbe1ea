import Postgres
import Simulation
import Vocabulary

/// How many of the faults in a seller's month were found, the pair to suggest among them, and whether every yuan of the
/// statements is in the class that it was put in; and how far each refund has come.
struct SellerScore {
    private let faults: Comparison<String>
    /// Sums of classes, and statements that these do not add up to.
    private let wrongSums: [String]

    var isPerfect: Bool {
        faults.found > 0 && faults.missed.isEmpty && faults.unfounded.isEmpty && wrongSums.isEmpty
    }

    init(_ month: SellerMonth, on connection: borrowing Connection) throws {
        faults = Comparison(
            expected: month.faults.map { "\($0.reason) \(Fen.yuan($0.amountFen)) \($0.orderNo)" }
                + month.pairs.map { "pair \(Fen.yuan($0.amountFen)) \($0.plusOrderNo) \($0.minusOrderNo)" },
            reported: try Self.lines(
                """
                SELECT reason || ' ' || amount || ' ' || order_no FROM recon.unexplained_money
                UNION ALL SELECT format('pair %s %s %s', amount, replace(plus_item, 'order ', ''), replace(minus_item, 'order ', ''))
                FROM recon.suggestions
                """, on: connection))
        let sums = Comparison(
            expected: month.classes.map { "\($0.pot.rawValue) \($0.name) \($0.rows) \(Fen.yuan($0.amountFen))" }
                + SellerPot.allCases.map { "\($0.rawValue) \(month.rows(of: $0)) \(Fen.yuan(month.netFen(of: $0)))" }
                + month.refunds.map(\.line),
            reported: try Self.lines(
                """
                SELECT concat_ws(' ', pot, class, rows, amount) FROM recon.month_money
                UNION ALL SELECT concat_ws(' ', pot, rows, net) FROM recon.seller_statements
                UNION ALL SELECT concat(order_no, '|', step, '|', flag, '|', recorded, '|', pot, '|', paid, '|', returned)
                FROM recon.refund_ways
                """, on: connection))
        wrongSums = sums.missed.map { "missed: \($0)" } + sums.unfounded.map { "false: \($0)" }
    }

    private static func lines(_ sql: String, on connection: borrowing Connection) throws -> [String] {
        let rows = try connection.query(sql)
        return (0..<rows.count).map { rows.text($0, 0) }
    }

    var text: String {
        var text = "Of \(faults.found + faults.missed.count) faults of the pots: \(faults.found) found, "
        text += "\(faults.missed.count) missed, \(faults.unfounded.count) falsely reported"
        text += wrongSums.isEmpty ? "; every statement adds up.\n" : "; \(wrongSums.count) sums are wrong.\n"
        let wrong = faults.missed.sorted().map { "missed: \($0)" } + faults.unfounded.sorted().map { "false: \($0)" }
        let shownMax = 10
        return text + (wrong.prefix(shownMax) + wrongSums.sorted().prefix(shownMax)).map { "  \($0)\n" }.joined()
    }
}
