import Cryptography
import Vocabulary

@testable import Bills
@testable import Channels
@testable import Daemon

/// Single values: amounts, times, numbers, each read by a second, naive reader too.
extension FuzzTarget {
    static let values = FuzzTarget(name: "values") { input in
        let bytes = Array(input.prefix(200))
        let text = String(decoding: bytes, as: UTF8.self)
        let isText = Array(text.utf8) == bytes
        try holdAmounts(bytes)
        try holdTimes(bytes, text)
        if let day = BusinessDay(text) { try hold(day.description == text, "the day \(text) is written as \(day)") }
        if isText, let moment = ShanghaiTime.epochSeconds(text) {
            try hold(ShanghaiTime.text(epochSeconds: moment) == text, "the time \(text) is written otherwise")
        }
        if let plain = Base64.bytes(text) { try hold(Base64.text(plain) == text, "base64 has two forms of one text") }
        if let plain = Hexadecimal.bytes(text) {
            try hold(Hexadecimal.text(plain) == text.lowercased(), "hexadecimal digits are read wrongly")
        }
        _ = epochSeconds(httpDate: text)
        _ = WeChatPayRefusal.code(bytes)
        _ = AlipayRefusal(code: text, subCode: text)
        for decimals in 0...5 { _ = ConfigurationValue.percent(text, decimals: decimals, upTo: 100) }
        _ = ConfigurationValue.seconds(text, in: 0...86_400)
        _ = ConfigurationValue.bytes(text, in: 0...Int64.max)
        // Whatever a database holds can be printed.
        if bytes.count >= 8 {
            let number = bytes.withUnsafeBytes { $0.loadUnaligned(as: Int64.self) }
            for text in [Fen.yuan(number), Fen.yuan(e5: number)] {
                try hold(text.utf8.count > 3 && text.contains("."), "\(number) fen are written as \(text)")
            }
            _ = Fen.rounded(e5: number)
            _ = ShanghaiTime.text(epochSeconds: number)
            _ = BusinessDay(epochSeconds: number).description
        }
        return true
    }

    private static func holdAmounts(_ bytes: [UInt8]) throws(BrokenPromise) {
        // Nobody prints longer numbers.
        let bytes = Array(bytes.prefix(60))
        let text = String(decoding: bytes, as: UTF8.self)
        let read = SlowCell.with(bytes) { cell in
            (
                fen: AmountText.fen(cell), signed: AmountText.signedFen(cell), e5: AmountText.signedE5(cell),
                count: AmountText.count(cell), isSound: IdentifierText.isSound(cell)
            )
        }
        try hold(read.fen == naive(text, decimals: 2, isSigned: false), "\(text) yuan are \(read.fen ?? -1) fen")
        try hold(read.signed == naive(text, decimals: 2, isSigned: true), "\(text) yuan are \(read.signed ?? -1) fen")
        try hold(read.e5 == naive(text, decimals: 5, isSigned: true), "the fee \(text) is \(read.e5 ?? -1)")
        if let count = read.count { try hold(count >= 0 && Int64(text) == count, "\(text) rows are \(count)") }
        if read.isSound {
            try hold(bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F }, "a number has strange bytes")
        }
    }

    private static func holdTimes(_ bytes: [UInt8], _ text: String) throws(BrokenPromise) {
        let clock = DayClock(DecodedBill.day)
        let (ofDay, any) = SlowCell.with(bytes) { (clock.epochSeconds($0), DayClock.anyEpochSeconds($0)) }
        let wanted = ShanghaiTime.epochSeconds(text)
        try hold(any == wanted, "the time \(text) is \(any ?? -1), not \(wanted ?? -1)")
        let range = DecodedBill.day.startEpochSeconds..<DecodedBill.day.endEpochSeconds
        try hold(ofDay == wanted.flatMap { range.contains($0) ? $0 : nil }, "the time \(text) is not that of the day")
    }

    /// Any exact decimal notation: a sign, digits with at most one point among them, a power of ten of up to four digits;
    /// a whole number of the unit, up to the largest amount there is.
    private static func naive(_ text: String, decimals: Int, isSigned: Bool) -> Int64? {
        let sides = text.split(omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
        guard (1...2).contains(sides.count) else { return nil }
        var power = 0
        if sides.count == 2 {
            let digits = sides[1].first == "-" || sides[1].first == "+" ? sides[1].dropFirst() : sides[1]
            guard (1...4).contains(digits.utf8.count), isDigits(digits), let value = Int(digits) else { return nil }
            power = sides[1].first == "-" ? -value : value
        }
        let isNegative = sides[0].first == "-"
        let number = isNegative || sides[0].first == "+" ? sides[0].dropFirst() : sides[0]
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy(isDigits), parts.contains(where: { !$0.isEmpty }) else {
            return nil
        }
        let fraction = parts.count == 2 ? parts[1].utf8.count : 0
        var digits = parts.joined().drop { $0 == "0" }
        guard !digits.isEmpty else { return 0 }
        while digits.last == "0" {
            digits.removeLast()
            power += 1
        }
        let shift = decimals - fraction + power
        guard shift >= 0, digits.utf8.count + shift <= 16,
            let value = Int64(digits + String(repeating: "0", count: shift)), value <= Fen.limitFen,
            isSigned || !isNegative
        else { return nil }
        return isNegative ? -value : value
    }

    private static func isDigits(_ text: Substring) -> Bool { text.utf8.allSatisfy { (48...57).contains($0) } }
}
