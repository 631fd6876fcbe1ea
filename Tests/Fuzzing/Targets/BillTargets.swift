import Bills
import Vocabulary

/// Bills as text, and whatever container their first bytes say.
extension FuzzTarget {
    /// One file, or two apart by `%%`.
    static let wechatPayBill = FuzzTarget(name: "wechatpay-bill") { input in
        let texts = parts(of: input).prefix(3)
        let files = texts.map { InMemoryFile($0) }
        guard let bill = try DecodedBill.read(files, of: DecodedBill.wechatPay) else { return false }
        if texts.count == 1 { try holdEachRow(texts[0], bill, of: DecodedBill.wechatPay) }
        if texts.count == 2 {
            let other = try DecodedBill.read(files.reversed(), of: DecodedBill.wechatPay)
            try hold(
                other?.summary.payments == bill.summary.payments && other?.summary.refunds == bill.summary.refunds,
                "the order of the files changes what they hold")
        }
        return true
    }

    static let alipayBill = FuzzTarget(name: "alipay-bill") { input in
        let text = Array(input)
        let file = InMemoryFile(text)
        guard let bill = try DecodedBill.read([file], of: DecodedBill.alipay) else { return false }
        try holdEachRow(text, bill, of: DecodedBill.alipay)
        return true
    }

    /// No line is lost unnoticed: a text that is a bill is none without its last row, or with that row twice.
    private static func holdEachRow(_ text: [UInt8], _ bill: DecodedBill, of account: ChannelAccount) throws {
        // Rows of an unknown kind stand in no total; a joined row is no line.
        guard bill.isPlain, bill.lastLine > 0, text.first != 0x1F, text.first != 0x50 else { return }
        var lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
        let row = Int(bill.lastLine) - 1
        guard row + 1 < lines.count else { return }
        lines.insert(lines[row], at: row)
        let doubled = InMemoryFile(lines.joined(separator: [0x0A]))
        try hold(try DecodedBill.read([doubled], of: account) == nil, "a row twice is not noticed")
        lines.removeSubrange(row...row + 1)
        let shortened = InMemoryFile(lines.joined(separator: [0x0A]))
        try hold(try DecodedBill.read([shortened], of: account) == nil, "a row less is not noticed")
    }
}
