let decimalsMin = 2

/// Two decimals where two suffice: fees are kept to the fifth.
func shortened(_ yuan: String) -> String { cut(yuan, decimals: max(decimalsMin, decimalsNeeded(yuan))) }

/// Those up to the last that is no zero.
func decimalsNeeded(_ number: String) -> Int {
    guard let point = number.firstIndex(of: ".") else { return 0 }
    var decimals = number[number.index(after: point)...]
    while decimals.last == "0" { decimals.removeLast() }
    return decimals.count
}

/// Without the decimals after so many; they are zeros where `decimalsNeeded` was asked.
func cut(_ number: String, decimals: Int) -> String {
    guard let point = number.firstIndex(of: ".") else { return number }
    return String(number[...point] + number[number.index(after: point)...].prefix(decimals))
}
