import Vocabulary

/// A shop's month over all its pots, or one of its orders, as it was read from `recon.*` in one snapshot.
package struct ShopReport: Hashable, Sendable {
    package enum Subject: Hashable, Sendable {
        /// The month that begins with the day.
        case month(shop: String, BusinessDay)
        case order(String)
    }

    let subject: Subject
    /// `yyyy-MM-dd HH:mm:ss` in Asia/Shanghai.
    let readAt: String
    let tables: [ReportPart: ReportTable]
    /// Of `recon.labels`.
    let labels: ReportTable

    /// Without rows where the report does not tell it.
    subscript(part: ReportPart) -> ReportTable { tables[part] ?? ReportTable(columns: []) }

    /// - Parameters:
    ///   - part: the table of a CSV; nil for where a month's money lies, or an order's movements.
    ///   - columnsMax: of the terminal that shows a text; nil where a line may have any length.
    /// - Throws: where a page cannot be made of it, or the report does not tell the part.
    package func text(_ format: ReportFormat, part: ReportPart? = nil, columnsMax: Int? = nil) throws -> String {
        switch format {
        case .text: return fitted(ShopText(report: self, columnsMax: columnsMax).text, columnsMax: columnsMax)
        case .csv:
            let part = part ?? (tables[.money] == nil ? .movements : .money)
            guard let table = tables[part] else {
                let parts = ReportPart.allCases.filter { tables[$0] != nil }.map(\.rawValue)
                throw Problem(
                    .reportFormat, "\(part.rawValue) is no table of this report",
                    expected: "one of \(parts.joined(separator: ", "))")
            }
            return CSVText.render(table)
        case .json: return json.indented()
        case .html: return try ShopPage(report: self).html()
        case .xlsx: throw Problem.workbookIsNoText
        }
    }

    /// A sheet for each table, in the order of the parts.
    package func writeWorkbook(to path: String) throws(Problem) {
        try Workbook.write(
            ReportPart.allCases.compactMap { part in tables[part].map { (part.rawValue, $0) } }, to: path)
    }

    /// Every key is there in every report, in the order of the alphabet; what it does not tell is null.
    private var json: JSONText {
        let (month, order, shop): (String?, String?, String?) =
            switch subject {
            case .month(let shop, let first): (ReportPeriod.month(first).description, nil, shop)
            case .order(let number): (nil, number, nil)
            }
        let told = ReportPart.ofShop.map { ($0.rawValue, tables[$0].map { JSONText($0) } ?? .null) }
        let about = [("month", JSONText(month)), ("order_no", JSONText(order)), ("shop", JSONText(shop))]
        return .object((told + about).sorted { $0.0 < $1.0 })
    }

    /// A word of the views in both languages.
    func label(_ kind: String, _ word: String?) -> PageLabel {
        let row = labels.rows.first { $0[0] == kind && $0[1] == word }
        return PageLabel(row?[2] ?? word ?? "", row?[3] ?? "")
    }
}
