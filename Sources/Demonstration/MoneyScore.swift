import Postgres
import Simulation
import Vocabulary

/// How much of what went wrong with the money was found, and whether pots and bridges say what the channels did: compared
/// with the truth that was written down as the money was booked.
struct MoneyScore {
    /// What makes two items the same one, the amount included. A break of balances is of a pot and a day, all else of a
    /// number.
    struct Item: Hashable {
        var code: String
        var isPending: Bool
        var account: ChannelAccount
        var number: String
        var differenceFen: Int64
    }

    private let cases: Int
    private let waiting: Int
    private let items: Comparison<Item>
    /// Lines of pots and bridges that are not to the fen what the channel booked.
    private let wrongLines: [String]
    private let pots: Int

    var isPerfect: Bool {
        items.found > 0 && items.missed.isEmpty && items.unfounded.isEmpty && pots > 0 && wrongLines.isEmpty
    }

    init(_ funds: SimulatedFunds, on connection: borrowing Connection) throws {
        let days = Set(funds.world.dayList)
        var expected: [Item] = []
        for account in funds.world.accounts {
            expected += funds.expectedItems(account.id, concluded: days).map(Item.init)
            funds.waitingItems(account.id, concluded: days) { expected.append(Item($0)) }
        }
        items = Comparison(expected: expected, reported: try Self.reported(on: connection))
        waiting = expected.count { $0.isPending }
        cases = expected.count - waiting
        let lines = Comparison(expected: Self.lines(funds), reported: try Self.shownLines(on: connection))
        wrongLines = lines.missed.map { "missed: \($0)" } + lines.unfounded.map { "false: \($0)" }
        let pots = try connection.query("SELECT count(DISTINCT (channel, account, pot)) FROM recon.funds_summary")
        self.pots = try Int(pots.int(0, 0))
    }

    private static func reported(on connection: borrowing Connection) throws -> [Item] {
        let rows = try connection.query(
            """
            SELECT i.code, i.status = 'pending', a.channel, a.account,
                   CASE WHEN i.code = 'balance_break' THEN i.pot || ' ' || i.bill_date ELSE i.channel_no END,
                   i.difference_fen
            FROM ledger.item i JOIN ledger.account a USING (account_id)
            WHERE i.kind = 'funds' AND i.status <> 'resolved'
            """)
        return (0..<rows.count).compactMap { row in
            guard let channel = Channel(rawValue: rows.text(row, 2)), let differenceFen = Int64(rows.text(row, 5))
            else { return nil }
            return Item(
                code: rows.text(row, 0), isPending: rows.text(row, 1) == "t",
                account: ChannelAccount(channel: channel, account: rows.text(row, 3)), number: rows.text(row, 4),
                differenceFen: differenceFen)
        }
    }

    /// Every line of each pot and each bridge by the truth; what is 0 and no balance is left out, as by the views.
    private static func lines(_ funds: SimulatedFunds) -> [String] {
        let days = Set(funds.world.dayList)
        return funds.world.accountDays.flatMap { accountDay -> [String] in
            guard let account = funds.world.account(accountDay.account) else { return [] }
            let place = "\(account.id.channel.rawValue):\(account.id.account) \(accountDay.day)"
            let pots = funds.pots(account).flatMap { pot in
                let isKnown = isBalanceKnown(funds, account, pot, accountDay.day)
                return funds.expectedStatement(SimulatedFunds.PotDay(account.id, pot, accountDay.day))
                    .filter { $0.movements > 0 || isKnown && ($0.name == .opening || $0.name == .closing) }
                    .map { "\(place) \(pot.rawValue) \($0.name.rawValue) \($0.movements) \(Fen.yuan($0.amountFen))" }
            }
            let bridge = funds.expectedBridge(account.id, accountDay.day, concluded: days)
                .filter { $0.amountFen != 0 }
                .map { line in
                    let amountFen = line.name == .booked ? line.amountFen : line.name.sign * line.amountFen
                    return "\(place) bridge \(line.name.rawValue) \(Fen.yuan(amountFen))"
                }
            return pots + bridge
        }
    }

    /// WeChat Pay tells a balance with a movement and never without one.
    private static func isBalanceKnown(
        _ funds: SimulatedFunds, _ account: SimulatedAccount, _ pot: SimulatedPot, _ day: BusinessDay
    ) -> Bool {
        account.channel != .wechatpay
            || funds.world.dayList.contains { earlier in
                earlier <= day
                    && funds.expectedStatement(SimulatedFunds.PotDay(account.id, pot, earlier)).contains {
                        $0.movements > 0
                    }
            }
    }

    private static func shownLines(on connection: borrowing Connection) throws -> [String] {
        let rows = try connection.query(
            """
            SELECT concat_ws(' ', channel || ':' || account, bill_date, pot, line, movements, amount)
            FROM recon.funds_statement WHERE amount IS NOT NULL AND (line <> 'residual' OR amount <> 0)
            UNION ALL
            SELECT concat_ws(' ', channel || ':' || account, bill_date, 'bridge', line, amount)
            FROM recon.bridge WHERE amount <> 0
            """)
        return (0..<rows.count).map { rows.text($0, 0) }
    }

    var text: String {
        let found = cases - items.missed.count { !$0.isPending }
        var text = "Of \(cases) faults of the money: \(found) found, \(items.missed.count) missed, "
        text += "\(items.unfounded.count) falsely reported"
        text +=
            wrongLines.isEmpty
            ? "; all \(pots) pots close to the fen.\n" : "; \(wrongLines.count) lines of pots and bridges are wrong.\n"
        let shownMax = 10
        for (name, items) in [("missed", items.missed), ("false", items.unfounded)] {
            for item in items.sorted(by: { $0.number < $1.number }).prefix(shownMax) {
                text += "  \(name): \(item.line)\n"
            }
        }
        return text + wrongLines.sorted().prefix(shownMax).map { "  \($0)\n" }.joined()
    }
}

extension MoneyScore.Item {
    init(_ item: ExpectedFundsItem) {
        code = item.code.rawValue
        isPending = item.isPending
        account = item.account
        differenceFen = item.differenceFen
        number =
            if item.code == .balanceBreak {
                "\(item.pot.rawValue) \(item.day)"
            } else {
                // WeChat Pay numbers a refund of its own; at Alipay a refund moves under the number of the trade.
                (account.channel == .wechatpay ? item.channelRefundNo : nil)
                    ?? item.channelTradeNo ?? item.businessNo ?? ""
            }
    }

    var line: String { "\(account) \(code)\(isPending ? " pending" : "") \(Fen.yuan(differenceFen)) \(number)" }
}
