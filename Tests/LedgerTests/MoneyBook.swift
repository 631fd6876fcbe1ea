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
    var pot: String
    /// Of the day.
    var at: String

    init(
        _ movementClass: MovementClass, _ businessNo: String, _ voucherNo: String = "", _ fen: Int64,
        pot: String = "BASIC", at: String = "12:00:00"
    ) {
        (self.movementClass, self.businessNo, self.voucherNo) = (movementClass, businessNo, voucherNo)
        (self.fen, self.pot, self.at) = (fen, pot, at)
    }
}

/// The days of the small books, by their number.
let moneyDays = ["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"]

extension Row {
    static func payment(_ number: String, _ channelNo: String, _ fen: Int64, day: Int) -> Row {
        Row(payment: number, fen: fen, at: "\(moneyDays[day]) 12:00:00", channelNo: channelNo)
    }

    static func refund(
        _ number: String, of payment: String, _ channelNo: String, _ fen: Int64, day: Int, tradeNo: String? = nil
    ) -> Row {
        Row(
            type: .refund, payment: payment, refund: number, fen: fen, at: "\(moneyDays[day]) 12:00:00",
            channelNo: channelNo, tradeNo: tradeNo)
    }
}

extension LedgerBench {
    private static let openingFen: Int64 = 1_000_000

    var moneyOfAccount: MoneyOfAccount? {
        guard let money else { return nil }
        return MoneyOfAccount(areOfTrades: money == .byTrade, areBalancesChained: areBalancesChained) {
            [self] file, day, sink in
            try Self.read(moved["\(file.path) \(day)"] ?? [], day, sink)
        }
    }

    /// Days before the first of the books are closed: what may be of a day that nobody asked for would wait for ever.
    static func ofMoney(_ name: String, _ form: MoneyForm = .byBusiness) throws -> LedgerBench {
        let bench = try LedgerBench("money_\(name)".lowercased())
        bench.money = form
        try bench.sql("INSERT INTO ledger.period (closed_through, closed_by) VALUES ('2026-11-19', 'test')")
        return bench
    }

    /// Reconciles one day's trade bill, whose entries the shop knows, but for those at its end.
    func trade(_ day: Int, _ bill: [Row], unknown: [Row] = [], account: String = "A") throws {
        for row in bill {
            if row.type == .payment {
                try pay(row.payment, row.fen, at: row.at, account: account)
            } else {
                try refund(row.payment, row.refund, row.fen, at: row.at, account: account)
            }
        }
        try conclude(moneyDays[day], bill + unknown, account: account)
    }

    /// Reconciles one day's money with the given movements of its pots.
    @discardableResult
    func book(
        _ day: String, _ moves: [Move], account: String = "A", settlementDays: Int64 = 0, balances: PotBalances? = nil
    ) throws -> Verdict {
        let account = ChannelAccount(channel: .wechatpay, account: account)
        let businessDay = BusinessDay(day) ?? BusinessDay(number: 0)
        var rules = rules[account] ?? AccountRules(startDate: BusinessDay("2026-01-01") ?? businessDay)
        rules.settlementDays = settlementDays
        if sharesPots { rules.sharingLimitDays = 30 }
        let connection = try Connection(conninfo, name: "tests")
        let accountID = try RunJournal.account(
            account, rules, pots: sharesPots ? moneyPots.map { Pot($0) } : nil, connection)
        let key = UnitKey(accountID, businessDay, .funds)
        let runID = try RunQueue.request(key, by: .person("test"), source: .channel, connection)
        // A pot in which nothing moved has no statement, but for the first.
        let quiet = moneyPots.dropFirst().filter { pot in !moves.contains { $0.pot == pot } }
        let files = moneyPots.filter { !quiet.contains($0) }.map { pot in
            let ofPot = moves.filter { $0.pot == pot }
            let path = "\(account.account) \(pot)"
            moved["\(path) \(day)"] = ofPot
            let content = Self.file("\(day) \(pot) \(ofPot)")
            return BillFile(path: path, sizeBytes: content.sizeBytes, sha256: content.sha256, pot: Pot(pot))
        }
        let billID = try RunJournal.received(
            files, .channel, quietPots: quiet.map { Pot($0) }, key, runID: runID, connection)
        let funds: FundsReading = { [moved] file, day, sink in
            try Self.read(moved["\(file.path) \(day)"] ?? [], day, sink)
        }
        var input = MoneyInput(
            accountID: accountID, account: account, day: businessDay, runID: runID, rules: rules,
            areOfTrades: money == .byTrade, areBalancesChained: areBalancesChained,
            bill: FundsBill(
                billID: billID, files: files, pots: moneyPots.map { Pot($0) }, source: .channel, balances: balances))
        input.program = program
        input.lease = lease
        return try reconcileMoney(
            input, connection, orders: OrdersSource(conninfo: conninfo, channels: [.wechatpay, .alipay]),
            areSharesMovements: sharesPots ? money == .byTrade : nil, funds: funds,
            archived: { [archive] _, account, day, sink in try Self.read(archive["\(account) \(day)"] ?? [], sink) },
            progress: { [onStep] step, done in if done == 0 { onStep(step) } })
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
                        lineNumber: Int32(index + 2),
                        bookedAt: (ShanghaiTime.epochSeconds("\(day) \(move.at)") ?? 0) + Int64(index),
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
            ORDER BY bill_date, file_no, line_no
            """)
    }
}
