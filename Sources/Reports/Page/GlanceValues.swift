import Vocabulary

/// What a reader sees first: the verdicts of a month as a calendar, what was received, what is open by age, and each
/// account's sums. Every number leads to what it is made of.
struct GlanceValues {
    private static let rowHeight = 38

    let report: Report
    let period: PeriodTables
    let asked: ReportPeriod
    let channels: ChannelLabels
    let accounts: PageAccounts
    let accountDays: [VerdictValues.AccountDay]

    func values() -> PageValues {
        let total = SummaryTotal(report.summary)
        let atRiskFen = CodeTotal.totals(of: period).reduce(0) { bounded($0, plus: $1.atRiskFen) }
        let (days, dayMarks) = calendar
        return [
            "weekdays": ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"].map { ["weekday": $0] as PageValues },
            "blanks": asked.isMonth ? Array(repeating: "", count: asked.first.weekday) : [],
            "calendarDays": days, "everyDay": dayMarks,
            "totalReceived": linked(plainYuan(total.amount("received_amount") ?? "–"), to: "totals"),
            "totalPayments": linked(plainYuan(total.amount("payment_amount")), to: "totals"),
            "totalRefunds": linked(plainYuan(total.amount("refund_amount")), to: "totals"),
            "totalFees": linked(plainYuan(total.amount("fees")), to: "totals"),
            "totalAtRisk": linked(plainYuan(yuanText(atRiskFen)), to: "codes"),
            "totalPending": linked(grouped(period.pending.rows.count), to: "pending"),
            "accountTotals": accounts.all.compactMap(accountTotal), "hasAccountTotals": !report.summary.rows.isEmpty,
            "sums": [figures(total, items { _ in true })],
        ].merging(ages) { $1 }
    }

    /// The cells of the calendar, and a row of the table of days for each.
    private var calendar: ([PageValues], [PageValues]) {
        guard asked.isMonth else { return ([], []) }
        let days = Dictionary(grouping: accountDays, by: \.day)
        let totals = Dictionary(
            uniqueKeysWithValues: asked.days.map { day in
                (day.description, SummaryTotal(report.summary) { report.summary.rows[$0][0] == day.description })
            })
        func receivedFen(_ day: BusinessDay) -> Int64 {
            max(0, yuanToE5(totals[day.description]?.amount("received_amount") ?? "0"))
        }
        let most = max(1, asked.days.map(receivedFen).max() ?? 1)
        let cells = asked.days.map { day -> PageValues in
            let mine = days[day.description] ?? []
            let received = plainYuan(totals[day.description]?.amount("received_amount") ?? "–")
            return VerdictValues.values(of: VerdictValues.worst(mine) ?? "").merging([
                "day": day.description, "dayNumber": String(day.description.suffix(2)), "hasDay": !mine.isEmpty,
                "dayReceived": received, "share": Percent(receivedFen(day), of: most).text,
            ]) { $1 }
        }
        let rows = asked.days.compactMap { day -> PageValues? in
            guard let mine = days[day.description], let total = totals[day.description] else { return nil }
            let marks = mine.map { accountDay -> PageValues in
                VerdictValues.values(of: accountDay.verdict).merging([
                    "markID": accounts.id(accountDay.id, day.description, isOfMoney: accountDay.isOfMoney),
                    "isOfMoney": accountDay.isOfMoney, "channelEnglish": channels.label(accountDay.channel).english,
                    "account": pageText(accountDay.account),
                ]) { $1 }
            }
            return figures(total, items { $0[2] == day.description }).merging([
                "day": day.description, "marks": marks, "hasFigures": total.days > 0,
            ]) { $1 }
        }
        return (cells, rows)
    }

    private func accountTotal(_ account: PageAccounts.Account) -> PageValues? {
        let summary = report.summary
        let total = SummaryTotal(summary) {
            summary.value($0, "channel") == account.channel && summary.value($0, "account") == account.account
        }
        let mine = accountDays.filter { $0.id == account }
        guard !mine.isEmpty else { return nil }
        let id = accounts.id(account)
        let label = channels.label(account.channel)
        let mineOfLists = items { $0[0] == account.channel && $0[1] == account.account }
        return figures(total, mineOfLists) { Self.place($0, id, isMonth: asked.isMonth) }.merging(
            VerdictValues.values(of: VerdictValues.worst(mine) ?? "")
        ) { $1 }.merging([
            "accountID": id, "channelEnglish": label.english, "channelChinese": label.chinese,
            "account": pageText(account.account), "hasFigures": total.days > 0,
            "balancedDays": grouped(mine.count { $0.verdict == "balanced" }), "allDays": grouped(mine.count),
        ]) { $1 }
    }

    /// Where the parts of an account's figure stand.
    static func place(_ name: String, _ id: String, isMonth: Bool) -> String {
        switch name {
        case "pending": "pending-\(id)"
        case "open": "items-\(id)"
        case "refunds": "\(id)-refund"
        case "payments", "matched": "\(id)-payment"
        case "received": isMonth ? "\(id)-days" : "\(id)-bridge"
        default: isMonth ? "\(id)-days" : ""
        }
    }

    /// Counted from what the page lists, so that the numbers are those of the places that they lead to.
    private func items(_ isIncluded: ([String?]) -> Bool) -> (pending: Int, open: Int) {
        let names = ["channel", "account", "bill_date", "status"]
        func count(_ table: ReportTable) -> Int {
            table.columns(names).rows.count { $0[3] != "resolved" && isIncluded($0) }
        }
        return (count(period.pending), count(period.discrepancies))
    }

    private func figures(
        _ total: SummaryTotal, _ items: (pending: Int, open: Int), _ place: (String) -> String? = { _ in nil }
    ) -> PageValues {
        func number(_ text: String, _ name: String) -> [PageValues] {
            guard let place = place(name) else { return linked(text, to: nil) }
            return place.hasSuffix("-days") ? linked(text, to: place) : accounts.number(text, place)
        }
        func amount(_ column: String, _ name: String) -> [PageValues] {
            number(plainYuan(total.amount(column) ?? "–"), name)
        }
        return [
            "payments": number(plainYuan(total.count("payments")), "payments"),
            "paymentAmount": amount("payment_amount", "payments"),
            "refunds": number(plainYuan(total.count("refunds")), "refunds"),
            "refundAmount": amount("refund_amount", "refunds"), "fees": amount("fees", "fees"),
            "received": amount("received_amount", "received"), "pending": number(grouped(items.pending), "pending"),
            "open": number(grouped(items.open), "open"),
        ]
    }

    /// What is open by age alone; by code and age it stands further below.
    private var ages: PageValues {
        var sums: [AgeStep: CodeTotal.Part] = [:]
        for ofCode in AgeStep.sums(period.ageing).values {
            for (step, part) in ofCode { sums[step, default: CodeTotal.Part()].add(part) }
        }
        let widest = max(1, sums.values.map(\.moneyFen).max() ?? 1)
        let steps = AgeStep.allCases.filter { sums[$0] != nil }
        return [
            "glanceHeight": steps.count * Self.rowHeight + 2, "hasGlanceAges": !steps.isEmpty,
            "glanceAges": steps.enumerated().map { index, step in
                let part = sums[step] ?? CodeTotal.Part()
                return [
                    "age": "age\(step.rawValue)", "ageEnglish": step.label.english, "ageChinese": step.label.chinese,
                    "textY": index * Self.rowHeight + 14, "barY": index * Self.rowHeight + 19,
                    "length": Percent(part.moneyFen, of: widest).text, "items": grouped(part.items),
                    "money": linked(plainYuan(yuanText(part.moneyFen)), to: "ages"), "fen": "\(part.moneyFen)",
                ] as PageValues
            },
        ]
    }
}
