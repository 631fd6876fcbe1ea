import Bills
import Vocabulary

/// Funds bills as text, and whatever container their first bytes say.
extension FuzzTarget {
    static let wechatPayFunds = FuzzTarget(name: "wechatpay-funds") { try readFunds($0, of: DecodedBill.wechatPay) }
    static let alipayFunds = FuzzTarget(name: "alipay-funds") { try readFunds($0, of: DecodedBill.alipay) }

    /// What the interface delivers a person may import as well; not the other way round.
    private static func readFunds(_ input: UnsafeRawBufferPointer, of account: ChannelAccount) throws -> Bool {
        let text = Array(input)
        let imported = try DecodedFunds.read(InMemoryFile(text), of: account, isImport: true)
        guard let bill = try DecodedFunds.read(InMemoryFile(text), of: account, isImport: false) else {
            return imported != nil
        }
        try hold(imported == bill, "an import reads something else")
        // A joined row is no line.
        guard bill.summary.flaggedRows == 0, bill.lastLine > 0, text.first != 0x1F, text.first != 0x50 else {
            return true
        }
        var lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
        let row = Int(bill.lastLine) - 1
        guard row + 1 < lines.count else { return true }
        lines.insert(lines[row], at: row)
        let doubled = InMemoryFile(lines.joined(separator: [0x0A]))
        try hold(try DecodedFunds.read(doubled, of: account, isImport: false) == nil, "a row twice is not noticed")
        lines.removeSubrange(row...row + 1)
        let shortened = InMemoryFile(lines.joined(separator: [0x0A]))
        try hold(try DecodedFunds.read(shortened, of: account, isImport: false) == nil, "a row less is not noticed")
        return true
    }
}
