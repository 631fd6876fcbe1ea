import Vocabulary

/// One account's statements of its trade bill for the page, one for each entry type.
enum StatementValues {
    /// - Parameter id: of the account, unique in the page, plain ASCII.
    static func values(_ statement: ReportTable, account: [String?], id: String, accounts: PageAccounts) -> [PageValues]
    {
        EntryType.allCases.compactMap { type -> PageValues? in
            let lines = lines(statement, account: account, type)
            guard !lines.isEmpty else { return nil }
            let label = PageLabels.entryType(type.rawValue)
            return StatementFigure(
                id: "\(id)-\(type.rawValue)", type: type.rawValue,
                caption: PageLabel("Statement, \(label.english)s", "余额调节表 \(label.chinese)"),
                title: "Statement of \(label.english)s", from: "the shop's", to: "the channel's",
                totals: Waterfall.tradeTotals, plus: "more at the channel", minus: "more in the shop",
                hasEntries: true, lines: lines, place: { accounts.place(place($0, id)) }
            ).values()
        }
    }

    private static func place(_ line: String, _ id: String) -> String {
        line.hasPrefix("pending") ? "pending-\(id)" : "items-\(line)-\(id)"
    }

    private static func lines(_ statement: ReportTable, account: [String?], _ type: EntryType) -> [StatementLine] {
        let mine = statement.filtered { [$0[1], $0[2]] == account && $0[3] == type.rawValue }
        return StatementLine.sums(mine, counted: "entries", label: PageLabels.line)
    }
}
