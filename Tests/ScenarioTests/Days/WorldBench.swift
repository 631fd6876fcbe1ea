import Bills
import Channels
import Daemon
import FoundationEssentials
import Ledger
import Rules
import Orders
import Postgres
import PrivateCluster
import Simulation
import TestCluster
import Testing
import Vocabulary

/// A database that has both schemas, to be copied.
enum WorldTemplate {
    static let databaseName = "world_template"

    /// In the server that all tests share.
    static let shared = Result { try make(in: TestCluster.shared.get()) }

    /// A server of its own that has it, for a test that stops or sets the server.
    static func cluster(settings: [String: String] = [:]) throws -> PrivateCluster {
        let cluster = try PrivateCluster.start(settings: settings)
        _ = try make(in: cluster)
        return cluster
    }

    private static func make(in cluster: PrivateCluster) throws -> String {
        try cluster.createDatabase(databaseName)
        let connection = try Connection(cluster.conninfo(database: databaseName), name: "tests")
        try Schema.migrate(connection)
        try TaobaoSchema.create(connection)
        return databaseName
    }
}

/// A simulated world in a database of its own, whose bills are reconciled from files.
final class WorldBench {
    let world: World
    let conninfo: String
    let directory: String
    private let cluster: PrivateCluster
    private let isKept: Bool
    /// Kept for questions, which tests ask by the hundred.
    var plainPairs = PlainPairs.kept
    private var session: Connection?
    private(set) var state = World.State(concluded: [])

    /// - Parameter filled: a database that holds the world's orders already, to be copied; nil fills a new one.
    /// - Parameter cluster: another one than all tests share; it has the template too.
    /// - Parameter isKept: the database outlives the bench, to be copied.
    init(
        _ name: String, _ world: World, copyOf filled: String? = nil, on cluster: PrivateCluster? = nil,
        isKept: Bool = false
    ) throws {
        self.world = world
        self.isKept = isKept
        let template = try filled ?? (cluster == nil ? WorldTemplate.shared.get() : WorldTemplate.databaseName)
        let cluster = try cluster ?? TestCluster.shared.get()
        self.cluster = cluster
        try cluster.createDatabase(name, template: template)
        conninfo = cluster.conninfo(database: name)
        directory =
            FileManager.default.temporaryDirectory.appending(
                path: "reconciled-\(name)-\(UInt32.random(in: 0..<(.max)))"
            ).path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        guard filled == nil else { return }
        let connection = try Connection(conninfo, name: "tests")
        try TaobaoSchema.load(world, connection)
    }

    deinit {
        session = nil
        try? FileManager.default.removeItem(atPath: directory)
        guard !isKept else { return }
        try? cluster.dropDatabase(
            String(conninfo.split(separator: " ").first { $0.hasPrefix("dbname=") }?.dropFirst(7) ?? ""))
    }

    func sql(_ text: String) throws { try Connection(conninfo, name: "tests").execute(text) }

    func rows(_ text: String) throws -> [String] {
        guard let rows = try ask(text) else { return [] }
        return rows.lines
    }

    private func ask(_ text: String) throws -> Rows? {
        if session == nil { session = try Connection(conninfo, name: "tests") }
        do { return try session?.query(text) } catch  where error.isConnectionLost {
            // A test may have stopped the server in between.
            session = try Connection(conninfo, name: "tests")
            return try session?.query(text)
        }
    }

    /// Ends the bench's own session, so that the database can be copied.
    func disconnect() { session = nil }

    func rules(_ account: SimulatedAccount) -> AccountRules {
        var rules = AccountRules(startDate: world.days.lowerBound)
        rules.cutOffWindowSeconds = account.cutOffWindowSeconds
        rules.contractedRate = account.contractedRatePerTenMillion.map { ContractedRate(perTenMillion: $0) }
        return rules
    }

    /// What is done to the files before they are imported.
    var arrange: ([String]) throws -> [String] = { $0 }

    /// The files of a day's bill as a person would have downloaded them; none for a zero day.
    func billFiles(_ accountDay: World.AccountDay) throws -> [String] {
        guard let account = world.account(accountDay.account) else { return [] }
        let kinds: [SimulatedBillKind] =
            switch account.channel {
            case .alipay: [.trade]
            default: account.weChatForm == .successAndRefund ? [.success, .refund] : [.all]
            }
        return try kinds.compactMap { kind in
            guard let bill = try world.bill(accountDay.account, accountDay.day, kind) else { return nil }
            let path = "\(directory)/\(bill.fileName)"
            try Data(try bill.delivered()).write(to: URL(filePath: path))
            return path
        }
    }

    @discardableResult
    func run(_ accountDay: World.AccountDay) throws -> Verdict {
        guard let account = world.account(accountDay.account) else { return .incomplete }
        let files = try arrange(try billFiles(accountDay))
        var parts = RunParts(
            resultsConninfo: conninfo, channel: account.channel == .wechatpay ? .wechatPay : .alipay,
            orders: OrdersSource(conninfo: conninfo, channels: [.wechatpay, .alipay]), rules: rules(account),
            client: FixedAnswer(account: accountDay.account), archive: BillArchive(root: directory + "/archive"),
            limits: BillLimits(), clock: .fixed(world.days.upperBound.advanced(by: 30).startEpochSeconds),
            progress: { _ in })
        parts.plainPairs = plainPairs
        // Of some days the numbers are in the index, of others still in their blocks.
        parts.waitingBlocksMax = accountDay.day.number.isMultiple(of: 2) ? 0 : NumberIndex.waitingMax
        parts.onIndexProblem = { Issue.record($0) }
        let request = RunRequest(
            DayUnit(accountDay.account, accountDay.day, .trade),
            source: files.isEmpty ? .channel : .files(files.map { FileAtHand($0) }), by: .person("test"))
        let verdict = try reconcile(request, parts).verdict
        let concluded = try rows(
            "SELECT channel, account, bill_date FROM recon.daily_summary WHERE verdict <> 'incomplete'")
        state.concluded = Set(
            concluded.compactMap { line in
                let cells = line.split(separator: "|").map(String.init)
                guard cells.count == 3, let channel = Channel(rawValue: cells[0]), let day = BusinessDay(cells[2])
                else { return nil }
                return World.AccountDay(ChannelAccount(channel: channel, account: cells[1]), day)
            })
        return verdict
    }

    func apply(_ change: OrderChange) throws {
        try sql(change.statements.joined(separator: ";\n"))
        state.changes.insert(change.number)
    }

    /// Everything that people can query, without run numbers and clock times.
    func everything() throws -> [String] {
        try [
            """
            SELECT 'item', code, status, bill_date, channel, account, entry_type, payment_no, refund_no, order_nos,
                   channel_trade_no, channel_refund_no, order_amount, channel_amount, difference, currency, occurred_at,
                   details FROM recon.discrepancies WHERE status IN ('open', 'acknowledged')
            """,
            """
            SELECT 'pending', code, bill_date, due_date, channel, account, entry_type, payment_no, refund_no, order_nos,
                   order_amount, channel_amount, difference, occurred_at FROM recon.pending
            """,
            "SELECT 'entry', * FROM recon.bill_entries",
            "SELECT 'statement', * FROM recon.statement",
            """
            SELECT 'day', bill_date, channel, account, verdict, payments, payment_amount, refunds, refund_amount, fees,
                   net_amount, received_amount, matched, pending, open_discrepancies FROM recon.daily_summary
            """,
        ].flatMap { try rows($0).sorted() }
    }
}

extension WorldBench {
    /// Everything of the money side that people can query, without run numbers and clock times.
    func everythingOfMoney() throws -> [String] {
        try [
            """
            SELECT 'item', code, status, bill_date, account, entry_type, payment_no, refund_no, channel_no, occurrence,
                   channel_trade_no, channel_refund_no, channel_fen, difference_fen, occurred_at, due_date, details, pot,
                   movement_class FROM ledger.item JOIN ledger.account USING (account_id) WHERE kind = 'funds' AND found
            """,
            """
            SELECT 'day', account, d.bill_date, r.verdict, r.entries, r.matched, r.cross_day, r.pending, r.discrepancies
            FROM ledger.day d JOIN ledger.run r USING (account_id, run_id) JOIN ledger.account USING (account_id)
            WHERE d.kind = 'funds'
            """,
            """
            SELECT 'statement', account, bill_date, pot, line_no, line, movements, amount_fen
            FROM ledger.day JOIN ledger.funds_line USING (account_id, run_id) JOIN ledger.account USING (account_id)
            """,
            """
            SELECT 'bridge', account, bill_date, line_no, line, amount_fen
            FROM ledger.day JOIN ledger.bridge_line USING (account_id, run_id) JOIN ledger.account USING (account_id)
            """,
            """
            SELECT 'movement', account, bill_date, file_no, line_no, movement_class, business_no, amount_fen, outcome, entry_date
            FROM (SELECT * FROM ledger.movement UNION ALL SELECT (movement).* FROM ledger.packed_movement) m
            JOIN ledger.account USING (account_id)
            """,
            """
            SELECT 'part', account, channel_no, bill_date, line, amount_fen
            FROM ledger.bridge_part JOIN ledger.account USING (account_id)
            """,
        ].flatMap { try rows($0).sorted() }
    }
}

/// A channel that has no bill for any day, and says so with a signature.
struct FixedAnswer: ChannelClient {
    let account: ChannelAccount

    func fetch(_ unit: DayUnit, report: @escaping FetchReport) -> FetchOutcome {
        .noData(verified: true, Problem(.billAbsent, "no data"))
    }

    func probe() -> [Problem] { [] }
    var expiries: [Expiry] { [] }
}
