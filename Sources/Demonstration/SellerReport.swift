import Postgres
import Reports
import Simulation
import Vocabulary

/// Where a seller's money lies: one month over all pots.
enum SellerReport {
    static func text(_ month: SellerMonth, on connection: borrowing Connection) throws -> String {
        var text =
            "\nA month of a shop on Taobao, \(month.firstDay.description.prefix(7)), from statements of three pots.\n"
        text += "Where the month's money lies (recon.month_money):\n\n"
        text += try DemonstrationReport.table(
            [
                ("class", .text), ("code_text", .text), ("rows", .integer), ("alipay", .amount),
                ("aggregated", .amount), ("deposit", .amount), ("total", .amount),
            ],
            """
            (SELECT class, min(code_text) AS code_text, sum(rows)::bigint AS rows,
                    sum(amount) FILTER (WHERE pot = 'alipay') AS alipay,
                    sum(amount) FILTER (WHERE pot = 'aggregated') AS aggregated,
                    sum(amount) FILTER (WHERE pot = 'deposit') AS deposit, sum(amount) AS total
             FROM recon.month_money WHERE counted GROUP BY class) AS lies ORDER BY abs(total) DESC, class
            """, on: connection)
        text += "\nWhat of it is worth a look (recon.unexplained_money):\n\n"
        text += try DemonstrationReport.table(
            [("order_no", .identifier), ("amount", .amount), ("reason", .text)],
            "recon.unexplained_money ORDER BY reason, abs(amount) DESC, amount DESC, order_no", on: connection)
        return text
    }
}
