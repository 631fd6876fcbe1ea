import Vocabulary

/// One `#…合计：` line: a count and two sums (spec section 6.5).
struct AlipayTotals {
    let line: Int
    let rows: Int64
    let settledFen: Int64
    let discountFen: Int64
}

/// What the `#` lines of a file say, found by the words in them.
enum AlipayComment {
    /// The totals of a line that begins with `word`; nil if the line is another one.
    static func totals(
        _ line: [UInt8], _ word: AlipayWord, encoding: AlipayEncoding, lineNumber: Int, place: Place
    ) throws -> AlipayTotals? {
        let at = place.at(line: lineNumber, column: "\(word.name)")
        guard let (rows, rest) = try rows(of: line, word, encoding, at: at) else { return nil }
        return AlipayTotals(
            line: lineNumber, rows: rows, settledFen: try sum(.settledTotal, in: rest, encoding, at: at),
            discountFen: try sum(.discountTotal, in: rest, encoding, at: at))
    }

    /// The count `N笔` of a line that begins with `word`, and what follows the word; nil if the line is another one.
    static func rows(
        of line: [UInt8], _ word: AlipayWord, _ encoding: AlipayEncoding, at place: Place
    ) throws -> (rows: Int64, rest: ArraySlice<UInt8>)? {
        guard let afterWord = end(of: word, in: line[...], encoding) else { return nil }
        let rest = line[afterWord...]
        guard let count = firstNumber(in: rest, encoding),
            line[count.upperBound...].starts(with: AlipayWord.rowCount.bytes(encoding)),
            let rows = SlowCell.with(withoutGrouping(line[count]), AmountText.count)
        else {
            throw Problem(
                .billBadCount, "a count of the trailer is missing or no number", at: place, expected: "N笔")
        }
        return (rows, rest)
    }

    /// The first amount behind `name`.
    static func sum(
        _ name: AlipayWord, in rest: ArraySlice<UInt8>, _ encoding: AlipayEncoding, at place: Place
    ) throws -> Int64 {
        if let start = end(of: name, in: rest, encoding), let number = firstNumber(in: rest[start...], encoding),
            let value = SlowCell.with(withoutGrouping(rest[number]), AmountText.signedFen)
        {
            return value
        }
        throw Problem(
            .billBadAmount, "a sum of the trailer is missing or no amount", at: place,
            expected: "\(name.name) and yuan with two decimals")
    }

    /// Both lines of totals, among nothing but `#` lines to the end of the text.
    static func pair<Totals>(
        of text: inout TextWindow, _ titles: AlipayTitles,
        _ totals: (_ line: [UInt8], _ number: Int) throws -> (Totals?, Totals?)
    ) throws -> (Totals, Totals) {
        var pair: (Totals?, Totals?)
        while true {
            let number = text.lineNumber
            guard let line = try text.nextLine() else { break }
            if line.isEmpty { continue }
            let found = line.first == UInt8(ascii: "#") ? try totals(line, number) : nil
            let isSecond = (pair.0 != nil && found?.0 != nil) || (pair.1 != nil && found?.1 != nil)
            guard let found, !isSecond else {
                throw Problem(
                    .billTrailingText, "there is text behind the bill's totals", at: text.place.at(line: number),
                    expected: "the end of the file")
            }
            pair = (pair.0 ?? found.0, pair.1 ?? found.1)
        }
        guard let first = pair.0, let second = pair.1 else {
            throw titles.truncated(at: text.place.at(line: text.lineNumber))
        }
        return (first, second)
    }

    /// The digits in the brackets of `#账号：[…]`; nil if the line is another one.
    static func account(_ line: [UInt8], encoding: AlipayEncoding) -> String? {
        guard let start = end(of: .accountLine, in: line[...], encoding) else { return nil }
        let digits = firstNumber(in: line[start...], encoding).map { line[$0] } ?? []
        return String(decoding: digits, as: UTF8.self)
    }

    /// The two moments of `#起始日期：[…] 终止日期：[…]` as numbers in their order; nil if the line is another one.
    static func period(_ line: [UInt8], encoding: AlipayEncoding) -> (start: [Int], end: [Int])? {
        guard let start = end(of: .periodStart, in: line[...], encoding),
            let end = end(of: .periodEnd, in: line[start...], encoding)
        else { return nil }
        return (
            numbers(in: line[start..<end], encoding).prefix(6).map { $0 }, numbers(in: line[end...], encoding)
        )
    }

    /// Index behind the first `word`.
    static func end<Bytes: RandomAccessCollection<UInt8>>(
        of word: AlipayWord, in bytes: Bytes, _ encoding: AlipayEncoding
    ) -> Int? where Bytes.Index == Int {
        let wanted = word.bytes(encoding)
        var index = bytes.startIndex
        while index + wanted.count <= bytes.endIndex {
            if bytes[index..<index + wanted.count].elementsEqual(wanted) { return index + wanted.count }
            index += width(at: index, in: bytes, encoding)
        }
        return nil
    }

    /// Bytes of the character at `index`, so that nothing is found across characters.
    private static func width<Bytes: RandomAccessCollection<UInt8>>(
        at index: Int, in bytes: Bytes, _ encoding: AlipayEncoding
    ) -> Int where Bytes.Index == Int {
        guard encoding == .gb18030, bytes[index] >= 0x81, index + 1 < bytes.endIndex else { return 1 }
        return (0x30...0x39).contains(bytes[index + 1]) ? 4 : 2
    }

    /// A number with an optional sign, decimals and commas between digits.
    private static func firstNumber(in bytes: ArraySlice<UInt8>, _ encoding: AlipayEncoding) -> Range<Int>? {
        func isDigit(_ index: Int) -> Bool { index < bytes.endIndex && (0x30...0x39).contains(bytes[index]) }
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let isSign = bytes[index] == UInt8(ascii: "-") && isDigit(index + 1)
            guard isSign || isDigit(index) else {
                index += width(at: index, in: bytes, encoding)
                continue
            }
            var end = index + 1
            while end < bytes.endIndex {
                let isJoint = bytes[end] == UInt8(ascii: ".") || bytes[end] == UInt8(ascii: ",")
                guard isDigit(end) || (isJoint && isDigit(end + 1)) else { break }
                end += 1
            }
            return index..<end
        }
        return nil
    }

    private static func numbers(in bytes: ArraySlice<UInt8>, _ encoding: AlipayEncoding) -> [Int] {
        var found: [Int] = []
        var rest = bytes
        while found.count < 6, let range = firstNumber(in: rest, encoding) {
            let digits = bytes[range].drop { $0 == UInt8(ascii: "-") }
            found.append(Int(String(decoding: digits, as: UTF8.self)) ?? -1)
            rest = rest[range.upperBound...]
        }
        return found
    }

    private static func withoutGrouping(_ number: ArraySlice<UInt8>) -> [UInt8] {
        number.filter { $0 != UInt8(ascii: ",") }
    }
}
