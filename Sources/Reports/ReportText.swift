import Vocabulary

extension Report {
    /// More rows than this are not read on a terminal; CSV, JSON and psql have them all.
    private static let rowsMax = 100

    func text() -> String {
        guard let period else { return overview }
        guard case .day = scope.period else { return overview + missing(period) + monthText(period) }
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
        let columns =
            [ReportColumn("code", .text)]
            + ["open", "acknowledged", "resolved"].map { ReportColumn($0, .integer) }
            + ["money_at_risk", "difference"].map { ReportColumn($0, .amount) }
        let rows = CodeTotal.totals(of: period).map { total -> [String?] in
            [
                total.code, "\(total.open.items)", "\(total.acknowledged.items)", "\(total.resolved.items)",
                yuanText(total.atRiskFen), yuanText(total.differenceFen),
            ]
        }
        var text = rows.isEmpty ? "\nno discrepancies\n" : "\ndiscrepancies by code\n\n"
        if !rows.isEmpty { text += TextTable.render(ReportTable(columns: columns, rows: rows)) }
        text += "\npending: \(period.pending.rows.count)\n"
        if let mix = period.mix, !mix.month.rows.isEmpty {
            text += "\nchannels, all accounts\n\n" + TextTable.render(mix.month)
        }
        return text + moneyText(period) { _ in true }
    }

    /// Of accounts by themselves: in a month, and on a day of which only the funds bill has a result.
    private func moneyText(_ period: PeriodTables, of isIncluded: ([String?]) -> Bool) -> String {
        var accounts: [[String?]] = []
        for row in period.money.pots.columns(["channel", "account"]).rows where !accounts.contains(row) {
            accounts.append(row)
        }
        return accounts.filter(isIncluded).map { account in
            "\n\(account[0] ?? ""):\(account[1] ?? "")\n"
                + MoneyText(money: period.money.ofAccount(account), indent: "  ").text
        }.joined()
    }

    private var overview: String {
        let hasMoney = summary.columns(["funds_verdict"]).rows.contains { $0 != [nil] }
        return TextTable.render(
            summary.columns(
                [
                    "bill_date", "channel", "account", "verdict", "payments", "payment_amount", "refunds",
                    "refund_amount", "fees", "received_amount", "pending", "open_discrepancies", "run_id",
                ] + (hasMoney ? ["booked_amount", "funds_verdict"] : []))) + lastAttempts
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
        func amount(_ name: String) -> String { TextTable.cell(summary.value(row, name), .amount) }
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
        text += MoneyText(money: period.money.ofAccount(account), indent: "  ").text
        func mine(_ items: ReportTable) -> ReportTable { items.filtered { [$0[4], $0[5]] == account } }
        text += itemText("discrepancies", mine(period.discrepancies), ["status", "code"], last: [])
        text += itemText("pending", mine(period.pending), ["code"], last: ["due_date"])
        return text
    }

    private func statementText(_ lines: ReportTable, _ type: EntryType) -> String {
        guard !lines.rows.isEmpty else { return "" }
        let title = "\n  statement, \(type.rawValue)s\n\n"
        return title + TextTable.render(lines.columns(["line", "entries", "amount"]), indent: "  ")
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
        let count = resolved > 0 ? "\(mine.rows.count), of which \(resolved) resolved" : "\(mine.rows.count)"
        return "\n  \(title): \(count)\n\n" + TextTable.render(shown.columns(names), indent: "  ")
            + (rest > 0 ? "  … and \(rest) more: --format csv, --format json or recon.\(title) has them all\n" : "")
    }
}
