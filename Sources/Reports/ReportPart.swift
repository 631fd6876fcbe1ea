/// The table of a report that a CSV holds: a file of that form has one.
package enum ReportPart: String, Sendable, CaseIterable {
    case summary
    case items
    case statement
    case pots
    case potStatement = "pot-statement"
    case bridge
    case unbooked
    // Of a shop's month, or of one order.
    case unexplained
    case suggestions
    case money
    case proof
    case order
    case refunds
    case movements

    static let ofShop: [ReportPart] = [.unexplained, .suggestions, .money, .proof, .order, .refunds, .movements]

    /// nil where the report does not tell it.
    func table(of report: Report) -> ReportTable? {
        switch self {
        case .summary: report.summary
        case .items: report.period?.items
        case .statement: report.period?.statement
        case .pots: report.period?.money.pots
        case .potStatement: report.period?.money.statement
        case .bridge: report.period?.money.bridge
        case .unbooked: report.period?.money.unbooked
        case .unexplained, .suggestions, .money, .proof, .order, .refunds, .movements: nil
        }
    }
}
