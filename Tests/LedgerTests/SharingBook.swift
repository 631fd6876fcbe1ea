@testable import Bills
import Ledger
import Orders
import Postgres
import Rules
import Settlement
import Vocabulary

/// One row of a sharing bill, written down in a test.
struct Shared: Sendable {
    var sharingNo: String
    var receiver: String
    /// What came back is negative.
    var fen: Int64
    /// Of the day.
    var at = "12:00:00"
    var kind: Share.Kind?
    var isExecuted = true
    var tradeNo: String

    init(
        _ sharingNo: String, to receiver: String, _ fen: Int64, at: String = "12:00:00", of tradeNo: String = "C1",
        kind: Share.Kind? = nil, isExecuted: Bool = true
    ) {
        (self.sharingNo, self.receiver, self.fen, self.at) = (sharingNo, receiver, fen, at)
        (self.tradeNo, self.kind, self.isExecuted) = (tradeNo, kind, isExecuted)
    }
}

extension LedgerBench {
    /// With a shop that shares, and payment P1 of C1.
    static func ofSharing(
        _ name: String, _ form: MoneyForm = .byBusiness, isHistoryClosed: Bool = true
    ) throws -> LedgerBench {
        let bench = try isHistoryClosed ? ofMoney("sharing_\(name)", form) : LedgerBench("sharing_\(name)")
        bench.sharesPots = true
        try bench.sql(
            """
            CREATE TABLE taobao.sharing_record (payment_no text, sharing_no text, receiver text, amount_fen bigint, state text,
                shared_at timestamptz)
            """)
        try bench.pay("P1", 10_000, at: "\(moneyDays[0]) 11:00:00", knows: "C1")
        return bench
    }

    /// What the shop says that it shared.
    func says(
        _ sharingNo: String, to receiver: String, _ fen: Int64, at: String?, state: String = "succeeded",
        of payment: String = "P1"
    ) throws {
        try Connection(conninfo, name: "tests").query(
            "INSERT INTO taobao.sharing_record VALUES ($1, $2, $3, $4, $5, $6)",
            [payment, sharingNo, receiver, String(fen), state, at.map { "\($0)+08" }])
    }

    /// Reconciles one day's sharing with the given rows of its bill; a channel whose movements name the trade has no bill.
    @discardableResult
    func share(
        _ day: Int, _ rows: [Shared] = [], account: String = "A", settlementDays: Int64 = 0,
        frozen: [FrozenPayment]? = nil
    ) throws -> Verdict {
        let account = ChannelAccount(channel: .wechatpay, account: account)
        let businessDay = BusinessDay(moneyDays[day]) ?? BusinessDay(number: 0)
        var rules = rules[account] ?? AccountRules(startDate: BusinessDay("2026-11-20") ?? businessDay)
        (rules.sharingLimitDays, rules.settlementDays) = (30, settlementDays)
        let connection = try Connection(conninfo, name: "tests")
        let accountID = try RunJournal.account(
            account, rules, pots: sharesPots ? moneyPots.map { Pot($0) } : [], connection)
        let key = UnitKey(accountID, businessDay, .sharing)
        let runID = try RunQueue.request(key, by: .person("test"), source: .channel, connection)
        let content = Self.file("shares \(day) \(rows)")
        let files =
            money == .byTrade
            ? [] : [BillFile(path: "shares \(day)", sizeBytes: content.sizeBytes, sha256: content.sha256)]
        let billID = try RunJournal.received(files, .channel, key, runID: runID, connection)
        var input = SharingInput(
            accountID: accountID, account: account, day: businessDay, runID: runID, rules: rules,
            areMovements: money == .byTrade, hasPots: sharesPots,
            bill: SharingBill(billID: billID, files: files, source: .channel))
        input.program = program
        input.lease = lease
        input.frozen = frozen
        return try reconcileSharing(
            input, connection, orders: OrdersSource(conninfo: conninfo, channels: [.wechatpay, .alipay]),
            reading: { _, sink in try Self.read(rows, businessDay, sink) }, progress: { _, _ in })
    }

    private static func read(
        _ rows: [Shared], _ day: BusinessDay, _ sink: (borrowing Share) throws -> Void
    ) throws -> SharingSummary {
        for (index, row) in rows.enumerated() {
            let at = ShanghaiTime.epochSeconds("\(day) \(row.at)") ?? 0
            try withBytes([
                row.tradeNo, "W\(row.sharingNo)", "D\(row.sharingNo)-\(index)", row.sharingNo, row.receiver, "",
            ]) {
                bytes in
                try sink(
                    Share(
                        lineNumber: Int32(index + 2), sharedAt: at,
                        kind: row.kind ?? (row.fen < 0 ? .shareReturn : .share),
                        isExecuted: row.isExecuted, amountFen: abs(row.fen), channelTradeNo: bytes[0],
                        channelSharingNo: bytes[1], detailNo: bytes[2], sharingNo: bytes[3], receiver: bytes[4],
                        type: bytes[5], state: bytes[5], contentHash: UInt64(index)))
            }
        }
        var summary = SharingSummary()
        summary.rows = Int64(rows.count)
        return summary
    }

    /// Items of the sharing: code, day, payment, what they are about, difference, and whether they wait.
    func shareItems() throws -> [String] {
        try rows(
            """
            SELECT code, bill_date, payment_no, replace(channel_no, E'\\t', '/'), difference_fen, status, due_date FROM ledger.item
            WHERE kind = 'sharing' AND found ORDER BY bill_date, code, channel_no, difference_fen
            """)
    }
}
