import Vocabulary

/// Without the ASCII white space at both ends.
func trimmingASCIIWhitespace(_ text: String) -> String {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    let bytes = Array(text.utf8)
    guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(decoding: bytes[first...last], as: UTF8.self)
}

/// The moment in an HTTP `Date` header (`Sun, 22 Nov 2026 02:00:00 GMT`) in seconds since 1970 UTC.
func epochSeconds(httpDate text: String) -> Int64? {
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]), let year = Int(parts[3]),
        let month = months.firstIndex(of: String(parts[2])),
        let date = BusinessDay(year: year, month: month + 1, day: day),
        let local = ShanghaiTime.epochSeconds("\(date) \(parts[4])")
    else { return nil }
    return local + BusinessDay.shanghaiOffsetSeconds
}
