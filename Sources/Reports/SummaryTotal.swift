import Vocabulary

/// Days of the summary added up, exact to the last decimal of a fee.
struct SummaryTotal: Hashable {
    /// Days that have a result.
    private(set) var days: Int64 = 0
    private var counts: [String: Int64] = [:]
    private var amountsE5: [String: Int64] = [:]

    private static let counted = ["payments", "refunds", "matched", "pending", "open_discrepancies"]
    private static let added = ["payment_amount", "refund_amount", "fees", "received_amount", "booked_amount"]

    static let names = Set(counted + added)

    func count(_ name: String) -> String { "\(counts[name] ?? 0)" }

    /// nil where no day knows it.
    func amount(_ name: String) -> String? {
        amountsE5[name].map { $0 == .max || $0 == .min ? "NaN" : Fen.yuan(e5: $0) }
    }

    mutating func add(_ row: Int, of summary: ReportTable) {
        days += 1
        for name in Self.counted {
            counts[name] = bounded(counts[name] ?? 0, plus: summary.value(row, name).flatMap { Int64($0) } ?? 0)
        }
        for name in Self.added {
            guard let amount = summary.value(row, name) else { continue }
            amountsE5[name] = bounded(amountsE5[name] ?? 0, plus: yuanToE5(amount))
        }
    }

    init(_ summary: ReportTable, _ isIncluded: (_ row: Int) -> Bool = { _ in true }) {
        for row in summary.rows.indices where isIncluded(row) { add(row, of: summary) }
    }

    /// In the order of the summary.
    static func ofAccounts(_ summary: ReportTable) -> [(account: [String?], total: SummaryTotal)] {
        var accounts: [[String?]] = []
        for row in summary.columns(["channel", "account"]).rows where !accounts.contains(row) { accounts.append(row) }
        return accounts.map { account in
            (
                account,
                SummaryTotal(summary) { [summary.value($0, "channel"), summary.value($0, "account")] == account }
            )
        }
    }

    /// A row for each account, as JSON and workbooks tell it.
    static func table(_ summary: ReportTable) -> ReportTable {
        let columns = ReportViews.totals
        return ReportTable(
            columns: columns,
            rows: ofAccounts(summary).map { account, total in
                account + ["\(total.days)"]
                    + columns.dropFirst(3).map { $0.kind == .amount ? total.amount($0.name) : total.count($0.name) }
            })
    }
}
