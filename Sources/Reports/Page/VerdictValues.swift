import Vocabulary

/// The accounts of a page: their verdicts, figures and statements.
struct VerdictValues {
    let report: Report
    let period: PeriodTables
    let asked: ReportPeriod
    let channels: ChannelLabels
    let accounts: PageAccounts

    /// Verdicts that are no conclusion: they are said aloud wherever they stand.
    static let unconcluded: Set<String> = ["incomplete", "failed", "not run"]

    struct AccountDay {
        let isOfMoney: Bool
        let day: String
        let channel: String?
        let account: String?
        let verdict: String
        let reason: String?
        let hint: String?
        /// Row of the summary; nil where there is no result.
        let row: Int?

        var id: PageAccounts.Account { PageAccounts.Account(channel: channel, account: account) }
    }

    /// Days with a result and days without one, in time order.
    var accountDays: [AccountDay] {
        let summary = report.summary
        let concluded = summary.rows.indices.map { row in
            AccountDay(
                isOfMoney: false, day: summary.value(row, "bill_date") ?? "", channel: summary.value(row, "channel"),
                account: summary.value(row, "account"), verdict: summary.value(row, "verdict") ?? "",
                reason: summary.value(row, "last_attempt_reason"),
                hint: summary.value(row, "last_attempt_hint"), row: row)
        }
        let missing = period.withoutResult.rows.map {
            AccountDay(
                isOfMoney: $0[6] == "funds", day: $0[0] ?? "", channel: $0[1], account: $0[2],
                verdict: $0[3] ?? "not run", reason: $0[4],
                hint: $0[5], row: nil)
        }
        return (concluded + money + missing).sorted { left, right in
            (left.day, right.channel ?? "", left.account ?? "", left.isOfMoney ? 1 : 0)
                < (right.day, left.channel ?? "", right.account ?? "", right.isOfMoney ? 1 : 0)
        }
    }

    /// Of the funds bill: each pot tells the whole account's verdict.
    private var money: [AccountDay] {
        let pots = period.money.pots
        var seen: Set<[String?]> = []
        return pots.rows.indices.filter { seen.insert(Array(pots.rows[$0][0...2])).inserted }.map { row in
            AccountDay(
                isOfMoney: true, day: pots.value(row, "bill_date") ?? "", channel: pots.value(row, "channel"),
                account: pots.value(row, "account"), verdict: pots.value(row, "verdict") ?? "",
                reason: pots.value(row, "last_attempt_reason"), hint: pots.value(row, "last_attempt_hint"), row: row)
        }
    }

    func values() -> PageValues {
        let all = accountDays
        let unconcluded = all.filter { Self.unconcluded.contains($0.verdict) }
        // A day counts once, whichever of its bills is without a conclusion.
        func count(_ days: [AccountDay]) -> String {
            grouped(Set(days.map { [$0.day, $0.channel, $0.account] }).count)
        }
        let glance = GlanceValues(
            report: report, period: period, asked: asked, channels: channels, accounts: accounts, accountDays: all)
        return Self.values(of: Self.worst(all) ?? "").merging([
            "accountDayCount": count(all), "unconcludedCount": count(unconcluded),
            "isUnconcluded": !unconcluded.isEmpty,
            "causes": UnconcludedDays(accounts: accounts, channels: channels).values(unconcluded),
            "accounts": accountValues(all),
        ]) { $1 }.merging(glance.values()) { $1 }
    }

    /// The one that a reader must know of first.
    static func worst(_ days: [AccountDay]) -> String? {
        ["incomplete", "failed", "not run", "discrepancies", "pending", "balanced"].first { verdict in
            days.contains { $0.verdict == verdict }
        }
    }

    private func accountValues(_ all: [AccountDay]) -> [PageValues] {
        accounts.all.compactMap { account in
            let ofAccount = all.filter { $0.id == account }
            guard !ofAccount.isEmpty else { return nil }
            let mine = ofAccount.filter { !$0.isOfMoney }
            let money = ofAccount.filter(\.isOfMoney)
            let label = channels.label(account.channel)
            let id = accounts.id(account)
            let columns = [account.channel, account.account]
            let values: PageValues = [
                "channelEnglish": label.english, "channelChinese": label.chinese, "account": pageText(account.account),
                "accountID": id, "hasChips": asked.isMonth, "cards": asked.isMonth ? [] : mine.map(card),
                "dayChips": asked.isMonth ? mine.map(chip) : [], "dayRows": asked.isMonth ? ofAccount.map(card) : [],
                "moneyCards": asked.isMonth ? [] : money.map(card), "hasMoneyChips": asked.isMonth && !money.isEmpty,
                "moneyChips": asked.isMonth ? money.map(chip) : [],
                "statements": StatementValues.values(
                    period.statement, account: columns, id: id, accounts: accounts),
            ]
            return values.merging(
                MoneyValues(
                    money: period.money.ofAccount(columns), id: id, isMonth: asked.isMonth, days: asked.days,
                    accounts: accounts
                ).values()
            ) { $1 }
        }
    }

    static func values(of verdict: String) -> PageValues {
        let (label, symbol) = PageLabels.verdict(verdict)
        return [
            "verdict": verdict.split(separator: " ").joined(separator: "-"), "verdictEnglish": label.english,
            "verdictChinese": label.chinese, "verdictSymbol": symbol,
            "isLoud": unconcluded.contains(verdict),
        ]
    }

    private func card(_ day: AccountDay) -> PageValues {
        let table = day.isOfMoney ? period.money.pots : report.summary
        func value(_ name: String) -> String? { day.row.flatMap { table.value($0, name) } }
        let last = value("last_attempt_run_id")
        let isRetried = last != nil && last != value("run_id")
        let isLoud = Self.unconcluded.contains(day.verdict)
        let label = channels.label(day.channel)
        let id = accounts.id(day.id)
        func number(_ column: String, _ name: String) -> [PageValues] {
            let place = GlanceValues.place(name, id, isMonth: false)
            return accounts.number(plainYuan(value(column)), place)
        }
        return Self.values(of: day.verdict).merging([
            "rowID": accounts.id(day.id, day.day, isOfMoney: day.isOfMoney), "day": day.day, "isOfMoney": day.isOfMoney,
            "channelEnglish": label.english,
            "channelChinese": label.chinese,
            "account": pageText(day.account),
            "reasons": isLoud ? [pageText(day.reason ?? Self.unexplained(day.verdict))] : [],
            "hints": isLoud || isRetried ? day.hint.map { [pageText($0)] } ?? [] : [],
            "lastAttempts": isRetried && !isLoud
                ? ["run \(last ?? ""): \(value("last_attempt_verdict") ?? "failed") – \(pageText(day.reason))"] : [],
            "hasFigures": day.row != nil && !isLoud && !day.isOfMoney, "isClosed": value("closed") == "true",
            "payments": number("payments", "payments"), "paymentAmount": number("payment_amount", "payments"),
            "refunds": number("refunds", "refunds"), "refundAmount": number("refund_amount", "refunds"),
            "fees": number("fees", "fees"), "received": number("received_amount", "received"),
            "matched": number("matched", "matched"), "pending": number("pending", "pending"),
            "open": number("open_discrepancies", "open"), "runID": value("run_id") ?? "none",
        ]) { $1 }
    }

    static func unexplained(_ verdict: String) -> String {
        verdict == "not run" ? "This day has not been reconciled." : "No reason was stored."
    }

    private func chip(_ day: AccountDay) -> PageValues {
        Self.values(of: day.verdict).merging([
            "rowID": accounts.id(day.id, day.day, isOfMoney: day.isOfMoney),
            "dayNumber": String(day.day.suffix(2)), "day": day.day,
        ]) { $1 }
    }
}
