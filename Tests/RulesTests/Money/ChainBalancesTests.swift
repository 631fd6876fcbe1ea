import Rules
import Testing
import Vocabulary

/// Balances of one pot from day to day, as an accountant would lay them out (Contract 5.2).
@Suite struct ChainBalancesTests {
    /// - Parameter opening: and `closing`, as the bill prints them; nil for a day without movement.
    private static func day(
        _ day: Int32, _ net: Int64, _ opening: Int64?, _ closing: Int64?, isControlled: Bool = true
    ) -> PotDay {
        PotDay(
            BusinessDay(number: 20_000 + day), netFen: net, openingFen: opening, closingFen: closing,
            isControlled: isControlled)
    }

    private static func lines(_ days: [PotDay], after last: (day: BusinessDay, closingFen: Int64?)? = nil) -> [String] {
        chainBalances(days, after: last).map { link in
            func text(_ fen: Int64?) -> String { fen.map(String.init) ?? "-" }
            return [
                text(link.openingFen), text(link.closingFen), text(link.lastClosingFen),
                link.isProven ? "proven" : "unproven", link.breakFen.map { "break \($0)" } ?? "",
            ].joined(separator: " ").trimmingCharacters()
        }
    }

    @Test func eachDayOpensWithTheClosingOfTheOneBefore() {
        #expect(
            Self.lines([Self.day(1, 50, 100, 150), Self.day(2, 0, nil, nil), Self.day(3, -20, 150, 130)]) == [
                "100 150 - proven", "150 150 150 proven", "150 130 150 proven",
            ])
    }

    @Test func aBreakIsOnTheDayWhereItIs() {
        #expect(
            Self.lines([Self.day(1, 50, 100, 150), Self.day(2, 5, 160, 165), Self.day(3, 0, 165, 165)]) == [
                "100 150 - proven", "160 165 150 proven break 10", "165 165 165 proven",
            ])
    }

    @Test func aDayAfterAGapIsUnprovenAndMayBreak() {
        let (first, last) = (Self.day(1, 50, 100, 150), Self.day(3, 5, 160, 165))
        #expect(Self.lines([first, last])[1] == "160 165 150 unproven break 10")
        // What was missing explains it.
        #expect(Self.lines([first, Self.day(2, 10, 150, 160), last])[2] == "160 165 160 proven")
    }

    @Test func balancesThatNobodyStandsByAreNoBreak() {
        #expect(
            Self.lines([
                Self.day(1, 50, 100, 999, isControlled: false), Self.day(2, 5, 160, 170, isControlled: false),
            ]) == ["100 150 - proven", "160 165 150 proven"])
    }

    /// Whatever moved: what does not add up shows where it is, in the day's statement.
    @Test func theChannelsOwnClosingBalanceIsTheDays() {
        #expect(
            Self.lines([Self.day(1, 50, 100, 160), Self.day(2, 0, 160, 160)]) == [
                "100 160 - proven", "160 160 160 proven",
            ])
    }

    @Test func nothingIsKnownBeforeTheFirstPrintedBalance() {
        #expect(
            Self.lines([Self.day(1, 0, nil, nil), Self.day(2, 7, 100, 107)]) == ["- - - proven", "100 107 - proven"])
    }

    @Test func theChainGoesOnFromTheDayBefore() {
        let before = BusinessDay(number: 20_000)
        #expect(Self.lines([Self.day(1, 0, nil, nil)], after: (before, 80)) == ["80 80 80 proven"])
        #expect(Self.lines([Self.day(2, 5, 81, 86)], after: (before, 80)) == ["81 86 80 unproven break 1"])
    }
}

extension String {
    fileprivate func trimmingCharacters() -> String { hasSuffix(" ") ? String(dropLast()) : self }
}
