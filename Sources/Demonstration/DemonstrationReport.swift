import Daemon
import Glibc
import Postgres
import Reports
import Simulation
import Vocabulary

/// What the demonstration prints of its results.
struct DemonstrationReport {
    let text: String

    static func read(_ world: World, on connection: borrowing Connection) throws -> DemonstrationReport {
        var text = heading(world)
        text += "\nThe verdicts (recon.daily_summary):\n\n"
        text += try table(
            [
                ("bill_date", .day), ("channel", .text), ("account", .identifier), ("verdict", .text),
                ("payments", .integer), ("payment_amount", .amount), ("refunds", .integer), ("refund_amount", .amount),
                ("open_discrepancies", .integer), ("pending", .integer),
                ("received_amount", .amount), ("booked_amount", .amount), ("funds_verdict", .text),
            ], "recon.daily_summary ORDER BY bill_date, channel DESC, account", on: connection)
        let shown = World.AccountDay(world.accounts[0].id, world.dayList[min(1, world.dayList.count - 1)])
        text += "\nThe statement of \(shown), from the shop's total to the channel's (recon.statement):\n\n"
        text += try statement(shown, on: connection)
        text += "\nFrom that bill to what moved in the account, over all its pots (recon.bridge):\n\n"
        text += try table(
            [("line", .text), ("label_en", .text), ("amount", .amount)], "recon.bridge WHERE \(ofDay) ORDER BY line_no",
            parameters(shown), on: connection)
        text += "\nWhat each pot opened and closed with (recon.funds_summary):\n\n"
        text += try table(
            [
                ("bill_date", .day), ("channel", .text), ("account", .identifier), ("pot", .text), ("opening", .amount),
                ("money_in", .amount), ("money_out", .amount), ("closing", .amount), ("proven", .boolean),
            ], "recon.funds_summary ORDER BY bill_date, channel DESC, account, pot", on: connection)
        text += "\nWhat is open, by code (recon.discrepancies):\n\n"
        text += try table(
            [
                ("code", .text), ("label_en", .text), ("items", .integer), ("net_difference", .amount),
                ("money_at_risk", .amount),
            ],
            """
            (SELECT code, code_en AS label_en, count(*) AS items, sum(difference) AS net_difference,
                    sum(abs(difference)) AS money_at_risk
             FROM recon.discrepancies WHERE status <> 'resolved' GROUP BY code, code_en) AS open ORDER BY money_at_risk DESC
            """, on: connection)
        let pending = try connection.query("SELECT count(*) FROM recon.pending")
        text +=
            "\n\(grouped(Int(try pending.int(0, 0)))) items are pending: they wait for a later day's bill (recon.pending).\n"
        return DemonstrationReport(text: text)
    }

    private static func heading(_ world: World) -> String {
        let wechatpay = world.accounts.count { $0.channel == .wechatpay }
        let alipay = world.accounts.count - wechatpay
        return """
            \(world.dayList.count) business days, \(wechatpay) WeChat Pay accounts, \(alipay) Alipay account, \
            \(world.paymentsPerDay) payments a day each (seed \(world.seed)).
            Bills were fetched through the real protocols from channels simulated on loopback.

            """
    }

    private static func statement(_ shown: World.AccountDay, on connection: borrowing Connection) throws -> String {
        try table(
            [
                ("line", .text), ("payments", .integer), ("payment_amount", .amount), ("refunds", .integer),
                ("refund_amount", .amount),
            ],
            """
            (SELECT line_no, line, max(entries) FILTER (WHERE entry_type = 'payment') AS payments,
                    max(amount) FILTER (WHERE entry_type = 'payment') AS payment_amount,
                    max(entries) FILTER (WHERE entry_type = 'refund') AS refunds,
                    max(amount) FILTER (WHERE entry_type = 'refund') AS refund_amount
             FROM recon.statement WHERE \(ofDay)
             GROUP BY line_no, line) AS lines ORDER BY line_no
            """, parameters(shown), on: connection)
    }

    private static let ofDay = "channel = $1 AND account = $2 AND bill_date = $3::date"

    private static func parameters(_ shown: World.AccountDay) -> [String?] {
        [shown.account.channel.rawValue, shown.account.account, shown.day.description]
    }

    static func table(
        _ columns: [(String, ReportKind)], _ clause: String, _ parameters: [String?] = [],
        on connection: borrowing Connection
    ) throws -> String {
        let table = try ReportTable.read(
            columns.map { ReportColumn($0, $1) }, from: clause, parameters, on: connection)
        return TextTable.render(table, indent: "  ", columnsMax: terminalColumns(STDOUT_FILENO))
    }

    static func farewell(psql: String, configuration: String, remove: String) -> String {
        """

        The database is left running. Look into it:
          \(psql)

        Four queries worth trying:
          SELECT bill_date, account, code, count(*), sum(difference) FROM recon.discrepancies
            WHERE status = 'open' GROUP BY 1, 2, 3 ORDER BY 1, 2, 5 DESC;
          SELECT line, entries, amount FROM recon.statement
            WHERE channel = 'alipay' AND entry_type = 'refund' ORDER BY bill_date, line_no;
          SELECT bill_date, line, amount FROM recon.bridge
            WHERE account = '1900999002' ORDER BY bill_date, line_no;
          SELECT code, payment_no, order_amount, channel_amount, due_date FROM recon.pending;

        The same by command:
          reconciled report --config \(configuration)
          reconciled explain PAYMENT_NO --config \(configuration)

        Remove it:
          \(remove)

        """
    }
}
