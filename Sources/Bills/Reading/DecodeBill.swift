import Vocabulary

/// Streams the entries of a bill, part after part, to `sink`, and returns the sums once everything about the bill is
/// proven: every mandatory column, every row, count and every sum against the file's own totals, account and date.
/// The sink has seen entries by then: it must be able to forget them when this throws.
///
/// - Parameter files: one `ALL` file, or a `SUCCESS` and a `REFUND` file in any order (WeChat Pay); one ZIP (Alipay).
///   None is the bill of a verified zero day. Each may be plain text, gzip or a ZIP: the first bytes tell.
/// - Throws: `Problem` whose code begins with `bill.`, and whatever `sink` throws.
package func decodeBill(
    _ files: [BillFile], of account: ChannelAccount, day: BusinessDay, limits: BillLimits = BillLimits(),
    progress: (_ textBytesDone: Int64) -> Void = { _ in }, sink: (BillEntry) throws -> Void
) throws -> BillSummary {
    try decodeBill(
        files, of: account, day: day, limits: limits, blockBytes: TextWindow.defaultBlockBytes, progress: progress,
        sink: sink)
}

/// A bill's files in the order of its parts, which `decodeBill` numbers: whoever keeps them notes them like this.
package func inPartOrder(
    _ files: [BillFile], of account: ChannelAccount, day: BusinessDay, limits: BillLimits = BillLimits()
) -> [BillFile] {
    guard account.channel == .wechatpay else { return files }
    let reader = BillReader(
        limits: limits, blockBytes: TextWindow.defaultBlockBytes, place: Place(account: account, day: day))
    return WeChatPayBill(account: account, day: day, reader: reader).inOrder(files)
}

/// The same with blocks of another size; the result does not depend on it.
func decodeBill(
    _ files: [BillFile], of account: ChannelAccount, day: BusinessDay, limits: BillLimits, blockBytes: Int,
    progress: (_ textBytesDone: Int64) -> Void, sink: (BillEntry) throws -> Void
) throws -> BillSummary {
    guard !files.isEmpty else { return BillSummary() }
    let reader = BillReader(limits: limits, blockBytes: blockBytes, place: Place(account: account, day: day))
    switch account.channel {
    case .wechatpay:
        return try WeChatPayBill(account: account, day: day, reader: reader).decode(
            files, progress: progress, sink: sink)
    case .alipay:
        return try AlipayBill(account: account, day: day, reader: reader).decode(
            files, progress: progress, sink: sink)
    }
}
