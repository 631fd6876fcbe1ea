import Testing
import Vocabulary

@Suite struct PrintableTests {
    @Test(arguments: [
        ("plain text, 100 %", "plain text, 100 %"), ("商户订单号 e\u{301} 😀", "商户订单号 e\u{301} 😀"), ("", ""),
        // What a terminal obeys.
        ("a\u{1B}[2Jb", "a\\u{1b}[2Jb"), ("a\u{7}\u{0}\u{9B}b", "a\\u{7}\\u{0}\\u{9b}b"),
        // Ends of lines, of every kind.
        ("a\nb\r\nc", "a\\u{a}b\\u{d}\\u{a}c"), ("a\u{85}b\u{2028}c\u{2029}", "a\\u{85}b\\u{2028}c\\u{2029}"),
        // What turns the writing round, and what is not seen.
        ("a\u{202E}b\u{2066}c", "a\\u{202e}b\\u{2066}c"), ("a\u{200B}b\u{FEFF}", "a\\u{200b}b\\u{feff}"),
        ("a\u{A0}b\u{3000}c\u{2003}", "a\\u{a0}b\\u{3000}c\\u{2003}"), ("a\u{3164}b\u{115F}", "a\\u{3164}b\\u{115f}"),
        ("\u{E0041}\u{E000}\u{FFFF}", "\\u{e0041}\\u{e000}\\u{ffff}"),
    ])
    func whatIsShownIsSeenAndMovesNothing(_ text: String, _ shown: String) {
        #expect(printable(text) == shown)
        #expect(printable(shown) == shown)
    }

    @Test(arguments: [
        ("12345", 5, "12345"), ("123456", 5, "1234…"), ("12\u{1B}", 8, "12\\u{1b}"), ("12\u{1B}", 7, "12…"),
        ("é长款", 2, "é…"), ("1\u{301}\u{302}\u{303}\u{304}", 3, "1\u{301}…"),
    ])
    func aTextThatIsTooLongIsCutAtAWholeSign(_ text: String, _ lengthMax: Int, _ shown: String) {
        #expect(printable(text, lengthMax: lengthMax) == shown)
        #expect(printable(shown, lengthMax: lengthMax) == shown)
    }

    /// 500,131 characters with escape sequences, as an answer brought them.
    @Test func noProblemCarriesMoreThanItMay() {
        let long = String(repeating: "\u{1B}[31mred\n", count: 50_000)
        let place = Place(
            file: long, line: 1, column: long, account: ChannelAccount(channel: .alipay, account: long))
        let problem = Problem(.channelFault, long, at: place, expected: long, found: long, hint: long)
        for text in [problem.summary, problem.located(place).summary, problem.hint] {
            #expect(text.unicodeScalars.count < 2600)
            #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 })
        }
        // The hint is its second line, and there is no third.
        #expect(problem.description.split(separator: "\n").count == 2)
    }
}

@Suite struct ExtremeValueTests {
    @Test(arguments: [
        (Int64.min, "-92233720368547758.08"), (.max, "92233720368547758.07"), (-1, "-0.01"), (0, "0.00"),
    ])
    func everyNumberIsAnAmount(_ amountFen: Int64, _ text: String) { #expect(Fen.yuan(amountFen) == text) }

    @Test(arguments: [Int64.min, -253_402_300_800_000, 253_402_300_800_000, .max])
    func everyNumberIsAMoment(_ epochSeconds: Int64) {
        #expect(ShanghaiTime.text(epochSeconds: epochSeconds).contains(":"))
        #expect(BusinessDay(epochSeconds: epochSeconds).description.contains("-"))
    }
}
