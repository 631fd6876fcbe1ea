import Reports
import Vocabulary

extension Progress {
    /// One line: `wechatpay:1900999001  2026-11-21  trade  fetching  25 % of 48.0 MB, 3.1 MB/s`.
    /// - Parameter perSecond: rows or bytes.
    func text(perSecond: Double? = nil) -> String {
        let stepLengthMax = 300
        let of = [account?.description, day?.description, kind?.description].compactMap { $0 }
        let figures = [shareText, countText, perSecond.map { "\(quantity(Int64($0)))/s" }].compactMap { $0 }
        return
            (of + [printable(step, lengthMax: stepLengthMax)]
            + (figures.isEmpty ? [] : [figures.joined(separator: ", ")]))
            .joined(separator: "  ")
    }

    private var shareText: String? {
        guard let percent else { return nil }
        let total = files?.total.map(bytesText) ?? total.map(quantity)
        return "\(percent) %" + (total.map { " of \($0)" } ?? "")
    }

    /// Where the share does not say it already.
    private var countText: String? { done > 0 && (percent == nil || files != nil) ? quantity(done) : nil }

    private func quantity(_ count: Int64) -> String {
        switch counted {
        case .rows: "\(grouped(Int(count))) rows"
        case .days: "\(grouped(Int(count))) days"
        case .bytes: bytesText(count)
        }
    }
}

/// `48.0 MB`.
private func bytesText(_ bytes: Int64) -> String {
    for (name, size) in [("GB", Int64(1_000_000_000)), ("MB", 1_000_000), ("kB", 1000)] where bytes >= size {
        let tenths = bytes / (size / 10)
        return "\(tenths / 10).\(tenths % 10) \(name)"
    }
    return "\(bytes) B"
}
