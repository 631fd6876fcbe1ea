import Vocabulary

/// A WeChat Pay profit-sharing bill, printed row by row. It has no trailer.
struct SimulatedSharingBill {
    private let account: SimulatedAccount
    private let lineEnd: StaticString
    private let isOld: Bool
    private let remarks: [[UInt8]]

    private static let columns = [
        "分账时间", "分账发起方", "分账方", "微信订单号", "微信分账/回退单号", "分账明细单号", "商户分账/回退单号", "订单金额", "分账接收方", "金额", "业务类型", "处理状态",
        "备注",
    ]
    /// 2025-01-15, from which on every cell has its backquote.
    private static let firstWholeDay = BusinessDay(number: 20_103)

    init(_ account: SimulatedAccount, _ day: BusinessDay) {
        self.account = account
        lineEnd = account.hasCarriageReturns ? "\r\n" : "\n"
        let isOld = day < Self.firstWholeDay
        self.isOld = isOld
        remarks = FreeText.sharingRemarks.filter { !isOld || !$0.contains(",") }.map { Array($0.utf8) }
    }

    func begin(_ sink: inout ByteSink) {
        if account.hasByteOrderMark { sink.put([0xEF, 0xBB, 0xBF]) }
        sink.put(Self.columns.joined(separator: ","))
    }

    func row(_ share: SimulatedShare, _ sink: inout ByteSink) {
        sink.put(lineEnd)
        sink.put("`")
        sink.put(time: share.executedAt)
        for text in [
            account.id.account, account.id.account, share.channelTradeNo, share.channelSharingNo, share.detailNo,
            share.sharingNo,
        ] {
            sink.put(",`")
            sink.put(text)
        }
        sink.put(isOld ? "," : ",`")
        sink.put(fen: share.orderFen)
        sink.put(",`")
        sink.put(share.receiver)
        sink.put(",`")
        sink.put(fen: Int64(share.rowFen.magnitude))
        sink.put(share.isReturn ? ",`分账回退" : ",`分账")
        sink.put(isOld ? ",成功," : ",`成功,`")
        sink.put(remarks[FreeText.index(share.flavour, remarks.count)])
    }

    func end(_ sink: inout ByteSink) { if account.endsWithLineEnd { sink.put(lineEnd) } }
}

extension SimulatedFunds {
    /// The profit-sharing bill of a WeChat Pay account's day, or nil when nothing was shared.
    package func sharingBill(_ account: ChannelAccount, _ day: BusinessDay) -> RenderedBill? {
        var sink = ByteSink()
        let rows = writeSharingBill(account, day, to: &sink)
        guard rows > 0 else { return nil }
        return RenderedBill(
            accountDay: World.AccountDay(account, day), kind: .sharing, text: sink.bytes, summaryText: nil, rows: rows,
            isSummaryFirst: false)
    }

    /// Like `streamBill`.
    package func streamSharingBill(
        _ account: ChannelAccount, _ day: BusinessDay, output: @escaping (UnsafeRawBufferPointer) throws -> Void
    ) throws -> Int {
        var sink = ByteSink(output: output)
        let rows = writeSharingBill(account, day, to: &sink)
        try sink.finish()
        return rows
    }

    private func writeSharingBill(_ account: ChannelAccount, _ day: BusinessDay, to sink: inout ByteSink) -> Int {
        guard let simulated = world.account(account), account.channel == .wechatpay else { return 0 }
        let listed = world.executedShares(simulated, on: day, faults.sharing).filter { $0.rowFen != 0 }
        let bill = SimulatedSharingBill(simulated, day)
        bill.begin(&sink)
        for share in listed { bill.row(share, &sink) }
        bill.end(&sink)
        return listed.count
    }
}
