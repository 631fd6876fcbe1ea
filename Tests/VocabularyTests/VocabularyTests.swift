import Testing
import Vocabulary

@Suite struct BusinessDayTests {
    @Test(arguments: [
        ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2026-11-21", 20_778), ("2100-03-01", 47_541),
    ])
    func countsFrom1970AndBack(text: String, number: Int32) throws {
        let day = try #require(BusinessDay(text))
        #expect(day.number == number)
        #expect(BusinessDay(number: number).description == text)
    }

    @Test(arguments: [
        "2026-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "2026-11-31", "26-11-21", "",
    ])
    func refusesDaysThatDoNotExist(text: String) { #expect(BusinessDay(text) == nil) }

    @Test func everyDayOfACenturyFollowsTheOneBefore() {
        var previous = BusinessDay(number: -1).description
        for number in Int32(0)..<47_600 {
            let day = BusinessDay(number: number)
            #expect(BusinessDay(day.description) == day)
            #expect(previous < day.description)
            previous = day.description
        }
    }

    /// Certificates, headers and shops' rows give moments that are anything.
    @Test(arguments: [Int64.min, .min + 1, -70_000_000_000_000, 253_402_300_800, 1 << 62, .max])
    func noMomentIsTooFarAway(_ moment: Int64) {
        let isPast = moment < 0
        #expect(BusinessDay(epochSeconds: moment).description == (isPast ? "0001-01-01" : "9999-12-31"))
        #expect(
            ShanghaiTime.text(epochSeconds: moment) == (isPast ? "0001-01-01 00:00:00" : "9999-12-31 23:59:59"))
    }

    @Test func noDayIsTooFarAway() {
        for number in [Int32.min, -719_163, -719_162] { #expect("\(BusinessDay(number: number))" == "0001-01-01") }
        for number in [Int32.max, 2_932_897, 2_932_896] { #expect("\(BusinessDay(number: number))" == "9999-12-31") }
        let today = BusinessDay(number: 20_000)
        for days in [Int.max, .max - 20_000, Int(Int32.max)] { #expect("\(today.advanced(by: days))" == "9999-12-31") }
        for days in [Int.min, .min + 20_000, Int(Int32.min)] { #expect("\(today.advanced(by: days))" == "0001-01-01") }
        #expect(BusinessDay(number: .max).next == BusinessDay(number: .max))
        #expect(BusinessDay(number: .max).endEpochSeconds == 253_402_272_000)
    }

    @Test func midnightIsShanghais() throws {
        let day = try #require(BusinessDay("2026-11-21"))
        #expect(ShanghaiTime.epochSeconds("2026-11-21 00:00:00") == day.startEpochSeconds)
        #expect(BusinessDay(epochSeconds: day.startEpochSeconds) == day)
        #expect(BusinessDay(epochSeconds: day.startEpochSeconds - 1) == day.previous)
        #expect(BusinessDay(epochSeconds: day.endEpochSeconds) == day.next)
        #expect(BusinessDay(epochSeconds: -28_801) == BusinessDay(number: -1))
    }

    @Test(arguments: [Int64.max, .min, .max - 28_800, 1 << 60, -(1 << 60)])
    func aMomentBeyondTheCalendarStandsAtItsEnd(_ epochSeconds: Int64) {
        let day = BusinessDay(epochSeconds: epochSeconds)
        #expect(day.description == (epochSeconds < 0 ? "0001-01-01" : "9999-12-31"))
        #expect(!ShanghaiTime.text(epochSeconds: epochSeconds).isEmpty)
        #expect(epochSeconds < 0 ? day.previous == day && day < day.next : day.next == day && day.previous < day)
        #expect(BusinessDay(number: 1).advanced(by: .max) == BusinessDay(epochSeconds: .max))
        #expect(BusinessDay(number: -2).advanced(by: .min) == BusinessDay(epochSeconds: .min))
    }

    @Test func timesAreReadExactly() {
        #expect(ShanghaiTime.epochSeconds("2026-11-22 10:00:00") == 1_795_312_800)
        #expect(ShanghaiTime.text(epochSeconds: 1_795_312_800) == "2026-11-22 10:00:00")
        for bad in [
            "2026-11-22 24:00:00", "2026-11-22 10:60:00", "2026-11-22T10:00:00", "2026-11-22 10:00",
            "2026-11-22 1:00:00",
        ] {
            #expect(ShanghaiTime.epochSeconds(bad) == nil)
        }
    }
}

@Suite struct FenTests {
    @Test(arguments: [
        (0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123_456, "1234.56"), (-100, "-1.00"),
        (.max, "92233720368547758.07"), (.min, "-92233720368547758.08"),
    ])
    func isWrittenAsYuan(fen: Int64, text: String) { #expect(Fen.yuan(fen) == text) }

    @Test(arguments: [
        (500, 1), (499, 0), (-500, -1), (-499, 0), (53_000, 53), (53_499, 53), (53_500, 54),
        (.max, 9_223_372_036_854_776),
    ])
    func feesRoundHalfAwayFromZero(e5: Int64, fen: Int64) { #expect(Fen.rounded(e5: e5) == fen) }
}
