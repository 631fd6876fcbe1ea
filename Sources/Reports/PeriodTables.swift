/// What a report tells of a day or a month beside its summary.
package struct PeriodTables: Hashable, Sendable {
    package let withoutResult: ReportTable
    package let statement: ReportTable
    package let discrepancies: ReportTable
    package let pending: ReportTable
    package let decisions: ReportTable
    package let lateEffects: ReportTable
    package let ageing: ReportTable
    package let money: MoneyTables
    /// Codes with their labels.
    package let codes: ReportTable
    /// Channels with their names, in the order in which they are shown.
    package let channels: ReportTable
    /// nil unless the period is a month.
    package let mix: ChannelMix?

    /// By day, and of the whole month; of all accounts, also where the report is of one.
    package struct ChannelMix: Hashable, Sendable {
        package let days: ReportTable
        package let month: ReportTable
    }

    /// Discrepancies and what is pending as one table.
    var items: ReportTable {
        let kinds = ReportViews.items
        let names = kinds.map(\.name)
        func widened(_ table: ReportTable) -> [[String?]] {
            let places = names.map { name in table.columns.firstIndex { $0.name == name } }
            return table.rows.map { row in places.map { place in place.flatMap { row[$0] } } }
        }
        return ReportTable(columns: kinds, rows: widened(discrepancies) + widened(pending))
    }
}
