import Vocabulary

/// A sum for reading; beyond what the numbers hold, it is the greatest of them, and shown as what it is.
func bounded(_ left: Int64, plus right: Int64) -> Int64 {
    let (sum, isBeyond) = left.addingReportingOverflow(right)
    return isBeyond ? (left < 0 ? .min : .max) : sum
}

/// `-12.34` of a view to fen; digits after the second are not there in amounts of views. 0 where there is none, and the
/// greatest number for one beyond all money.
func yuanToFen(_ text: String?) -> Int64 {
    guard let text else { return 0 }
    return Int64(text.filter { $0 != "." }) ?? .max
}

/// `-12.34`; `NaN`, as in the views, for what is beyond all money.
func yuanText(_ amountFen: Int64) -> String {
    amountFen == .max || amountFen == .min ? "NaN" : Fen.yuan(amountFen)
}

/// For drawing; whatever the number is, there is one.
func drawn(_ value: Double) -> Int64 {
    let limit = 1e18
    return value.isNaN ? 0 : Int64(max(-limit, min(limit, value)))
}
