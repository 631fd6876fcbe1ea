import Glibc
import Vocabulary

/// Whether each printed balance follows from the one before, in the order of the file or else in that of time and line
/// (Contract 5.2).
///
/// For the second order no rows are kept and nothing is sorted: of each second the balance before its first row and after
/// its last are enough, as rows of one second follow each other in the file's order. Three days of seconds, a bill's day
/// and those beside it, are 6 MiB at the most, of which only the pages of seconds with rows are ever touched.
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

    private final class Seconds {
        static let count = Int(3 * BusinessDay.secondsPerDay)
        /// All zeros, which is not seen.
        let all: UnsafeMutablePointer<Second>

        init() {
            guard let zeros = calloc(Self.count, MemoryLayout<Second>.stride) else {
                fatalError("no memory for \(Self.count) seconds")
            }
            all = zeros.bindMemory(to: Second.self, capacity: Self.count)
        }

        deinit { free(all) }
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

        let index = Int(truncatingIfNeeded: moment &- firstSecond)
        precondition(index >= 0 && index < Seconds.count, "a row lies in none of the three days")
        let second = seconds.all + index
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
        for index in 0..<Seconds.count where seconds.all[index].isSeen {
            let second = seconds.all[index]
            if let before = ends.closingFen, before != second.openingFen { ends.isChained = false }
            ends.openingFen = ends.openingFen ?? second.openingFen
            ends.closingFen = second.closingFen
        }
        return ends
    }
}
