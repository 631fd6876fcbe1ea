import Vocabulary

/// One account in the page: its verdicts, its sums and its statement.
struct VerdictValues {
    let report: Report
    let period: PeriodTables
    let asked: ReportPeriod
    let channels: ChannelLabels

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
        let worst = ["incomplete", "failed", "not run", "discrepancies", "pending", "balanced"].first { verdict in
            all.contains { $0.verdict == verdict }
        }
        return verdictValues(worst ?? "").merging([
            "accountDayCount": count(all), "unconcludedCount": count(unconcluded),
            "isUnconcluded": !unconcluded.isEmpty, "unconcludedDays": unconcluded.map(card),
            "accounts": accounts(all),
        ]) { $1 }
    }

    private func accounts(_ all: [AccountDay]) -> [PageValues] {
        var seen: [[String?]] = []
        for day in all where !seen.contains([day.channel, day.account]) { seen.append([day.channel, day.account]) }
        return seen.enumerated().map { index, account in
            let ofAccount = all.filter { [$0.channel, $0.account] == account }
            let mine = ofAccount.filter { !$0.isOfMoney }
            let money = ofAccount.filter(\.isOfMoney)
            let label = channels.label(account[0])
            let id = "account\(index)"
            let values: PageValues = [
                "channelEnglish": label.english, "channelChinese": label.chinese, "account": pageText(account[1]),
                "accountID": id, "hasChips": asked.isMonth, "cards": asked.isMonth ? [] : mine.map(card),
                "dayChips": asked.isMonth ? mine.map(chip) : [], "dayRows": asked.isMonth ? mine.map(card) : [],
                "moneyCards": asked.isMonth ? [] : money.map(card), "hasMoneyChips": asked.isMonth && !money.isEmpty,
                "moneyChips": asked.isMonth ? money.map(chip) : [],
                "statements": StatementValues.values(period.statement, account: account, id: id),
            ]
            return values.merging(
                MoneyValues(
                    money: period.money.ofAccount(account), id: id, isMonth: asked.isMonth, days: asked.days
                ).values()
            ) { $1 }
        }
    }

    private func verdictValues(_ verdict: String) -> PageValues {
        let (label, symbol) = PageLabels.verdict(verdict)
        return [
            "verdict": verdict.split(separator: " ").joined(separator: "-"), "verdictEnglish": label.english,
            "verdictChinese": label.chinese, "verdictSymbol": symbol,
            "isLoud": Self.unconcluded.contains(verdict),
        ]
    }

    private func card(_ day: AccountDay) -> PageValues {
        let table = day.isOfMoney ? period.money.pots : report.summary
        func value(_ name: String) -> String? { day.row.flatMap { table.value($0, name) } }
        let last = value("last_attempt_run_id")
        let isRetried = last != nil && last != value("run_id")
        let isLoud = Self.unconcluded.contains(day.verdict)
        let label = channels.label(day.channel)
        return verdictValues(day.verdict).merging([
            "day": day.day, "isOfMoney": day.isOfMoney, "channelEnglish": label.english,
            "channelChinese": label.chinese,
            "account": pageText(day.account),
            "reasons": isLoud ? [pageText(day.reason ?? Self.unexplained(day.verdict))] : [],
            "hints": isLoud || isRetried ? day.hint.map { [pageText($0)] } ?? [] : [],
            "lastAttempts": isRetried && !isLoud
                ? ["run \(last ?? ""): \(value("last_attempt_verdict") ?? "failed") – \(pageText(day.reason))"] : [],
            "hasFigures": day.row != nil && !isLoud, "isClosed": value("closed") == "true",
            "payments": plainYuan(value("payments")), "paymentAmount": plainYuan(value("payment_amount")),
            "refunds": plainYuan(value("refunds")), "refundAmount": plainYuan(value("refund_amount")),
            "fees": plainYuan(value("fees")), "received": plainYuan(value("received_amount")),
            "matched": plainYuan(value("matched")), "pending": plainYuan(value("pending")),
            "open": plainYuan(value("open_discrepancies")), "runID": value("run_id") ?? "none",
            "isWide": ["payment_amount", "refund_amount", "fees", "received_amount"].contains { isWide(value($0)) },
        ]) { $1 }
    }

    private static func unexplained(_ verdict: String) -> String {
        verdict == "not run" ? "This day has not been reconciled." : "No reason was stored."
    }

    private func chip(_ day: AccountDay) -> PageValues {
        verdictValues(day.verdict).merging(["dayNumber": String(day.day.suffix(2)), "day": day.day]) { $1 }
    }
}
