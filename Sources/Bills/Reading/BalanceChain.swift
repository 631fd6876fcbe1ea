import Vocabulary

/// Whether each printed balance follows from the one before, in the order of the file or else in that of time and line
/// (Contract 5.2).
///
/// For the second order no rows are kept and nothing is sorted: of each second the balance before its first row and after
/// its last are enough, as rows of one second follow each other in the file's order. Three days of seconds, a bill's day
/// and those beside it, are 6 MiB at the most, and only the hours with rows are there.
struct BalanceChain {
    struct Break {
        let line: Int
        let expectedFen: Int64
        let foundFen: Int64
    }

    struct Ends {
        var openingFen: Int64?
        var closingFen: Int64?
        /// In one of both orders.
        var isChained = true
        /// In the file's order.
        var firstBreak: Break?
    }

    private struct Second {
        var openingFen: Int64
        var closingFen: Int64
        var isSeen: Bool
    }

    /// By the hour, each made when its first row comes.
    private final class Seconds {
        static let hours = Int(3 * BusinessDay.secondsPerDay) / inHour
        static let inHour = 3600
        private let hours = UnsafeMutablePointer<UnsafeMutablePointer<Second>?>.allocate(capacity: hours)

        init() { hours.initialize(repeating: nil, count: Self.hours) }

        deinit {
            for hour in 0..<Self.hours { hours[hour]?.deallocate() }
            hours.deallocate()
        }

        @inline(__always)
        func second(_ index: Int) -> UnsafeMutablePointer<Second> {
            precondition(index >= 0 && index < Self.hours * Self.inHour, "a row lies in none of the three days")
            return (hours[index / Self.inHour] ?? made(index / Self.inHour)) + index % Self.inHour
        }

        @inline(never)
        private func made(_ hour: Int) -> UnsafeMutablePointer<Second> {
            let seconds = UnsafeMutablePointer<Second>.allocate(capacity: Self.inHour)
            seconds.initialize(repeating: Second(openingFen: 0, closingFen: 0, isSeen: false), count: Self.inHour)
            hours[hour] = seconds
            return seconds
        }

        /// Those with rows, in the order of time.
        func forEach(_ body: (Second) -> Void) {
            for hour in 0..<Self.hours {
                guard let seconds = hours[hour] else { continue }
                for second in 0..<Self.inHour where seconds[second].isSeen { body(seconds[second]) }
            }
        }
    }

    private let seconds = Seconds()
    private let firstSecond: Int64
    private var hasBalances = false
    private var openingFen: Int64 = 0
    private var closingFen: Int64 = 0
    private var firstBreak: Break?
    private var isBrokenWithinSecond = false
    private var hasRowWithoutBalance = false

    /// - Parameter day: the bill's; no row lies more than a day outside.
    init(_ day: BusinessDay) { firstSecond = day.startEpochSeconds - BusinessDay.secondsPerDay }

    /// - Parameter amountFen: as the movement has it, with its sign.
    @inline(__always)
    mutating func add(line: Int, at moment: Int64, amountFen: Int64, balanceFen: Int64) {
        if hasBalances {
            let expectedFen = closingFen &+ amountFen
            if expectedFen != balanceFen, firstBreak == nil {
                firstBreak = Break(line: line, expectedFen: expectedFen, foundFen: balanceFen)
            }
        } else {
            openingFen = balanceFen &- amountFen
            hasBalances = true
        }
        closingFen = balanceFen

        let second = seconds.second(Int(truncatingIfNeeded: moment &- firstSecond))
        if second.pointee.isSeen {
            if second.pointee.closingFen &+ amountFen != balanceFen { isBrokenWithinSecond = true }
            second.pointee.closingFen = balanceFen
        } else {
            second.pointee = Second(openingFen: balanceFen &- amountFen, closingFen: balanceFen, isSeen: true)
        }
    }

    /// A row whose balance is empty: nothing can be said of those behind it.
    mutating func addWithoutBalance() { hasRowWithoutBalance = true }

    func ends() -> Ends {
        guard hasBalances else { return Ends(isChained: !hasRowWithoutBalance) }
        if firstBreak == nil, !hasRowWithoutBalance {
            return Ends(openingFen: openingFen, closingFen: closingFen)
        }
        var ends = Ends(isChained: !isBrokenWithinSecond && !hasRowWithoutBalance, firstBreak: firstBreak)
        seconds.forEach { second in
            if let before = ends.closingFen, before != second.openingFen { ends.isChained = false }
            ends.openingFen = ends.openingFen ?? second.openingFen
            ends.closingFen = second.closingFen
        }
        return ends
    }
}
