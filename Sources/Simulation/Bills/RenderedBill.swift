import Vocabulary

/// One file of a bill as its channel makes it.
package struct RenderedBill: Hashable, Sendable {
    package let accountDay: World.AccountDay
    package let kind: SimulatedBillKind
    /// WeChat: the CSV. Alipay: the detail CSV.
    package let text: [UInt8]
    /// Alipay: the summary CSV.
    package let summaryText: [UInt8]?
    /// Rows of the detail part.
    package let rows: Int
    let isSummaryFirst: Bool

    /// The name that the channel gives the file.
    package var fileName: String { Self.fileName(accountDay, kind) }

    package static func fileName(_ accountDay: World.AccountDay, _ kind: SimulatedBillKind) -> String {
        let account = accountDay.account.account
        switch kind {
        case .all: return "\(account)All\(accountDay.day).csv"
        case .success: return "\(account)Success\(accountDay.day).csv"
        case .refund: return "\(account)Refund\(accountDay.day).csv"
        case .sharing: return "\(account)Sharing\(accountDay.day).csv"
        case .basic, .operation, .fees:
            let pot = kind.rawValue
            return "\(account)\(pot.prefix(1))\(pot.dropFirst().lowercased())\(accountDay.day).csv"
        case .trade, .signcustomer:
            return
                "\(SimulatedAlipayBill.accountNumber(account))_\(SimulatedAlipayBill.compactDate(accountDay.day)).csv.zip"
        }
    }

    /// Alipay: detail and summary with GBK names. `isSummaryFirst` nil: as the account is set.
    package func zip(isSummaryFirst: Bool? = nil) throws(Problem) -> [UInt8] {
        try SimulatedAlipayBill.zip(
            accountDay, kind, detail: text, summary: summaryText ?? [],
            isSummaryFirst: isSummaryFirst ?? self.isSummaryFirst)
    }

    /// What lies in the archive after a download: the CSV at WeChat, the ZIP at Alipay.
    package func delivered() throws(Problem) -> [UInt8] { kind.isZip ? try zip() : text }
}

extension World {
    /// The bill of an account's day, or nil when it would have no rows; `zeroDay` says how the channel puts that, and
    /// `emptyBill` is Alipay's empty file.
    package func bill(
        _ account: ChannelAccount, _ day: BusinessDay, _ kind: SimulatedBillKind, corruption: BillCorruption? = nil
    ) throws(Problem) -> RenderedBill? {
        var detail = ByteSink()
        let accountDay = AccountDay(account, day)
        guard let simulated = self.account(account) else { return nil }
        let accounting = try write(accountDay, kind, corruption, to: &detail)
        guard accounting.rows > 0 else { return nil }
        var summary: [UInt8]?
        if kind == .trade {
            summary = try SimulatedAlipayBill(simulated, day, corruption).summary(accounting)
        }
        var text = detail.bytes
        if corruption == .truncated { text.removeLast(text.count / 3 + 1) }
        return RenderedBill(
            accountDay: accountDay, kind: kind, text: text, summaryText: summary, rows: Int(accounting.rows),
            isSummaryFirst: simulated.isSummaryFirst)
    }

    /// Alipay's file for a day without business: header and trailers only.
    package func emptyBill(_ account: ChannelAccount, _ day: BusinessDay) throws(Problem) -> RenderedBill? {
        guard let simulated = self.account(account), account.channel == .alipay else { return nil }
        var detail = ByteSink()
        let bill = try SimulatedAlipayBill(simulated, day, nil)
        bill.begin(&detail)
        bill.end(BillAccounting(), &detail)
        return RenderedBill(
            accountDay: AccountDay(account, day), kind: .trade, text: detail.bytes,
            summaryText: bill.summary(BillAccounting()), rows: 0, isSummaryFirst: simulated.isSummaryFirst)
    }

    /// Streams the CSV of a bill (Alipay: the detail) into `output` in blocks, for bills too large for memory.
    /// - Returns: the number of rows; 0 means that the channel has no bill, and what was written is only a frame.
    package func streamBill(
        _ account: ChannelAccount, _ day: BusinessDay, _ kind: SimulatedBillKind,
        output: @escaping (UnsafeRawBufferPointer) throws -> Void
    ) throws -> Int {
        var sink = ByteSink(output: output)
        let accounting = try write(AccountDay(account, day), kind, nil, to: &sink)
        try sink.finish()
        return Int(accounting.rows)
    }

    func write(
        _ accountDay: AccountDay, _ kind: SimulatedBillKind, _ corruption: BillCorruption?, to sink: inout ByteSink
    ) throws(Problem) -> BillAccounting {
        guard let account = account(accountDay.account) else { return BillAccounting() }
        var accounting = BillAccounting()
        switch account.channel {
        case .wechatpay:
            var bill = SimulatedWeChatPayBill(account, accountDay.day, kind, corruption)
            bill.begin(&sink)
            forEachRow(accountDay) { bill.row($0, &accounting, &sink) }
            bill.end(accounting, &sink)
        default:
            var bill = try SimulatedAlipayBill(account, accountDay.day, corruption)
            bill.begin(&sink)
            forEachRow(accountDay) { bill.row($0, &accounting, &sink) }
            bill.end(accounting, &sink)
        }
        return accounting
    }
}
