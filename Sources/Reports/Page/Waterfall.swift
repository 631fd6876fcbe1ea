/// A statement drawn from its first total to its last: totals stand on the axis, steps hang where the sum has come to.
/// Pure geometry, of one statement.
struct Waterfall: Hashable {
    struct Bar: Hashable {
        enum Kind: String { case total, plus, minus, note }

        let line: String
        let entries: Int64
        let amountFen: Int64
        let kind: Kind
        let start: Percent
        let length: Percent
    }

    let bars: [Bar]
    /// Where the axis begins; above 0 where the steps would else be too small to see.
    let axisStartFen: Int64
    let residualFen: Int64

    /// More than this is drawn as this: so many lines of it add up without leaving the numbers.
    private static let drawnFenMax: Int64 = 100_000_000_000_000_000
    /// Thinner than this is not seen.
    private static let lengthMin = Percent(hundredths: 40)

    /// Lines of a trade bill's statement that are a sum.
    static let tradeTotals: Set<String> = ["orders", "channel", "channel_total"]

    /// - Parameters:
    ///   - lines: line, entries and fen, in the statement's order.
    ///   - totals: lines that are a sum, and no step.
    init(_ lines: [(line: String, entries: Int64, amountFen: Int64)], totals: Set<String> = tradeTotals) {
        var sum: Int64 = 0
        var reached: [Int64] = []
        var spans: [(line: String, entries: Int64, amountFen: Int64, kind: Bar.Kind, from: Int64, to: Int64)] = []
        for (line, entries, amountFen) in lines where line != "residual" {
            let drawnFen = max(-Self.drawnFenMax, min(Self.drawnFenMax, amountFen))
            if totals.contains(line) {
                sum = drawnFen
                reached.append(sum)
                spans.append((line, entries, amountFen, .total, 0, sum))
            } else if amountFen != 0 || entries != 0 {
                // Rows without money are a note beside the chart, not a bar in it.
                let kind: Bar.Kind = amountFen > 0 ? .plus : amountFen < 0 ? .minus : .note
                spans.append((line, entries, amountFen, kind, sum, sum + drawnFen))
                sum += drawnFen
                reached.append(sum)
            }
        }
        let (low, high) = (reached.min() ?? 0, reached.max() ?? 0)
        // Half of the range that moves lies before its lowest point, so that totals still look like bars.
        let before = low - (high - low) / 2
        let start = low < 0 ? low : (before <= 0 || high == low ? 0 : before)
        let width = max(1, max(high, 0) - start)
        bars = spans.map { span in
            let from = max(start, min(span.from, span.to))
            let to = max(span.from, span.to)
            let length = Percent(to - from, of: width)
            return Bar(
                line: span.line, entries: span.entries, amountFen: span.amountFen, kind: span.kind,
                start: min(Percent(from - start, of: width), Percent(hundredths: 10_000 - Self.lengthMin.hundredths)),
                length: span.kind == .note ? Percent(hundredths: 0) : max(length, Self.lengthMin))
        }
        axisStartFen = start
        residualFen = lines.last { $0.line == "residual" }?.amountFen ?? 0
    }
}
