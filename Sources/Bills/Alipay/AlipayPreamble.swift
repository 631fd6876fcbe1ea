import Vocabulary

/// By which Alipay's bills of one kind are known.
struct AlipayTitles {
    let sought: SoughtBill
    /// Of the first line of a detail part, and of a summary.
    let detail: AlipayWord
    let summary: AlipayWord
    /// The lines of a detail's totals, for messages.
    let totals: StaticString

    static let trade = AlipayTitles(
        sought: .trade, detail: .detailTitle, summary: .summaryTitle, totals: "交易合计 and 退款合计")

    func truncated(at place: Place) -> Problem {
        Problem(.billTruncated, "the bill ends before its totals", at: place, expected: "\(totals)")
    }
}

/// The `#` lines above the header: what the file is, whose and of which day.
struct AlipayPreamble {
    enum Part {
        case detail
        case summary
    }

    let part: Part
    let encoding: AlipayEncoding

    /// Reads up to the header, which is the next line then.
    static func read(
        _ text: inout TextWindow, titles: AlipayTitles, account: ChannelAccount, day: BusinessDay
    ) throws -> AlipayPreamble {
        let opening = try ForeignText.open(&text, seeking: titles.sought)
        let encoding: AlipayEncoding = opening.isMarked ? .utf8 : .gb18030
        let place = text.place
        let part = try self.part(
            of: try text.nextLine() ?? [], opening, titles, encoding: encoding, place: place.at(line: 1))
        var isAccountProven = false
        var isPeriodProven = false
        while try text.has(1), text.text.pointee == UInt8(ascii: "#") {
            let at = place.at(line: text.lineNumber)
            guard let line = try text.nextLine() else { break }
            if let found = AlipayComment.account(line, encoding: encoding), !isAccountProven {
                // 0156 is what Alipay appends to every PID.
                guard found == account.account + "0156" else {
                    throw wrongAccount(
                        expected: account.account + "0156",
                        found: SlowCell.with(Array(found.utf8), Shown.partnerNumber), at: at)
                }
                isAccountProven = true
            }
            if let period = AlipayComment.period(line, encoding: encoding), !isPeriodProven {
                guard isPeriod(period, day) else {
                    throw wrongDay(day, found: "\(shown(period.start)) to \(shown(period.end))", at: at)
                }
                isPeriodProven = true
            }
        }
        guard try text.has(1) else { throw titles.truncated(at: place.at(line: text.lineNumber)) }
        let at = place.at(line: text.lineNumber)
        if !isAccountProven { throw wrongAccount(expected: account.account + "0156", found: "no account line", at: at) }
        if !isPeriodProven { throw wrongDay(day, found: "no line with the period", at: at) }
        return AlipayPreamble(part: part, encoding: encoding)
    }

    private static func part(
        of line: [UInt8], _ opening: ForeignText.Opening, _ titles: AlipayTitles, encoding: AlipayEncoding, place: Place
    ) throws -> Part {
        func has(_ word: AlipayWord, _ encoding: AlipayEncoding) -> Bool {
            AlipayComment.end(of: word, in: line[...], encoding) != nil
        }
        let isComment = line.first == UInt8(ascii: "#")
        if isComment, has(titles.detail, encoding) { return .detail }
        if isComment, has(titles.summary, encoding) { return .summary }
        if has(titles.detail, .utf8) || has(titles.summary, .utf8) {
            throw ForeignText.resaved(found: "UTF-8 without a byte-order mark", at: place)
        }
        try opening.refuseOtherProduct(for: .alipay, at: place)
        if line.first == UInt8(ascii: "\"") { throw ForeignText.resaved(found: "quotes", at: place) }
        try opening.refuseOtherTitle(at: place)
        throw opening.unknown(at: place)
    }

    /// From 00:00:00 of the day to 00:00:00 of the next; an end that is written as the day's last second is the same.
    private static func isPeriod(_ period: (start: [Int], end: [Int]), _ day: BusinessDay) -> Bool {
        func numbers(_ day: BusinessDay, _ hour: Int, _ minute: Int, _ second: Int) -> [Int] {
            let (year, month, dayOfMonth) = day.components
            return [year, month, dayOfMonth, hour, minute, second]
        }
        guard period.start == numbers(day, 0, 0, 0) else { return false }
        return period.end == numbers(day.next, 0, 0, 0) || period.end == numbers(day, 23, 59, 59)
            || period.end == numbers(day, 24, 0, 0)
    }

    private static func shown(_ numbers: [Int]) -> String {
        guard numbers.count == 6, (1900...2199).contains(numbers[0]), numbers.dropFirst().allSatisfy({ $0 <= 60 }),
            numbers.dropFirst().allSatisfy({ $0 >= 0 })
        else { return "something else" }
        let date = numbers[0..<3].map { padded($0, 2) }.joined(separator: "-")
        return date + " " + numbers[3..<6].map { padded($0, 2) }.joined(separator: ":")
    }

    private static func wrongAccount(expected: String, found: String, at place: Place) -> Problem {
        Problem(
            .billWrongAccount, "the bill belongs to another account", at: place, expected: expected, found: found)
    }

    private static func wrongDay(_ day: BusinessDay, found: String, at place: Place) -> Problem {
        Problem(
            .billWrongDay, "the bill is of another day", at: place, expected: "\(day) 00:00:00 to \(day.next) 00:00:00",
            found: found)
    }
}
