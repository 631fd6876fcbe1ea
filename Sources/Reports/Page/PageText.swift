/// What stands in the page's templates by name. Every name that a section uses is there for each of its members: a
/// missing one would be looked for in what surrounds it.
typealias PageValues = [String: Any]

/// Text as it may stand in a page: nothing that moves, hides or is no character of HTML. Markup is escaped by the
/// templates.
func pageText(_ text: String?) -> String {
    TextTable.printable((text ?? "").split(whereSeparator: \.isNewline).joined(separator: " "))
}

/// `1,234.50` with a sign that is always there for what is added.
func signedYuan(_ yuan: String) -> String {
    let text = grouped(shortened(yuan))
    return text.hasPrefix("-") ? "−" + text.dropFirst() : "+" + text
}

/// `1,234.50`, a minus as typographers set it.
func plainYuan(_ yuan: String?) -> String {
    let text = grouped(shortened(yuan ?? ""))
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
}

/// Text that leads to a place in the page, for the template `number`; to none where `place` is nil.
func linked(_ text: String, to place: String?) -> [PageValues] {
    [["text": text, "places": place.map { [$0] } ?? []]]
}

/// `6.33 %` of a share such as `0.063345`.
func percentText(_ share: String?, digits: Int = 2) -> String {
    guard let share, let value = Double(share), value.isFinite else { return "–" }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = drawn((value * 100 * scale).rounded())
    let digitsText = "\(scaled.magnitude)"
    let padded = String(repeating: "0", count: max(0, digits + 1 - digitsText.count)) + digitsText
    return (scaled < 0 ? "−" : "") + padded.dropLast(digits) + "." + padded.suffix(digits) + " %"
}
