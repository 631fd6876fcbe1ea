@testable import Bills
import Glibc
import Ledger
@testable import Settlement
import Rules
import Orders
import Postgres
import PrivateCluster
import Runtime
import SecondMatcher
import TestCluster
import Vocabulary

/// Databases that nobody uses at the moment.
enum RandomBenches {
    private static let state = Guarded<(idle: [RandomBench], made: Int)>(([], 0))

    /// - Parameter pairs: by the number of the run.
    static func with<T>(
        _ rules: [ChannelAccount: AccountRules], pairs: @escaping (Int64) -> PlainPairs,
        _ body: (RandomBench) throws -> T
    ) throws -> T {
        let (idle, number) = state.with { state in
            if let last = state.idle.popLast() { return (Optional(last), 0) }
            state.made += 1
            return (nil, state.made)
        }
        let bench = try idle ?? RandomBench("random_\(number)")
        try bench.begin(rules, pairs)
        // After an error of another kind the session is in an unknown state, and so the bench is left alone.
        let result: Result<T, RandomFailure>
        do { result = .success(try body(bench)) } catch let failure as RandomFailure { result = .failure(failure) }
        state.with { $0.idle.append(bench) }
        return try result.get()
    }
}

/// A private cluster that need not survive anything, with the second matcher's schema in the template.
enum RandomCluster {
    static let shared: Result<PrivateCluster, any Error> = Result {
        // In memory where there is such a place: nothing here need survive.
        let memory = "/dev/shm"
        let cluster = try PrivateCluster.start(
            in: access(memory, W_OK) == 0 ? memory : nil,
            settings: ["fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"])
        try cluster.createDatabase("template")
        let connection = try Connection(cluster.conninfo(database: "template"), name: "tests")
        try Schema.migrate(connection)
        try connection.execute(LedgerBench.shop)
        try connection.execute(NaiveMatcher.schema)
        try connection.execute(NaiveMatcher.functions)
        return cluster
    }
}

/// A database of its own in which days are run; used again and again, because a new one takes longer than a day's run.
final class RandomBench {
    let conninfo: String
    private let connection: Connection
    private let forget: String
    private var rules: [ChannelAccount: AccountRules] = [:]
    private var pairs: (Int64) -> PlainPairs = { _ in .kept }
    private var archive: [AccountDay: RandomBill] = [:]
    /// How many there were. In the order of their numbers runs take turns with the ways to go about a day.
    var runs: Int64 = 0

    init(_ name: String) throws {
        let cluster = try RandomCluster.shared.get()
        try cluster.createDatabase(name, template: "template")
        conninfo = cluster.conninfo(database: name)
        connection = try Connection(conninfo, name: "tests")
        // What the migrations filled stays.
        let tables = try connection.query(
            """
            SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
            WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
              AND (xpath('//c/text()', query_to_xml(format('SELECT count(*) AS c FROM %I.%I', schemaname, tablename),
                                                    false, true, '')))[1]::text = '0'
            """)
        let names = (0..<tables.count).map { tables.text($0, 0) }
        forget = "TRUNCATE \(names.joined(separator: ", ")) RESTART IDENTITY"
    }

    /// Forgets all that was.
    func begin(_ rules: [ChannelAccount: AccountRules], _ pairs: @escaping (Int64) -> PlainPairs) throws {
        try connection.execute(forget)
        self.rules = rules
        self.pairs = pairs
        (archive, runs) = ([:], 0)
        for (account, rules) in rules {
            try connection.query(
                "INSERT INTO naive.account VALUES ($1, $2, make_interval(secs => $3::int), $4, $5::numeric / 10000000)",
                [
                    account.channel.rawValue, account.account, String(rules.cutOffWindowSeconds),
                    rules.startDate.description,
                    rules.contractedRate.map { String($0.perTenMillion) },
                ])
        }
    }

    /// What moves with an account beside the database.
    func takeArchive(of other: RandomBench) {
        archive.merge(other.archive) { $1 }
        runs = other.runs
    }

    func rows(_ sql: String) throws -> [String] { try connection.rows(sql) }

    func execute(_ sql: String) throws { try connection.execute(sql) }

    /// Where the second matcher and the views differ; empty when they agree.
    func difference() throws -> [String] {
        try connection.execute("SELECT naive.work()")
        return try rows("SELECT * FROM naive.difference()").map { $0.replacing("|", with: " ") }
    }

    func setShop(_ records: [RandomRecord]) throws {
        var sql = "DELETE FROM taobao.payment_record; DELETE FROM taobao.refund_record;"
        for record in records {
            let common = [
                quoted(record.account.channel.rawValue), quoted(record.account.account), quoted(record.knows),
                String(record.fen),
                quoted(record.currency), quoted(record.state), record.at.map { "to_timestamp(\($0))" } ?? "NULL",
            ].joined(separator: ", ")
            if record.key.type == .payment {
                sql += "INSERT INTO taobao.payment_record VALUES (\(quoted(record.key.payment)), \(common), "
                sql += "ARRAY[\(quoted("T" + record.key.payment))]);"
            } else {
                sql += "INSERT INTO taobao.refund_record VALUES (\(quoted(record.key.refund)), "
                sql += "\(quoted(record.key.payment)), \(common));"
            }
        }
        try connection.execute(sql)
    }

    private func quoted(_ text: String?) -> String {
        text.map { "'" + $0.replacing("'", with: "''") + "'" } ?? "NULL"
    }

    /// Reconciles one day with the given bill.
    func run(_ accountDay: AccountDay, _ bill: RandomBill) throws -> Verdict {
        let account = accountDay.account
        let day = accountDay.day
        let rules = rules[account] ?? AccountRules(startDate: day)
        let accountID = try RunJournal.account(account, rules, connection)
        let verdict: Verdict
        let key = UnitKey(accountID, day, .trade)
        let runID = try RunQueue.request(
            key, by: .person("test"), source: .channel, connection)
        runs += 1
        let files = [LedgerBench.file("\(bill)")]
        let billID = try RunJournal.received(files, .channel, key, runID: runID, connection)
        var input = DayInput(
            accountID: accountID, account: account, day: day, runID: runID, rules: rules, files: files,
            source: .channel, billID: billID)
        input.isBillProven = !runs.isMultiple(of: 3)
        // Whatever way a run goes about it, it must find the same.
        input.pace = LedgerBench.paces[Int(runs) % LedgerBench.paces.count]
        input.plainPairs = pairs(runs)
        try connection.execute(
            """
            UPDATE ledger.plain_block
            SET (lines, times_from_seconds, fee_rate, fee_rounding, fee_unit_e5, forms, sections, packed, steps) =
                (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
            WHERE line_runs IS NOT NULL
            """)
        // Wherever a number is looked for, it must be found.
        if !runs.isMultiple(of: 4) {
            try NumberIndex(memoryBytesMax: 0).catchUp(waitingMax: 0, connection)
        }
        do {
            verdict = try reconcileDay(
                input, connection, orders: OrdersSource(conninfo: conninfo, channels: [.wechatpay, .alipay]),
                bill: { try Self.read(bill, $0) },
                archived: readArchived, progress: { _, _ in })
            archive[accountDay] = bill
        } catch let problem as Problem where problem.code.exit == .incomplete {
            try RunJournal.incomplete(key, runID, problem, connection)
            verdict = .incomplete
        }
        try showCountedPairs(input)
        if verdict != .incomplete { try note(bill, of: accountDay) }
        return verdict
    }

    private var readArchived: ArchivedBillReading {
        { [archive] _, account, day, sink in
            guard let bill = archive[AccountDay(account: account, day: day)] else { return BillSummary() }
            return try Self.read(bill, sink)
        }
    }

    /// Until the next run, so that all entries can be looked at.
    private func showCountedPairs(_ input: DayInput) throws {
        try connection.transaction {
            try WorkingTables.create(connection)
            try connection.execute(
                """
                INSERT INTO pg_temp.found_block
                SELECT account_id, bill_date, entry_type, file_no, first_line FROM ledger.plain_block
                """)
            var other = input
            other.accountID = 0
            try CountedLines(other, bill: { _ in BillSummary() }, archived: readArchived).restore(connection)
        }
    }

    /// Tells the second matcher what stands in no view.
    private func note(_ bill: RandomBill, of accountDay: AccountDay) throws {
        for (type, fen) in [("payment", bill.otherDiscountPaymentFen), ("refund", bill.otherDiscountRefundFen)] {
            try connection.query(
                """
                INSERT INTO naive.other_discount VALUES ($1, $2, $3, $4, $5::bigint / 100.0)
                ON CONFLICT (channel, account, bill_date, entry_type) DO UPDATE SET amount = excluded.amount
                """,
                [
                    accountDay.account.channel.rawValue, accountDay.account.account, accountDay.day.description, type,
                    String(fen),
                ])
        }
    }

    /// Hands the rows out as a decoder would, and sums them up.
    private static func read(_ bill: RandomBill, _ sink: (BillEntry) throws -> Void) throws -> BillSummary {
        var summary = BillSummary()
        for (index, row) in bill.rows.enumerated() {
            try withBytes([row.payment, row.refund, row.tradeNo, row.refundNo, row.currency, row.state]) { bytes in
                try sink(
                    BillEntry(
                        lineNumber: Int32(index + 2), fileNumber: 0, type: row.type, isClassified: row.isClassified,
                        isRefundNotExecuted: row.type == .refund && (row.state == "FAIL" || row.state == "CHANGE"),
                        paymentNo: bytes[0], refundNo: bytes[1], channelTradeNo: bytes[2], channelRefundNo: bytes[3],
                        amountFen: row.fen, settledFen: row.settledFen, feeE5: row.feeE5, currency: bytes[4],
                        occurredAt: row.at, state: bytes[5], otherDiscountPaymentFen: 0, otherDiscountRefundFen: 0))
            }
            summary.count(row.type, fen: row.fen, settledFen: row.settledFen, feeE5: row.feeE5)
        }
        summary.payments.otherDiscountsFen = bill.otherDiscountPaymentFen
        summary.payments.channelTotalFen += bill.otherDiscountPaymentFen
        summary.refunds.otherDiscountsFen = bill.otherDiscountRefundFen
        summary.refunds.channelTotalFen += bill.otherDiscountRefundFen
        return summary
    }
}
