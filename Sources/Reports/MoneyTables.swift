/// What a report tells of the money of a day or a month (Contract 5.5, 5.6); without rows where no account has pots.
package struct MoneyTables: Hashable, Sendable {
    /// Pots, day by day.
    package let pots: ReportTable
    /// Lines of each pot's statement.
    package let statement: ReportTable
    package let bridge: ReportTable
    /// What waits to be booked now, of the period and of all days before it, by due day.
    package let unbooked: ReportTable

    package init(pots: ReportTable, statement: ReportTable, bridge: ReportTable, unbooked: ReportTable) {
        (self.pots, self.statement, self.bridge, self.unbooked) = (pots, statement, bridge, unbooked)
    }

    static let none = MoneyTables(
        pots: ReportTable(columns: ReportViews.pots), statement: ReportTable(columns: ReportViews.potStatement),
        bridge: ReportTable(columns: ReportViews.bridge), unbooked: ReportTable(columns: ReportViews.unbooked))

    func ofAccount(_ account: [String?]) -> MoneyTables {
        func mine(_ table: ReportTable) -> ReportTable {
            let places = ["channel", "account"].map { name in table.columns.firstIndex { $0.name == name } }
            return table.filtered { row in places.map { place in place.flatMap { row[$0] } } == account }
        }
        return MoneyTables(
            pots: mine(pots), statement: mine(statement), bridge: mine(bridge), unbooked: mine(unbooked))
    }
}
