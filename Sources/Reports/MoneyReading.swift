import Postgres
import Vocabulary

extension MoneyTables {
    static func read(
        _ period: ReportPeriod, _ channel: Channel?, _ account: String?, on connection: borrowing Connection
    ) throws(PostgresError) -> MoneyTables {
        let mine = PeriodTables.mine
        let parameters = [account, channel?.rawValue, period.first.description, period.last.description]
        let days = "bill_date BETWEEN $3::date AND $4::date"
        return MoneyTables(
            pots: try .read(
                ReportViews.pots,
                from: "recon.funds_summary WHERE \(mine) AND \(days) ORDER BY bill_date, channel DESC, account, pot",
                parameters, on: connection),
            statement: try .read(
                ReportViews.potStatement,
                from: """
                    recon.funds_statement WHERE \(mine) AND \(days)
                    ORDER BY bill_date, channel DESC, account, pot, line_no
                    """, parameters, on: connection),
            bridge: try .read(
                ReportViews.bridge,
                from: "recon.bridge WHERE \(mine) AND \(days) ORDER BY bill_date, channel DESC, account, line_no",
                parameters, on: connection),
            // The difference of what waits is what has moved, nothing, less what is expected.
            unbooked: try .read(
                ReportViews.unbooked,
                from: """
                    (SELECT channel, account, due_date, count(*) AS items,
                            coalesce(-sum(difference) FILTER (WHERE difference < 0), 0.00) AS to_come_in,
                            coalesce(sum(difference) FILTER (WHERE difference > 0), 0.00) AS to_go_out
                     FROM recon.pending WHERE \(mine) AND kind = 'funds' AND code = 'not_booked' AND bill_date <= $3::date
                     GROUP BY 1, 2, 3) AS waiting
                    ORDER BY channel DESC, account, due_date
                    """, [account, channel?.rawValue, period.last.description], on: connection))
    }
}
