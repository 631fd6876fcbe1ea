import Postgres
import Vocabulary

extension Report {
    /// Two weeks show a weekly rhythm and fit on a screen.
    private static let daysOfChannel = 14

    /// - Parameter account: only this one.
    /// - Throws: `report.nothing` when there is no run of what is asked for.
    package static func read(
        _ scope: ReportScope, account: String? = nil, on connection: borrowing Connection
    ) throws -> Report {
        do {
            try connection.execute("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            let readAt = try connection.query("SELECT (now() AT TIME ZONE 'Asia/Shanghai')::timestamp(0)::text")
            let summary = try summary(scope, account, on: connection)
            let period = try scope.period.map { (period) throws(PostgresError) in
                try PeriodTables.read(period, scope.channel, account, on: connection)
            }
            try connection.execute("COMMIT")
            guard !summary.rows.isEmpty else { throw try nothing(scope, account, on: connection) }
            return Report(scope: scope, readAt: readAt.text(0, 0), summary: summary, period: period)
        } catch let error as PostgresError {
            if connection.isUsable { try? connection.execute("ROLLBACK") }
            throw error.problem("reading the report")
        }
    }

    /// The newest day that has a result.
    /// - Throws: `report.nothing` when there is none.
    package static func newestDay(
        of channel: Channel?, account: String? = nil, on connection: borrowing Connection
    ) throws -> BusinessDay {
        let problem: Problem
        do throws(PostgresError) {
            let rows = try connection.query(
                "SELECT max(bill_date)::text FROM recon.daily_summary WHERE \(PeriodTables.mine)",
                [account, channel?.rawValue])
            if let day = rows[0, 0].flatMap(BusinessDay.init) { return day }
            problem = try nothing(channel.map { .channel($0) } ?? .overview, account, on: connection)
        } catch {
            throw error.problem("reading the report")
        }
        throw problem
    }

    private static func summary(
        _ scope: ReportScope, _ account: String?, on connection: borrowing Connection
    ) throws(PostgresError) -> ReportTable {
        let mine = PeriodTables.mine
        let channel = scope.channel?.rawValue
        let clause: String
        var parameters = [account, channel]
        switch scope {
        case .overview:
            clause = """
                (SELECT DISTINCT ON (channel, account) * FROM recon.daily_summary WHERE \(mine)
                 ORDER BY channel, account, bill_date DESC) AS newest ORDER BY channel DESC, account
                """
        case .channel:
            clause = """
                recon.daily_summary WHERE \(mine) AND bill_date > (
                    SELECT max(bill_date) - \(daysOfChannel) FROM recon.daily_summary WHERE channel = $2)
                ORDER BY bill_date DESC, account
                """
        case .period(_, let period):
            clause = """
                recon.daily_summary WHERE \(mine) AND bill_date BETWEEN $3::date AND $4::date
                ORDER BY bill_date, channel DESC, account
                """
            parameters += [period.first.description, period.last.description]
        }
        return try .read(ReportViews.dailySummary, from: clause, parameters, on: connection)
    }

    /// Why there is nothing: the day is still to come, no such account has a result, or nobody asked yet.
    private static func nothing(
        _ scope: ReportScope, _ account: String?, on connection: borrowing Connection
    ) throws(PostgresError) -> Problem {
        let rows = try connection.query(
            """
            SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date::text, string_agg(DISTINCT channel || ':' || account, ', '),
                   coalesce(bool_or($1::text IS NULL OR account = $1), false)
            FROM recon.daily_summary WHERE $2::text IS NULL OR channel = $2
            """, [account, scope.channel?.rawValue])
        if let period = scope.period, period.first.description >= rows.text(0, 0) {
            return Problem(
                .commandDayNotOver, "\(period) is still to come, or not over", expected: "before \(rows.text(0, 0))")
        }
        if let account, let known = rows[0, 1], !rows.bool(0, 2) {
            return Problem(
                .reportNothing, "no account \(shownNumber(account)) has been reconciled", expected: "one of \(known)",
                hint: "Correct --account.")
        }
        return nothing(scope, account)
    }

    private static func nothing(_ scope: ReportScope, _ account: String?) -> Problem {
        let channel = scope.channel?.rawValue
        var place = Place()
        if let account, let channel = scope.channel {
            place.account = ChannelAccount(channel: channel, account: account)
        }
        let what =
            switch scope {
            case .overview: "nothing has been reconciled yet"
            case .channel(let channel): "nothing of \(channel.rawValue) has been reconciled yet"
            case .period(nil, let period): "\(period) has not been reconciled yet"
            case .period(let channel?, let period): "\(channel.rawValue) \(period) has not been reconciled yet"
            }
        var day: String?
        if case .period(_, .day(let asked)) = scope { day = asked.description }
        return Problem(
            .reportNothing, what, at: place,
            hint:
                "Run `reconciled reconcile \(channel ?? "CHANNEL") \(day ?? (channel == nil ? "DATE" : "yesterday"))` first."
        )
    }
}

extension PeriodTables {
    static let mine = "($1::text IS NULL OR account = $1) AND ($2::text IS NULL OR channel = $2)"

    static func read(
        _ period: ReportPeriod, _ channel: Channel?, _ account: String?, on connection: borrowing Connection
    ) throws(PostgresError) -> PeriodTables {
        let parameters = [account, channel?.rawValue, period.first.description, period.last.description]
        let days = "BETWEEN $3::date AND $4::date"
        let place = "bill_date, channel DESC, account"
        // An item whose own day is closed is shown by the first open day.
        let shown = "\(mine) AND (late_on IS NULL AND bill_date \(days) OR late_on \(days))"
        // What has no day yet is shown by the newest day, and by its month.
        let pending = """
            (\(shown) OR \(mine) AND bill_date IS NULL AND late_on IS NULL
             AND $4::date >= (SELECT max(bill_date) FROM recon.daily_summary))
            """
        let open = "status IN ('open', 'acknowledged')"
        return PeriodTables(
            withoutResult: try .read(
                ReportViews.withoutResult,
                from: """
                    recon.days_not_green WHERE \(mine) AND bill_date \(days) AND verdict IN ('failed', 'not run')
                    ORDER BY \(place), kind DESC
                    """, parameters, on: connection),
            statement: try .read(
                ReportViews.statement,
                from: "recon.statement WHERE \(mine) AND bill_date \(days) ORDER BY \(place), entry_type, line_no",
                parameters, on: connection),
            // What still needs somebody stands first.
            discrepancies: try .read(
                ReportViews.discrepancies,
                from: """
                    recon.discrepancies WHERE \(shown)
                    ORDER BY channel DESC, account, (status = 'resolved'), code, abs(difference) DESC, discrepancy_id
                    """, parameters, on: connection),
            pending: try .read(
                ReportViews.pending,
                from: "recon.pending WHERE \(pending) ORDER BY channel DESC, account, code, due_date, discrepancy_id",
                parameters, on: connection),
            decisions: try decisions(ofShown: shown, andPending: pending, parameters, on: connection),
            lateEffects: try .read(
                ReportViews.lateEffects,
                from: """
                    recon.late_effects WHERE \(mine) AND (closed_day \(days) OR shown_on \(days))
                    ORDER BY shown_on, closed_day, channel DESC, account, discrepancy_id
                    """, parameters, on: connection),
            ageing: try .read(
                ReportViews.ageing,
                from: """
                    (SELECT code, (now() AT TIME ZONE 'Asia/Shanghai')::date - bill_date AS days, count(*) AS items,
                            sum(abs(difference)) AS money_at_risk
                     FROM recon.discrepancies WHERE \(mine) AND \(open) AND bill_date <= $3::date GROUP BY 1, 2) AS open
                    ORDER BY code, days
                    """, [account, channel?.rawValue, period.last.description], on: connection),
            money: try .read(period, channel, account, on: connection),
            codes: try labels(["code", "label_en", "label_zh"], from: "recon.codes ORDER BY code", on: connection),
            channels: try labels(["channel", "name_en", "name_zh"], from: "recon.channels", on: connection),
            mix: period.isMonth ? try ChannelMix.read(period, on: connection) : nil)
    }

    private static func decisions(
        ofShown shown: String, andPending pending: String, _ parameters: [String?], on connection: borrowing Connection
    ) throws(PostgresError) -> ReportTable {
        try .read(
            ReportViews.decisions,
            from: """
                recon.discrepancy_history WHERE event IN ('acknowledged', 'resolved', 'reopened') AND discrepancy_id
                    IN (SELECT discrepancy_id FROM recon.discrepancies WHERE \(shown)
                        UNION ALL SELECT discrepancy_id FROM recon.pending WHERE \(pending))
                ORDER BY at DESC, discrepancy_id
                """, parameters, on: connection)
    }

    private static func labels(
        _ columns: [String], from source: String, on connection: borrowing Connection
    ) throws(PostgresError) -> ReportTable {
        try .read(columns.map { ReportColumn($0, .text) }, from: source, on: connection)
    }
}

extension PeriodTables.ChannelMix {
    static func read(_ month: ReportPeriod, on connection: borrowing Connection) throws(PostgresError) -> Self {
        Self(
            days: try .read(
                ReportViews.channelMix(by: "bill_date"),
                from:
                    "recon.channel_mix WHERE bill_date BETWEEN $1::date AND $2::date ORDER BY bill_date, channel DESC",
                [month.first.description, month.last.description], on: connection),
            month: try .read(
                ReportViews.channelMix(by: "month"),
                from: "recon.channel_mix_months WHERE month = $1::date ORDER BY channel DESC",
                [month.first.description], on: connection))
    }
}
