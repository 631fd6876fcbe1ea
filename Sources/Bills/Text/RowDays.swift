import Vocabulary

/// Where the rows of a bill lie in time. A refund is sometimes printed seconds behind midnight, so a row may lie outside
/// the bill's day, but not by more than a day (Contract 3.2, `time_outside_day`): it is an entry of that bill.
/// A bill of which most rows lie outside is another day's.
struct RowDays {
    private(set) var onDay: Int64 = 0
    private var outside: Int64 = 0
    private var firstOutside: (place: Place, moment: Int64)?

    @inline(__always)
    mutating func addOnDay() { onDay &+= 1 }

    /// The moment of a row that does not lie on the day.
    /// - Parameter mayLieBefore: the row may bear the time of the payment that it belongs to, and then says nothing about
    ///   the bill's day.
    @inline(never)
    mutating func moment(_ time: Cell, _ day: BusinessDay, mayLieBefore: Bool, at place: Place) throws -> Int64 {
        guard let moment = DayClock.anyEpochSeconds(time) else { throw DayClock.problem(time, at: place) }
        if mayLieBefore, moment < day.endEpochSeconds { return moment }
        let earliest = day.startEpochSeconds - BusinessDay.secondsPerDay
        let latest = day.endEpochSeconds + BusinessDay.secondsPerDay
        guard moment >= earliest, moment < latest else {
            throw Self.wrongDay(
                "a row lies more than a day outside the bill's day", day,
                found: ShanghaiTime.text(epochSeconds: moment),
                at: place)
        }
        outside &+= 1
        if firstOutside == nil { firstOutside = (place, moment) }
        return moment
    }

    /// Adds the days of another part of the same bill.
    mutating func add(_ other: RowDays) {
        onDay &+= other.onDay
        outside &+= other.outside
        firstOutside = firstOutside ?? other.firstOutside
    }

    func check(rows: Int64, _ day: BusinessDay, at place: Place) throws {
        if let firstOutside, outside > onDay {
            throw Self.wrongDay(
                "most rows lie outside the bill's day", day,
                found: ShanghaiTime.text(epochSeconds: firstOutside.moment),
                at: firstOutside.place)
        }
        if rows > 0, onDay == 0 {
            throw Self.wrongDay("no row of the bill lies on its day", day, found: nil, at: place)
        }
    }

    private static func wrongDay(_ what: String, _ day: BusinessDay, found: String?, at place: Place) -> Problem {
        Problem(
            .billWrongDay, what, at: place, expected: "\(day)", found: found)
    }
}
