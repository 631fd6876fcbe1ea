import Vocabulary

/// The kinds that can be run, a line each.
private let rulesOfKinds: [BillKind: any BillKindRules.Type] = [
    .trade: TradeDay.self,
    .funds: FundsDay.self,
    .sharing: SharingDay.self,
]

extension BillKind {
    /// - Throws: `run.unknown_bill_kind`, where another release queued the run.
    var rules: any BillKindRules.Type {
        get throws {
            guard let rules = rulesOfKinds[self] else {
                throw Problem(
                    .unknownBillKind, "this program cannot run bills of this kind",
                    expected: rulesOfKinds.keys.sorted().map(\.rawValue).joined(separator: ", "), found: rawValue)
            }
            return rules
        }
    }
}
