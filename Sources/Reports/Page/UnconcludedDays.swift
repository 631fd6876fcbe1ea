import Vocabulary

/// Days without a conclusion, told once for all that have the same reason: nine days that nobody ran are one line.
struct UnconcludedDays {
    private struct Cause: Hashable {
        var days = ""
        let verdict: String
        let reason: String?
        let hint: String?
    }

    private struct Bill: Hashable {
        let account: PageAccounts.Account
        let isOfMoney: Bool
    }

    let accounts: PageAccounts
    let channels: ChannelLabels

    func values(_ unconcluded: [VerdictValues.AccountDay]) -> [PageValues] {
        var days: [(bill: Bill, cause: Cause, days: [BusinessDay])] = []
        for day in unconcluded {
            let bill = Bill(account: day.id, isOfMoney: day.isOfMoney)
            let cause = Cause(verdict: day.verdict, reason: day.reason, hint: day.hint)
            let index = days.firstIndex { $0.bill == bill && $0.cause == cause } ?? days.endIndex
            if index == days.endIndex { days.append((bill, cause, [])) }
            if let day = BusinessDay(day.day) { days[index].days.append(day) }
        }
        var causes: [(cause: Cause, count: Int, bills: [Bill])] = []
        for (bill, cause, days) in days {
            var cause = cause
            cause.days = Self.ranges(days)
            let index = causes.firstIndex { $0.cause == cause } ?? causes.endIndex
            if index == causes.endIndex { causes.append((cause, days.count, [])) }
            causes[index].bills.append(bill)
        }
        return causes.map { values($0.cause, $0.count, $0.bills) }
    }

    private func values(_ cause: Cause, _ count: Int, _ bills: [Bill]) -> PageValues {
        VerdictValues.values(of: cause.verdict).merging([
            "days": cause.days, "dayCounts": count > 1 ? [grouped(count)] : [],
            "reasons": [pageText(cause.reason ?? VerdictValues.unexplained(cause.verdict))],
            "hints": cause.hint.map { [pageText($0)] } ?? [],
            "bills": bills.enumerated().map { index, bill in
                [
                    "isFurther": index > 0, "billID": accounts.id(bill.account), "isOfMoney": bill.isOfMoney,
                    "channelEnglish": channels.label(bill.account.channel).english,
                    "account": pageText(bill.account.account),
                ] as PageValues
            },
        ]) { $1 }
    }

    /// `2026-11-03, 2026-11-05 – 2026-11-09`.
    static func ranges(_ days: [BusinessDay]) -> String {
        var ranges: [ClosedRange<BusinessDay>] = []
        for day in days.sorted() {
            if let last = ranges.last, day <= last.upperBound.next {
                ranges[ranges.count - 1] = last.lowerBound...day
            } else {
                ranges.append(day...day)
            }
        }
        return ranges.map { range in
            range.lowerBound == range.upperBound
                ? "\(range.lowerBound)" : "\(range.lowerBound) – \(range.upperBound)"
        }.joined(separator: ", ")
    }
}
