import Glibc

/// Finds the phrases behind which an order number stands in a remark. Bytes in the file's own encoding, side by side, so that
/// nothing is counted or allocated for a row.
final class RemarkText {
    private struct Phrase {
        let start: UnsafePointer<UInt8>
        let count: Int
        let rule: OrderNumberRule
        let between: RemarkRule.Between
        let form: RemarkRule.Form
    }

    private struct Opening {
        let start: UnsafePointer<UInt8>
        let count: Int
    }

    /// Between a phrase and its number.
    private static let betweenBytesMax = 64

    private let isGB18030: Bool
    private let bytes: UnsafeMutablePointer<UInt8>
    private let phrases: UnsafeMutableBufferPointer<Phrase>
    private let openings: UnsafeMutableBufferPointer<Opening>
    /// Bytes with which a phrase begins.
    private let beginsPhrase = UnsafeMutablePointer<Bool>.allocate(capacity: 256)

    init(_ encoding: AlipayEncoding) {
        isGB18030 = encoding == .gb18030
        let rules = RemarkRule.all.map { ($0, $0.phrase.bytes(encoding)) }
        let ascii = ["(", "[", "{", ":", " ", "-"].map { Array($0.utf8) }
        let opening = ascii + [AlipayWord.fullBracket, .fullColon, .fullSquare].map { $0.bytes(encoding) }
        let texts = rules.map(\.1) + opening
        bytes = .allocate(capacity: texts.reduce(0) { $0 + $1.count })
        phrases = .allocate(capacity: rules.count)
        openings = .allocate(capacity: opening.count)
        beginsPhrase.initialize(repeating: false, count: 256)
        var end = bytes
        func kept(_ text: [UInt8]) -> UnsafePointer<UInt8> {
            defer { end += text.count }
            for (index, byte) in text.enumerated() { (end + index).initialize(to: byte) }
            return UnsafePointer(end)
        }
        for (index, (rule, text)) in rules.enumerated() {
            phrases.initializeElement(
                at: index,
                to: Phrase(
                    start: kept(text), count: text.count, rule: rule.rule, between: rule.between, form: rule.form))
            beginsPhrase[Int(text[0])] = true
        }
        for (index, text) in opening.enumerated() {
            openings.initializeElement(at: index, to: Opening(start: kept(text), count: text.count))
        }
    }

    deinit {
        bytes.deallocate()
        phrases.deallocate()
        openings.deallocate()
        beginsPhrase.deallocate()
    }

    /// The next phrase with a number behind it, and where the number begins.
    /// - Parameter index: where to look from; behind the phrase, then.
    func next(in cell: Cell, from index: inout Int) -> (rule: OrderNumberRule, start: Int)? {
        while index < cell.count {
            let at = index
            index &+= width(cell, index)
            guard beginsPhrase[Int(cell[at])] else { continue }
            for phrase in phrases where starts(cell, at, phrase.start, phrase.count) {
                index = at + phrase.count
                if let start = start(of: phrase, in: cell, from: index) { return (phrase.rule, start) }
            }
        }
        return nil
    }

    private func start(of phrase: Phrase, in cell: Cell, from behind: Int) -> Int? {
        var index = behind
        let last = min(cell.count, behind + Self.betweenBytesMax)
        while index < last {
            if phrase.form == .digits, OrderNumbers.isDigit(cell[index]) { return index }
            if phrase.form == .prefixed, cell[index] == UInt8(ascii: "T") {
                var end = index + 1
                while end < cell.count, OrderNumbers.isDigit(cell[end]) { end += 1 }
                if end > index + 1, end < cell.count, cell[end] == UInt8(ascii: "P") { return end + 1 }
            }
            if phrase.between == .opening {
                guard let opening = openings.first(where: { starts(cell, index, $0.start, $0.count) }) else {
                    return nil
                }
                index += opening.count
            } else {
                index += width(cell, index)
            }
        }
        return nil
    }

    @inline(__always)
    private func starts(_ cell: Cell, _ index: Int, _ text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        index + count <= cell.count && cell[index] == text[0] && memcmp(cell.start + index, text, count) == 0
    }

    /// Bytes of the character, so that nothing is found across two.
    @inline(__always)
    private func width(_ cell: Cell, _ index: Int) -> Int {
        guard isGB18030, cell[index] >= 0x81, index + 1 < cell.count else { return 1 }
        return OrderNumbers.isDigit(cell[index + 1]) ? 4 : 2
    }
}
