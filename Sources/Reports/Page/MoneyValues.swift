import Vocabulary

/// One account's money in the page: its pots, their statements, the bridge, and what waits to be booked.
struct MoneyValues {
    let money: MoneyTables
    /// Of the account, unique in the page, plain ASCII.
    let id: String
    let isMonth: Bool
    let days: [BusinessDay]
    let accounts: PageAccounts

    private var pots: [PotPeriod] { PotPeriod.all(money.pots) }

    func values() -> PageValues {
        let pots = pots
        let isUnconnected = pots.contains { $0.unconnectedFen != 0 }
        return [
            "hasPots": !pots.isEmpty, "isUnconnected": isUnconnected,
            "potRows": pots.enumerated().map { index, pot in
                // A pot of which no balance is known has no statement.
                let place = pot.openingFen != nil && pot.closingFen != nil ? "\(id)-pot\(index)" : nil
                func number(_ text: String) -> [PageValues] { linked(text, to: place) }
                return [
                    "pot": pageText(pot.pot), "opening": number(balance(pot.openingFen)),
                    "in": number(plainYuan(yuanText(pot.inFen))), "out": number(plainYuan(yuanText(pot.outFen))),
                    "hasBetween": isUnconnected, "between": number(plainYuan(yuanText(pot.unconnectedFen))),
                    "closing": number(balance(pot.closingFen)), "isProven": pot.isProven,
                ] as PageValues
            },
            "moneyStatements": bridge + pots.enumerated().compactMap(statement),
            "balances": isMonth
                ? pots.enumerated().compactMap { BalanceLine.values($1, days, id: "\(id)-balance\($0)") } : [],
            "waits": UnbookedValues(money.unbooked, id: "\(id)-waits").values(),
        ]
    }

    private func balance(_ amountFen: Int64?) -> String { amountFen.map { plainYuan(yuanText($0)) } ?? "–" }

    private var bridge: [PageValues] {
        let lines = StatementLine.sums(money.bridge)
        guard !lines.isEmpty else { return [] }
        return [
            StatementFigure(
                id: "\(id)-bridge", type: "bridge", caption: PageLabel("Bridge, bill to money", "应收实收核对"),
                title: "Bridge from the trade bill to the money", from: "the expected", to: "the booked",
                totals: ["expected", "booked"], plus: "more money than expected", minus: "less",
                hasEntries: false, lines: lines,
                place: { accounts.place($0 == "waiting" ? "\(id)-waits" : "items-\($0)-\(id)") }
            ).values()
        ]
    }

    /// From the first opening balance to the last closing one; nil while none is known.
    private func statement(_ index: Int, _ pot: PotPeriod) -> PageValues? {
        guard let openingFen = pot.openingFen, let closingFen = pot.closingFen else { return nil }
        let mine = money.statement.filtered { $0[3] == pot.pot }
        var lines = StatementLine.sums(mine)
        // Balances of several days do not add up: the first and the last stand.
        if let first = lines.firstIndex(where: { $0.line == "opening" }) { lines[first].amountFen = openingFen }
        if let last = lines.firstIndex(where: { $0.line == "closing" }) {
            lines[last].amountFen = closingFen
            let between = StatementLine(
                line: "between_days", amountFen: pot.unconnectedFen, english: "between days", chinese: "日间差额")
            if pot.unconnectedFen != 0 { lines.insert(between, at: last) }
        }
        return StatementFigure(
            id: "\(id)-pot\(index)", type: "pot", caption: PageLabel("Pot \(pageText(pot.pot))", "资金余额表"),
            title: "Pot \(pageText(pot.pot))", from: "the opening balance", to: "the closing balance",
            totals: ["opening", "closing"], plus: "comes in", minus: "goes out", hasEntries: true, lines: lines,
            place: { _ in nil }
        ).values()
    }
}
