import Vocabulary

/// A day or a month as one page of HTML that fetches nothing, for a screen, a phone or print. What is drawn comes from
/// the same rows as what is written.
struct ReportPage {
    private let report: Report
    private let asked: ReportPeriod
    private let period: PeriodTables

    /// Decisions that a page lists, the newest; psql and JSON have them all.
    private static let decisionsMax = 500

    /// - Throws: `report.encoding` when the report is not of a day or a month.
    init(_ report: Report) throws(Problem) {
        guard let asked = report.scope.period, let period = report.period else {
            throw Problem(.reportFormat, "a page is of a day or of a month", hint: "Name a date: report 2026-11-21.")
        }
        (self.report, self.asked, self.period) = (report, asked, period)
    }

    /// - Throws: `report.encoding` when a template cannot be read.
    func html() throws(Problem) -> String { try PageTemplates.html("page", values) }

    private var values: PageValues {
        let channels = ChannelLabels(period.channels)
        let accounts = PageAccounts(report, period, channels)
        let codes = CodeValues(period, accounts)
        let items = ItemValues(codes: codes, channels: channels, accounts: accounts)
        let channel = channels.label(report.scope.channel?.rawValue)
        var values: PageValues = [
            "period": asked.description, "isMonth": asked.isMonth, "isDay": !asked.isMonth,
            "lastDay": asked.last.description, "readAt": report.readAt, "scopeEnglish": channel.english,
            "scopeChinese": channel.chinese, "discrepancyGroups": items.groups(period.discrepancies, list: "items"),
            "itemIndex": items.index(period.discrepancies),
            "discrepancyCount": grouped(period.discrepancies.rows.count),
            "discrepanciesLeftOut": leftOut(period.discrepancies),
            "pendingGroups": items.groups(period.pending, list: "pending"),
            "pendingCount": grouped(period.pending.rows.count),
            "pendingLeftOut": leftOut(period.pending), "hasPending": !period.pending.rows.isEmpty,
            "decisionCount": grouped(period.decisions.rows.count), "hasDecisions": !period.decisions.rows.isEmpty,
            "decisionRows": decisions(accounts), "hasLateEffects": !period.lateEffects.rows.isEmpty,
            "lateEffectRows": lateEffects(codes, accounts),
        ]
        let verdicts = VerdictValues(
            report: report, period: period, asked: asked, channels: channels, accounts: accounts
        ).values()
        var parts = [verdicts, codes.byStatus(period), codes.byAge(period)]
        if let mix = period.mix { parts.append(MixValues(mix: mix, days: asked.days, labels: channels).values()) }
        for part in parts { values.merge(part) { $1 } }
        values["title"] = "\(values["verdictEnglish"] ?? "") – \(asked) – \(channel.english)"
        return values
    }

    private func leftOut(_ items: ReportTable) -> [String] {
        let count = items.rows.count - PageAccounts.itemsMax
        return count > 0 ? [grouped(count)] : []
    }

    private func decisions(_ accounts: PageAccounts) -> [PageValues] {
        period.decisions.rows.prefix(Self.decisionsMax).map { row in
            let event = PageLabels.status(row[2] ?? "")
            return [
                "id": accounts.number(row[0] ?? "", "item-\(row[0] ?? "")"), "at": String((row[1] ?? "").prefix(19)),
                "eventEnglish": event.english,
                "eventChinese": event.chinese, "actor": pageText(row[3]), "decisionNote": pageText(row[4]),
                "resolution": pageText(row[5]), "difference": row[6].map(signedYuan) ?? "",
            ]
        }
    }

    private func lateEffects(_ codes: CodeValues, _ accounts: PageAccounts) -> [PageValues] {
        period.lateEffects.columns([
            "closed_day", "shown_on", "channel", "account", "discrepancy_id", "code", "closed_status", "status",
            "closed_difference", "difference",
        ]).rows.map { row in
            let label = codes.label(row[5])
            return [
                "closedDay": row[0] ?? "", "shownOn": row[1] ?? "", "account": "\(row[2] ?? ""):\(pageText(row[3]))",
                "id": accounts.number(row[4] ?? "", "item-\(row[4] ?? "")"), "codeEnglish": label.english,
                "codeChinese": label.chinese,
                "closedStatus": row[6] ?? "–", "status": row[7] ?? "",
                "closedDifference": row[8].map(signedYuan) ?? "–",
                "difference": row[9].map(signedYuan) ?? "",
            ]
        }
    }
}
