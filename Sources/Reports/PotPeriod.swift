import Vocabulary

/// One pot over the days of a period: where it began, what moved, where it ended.
struct PotPeriod: Hashable {
    /// One day that has a conclusion; nil while no balance is known.
    struct Day: Hashable {
        let day: String
        let openingFen: Int64?
        let closingFen: Int64?
    }

    let pot: String
    private(set) var days: [Day] = []
    private(set) var inFen: Int64 = 0
    private(set) var outFen: Int64 = 0
    /// Every opening balance is.
    private(set) var isProven = true

    var openingFen: Int64? { days.lazy.compactMap(\.openingFen).first }
    var closingFen: Int64? { days.last { $0.closingFen != nil }?.closingFen }

    /// What the pot held more, at the opening of a day, than at the last known closing: in one day of the period nothing, over
    /// several the breaks, and what moved on days without a conclusion.
    var unconnectedFen: Int64 {
        let known = days.filter { $0.openingFen != nil && $0.closingFen != nil }
        return zip(known, known.dropFirst()).reduce(0) { sum, pair in
            bounded(sum, plus: bounded(pair.1.openingFen ?? 0, plus: -(pair.0.closingFen ?? 0)))
        }
    }

    /// - Parameter pots: of one account, in time order.
    static func all(_ pots: ReportTable) -> [PotPeriod] {
        var periods: [PotPeriod] = []
        let columns = ["pot", "bill_date", "opening", "money_in", "money_out", "closing", "proven", "verdict"]
        for row in pots.columns(columns).rows {
            guard let pot = row[0], row[7] != "incomplete" else { continue }
            let index = periods.firstIndex { $0.pot == pot } ?? periods.endIndex
            if index == periods.endIndex { periods.append(PotPeriod(pot: pot)) }
            periods[index].days.append(
                Day(day: row[1] ?? "", openingFen: row[2].map(yuanToFen), closingFen: row[5].map(yuanToFen)))
            periods[index].inFen = bounded(periods[index].inFen, plus: yuanToFen(row[3]))
            periods[index].outFen = bounded(periods[index].outFen, plus: yuanToFen(row[4]))
            if row[6] != "true" { periods[index].isProven = false }
        }
        return periods.sorted { $0.pot < $1.pot }
    }

    private init(pot: String) { self.pot = pot }
}
