import Vocabulary

/// Totals at the end of a sharing bill, in case there are any: no source tells. What a name says that this program can add up
/// is held against the rows; what it cannot is left alone, since nothing rests on it.
enum WeChatPaySharingTrailer {
    private static let countWords = ["笔数", "单数"]
    private static let amountWords = ["金额"]

    /// With which a line of names may begin; a remark that was broken into lines may not.
    private static let beginnings = ["总", "分账总", "回退总", "合计"].map { Array($0.utf8) }

    static func begins(in text: inout TextWindow, at offset: Int) throws -> Bool {
        for beginning in beginnings where try text.matches(beginning, at: offset) { return true }
        return false
    }

    static func check(_ text: inout TextWindow, _ totals: SharingTotals) throws {
        let headerLine = text.lineNumber
        let names = try text.beginning(TextWindow.totalsBytesMax).prefix { $0 != 0x0A && $0 != 0x0D }
        let shown = "the rows' totals"
        let columns = try Header(
            Array(names), lineNumber: headerLine, parentheses: Header.utf8Parentheses, place: text.place
        ).names.map { String(decoding: $0, as: UTF8.self) }
        let trailer = try WeChatPayTrailer(&text, names: shown)
        for name in columns {
            guard let sum = sum(name, totals) else { continue }
            if countWords.contains(where: name.contains),
                let count = try trailer.count(name, AmountText.countOrDecimal),
                count != sum.rows
            {
                throw trailer.mismatch(name, total: "\(count)", sum: "\(sum.rows)")
            }
            if amountWords.contains(where: name.contains), let fen = try trailer.amount(name, AmountText.signedFen),
                fen.magnitude != sum.amount.value.magnitude
            {
                throw trailer.mismatch(name, total: Shown.yuan(fen), sum: Shown.yuan(sum.amount.value))
            }
        }
    }

    /// Of what a total is.
    private static func sum(_ name: String, _ totals: SharingTotals) -> SharingTotals.Sum? {
        if name.contains("回退") { return totals.returns }
        if name.contains("订单") || name.contains("解冻") || name.contains("退款") { return nil }
        if name.contains("分账") { return totals.shares }
        return name.hasPrefix("总") ? totals.all : nil
    }
}

extension TextWindow {
    /// A line of names is far shorter.
    fileprivate static let totalsBytesMax = 4096
}
