@testable import Bills
import Ledger
import Rules
import Orders
import Postgres
import Runtime
import Settlement
import TestCluster
import Vocabulary

/// A database with a ledger and a shop, from which every test gets its own copy.
enum LedgerTemplate {
    static let name = Result {
        let connection = try Connection(TestCluster.database("ledger_template"), name: "tests")
        try Schema.migrate(connection)
        try connection.execute(LedgerBench.shop)
        return "ledger_template"
    }
}

/// One row of a bill, written down in a test.
struct Row: Sendable {
    var type = EntryType.payment
    var payment: String
    var refund = ""
    var fen: Int64
    /// `yyyy-MM-dd HH:mm:ss`, Shanghai.
    var at: String
    var channelNo: String
    var state = "SUCCESS"
    var isClassified = true
    /// nil: as WeChat Pay would say it with this state.
    var isExecuted: Bool?
    var feeE5: Int64 = 0
    var currency = "CNY"
    /// What the merchant gets less than the amount.
    var discountFen: Int64 = 0
    /// Of a refund's payment, where it is not the refund's own number.
    var tradeNo: String?

    var isRefundNotExecuted: Bool { type == .refund && !(isExecuted ?? !["FAIL", "CHANGE"].contains(state)) }

    /// Payment +, refund −, what was not executed 0.
    var settledFen: Int64 {
        if isRefundNotExecuted { return 0 }
        return type == .payment ? fen - discountFen : discountFen - fen
    }
}

/// A ledger, a shop of two plain tables, and bills that are lists of rows.
final class LedgerBench {
    static let shop = """
        CREATE SCHEMA taobao;
        CREATE TABLE taobao.payment_record (payment_no text, channel text, account text,
            channel_trade_no text, amount_fen bigint, currency text DEFAULT 'CNY', state text, paid_at timestamptz,
            order_nos text[], PRIMARY KEY (payment_no, channel, account));
        CREATE TABLE taobao.refund_record (refund_no text, payment_no text, channel text, account text,
            channel_refund_no text, amount_fen bigint, currency text DEFAULT 'CNY', state text, refunded_at timestamptz,
            PRIMARY KEY (payment_no, refund_no, channel, account));
        """

    let conninfo: String
    var rules: [ChannelAccount: AccountRules] = [:]
    var pace = Pace()
    /// Each bill is a file of its own; without one, no bill is known again.
    var billsAreFiles = false
    /// Bills are taken from the archive, unproven.
    var isBillArchived = false
    var program = "tests 1"
    /// What is wrong with every bill.
    var billProblem: Problem?
    /// How often a bill was gone through.
    private(set) var billsRead = 0
    /// How often another day's bill was read again, which the archive has of every day that was concluded.
    var billsReadAgain: Int { rereads.with { $0 } }
    private let rereads = Guarded(0)
    var archive: [String: [Row]] = [:]
    var plainPairs = PlainPairs.kept
    /// The account has a money side, of this form; its funds bills by day.
    var money: MoneyForm?
    var moneyPots = ["BASIC"]
    /// The account shares with partners, and what was shared must have moved in its pots.
    var sharesPots = false
    var areBalancesChained = false
    /// Under which the money is settled.
    var lease: Lease?
    var moved: [String: [Move]] = [:]
    /// Called at the beginning of each step of a run.
    var onStep: (_ step: String) -> Void = { _ in }

    /// Everything in memory or in logs, or half of it each; packed one by one, a few together, or all that fit; both sides
    /// one after the other, together, or so closely together that some entries come before their records.
    static let paces = [
        Pace(), pace { ($0.memoryBytesMax, $0.blockEntriesMax) = (0, 1) },
        pace { ($0.readsSidesTogether, $0.blockEntriesMax) = (false, 3) },
        pace { ($0.memoryBytesMax, $0.blockEntriesMax) = (128 << 10, 500) },
        pace { ($0.leadPayments, $0.recordsPerBatch, $0.blockEntriesMax) = (1, 1, 2) },
    ]

    static func pace(_ change: (inout Pace) -> Void) -> Pace {
        var pace = Pace()
        change(&pace)
        return pace
    }

    init(_ name: String) throws {
        conninfo = try TestCluster.database(name, template: LedgerTemplate.name.get())
    }

    /// On a database that is there.
    init(conninfo: String) { self.conninfo = conninfo }

    func sql(_ text: String) throws { try Connection(conninfo, name: "tests").execute(text) }

    func rows(_ text: String) throws -> [String] { try Connection(conninfo, name: "tests").rows(text) }

    func pay(
        _ payment: String, _ fen: Int64, at: String?, account: String = "A", channel: String = "wechatpay",
        state: String = "paid", knows channelNo: String? = nil, currency: String = "CNY"
    ) throws {
        let connection = try Connection(conninfo, name: "tests")
        try connection.query(
            """
            INSERT INTO taobao.payment_record VALUES ($1, $2, $3, $4, $5, $6, $7, $8::timestamptz, ARRAY['T' || $1])
            ON CONFLICT (payment_no, channel, account) DO UPDATE SET
                channel_trade_no = excluded.channel_trade_no, amount_fen = excluded.amount_fen,
                currency = excluded.currency, state = excluded.state, paid_at = excluded.paid_at
            """, [payment, channel, account, channelNo, String(fen), currency, state, at])
    }

    func refund(
        _ payment: String, _ refund: String, _ fen: Int64, at: String?, account: String = "A",
        channel: String = "wechatpay", state: String = "succeeded"
    ) throws {
        let connection = try Connection(conninfo, name: "tests")
        try connection.query(
            "INSERT INTO taobao.refund_record VALUES ($1, $2, $3, $4, NULL, $5, 'CNY', $6, $7::timestamptz)",
            [refund, payment, channel, account, String(fen), state, at])
    }

    /// Reconciles one day with the given bill, whose totals `change` may falsify.
    @discardableResult
    func conclude(
        _ day: String, _ bill: [Row], account: String = "A", source: BillSource = .channel,
        liftShareLimitReason: String? = nil, change: (inout BillSummary) -> Void = { _ in }
    ) throws -> Verdict {
        let channelAccount = ChannelAccount(channel: .wechatpay, account: account)
        let businessDay = BusinessDay(day) ?? BusinessDay(number: 0)
        let rules = rules[channelAccount] ?? AccountRules(startDate: BusinessDay("2026-01-01") ?? businessDay)
        let connection = try Connection(conninfo, name: "tests")
        let accountID = try RunJournal.account(channelAccount, rules, connection)
        let key = UnitKey(accountID, businessDay, .trade)
        let runID = try RunQueue.request(
            key, by: .person("test"), source: .channel, connection)
        var said = try Self.read(bill) { _ in }
        change(&said)
        let files = billsAreFiles ? [Self.file("\(bill) \(said)")] : []
        let billID = try RunJournal.received(files, source, key, runID: runID, connection)
        var input = DayInput(
            accountID: accountID, account: channelAccount, day: businessDay, runID: runID, rules: rules, files: files,
            source: source, billID: billID, liftShareLimitReason: liftShareLimitReason)
        input.pace = pace
        input.isBillProven = !isBillArchived
        input.program = program
        input.plainPairs = plainPairs
        // The money side reads the bill that is on its way into force.
        let former = archive.updateValue(bill, forKey: "\(channelAccount) \(businessDay)")
        do {
            let verdict = try reconcileDay(
                input, connection, orders: OrdersSource(conninfo: conninfo, channels: [.wechatpay, .alipay]),
                bill: { [self] sink in
                    billsRead += 1
                    if let billProblem { throw billProblem }
                    _ = try Self.read(bill, sink)
                    return said
                },
                archived: { [rereads, archive] _, account, day, sink in
                    rereads.with { $0 += 1 }
                    return try Self.read(archive["\(account) \(day)"] ?? [], sink)
                },
                money: moneyOfAccount, progress: { [onStep] step, done in if done == 0 { onStep(step) } })
            return verdict
        } catch let problem as Problem where problem.code.exit == .incomplete {
            archive["\(channelAccount) \(businessDay)"] = former
            try RunJournal.incomplete(key, runID, problem, connection)
            return .incomplete
        }
    }

    /// A file of its own for every content.
    static func file(_ content: String) -> BillFile {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in content.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let digits = String(hash, radix: 16)
        let sha256 = String(repeating: "0", count: 64 - digits.count) + digits
        return BillFile(path: "bill", sizeBytes: Int64(content.utf8.count), sha256: sha256)
    }

    /// Hands the rows out as a decoder would, and sums them up.
    static func read(_ bill: [Row], _ sink: (BillEntry) throws -> Void) throws -> BillSummary {
        var summary = BillSummary()
        for (index, row) in bill.enumerated() {
            try withBytes([
                row.payment, row.refund, row.channelNo, row.state, row.currency, row.tradeNo ?? row.channelNo,
            ]) { bytes in
                let isRefund = row.type == .refund
                try sink(
                    BillEntry(
                        lineNumber: Int32(index + 2), fileNumber: 0, type: row.type, isClassified: row.isClassified,
                        isRefundNotExecuted: row.isRefundNotExecuted,
                        paymentNo: bytes[0], refundNo: bytes[1], channelTradeNo: bytes[5],
                        channelRefundNo: isRefund ? bytes[2] : UnsafeRawBufferPointer(start: nil, count: 0),
                        amountFen: row.fen, settledFen: row.settledFen, feeE5: row.feeE5, currency: bytes[4],
                        occurredAt: ShanghaiTime.epochSeconds(row.at) ?? 0, state: bytes[3],
                        otherDiscountPaymentFen: 0, otherDiscountRefundFen: 0))
            }
            summary.count(row.type, fen: row.fen, settledFen: row.settledFen, feeE5: row.feeE5)
        }
        return summary
    }
}
