import Testing
import Vocabulary

@Suite struct ProblemTests {
    private let account = ChannelAccount(channel: .wechatpay, account: "1900999001")
    private let day = BusinessDay("2026-11-01") ?? BusinessDay(number: 0)
    private var ofDay: Place { Place(account: account, day: day) }

    private var unreachable: Problem {
        Problem(
            .channelUnreachable, "the channel gives no whole answer: couldn't connect to server",
            at: Place(address: "http://127.0.0.1:9", account: account, day: day))
    }

    @Test func aCauseIsToldOnceWithoutItsCodeAndNoPlaceTwice() {
        let overdue = Problem(.billOverdue, "the bill is overdue", at: ofDay, hint: "Import it.", cause: unreachable)
        #expect(
            overdue.description == """
                alarm.bill_overdue: the bill is overdue (wechatpay:1900999001, 2026-11-01), because the channel gives no whole \
                answer: couldn't connect to server (http://127.0.0.1:9)
                HINT: Import it.
                """)
        #expect(
            overdue.reason(besides: ofDay)
                == "the bill is overdue, because \(unreachable.reason(besides: ofDay))")
    }

    @Test func aPlaceThatTheReaderKnowsIsLeftOut() {
        let place = Place(file: "a.csv", line: 7, column: "手续费", account: account, day: day)
        let problem = Problem(.billBadAmount, "no amount", at: place, expected: "yuan", found: "text")
        #expect(problem.reason(besides: ofDay) == "no amount; expected yuan, found text (a.csv, line 7, column 手续费)")
        #expect(
            problem.reason(besides: Place(file: "a.csv", line: 6, account: account, day: day))
                == "no amount; expected yuan, found text (line 7, column 手续费)")
        #expect(problem.reason(besides: place) == "no amount; expected yuan, found text")
        let ofPot = Place(account: account, day: day, pot: Pot("FEES"))
        #expect(Problem(.billEmpty, "empty").located(ofPot).reason(besides: ofDay) == "empty (pot FEES)")
        #expect(Problem(.billEmpty, "empty").located(ofPot).reason(besides: ofPot) == "empty")
        #expect(Problem(.billEmpty, "empty", found: "0 bytes").reason() == "empty; found 0 bytes")
    }

    @Test func aChainOfCausesEnds() {
        var problem = unreachable
        for number in 1...50 { problem = Problem(.billOverdue, "cause \(number)", cause: problem) }
        #expect(problem.reason() == "cause 50, because cause 49, because cause 48")
    }

    @Test func whatIsNotSaidIsSaidByTheCode() {
        #expect(Problem(.billTruncated, "cut").hint == ProblemCode.billTruncated.hint)
        #expect(Problem(.billTruncated, "cut", hint: "Look.").hint == "Look.")
    }
}
