import Vocabulary

/// Tells what a file is that cannot be a bill, so that the message says more than "unexpected header". People bring
/// what they have: their own statement, a workbook, a page, a bill that a spreadsheet program saved again.
enum ForeignText {
    /// The beginning of a text, which is looked at again when the text turns out to be no bill.
    struct Opening {
        /// There was a UTF-8 byte-order mark.
        let isMarked: Bool
        let sought: SoughtBill
        /// Without the mark.
        let bytes: [UInt8]
        /// Bytes of `bytes` before its first line feed.
        var firstLine: ArraySlice<UInt8> { bytes.prefix { $0 != 0x0A } }
    }

    /// Enough for the twenty-odd lines that stand before the table of a personal statement.
    private static let openingBytes = 4096

    /// Looks at the first bytes of the text, and throws for what cannot be any bill's text. Goes over a UTF-8
    /// byte-order mark.
    static func open(_ text: inout TextWindow, seeking sought: SoughtBill = .trade) throws -> Opening {
        guard try text.has(1) else {
            throw Problem(
                .billEmpty, "the bill has no bytes at all", at: text.place, expected: "at least a header",
                found: "0 bytes")
        }
        let isMarked = try text.begins(with: [0xEF, 0xBB, 0xBF])
        if isMarked { text.skip(3) }
        let opening = Opening(isMarked: isMarked, sought: sought, bytes: try text.beginning(openingBytes))
        try FileKind.refuse(opening.bytes, seeking: sought, at: text.place)
        return opening
    }

    static let statementForms =
        "Export the statement of the aggregated account, the deposit or the Alipay account from the console, as CSV or workbook."

    static func notABill(_ sought: SoughtBill, found: String, hint: String, at place: Place) -> Problem {
        Problem(
            .billNotABill, sought == .statement ? "this is no statement" : "this is no bill", at: place,
            expected: sought == .statement ? "a seller's statement" : "a \(sought.name) of the channel", found: found,
            hint: hint)
    }

    static func resaved(found: String, at place: Place) -> Problem {
        Problem(
            .billResaved, "the bill was changed by a spreadsheet program", at: place,
            expected: "the file as the channel delivered it", found: found)
    }

    static func otherProduct(_ sought: SoughtBill, found: String, hint: String, at place: Place) -> Problem {
        Problem(
            .billOtherProduct, "this is another kind of bill", at: place, expected: "the \(sought.name)", found: found,
            hint: hint)
    }
}

extension ForeignText.Opening {
    private var ofWeChatPay: String { "Fetch the \(sought.name) (\(sought.nameAtWeChatPay)) of the day." }
    private var ofAlipay: String {
        "Fetch the bill of type \(sought.typeAtAlipay) (\(sought.nameAtAlipay)) of the day."
    }
    private static let channelAskedFor =
        "Check the channel that was asked for; for a bill downloaded by hand, --channel."

    /// Products that are told by their words. Only for a text that is known to be no bill of `channel`: a merchant's
    /// own text may hold any of these words.
    func refuseOtherProduct(for channel: Channel, at place: Place) throws {
        if has("微信支付账单明细") || (has("收/支") && (has("交易对方") || has("交易时间"))) || has("支付宝交易记录") || has("电子客户回单")
            || has("支付宝账户明细")
        {
            throw other("a person's own statement, not the merchant's bill", hint: sought.fetch + ".", at: place)
        }
        switch sought {
        case .trade: try refuseFunds(at: place)
        case .funds: try refuseTrade(at: place)
        case .sharing:
            try refuseFunds(at: place)
            try refuseTrade(at: place)
        case .statement: break
        }
        if sought != .sharing, has("分账方") || has("分账接收方") {
            throw other("the profit-sharing bill (分账账单)", hint: ofWeChatPay, at: place)
        }
        if has("返还手续费") {
            let hint = sought == .trade ? "Fetch the trade bill (交易账单) of type ALL of the day." : ofWeChatPay
            throw other("the bill of recharge refunds (充值退款)", hint: hint, at: place)
        }
        if channel == .wechatpay, bytes.first == UInt8(ascii: "#") || has("支付宝交易号") {
            throw other("lines as Alipay writes them", hint: Self.channelAskedFor, at: place)
        }
        if channel == .alipay, has("微信订单号") || has("公众账号ID") || has("微信支付业务单号") {
            throw other("lines as WeChat Pay writes them", hint: Self.channelAskedFor, at: place)
        }
    }

    private func refuseFunds(at place: Place) throws {
        if has("账务明细") || has("账务汇总") {
            throw other("the bill of balance movements (账务明细, signcustomer)", hint: ofAlipay, at: place)
        }
        if has("记账时间") { throw other("the fund-flow bill (资金账单)", hint: ofWeChatPay, at: place) }
    }

    private func refuseTrade(at place: Place) throws {
        if has("业务明细") || has("业务汇总") { throw other("the trade bill (业务明细, trade)", hint: ofAlipay, at: place) }
        if has("微信订单号"), has("交易时间") { throw other("the trade bill (交易账单)", hint: ofWeChatPay, at: place) }
    }

    private func other(_ found: String, hint: String, at place: Place) -> Problem {
        ForeignText.otherProduct(sought, found: found, hint: hint, at: place)
    }

    /// Another bill of Alipay's, told by its first line alone.
    func refuseOtherTitle(at place: Place) throws {
        guard bytes.first == UInt8(ascii: "#"), Self.contains("支付宝", firstLine) else { return }
        throw other("another bill of Alipay", hint: ofAlipay, at: place)
    }

    /// A header whose columns a spreadsheet program set apart in its own way.
    /// - Parameter names: one of these is in the bill's header.
    func refuseOtherSeparators(_ names: [String], at place: Place) throws {
        guard names.contains(where: { Self.contains($0, firstLine) }), !firstLine.contains(UInt8(ascii: ","))
        else { return }
        if firstLine.contains(0x09) { throw ForeignText.resaved(found: "tabs instead of commas", at: place) }
        if firstLine.contains(UInt8(ascii: ";")) {
            throw ForeignText.resaved(found: "semicolons instead of commas", at: place)
        }
    }

    /// The refusal of a text that is no bill, nor any other file of a channel that we know.
    func unknown(at place: Place) -> Problem {
        ForeignText.notABill(
            sought, found: "a first line of \(firstLine.count) bytes without its column names",
            hint:
                "Give the \(sought.name) of the day as the channel delivers it; one that the program fetched, fetch again.",
            at: place)
    }

    func beginsWith(anyOf marks: [String]) -> Bool { marks.contains { Self.contains($0, firstLine) } }

    private func has(_ word: String) -> Bool { Self.contains(word, bytes[...]) }

    /// In either encoding.
    private static func contains(_ word: String, _ text: ArraySlice<UInt8>) -> Bool {
        let utf8 = Array(word.utf8)
        if find(utf8, in: text) { return true }
        guard let gb18030 = GB18030.convert(utf8, from: "UTF-8", to: "GB18030") else { return false }
        return find(gb18030, in: text)
    }

    private static func find(_ word: [UInt8], in text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        while let start = rest.firstIndex(of: word[0]) {
            rest = rest[start...]
            if rest.starts(with: word) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
