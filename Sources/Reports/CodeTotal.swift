/// Discrepancies of one code, added up by status.
struct CodeTotal: Hashable {
    struct Part: Hashable {
        var items = 0
        /// Sum of the differences, each without its sign.
        var moneyFen: Int64 = 0

        mutating func add(_ other: Part) {
            items += other.items
            moneyFen = bounded(moneyFen, plus: other.moneyFen)
        }
    }

    let code: String
    var open = Part()
    var acknowledged = Part()
    var resolved = Part()
    /// Signed, of what is open or acknowledged.
    var differenceFen: Int64 = 0

    var atRiskFen: Int64 { bounded(open.moneyFen, plus: acknowledged.moneyFen) }
    var itemsAtRisk: Int { open.items + acknowledged.items }

    /// The most money at risk first.
    static func totals(of period: PeriodTables) -> [CodeTotal] { totals(of: period.discrepancies) }

    static func totals(of discrepancies: ReportTable) -> [CodeTotal] {
        var totals: [String: CodeTotal] = [:]
        let columns = ["status", "code", "difference"]
        for row in discrepancies.columns(columns).rows {
            guard let code = row[1] else { continue }
            totals[code, default: CodeTotal(code: code)].add(status: row[0] ?? "", yuanToFen(row[2]))
        }
        return totals.values.sorted { ($1.atRiskFen, $0.code) < ($0.atRiskFen, $1.code) }
    }

    static func sum(_ totals: [CodeTotal]) -> CodeTotal {
        totals.reduce(into: CodeTotal(code: "total")) { sum, total in
            sum.open.add(total.open)
            sum.acknowledged.add(total.acknowledged)
            sum.resolved.add(total.resolved)
            sum.differenceFen = bounded(sum.differenceFen, plus: total.differenceFen)
        }
    }

    private mutating func add(status: String, _ amountFen: Int64) {
        let part: WritableKeyPath<CodeTotal, Part> =
            switch status {
            case "resolved": \.resolved
            case "acknowledged": \.acknowledged
            default: \.open
            }
        self[keyPath: part].add(Part(items: 1, moneyFen: Int64(clamping: amountFen.magnitude)))
        if part != \.resolved { differenceFen = bounded(differenceFen, plus: amountFen) }
    }
}
