import Vocabulary

/// A report as a person reads it on a terminal.
struct ReportText {
    let report: Report
    /// The terminal's; nil where a line may have any length.
    let columnsMax: Int?

    private var summary: ReportTable { report.summary }

    /// More rows than this are not read on a terminal; CSV, JSON and psql have them all.
    private static let rowsMax = 100

    var text: String {
        guard let period = report.period else { return overview }
        guard case .day = report.scope.period else { return overview + missing(period) + monthText(period) }
        let shown = summary.columns(["channel", "account"]).rows
        return summary.rows.indices.map { accountText($0, period) }.joined(separator: "\n")
            + moneyText(period) { !shown.contains($0) } + missing(period)
    }

    /// Accounts' days that have no result to show.
    private func missing(_ period: PeriodTables) -> String {
        period.withoutResult.rows.map { row in
            let reason = row[4].map { ": " + TextTable.printable($0) } ?? ""
            let money = row[6] == "funds" ? "money " : ""
            return "\n\(row[1] ?? ""):\(row[2] ?? "")  \(money)\(row[0] ?? "")  \(row[3] ?? "")\(reason)\n"
                + hint(row[5])
        }.joined()
    }

    private func hint(_ text: String?, indent: String = "") -> String {
        text.map { "\(indent)HINT: \(TextTable.printable($0))\n" } ?? ""
    }

    private func monthText(_ period: PeriodTables) -> String {
        let codes = codeText(period.discrepancies)
        var text = codes.isEmpty ? "\nno discrepancies\n" : "\ndiscrepancies by code\n\n" + codes
        text += "\npending: \(grouped(period.pending.rows.count))\n"
        if let mix = period.mix, !mix.month.rows.isEmpty {
            text += "\nchannels, all accounts\n\n" + TextTable.render(mix.month, columnsMax: columnsMax)
        }
        return text + moneyText(period) { _ in true }
    }

    /// Empty without a discrepancy.
    private func codeText(_ discrepancies: ReportTable, indent: String = "") -> String {
        let columns =
            [ReportColumn("code", .text)]
            + ["open", "acknowledged", "resolved"].map { ReportColumn($0, .integer) }
            + ["money_at_risk", "difference"].map { ReportColumn($0, .amount) }
        func row(_ total: CodeTotal) -> [String?] {
            [
                total.code, "\(total.open.items)", "\(total.acknowledged.items)", "\(total.resolved.items)",
                yuanText(total.atRiskFen), yuanText(total.differenceFen),
            ]
        }
        let totals = CodeTotal.totals(of: discrepancies)
        guard !totals.isEmpty else { return "" }
        return TextTable.render(
            ReportTable(columns: columns, rows: totals.map(row)), indent: indent,
            totals: totals.count > 1 ? [row(CodeTotal.sum(totals))] : [], columnsMax: columnsMax)
    }

    /// Of accounts by themselves: in a month, and on a day of which only the funds bill has a result.
    private func moneyText(_ period: PeriodTables, of isIncluded: ([String?]) -> Bool) -> String {
        var accounts: [[String?]] = []
        for row in period.money.pots.columns(["channel", "account"]).rows where !accounts.contains(row) {
            accounts.append(row)
        }
        return accounts.filter(isIncluded).map { account in
            "\n\(account[0] ?? ""):\(account[1] ?? "")\n"
                + MoneyText(money: period.money.ofAccount(account), indent: "  ", columnsMax: columnsMax).text
        }.joined()
    }

    private var overview: String {
        let hasMoney = summary.columns(["funds_verdict"]).rows.contains { $0 != [nil] }
        let table = summary.columns(
            [
                "bill_date", "channel", "account", "verdict", "payments", "payment_amount", "refunds",
                "refund_amount", "fees", "received_amount", "pending", "open_discrepancies", "run_id",
            ] + (hasMoney ? ["booked_amount", "funds_verdict"] : []))
        return TextTable.render(table, totals: totals(table.columns), columnsMax: columnsMax) + lastAttempts
    }

    /// Of each account where one has several days, and of all of them.
    private func totals(_ columns: [ReportColumn]) -> [[String?]] {
        func row(_ account: [String?]?, _ total: SummaryTotal) -> [String?] {
            columns.map { column in
                switch column.name {
                case "bill_date": "total"
                case "channel": account?[0]
                case "account": account?[1]
                case "verdict": account == nil ? nil : "\(grouped(Int(total.days))) days"
                case let name where SummaryTotal.names.contains(name):
                    column.kind == .amount ? total.amount(name) : total.count(name)
                default: nil
                }
            }
        }
        let accounts = SummaryTotal.ofAccounts(summary)
        return (accounts.contains { $0.total.days > 1 } ? accounts.map { row($0.account, $0.total) } : [])
            + (accounts.count > 1 ? [row(nil, SummaryTotal(summary))] : [])
    }

    /// Attempts after the one in force that came to nothing: they take no result away, but somebody should know.
    private var lastAttempts: String {
        summary.rows.indices.compactMap { row -> String? in
            guard let last = summary.value(row, "last_attempt_run_id"), last != summary.value(row, "run_id") else {
                return summary.value(row, "verdict") == "incomplete" ? attempt(row, "is incomplete") : nil
            }
            return attempt(
                row, "was tried again by run \(last), \(summary.value(row, "last_attempt_verdict") ?? "failed")")
        }.joined()
    }

    private func attempt(_ row: Int, _ what: String) -> String {
        let reason = summary.value(row, "last_attempt_reason").map { ": " + TextTable.printable($0) } ?? ""
        return "\n\(accountName(row)) \(summary.value(row, "bill_date") ?? "") \(what)\(reason)\n"
            + hint(summary.value(row, "last_attempt_hint"))
    }

    private func accountName(_ row: Int) -> String {
        "\(summary.value(row, "channel") ?? ""):\(summary.value(row, "account") ?? "")"
    }

    private func accountText(_ row: Int, _ period: PeriodTables) -> String {
        func amount(_ name: String) -> String { grouped(shortened(summary.value(row, name) ?? "")) }
        let verdict = summary.value(row, "verdict") ?? ""
        var text = "\(accountName(row))  \(summary.value(row, "bill_date") ?? "")  \(verdict)\n\n"
        text += """
              payments \(amount("payments")) of \(amount("payment_amount")), refunds \(amount("refunds")) of \
            \(amount("refund_amount")), fees \(amount("fees")), received \(amount("received_amount")) CNY
              matched \(amount("matched")), pending \(amount("pending")), open discrepancies \
            \(amount("open_discrepancies")) (run \(summary.value(row, "run_id") ?? "none"))

            """
        let last = summary.value(row, "last_attempt_run_id")
        if verdict == "incomplete" || (last != nil && last != summary.value(row, "run_id")) {
            let reason = TextTable.printable(summary.value(row, "last_attempt_reason") ?? "no reason was stored")
            text += "  last attempt: run \(last ?? "none"), \(summary.value(row, "last_attempt_verdict") ?? "failed")"
            text += ": \(reason)\n" + hint(summary.value(row, "last_attempt_hint"), indent: "  ")
        }
        let account = [summary.value(row, "channel"), summary.value(row, "account")]
        for type in EntryType.allCases {
            text += statementText(
                period.statement.filtered { [$0[1], $0[2]] == account && $0[3] == type.rawValue }, type)
        }
        text += MoneyText(money: period.money.ofAccount(account), indent: "  ", columnsMax: columnsMax).text
        func mine(_ items: ReportTable) -> ReportTable { items.filtered { [$0[4], $0[5]] == account } }
        let discrepancies = mine(period.discrepancies)
        if Set(discrepancies.columns(["code"]).rows).count > 1 {
            text += "\n  discrepancies by code\n\n" + codeText(discrepancies, indent: "  ")
        }
        text += itemText("discrepancies", discrepancies, ["status", "code"], last: [])
        text += itemText("pending", mine(period.pending), ["code"], last: ["due_date"])
        return text
    }

    private func statementText(_ lines: ReportTable, _ type: EntryType) -> String {
        guard !lines.rows.isEmpty else { return "" }
        let title = "\n  statement, \(type.rawValue)s\n\n"
        return title
            + TextTable.render(
                lines.columns(["line", "entries", "amount"]), indent: "  ", columnsMax: columnsMax)
    }

    private func itemText(
        _ title: String, _ mine: ReportTable, _ first: [String], last: [String]
    ) -> String {
        guard !mine.rows.isEmpty else { return "\n  no \(title)\n" }
        let shown = ReportTable(columns: mine.columns, rows: Array(mine.rows.prefix(Self.rowsMax)))
        // A money side has a column of its own where there is one.
        let isOfMoney = mine.columns(["kind"]).rows.contains { $0 == ["funds"] }
        let names =
            first + (isOfMoney ? ["kind", "pot"] : []) + [
                "entry_type", "payment_no", "refund_no", "order_amount", "channel_amount", "difference", "occurred_at",
            ] + last
        let rest = mine.rows.count - shown.rows.count
        let resolved = mine.rows.count { $0[1] == "resolved" }
        let count = grouped(mine.rows.count) + (resolved > 0 ? ", of which \(grouped(resolved)) resolved" : "")
        return "\n  \(title): \(count)\n\n"
            + TextTable.render(shown.columns(names), indent: "  ", columnsMax: columnsMax)
            + (rest > 0
                ? "  … and \(grouped(rest)) more: --format csv, --format json or recon.\(title) has them all\n" : "")
    }
}
