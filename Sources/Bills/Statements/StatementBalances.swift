/// Whether each balance follows from the one before, with the oldest row first or with the newest (SellerStatements 4). Nothing
/// is kept but the ends.
struct StatementBalances {
    private struct Row {
        var amountFen: Int64
        var balanceFen: Int64
    }

    private var first: Row?
    private var last: Row?
    private var isGap = false
    private var brokenLine: Int?
    private var isRising = true
    private var isFalling = true

    @inline(__always)
    mutating func add(line: Int, amountFen: Int64, balanceFen: Int64?) {
        guard let balanceFen else {
            isGap = true
            return
        }
        let row = Row(amountFen: amountFen, balanceFen: balanceFen)
        if let last {
            if last.balanceFen &+ amountFen != balanceFen { isRising = false }
            if last.balanceFen &- last.amountFen != balanceFen { isFalling = false }
            if !isRising, !isFalling, brokenLine == nil { brokenLine = line }
        } else {
            first = row
        }
        last = row
    }

    /// nil where there are none, or one row has none, or they do not chain.
    var ends: (openingFen: Int64, closingFen: Int64)? {
        guard !isGap, brokenLine == nil, let first, let last else { return nil }
        if isRising { return (first.balanceFen &- first.amountFen, last.balanceFen) }
        return (last.balanceFen &- last.amountFen, first.balanceFen)
    }

    var firstBreak: Int? { isGap || first == nil ? nil : brokenLine }
}
