import Rules
import Testing
import Vocabulary

@Suite struct StatementTests {
    /// A day on which everything happens once, in whole yuan.
    static var everything: StatementFacts {
        var facts = StatementFacts()
        facts.entries = [
            .matched: Sum(5, 50_000), .crossDay: Sum(2, 3000), .pending: Sum(1, 100), .channelOnly: Sum(1, 200),
            .accountMismatch: Sum(1, 300), .duplicateInChannel: Sum(1, 400), .unclassified: Sum(1, 500),
            .statusMismatch: Sum(2, 700 + 90), .currencyMismatch: Sum(1, 600), .notExecuted: Sum(1, 80),
            .amountMismatch: Sum(1, 1010),
        ]
        // Booked today: one amount mismatch (10.00), one failed refund (1.00), one for another day, one waiting, one missed.
        facts.records.booked = Sum(5, 1000 + 100 + 20 + 30 + 40)
        facts.records.bookedAndPairedOtherDay = Sum(1, 20)
        facts.records.bookedPending = Sum(1, 30)
        facts.records.bookedOrderOnly = Sum(1, 40)
        facts.records.fromOtherDay = Sum(2, 3000)
        facts.records.amountMismatchFen = 10
        facts.records.failedRefundEntries = Sum(1, 90)
        facts.records.failedRefundDifferenceFen = -10
        facts.bill = facts.entries.values.reduce(Sum(), +)
        facts.otherDiscountsFen = -7
        facts.channelTotalFen = facts.bill.amountFen - 7
        return facts
    }

    @Test func closesWhenEveryRowStandsOnOneLine() {
        let statement = Statement(Self.everything)
        #expect(statement.closes)
        #expect(statement[.orders] == Sum(10, 51_190))
        #expect(statement[.orderOnly] == Sum(-1, -40))
        #expect(statement[.statusMismatch] == Sum(1, 690))
        #expect(statement[.channel] == Sum(17, 56_980))
        #expect(statement[.residual] == Sum())
    }

    @Test(arguments: [Outcome.channelOnly, .pending, .duplicateInChannel, .unclassified, .notExecuted, .matched])
    func doesNotCloseWhenALineLosesARow(_ outcome: Outcome) {
        var facts = Self.everything
        facts.entries[outcome] = Sum()
        #expect(!Statement(facts).closes)
    }

    @Test func doesNotCloseWhenTheBillSaysOneFenMore() {
        var facts = Self.everything
        facts.channelTotalFen += 1
        #expect(Statement(facts)[.residual] == Sum(0, -1))
        #expect(!Statement(facts).closes)
    }

    @Test(arguments: [
        // What is added, twice or with a sign turned, would leave the numbers, or comes to more than a view can show.
        Sum(1, .max), Sum(1, .min), Sum(.max, 1), Sum(.min, 1), Sum(1, Fen.sumLimitFen), Sum(1, -Fen.sumLimitFen),
    ])
    func sumsBeyondAllMoneyAreSaidToBeThat(_ sum: Sum) {
        for outcome in [Outcome.channelOnly, .matched] {
            var facts = Self.everything
            facts.entries[outcome] = sum
            #expect(Statement(facts).isTooLarge)
        }
        var facts = Self.everything
        facts.records.bookedOrderOnly = sum
        facts.records.booked = sum
        #expect(Statement(facts).isTooLarge)
        #expect(!Statement(Self.everything).isTooLarge)
    }

    @Test func aSumThatIsTooLargeMakesEveryOtherSo() {
        let tooLarge = Sum(0, .max) + Sum(0, 1)
        #expect(tooLarge.isTooLarge && (tooLarge - Sum(0, 1)).isTooLarge && (-tooLarge).isTooLarge)
        #expect((-Sum(0, .min)).isTooLarge && (Sum(.min, 0) - Sum(1, 0)).isTooLarge)
        #expect(!(Sum(1, 2) + Sum(3, 4)).isTooLarge)
    }

    @Test func twoErrorsThatCancelEachOtherAreSeen() {
        var facts = Self.everything
        facts.entries[.channelOnly] = Sum(1, 205)
        facts.otherDiscountsFen -= 5
        #expect(Statement(facts)[.residual] == Sum())
        #expect(!Statement(facts).closes)
    }
}
