@testable import Bills
import Ledger
import Orders
import Postgres
import Rules
import Settlement
import Vocabulary

/// How a channel books.
enum MoneyForm: Sendable {
    /// A movement names its payment or refund, as at WeChat Pay.
    case byBusiness
    /// A movement names the trade alone, as at Alipay.
    case byTrade
}

/// One row of a funds bill, written down in a test.
struct Move: Sendable {
    var movementClass: MovementClass
    var businessNo: String
    var voucherNo = ""
    var fen: Int64

    init(_ movementClass: MovementClass, _ businessNo: String, _ voucherNo: String = "", _ fen: Int64) {
        (self.movementClass, self.businessNo, self.voucherNo, self.fen) = (movementClass, businessNo, voucherNo, fen)
    }
}

extension LedgerBench {
    private static let pot = Pot("BASIC")
    private static let openingFen: Int64 = 1_000_000

    var moneyOfAccount: MoneyOfAccount? {
        guard let money else { return nil }
        return MoneyOfAccount(areOfTrades: money == .byTrade, areBalancesChained: false) { [self] file, day, sink in
            try Self.read(moved["\(file.path) \(day)"] ?? [], day, sink)
        }
    }

    /// Reconciles one day's money with the given movements of one pot.
    @discardableResult
    func book(
        _ day: String, _ moves: [Move], account: String = "A", settlementDays: Int64 = 0
    ) throws -> Verdict {
        let account = ChannelAccount(channel: .wechatpay, account: account)
        let businessDay = BusinessDay(day) ?? BusinessDay(number: 0)
        var rules = rules[account] ?? AccountRules(startDate: BusinessDay("2026-01-01") ?? businessDay)
        rules.settlementDays = settlementDays
        let connection = try Connection(conninfo, name: "tests")
        let accountID = try RunJournal.account(account, rules, connection)
        let key = UnitKey(accountID, businessDay, .funds)
        let runID = try RunQueue.request(key, by: .person("test"), source: .channel, connection)
        let content = Self.file("\(day) \(moves)")
        let file = BillFile(
            path: account.account, sizeBytes: content.sizeBytes, sha256: content.sha256, pot: Self.pot)
        let billID = try RunJournal.received([file], .channel, key, runID: runID, connection)
        moved["\(account.account) \(day)"] = moves
        let funds: FundsReading = { _, day, sink in try Self.read(moves, day, sink) }
        return try reconcileMoney(
            MoneyInput(
                accountID: accountID, account: account, day: businessDay, runID: runID, rules: rules,
                areOfTrades: money == .byTrade, areBalancesChained: false,
                bill: FundsBill(billID: billID, files: [file], pots: [Self.pot], source: .channel)),
            connection, orders: OrdersSource(conninfo: conninfo, channels: [.wechatpay, .alipay]), funds: funds,
            archived: { [archive] _, account, day, sink in try Self.read(archive["\(account) \(day)"] ?? [], sink) },
            progress: { _, _ in })
    }

    private static func read(
        _ moves: [Move], _ day: BusinessDay, _ sink: (borrowing Movement) throws -> Void
    ) throws -> FundsSummary {
        var summary = FundsSummary()
        var balanceFen = openingFen
        summary.openingFen = balanceFen
        for (index, move) in moves.enumerated() {
            balanceFen += move.fen
            try withBytes([move.businessNo, move.voucherNo, "F\(index)", "name", "type", ""]) { bytes in
                try sink(
                    Movement(
                        lineNumber: Int32(index + 2), bookedAt: day.startEpochSeconds + 43_200 + Int64(index),
                        movementClass: move.movementClass, amountFen: move.fen, balanceFen: balanceFen,
                        businessNo: bytes[0], voucherNo: bytes[1], flowNo: bytes[2], name: bytes[3], type: bytes[4],
                        code: bytes[5], contentHash: UInt64(index)))
            }
            if move.fen > 0 {
                summary.into.rows += 1
                summary.into.amountFen += move.fen
            } else {
                summary.outOf.rows += 1
                summary.outOf.amountFen -= move.fen
            }
        }
        summary.closingFen = balanceFen
        return summary
    }

    /// Items of the money side: code, day, difference, and whether they wait.
    func moneyItems() throws -> [String] {
        try rows(
            """
            SELECT code, bill_date, difference_fen, status FROM ledger.item
            WHERE kind = 'funds' AND found ORDER BY bill_date, code, difference_fen
            """)
    }

    /// Movements: number, class, outcome, and the day of the entry that they belong to.
    func links() throws -> [String] {
        try rows(
            """
            SELECT bill_date, business_no, movement_class, outcome, entry_date
            FROM (SELECT * FROM ledger.movement UNION ALL SELECT (movement).* FROM ledger.packed_movement) m
            ORDER BY bill_date, line_no
            """)
    }
}
