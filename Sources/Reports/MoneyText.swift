import Vocabulary

/// The money of an account as text: its pots, the bridge, what waits to be booked.
struct MoneyText {
    let money: MoneyTables
    /// Before each line.
    let indent: String
    /// The terminal's; nil where a line may have any length.
    let columnsMax: Int?

    /// Empty for an account without pots.
    var text: String {
        guard !money.pots.rows.isEmpty || !money.unbooked.rows.isEmpty else { return "" }
        return verdicts + pots + bridge + unbooked
    }

    /// Of each day: a month has many, of which those without a conclusion are told.
    private var verdicts: String {
        var days: [[String?]] = []
        for row in money.pots.columns(["bill_date", "verdict", "run_id", "last_attempt_reason", "last_attempt_hint"])
            .rows
        where days.last?[0] != row[0] { days.append(row) }
        return days.filter { days.count == 1 || $0[1] == "incomplete" }.map { day in
            let reason = day[1] == "incomplete" ? day[3].map { ": " + TextTable.printable($0) } ?? "" : ""
            let hint = day[1] == "incomplete" ? day[4].map { "\(indent)HINT: \(TextTable.printable($0))\n" } ?? "" : ""
            return "\n\(indent)money \(day[0] ?? "")  \(day[1] ?? "") (run \(day[2] ?? "none"))\(reason)\n\(hint)"
        }.joined()
    }

    private var pots: String {
        let pots = PotPeriod.all(money.pots)
        // Of several days there may be something between a closing and the next opening.
        let isConnected = pots.allSatisfy { $0.unconnectedFen == 0 }
        let amounts = ["opening", "in", "out"] + (isConnected ? [] : ["between_days"]) + ["closing"]
        let columns =
            [ReportColumn("pot", .text)] + amounts.map { ReportColumn($0, .amount) } + [ReportColumn("proven", .text)]
        let rows = pots.map { pot -> [String?] in
            [pot.pot, pot.openingFen.map(yuanText), yuanText(pot.inFen), yuanText(pot.outFen)]
                + (isConnected ? [] : [yuanText(pot.unconnectedFen)])
                + [pot.closingFen.map(yuanText), pot.isProven ? "yes" : "no"]
        }
        func sum(_ amountsFen: [Int64?]) -> String? {
            amountsFen.contains(nil) ? nil : yuanText(amountsFen.reduce(0) { bounded($0, plus: $1 ?? 0) })
        }
        let total: [String?] =
            ["total", sum(pots.map(\.openingFen)), sum(pots.map(\.inFen)), sum(pots.map(\.outFen))]
            + (isConnected ? [] : [sum(pots.map(\.unconnectedFen))]) + [sum(pots.map(\.closingFen)), nil]
        return titled("pots", ReportTable(columns: columns, rows: rows), totals: pots.count > 1 ? [total] : [])
    }

    private var bridge: String {
        let columns = [ReportColumn("line", .text), ReportColumn("amount", .amount)]
        let rows = StatementLine.sums(money.bridge).map { line -> [String?] in [line.line, yuanText(line.amountFen)] }
        return titled("bridge, from the trade bill to what moved", ReportTable(columns: columns, rows: rows))
    }

    private var unbooked: String {
        let table = money.unbooked.columns(["due_date", "items", "to_come_in", "to_go_out"])
        func sum(_ column: Int) -> Int64 { table.rows.reduce(0) { bounded($0, plus: yuanToFen($1[column])) } }
        let total: [String?] = ["total", "\(sum(1))", yuanText(sum(2)), yuanText(sum(3))]
        return titled("waits to be booked, by due day", table, totals: table.rows.count > 1 ? [total] : [])
    }

    private func titled(_ title: String, _ table: ReportTable, totals: [[String?]] = []) -> String {
        table.rows.isEmpty
            ? ""
            : "\n\(indent)\(title)\n\n"
                + TextTable.render(table, indent: indent, totals: totals, columnsMax: columnsMax)
    }
}
