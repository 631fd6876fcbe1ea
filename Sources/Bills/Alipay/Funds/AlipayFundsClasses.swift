import Vocabulary

/// What Alipay's words say that a movement is (Contract 5.3, AlipayFunds 2): 业务类型 decides, each only in the direction in
/// which it is known; where it is one that Taobao books everything as, the code in 业务描述 does. Anything else is `other`.
enum AlipayFundsClasses {
    struct Rule {
        let words: [AlipayWord]
        var into = MovementClass.other
        var outOf = MovementClass.other
        /// A code in 业务描述 says more.
        var yieldsToCode = false
        /// What is the seller's own stands in the texts of the row, if at all.
        var isOpen = false
    }

    /// By 业务类型.
    static let byType = [
        Rule(words: [.onlinePayment, .tradePayment], into: .payment),
        Rule(words: [.tradeRefund, .refundOfTrade, .refund], outOf: .refund),
        Rule(words: [.charge], outOf: .fee),
        Rule(words: [.chargeBack], into: .feeReturn),
        Rule(words: [.tradeSharing, .sharing], into: .sharing, outOf: .sharing, yieldsToCode: true),
        Rule(words: [.withdrawal], into: .withdrawalReturned, outOf: .withdrawal),
        Rule(words: [.withdrawalReturned], into: .withdrawalReturned),
        Rule(words: [.topUp], into: .topUp, outOf: .transfer),
        Rule(words: [.transfer], into: .transfer, outOf: .transfer, yieldsToCode: true, isOpen: true),
        Rule(words: [.redPacketBack, .batchPayout], into: .transfer, outOf: .transfer),
        Rule(words: [.deposit], into: .deposit, outOf: .deposit),
        Rule(words: [.otherBusiness], yieldsToCode: true, isOpen: true),
    ]

    /// By the code in 业务描述: receipt, refunds and Alipay's own fee, which are no deductions of the platform's.
    static let byTradeCode: [(code: StaticString, into: MovementClass, outOf: MovementClass)] = [
        ("0010001", .payment, .other),
        ("0020001", .other, .refund),
        ("0020002", .other, .refund),
        ("0030038", .other, .fee),
    ]

    /// Codes that begin so move the deposit.
    static let depositCodes: StaticString = "0080"

    /// Where one of these stands in a row whose type is open, the money stays the seller's: fund, loans, bank, advertising.
    static let ownFunds: [AlipayWord] = [.moneyFund, .loan, .ownBank, .advertising]

    static func words(description: Cell, type: Cell, _ encoding: AlipayEncoding) -> KnownWords.Found {
        let type = Header.normalised(type.bytes[...], parentheses: encoding.parentheses)
        let word = byType.lazy.flatMap(\.words).first { $0.bytes(encoding) == type }
        let rule = byType.first { $0.words.contains { $0.bytes(encoding) == type } }
        var found = KnownWords.Found(
            into: rule?.into ?? .other, outOf: rule?.outOf ?? .other, isOpen: rule?.isOpen ?? true)
        found.type = word.map { Array("\($0.name)".utf8) } ?? BusinessName.bounded(utf8(type, encoding))
        guard let (code, text) = AlipayCode.split(description.bytes) else { return found }
        found.code = Array(code)
        found.name = BusinessName.bounded(utf8(Array(text), encoding))
        found.isOpen = false
        guard rule?.yieldsToCode ?? true else { return found }
        if code.starts(with: depositCodes.slice) {
            (found.into, found.outOf) = (.deposit, .deposit)
        } else if let trade = byTradeCode.first(where: { $0.code.slice.elementsEqual(code) }) {
            if found.into == .other, found.outOf == .other { (found.into, found.outOf) = (trade.into, trade.outOf) }
        } else {
            (found.into, found.outOf) = (.platform, .platform)
        }
        return found
    }

    private static func utf8(_ text: [UInt8], _ encoding: AlipayEncoding) -> [UInt8] {
        // What is longer than any name is none, and not worth the converter.
        guard text.count <= BusinessName.bytesMax else { return [] }
        return encoding == .utf8 ? text : GB18030.utf8(text) ?? []
    }
}

/// 业务描述 of the platform's business: a code, `|`, and its name (AlipayFunds 2).
enum AlipayCode {
    /// `0170155T|…`: seven digits and at most two capitals, or twelve digits. A phone number has eleven.
    static func split(_ text: [UInt8]) -> (code: ArraySlice<UInt8>, text: ArraySlice<UInt8>)? {
        guard let bar = text.firstIndex(of: UInt8(ascii: "|")) else { return nil }
        let code = text[..<bar]
        let digits = code.prefix { (48...57).contains($0) }
        let rest = code[digits.endIndex...]
        guard digits.count == 7 || (digits.count == 12 && rest.isEmpty), rest.count <= 2,
            rest.allSatisfy({ (65...90).contains($0) })
        else { return nil }
        return (code, text[(bar + 1)...])
    }
}
