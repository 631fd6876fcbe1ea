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
        try holdAmounts(bytes, text)
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

    private static func holdAmounts(_ bytes: [UInt8], _ text: String) throws(BrokenPromise) {
        let read = SlowCell.with(bytes) { cell in
            (
                fen: AmountText.fen(cell), signed: AmountText.signedFen(cell), e5: AmountText.signedE5(cell),
                count: AmountText.count(cell), isSound: IdentifierText.isSound(cell)
            )
        }
        try hold(read.fen == naive(text, decimals: 2, isSigned: false), "\(text) yuan are \(read.fen ?? -1) fen")
        try hold(read.signed == naive(text, decimals: 2, isSigned: true), "\(text) yuan are \(read.signed ?? -1) fen")
        let isExponent = text.contains("e") || text.contains("E")
        if !isExponent {
            try hold(read.e5 == naive(text, decimals: 5, isSigned: true), "the fee \(text) is \(read.e5 ?? -1)")
        }
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

    /// Digits, at most one point with digits around it, at most one minus; below the largest amount there is.
    private static func naive(_ text: String, decimals: Int, isSigned: Bool) -> Int64? {
        let isNegative = isSigned && text.hasPrefix("-")
        let digits = isNegative ? text.dropFirst() : text[...]
        let sides = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(sides.count), sides.allSatisfy({ !$0.isEmpty }),
            sides.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            sides.count == 1 || sides[1].utf8.count <= decimals
        else { return nil }
        let fraction = sides.count == 2 ? String(sides[1]) : ""
        let all = sides[0] + fraction + String(repeating: "0", count: decimals - fraction.utf8.count)
        let significant = all.drop { $0 == "0" }
        guard significant.utf8.count <= 16, let value = Int64(significant.isEmpty ? "0" : significant),
            value <= Fen.limitFen
        else { return nil }
        return isNegative ? -value : value
    }
}
