/// `1234567.50` as `1,234,567.50`.
func grouped(_ number: String) -> String {
    let sign = number.hasPrefix("-") ? "-" : ""
    let parts = number.dropFirst(sign.count).split(separator: ".", maxSplits: 1)
    guard let whole = parts.first, whole.utf8.allSatisfy({ (48...57).contains($0) }) else { return number }
    var text = ""
    for (index, digit) in whole.enumerated() {
        if index > 0, (whole.count - index) % 3 == 0 { text += "," }
        text.append(digit)
    }
    return sign + text + (parts.count == 2 ? "." + parts[1] : "")
}

package func grouped(_ number: Int) -> String { grouped("\(number)") }
