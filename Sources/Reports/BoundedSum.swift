import Vocabulary

/// A sum for reading; beyond what the numbers hold, it is the greatest of them, and shown as what it is.
func bounded(_ left: Int64, plus right: Int64) -> Int64 {
    let (sum, isBeyond) = left.addingReportingOverflow(right)
    return isBeyond ? (left < 0 ? .min : .max) : sum
}

/// `-12.34` of a view to fen; digits after the second are not there in amounts of views. 0 where there is none, and the
/// greatest or least number for one beyond all money.
func yuanToFen(_ text: String?) -> Int64 {
    guard let text else { return 0 }
    let digits = text.filter { $0 != "." }
    if let amountFen = Int64(digits) { return amountFen }
    return digits.hasPrefix("-") ? .min : .max
}

/// `-0.18` or `-0.18000` to 1/100000 yuan, as fees are kept.
func yuanToE5(_ text: String) -> Int64 {
    let decimals = text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
    guard decimals <= 5 else { return text.hasPrefix("-") ? .min : .max }
    return yuanToFen(text + String(repeating: "0", count: 5 - decimals))
}

/// `-12.34`; `NaN`, as in the views, for what is beyond all money.
func yuanText(_ amountFen: Int64) -> String {
    amountFen == .max || amountFen == .min ? "NaN" : Fen.yuan(amountFen)
}
