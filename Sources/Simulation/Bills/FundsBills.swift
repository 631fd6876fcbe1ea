import Vocabulary

/// The bills of a world's money.
extension SimulatedFunds {
    /// The bill of one pot, or nil when nothing moved.
    package func bill(
        _ account: ChannelAccount, _ day: BusinessDay, _ pot: SimulatedPot
    ) throws(Problem) -> RenderedBill? {
        guard let bill = try rendered(account, day, pot), bill.rows > 0 else { return nil }
        return bill
    }

    /// Alipay's file for a day without movement: header and trailers only.
    package func emptyBill(_ account: ChannelAccount, _ day: BusinessDay) throws(Problem) -> RenderedBill? {
        account.channel == .alipay ? try rendered(account, day, .balance) : nil
    }

    private func rendered(
        _ account: ChannelAccount, _ day: BusinessDay, _ pot: SimulatedPot
    ) throws(Problem) -> RenderedBill? {
        guard let simulated = world.account(account) else { return nil }
        var detail = ByteSink()
        let (rows, summary) = try write(account, day, pot, to: &detail)
        return RenderedBill(
            accountDay: World.AccountDay(account, day), kind: SimulatedBillKind(fundsOf: pot), text: detail.bytes,
            summaryText: summary, rows: rows, isSummaryFirst: simulated.isSummaryFirst)
    }

    /// Streams the CSV of a bill (Alipay: the detail) into `output` in blocks, for bills too large for memory.
    /// - Returns: the number of rows; 0 means that the channel has no bill, and what was written is only a frame.
    package func streamBill(
        _ account: ChannelAccount, _ day: BusinessDay, _ pot: SimulatedPot,
        output: @escaping (UnsafeRawBufferPointer) throws -> Void
    ) throws -> Int {
        var sink = ByteSink(output: output)
        let (rows, _) = try write(account, day, pot, to: &sink)
        try sink.finish()
        return rows
    }

    private func write(
        _ account: ChannelAccount, _ day: BusinessDay, _ pot: SimulatedPot, to sink: inout ByteSink
    ) throws(Problem) -> (rows: Int, summary: [UInt8]?) {
        guard let simulated = world.account(account) else { return (0, nil) }
        let potDay = PotDay(account, pot, day)
        guard pot == .balance else {
            var bill = SimulatedWeChatPayFundsBill(simulated)
            bill.begin(&sink)
            forEachMovement(potDay) { bill.row($0, balanceFen: $1, &sink) }
            bill.end(&sink)
            return (Int(bill.accounting.rows), nil)
        }
        let position = world.accounts.firstIndex { $0.id == account } ?? 0
        var bill = try SimulatedAlipayFundsBill(simulated, style(simulated), position: position, day)
        bill.begin(&sink)
        forEachMovement(potDay) { bill.row($0, balanceFen: $1, &sink) }
        bill.end(&sink)
        return (Int(bill.accounting.rows), bill.summary())
    }
}
