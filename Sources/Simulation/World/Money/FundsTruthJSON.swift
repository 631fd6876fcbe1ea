import Vocabulary

/// The truth about a world's money as JSON, with every funds bill of the range concluded.
struct FundsTruthJSON {
    private let funds: SimulatedFunds
    private let concluded: Set<BusinessDay>

    /// Waiting entries beyond are counted by the bridge only.
    static let waitingListedMax = 10_000

    init(_ funds: SimulatedFunds) {
        self.funds = funds
        concluded = Set(funds.world.dayList)
    }

    /// Members of the truth's object, each a list; and the number of items to find.
    func lists() -> (lists: [(name: String, objects: [JSONText])], items: Int) {
        let world = funds.world
        var (items, waiting): ([ExpectedFundsItem], [ExpectedFundsItem]) = ([], [])
        for account in world.accounts {
            items += funds.expectedItems(account.id, concluded: concluded)
            funds.waitingItems(account.id, concluded: concluded) { item in
                if waiting.count < Self.waitingListedMax { waiting.append(item) }
            }
        }
        let days = world.accountDays
        let sharing = SharingTruth(funds).objects()
        return (
            [
                ("funds_accounts", world.accounts.map(account)),
                ("funds_statements", days.flatMap { day in pots(day).map { statement(day, $0) } }),
                ("funds_bridges", days.map(bridge)), ("funds_items", items.map(item)),
                ("funds_waiting", waiting.map(item)),
            ] + (world.sharesProfit ? [("sharing_items", sharing)] : []), items.count + sharing.count
        )
    }

    private func pots(_ accountDay: World.AccountDay) -> [SimulatedPot] {
        funds.world.account(accountDay.account).map { funds.pots($0) } ?? []
    }

    private func members(_ account: ChannelAccount) -> [(String, JSONText)] {
        [("channel", .text(account.channel.rawValue)), ("account", .text(account.account))]
    }

    private func account(_ account: SimulatedAccount) -> JSONText {
        let style = funds.style(account)
        return .object(
            members(account.id) + [
                ("pots", .array(funds.pots(account).map { .text($0.rawValue) })),
                ("settlement_days", .integer(Int64(style.settlementDays))),
                ("refunds_net_of_fee", .bool(style.isRefundNet)),
            ])
    }

    private func statement(_ accountDay: World.AccountDay, _ pot: SimulatedPot) -> JSONText {
        let lines = funds.expectedStatement(SimulatedFunds.PotDay(accountDay.account, pot, accountDay.day))
        return .object(
            members(accountDay.account) + [
                ("pot", .text(pot.rawValue)), ("date", .text(accountDay.day.description)),
                (
                    "statement",
                    .array(
                        lines.map {
                            .object([
                                ("line", .text($0.name.rawValue)), ("movements", .integer($0.movements)),
                                ("amount_fen", .integer($0.amountFen)),
                            ])
                        })
                ),
            ])
    }

    private func bridge(_ accountDay: World.AccountDay) -> JSONText {
        let lines = funds.expectedBridge(accountDay.account, accountDay.day, concluded: concluded)
        return .object(
            members(accountDay.account) + [
                ("date", .text(accountDay.day.description)),
                (
                    "bridge",
                    .array(
                        lines.map {
                            .object([("line", .text($0.name.rawValue)), ("amount_fen", .integer($0.amountFen))])
                        })
                ),
            ])
    }

    private func item(_ item: ExpectedFundsItem) -> JSONText {
        .object(
            [
                ("status", .text(item.isPending ? "pending" : "open")), ("code", .text(item.code.rawValue)),
            ] + members(item.account) + [
                ("pot", .text(item.pot.rawValue)), ("date", .text(item.day.description)),
                ("bill_date", JSONText(item.entryDay?.description)), ("entry_type", JSONText(item.entryType?.rawValue)),
                ("payment_no", JSONText(item.paymentNo)), ("refund_no", JSONText(item.refundNo)),
                ("channel_trade_no", JSONText(item.channelTradeNo)),
                ("channel_refund_no", JSONText(item.channelRefundNo)), ("business_no", JSONText(item.businessNo)),
                ("difference_fen", .integer(item.differenceFen)),
            ])
    }
}
