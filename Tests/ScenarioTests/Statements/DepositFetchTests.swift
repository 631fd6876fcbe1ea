import Bills
import Channels
import Foundation
import Ledger
import Orders
import Postgres
import PrivateCluster
import Simulation
import TestCluster
import TestPlaces
import TestTurns
import Testing
import Vocabulary

@testable import Daemon

/// The deposit over the wire: from Alipay's interface to the same rows of the ledger that the console's export gives.
@Suite(.serialized, .waiting) struct DepositFetchTests {
    private struct Source: SimulatedBillSource {
        var rows: [SimulatedDepositRow]?

        func bill(_ request: BillRequest) -> BillAnswer { .noData(.noBillData) }
        func emptyAlipayBill(account: ChannelAccount, day: BusinessDay) -> BillAnswer { .noData(.noBillData) }
        func alipayDeposit(account: ChannelAccount) -> [SimulatedDepositRow]? { rows }
    }

    private final class Bench {
        let connection: Connection
        let directory: TemporaryDirectory
        let conninfo: String
        private let channels: SimulatedChannels
        private let configuration: Configuration
        private(set) var waits = 0

        init(
            _ name: String, _ source: any SimulatedBillSource, openAnswers: Int = 0, clock: Clock? = nil,
            keys: KeyMaterial? = nil
        ) throws {
            let cluster = try TestCluster.shared.get()
            try cluster.createDatabase("deposit \(name)")
            conninfo = cluster.conninfo(database: "deposit \(name)")
            connection = try Connection(conninfo, name: "tests")
            try Schema.migrate(connection)
            try connection.execute(SellerMonth.schema)
            directory = try TemporaryDirectory()
            var options = ChannelWorld.options
            options.openDepositAnswers = openAnswers
            channels = try SimulatedChannels.start(
                source: source, keys: try keys ?? ChannelWorld.keys.get(), clock: clock ?? .fixed(ChannelWorld.now),
                options: options)
            let file = ConfigurationFile(
                conninfo: conninfo, archive: "\(directory.path)/archive", world: try ChannelWorld.world.get(),
                channels: try channels.writeKeys(to: "\(directory.path)/keys"), hasDeposit: true)
            configuration = try Configuration.load(try directory.write("reconciled.yaml", file.text))
        }

        deinit { channels.stop() }

        /// As a user runs it.
        func run(_ arguments: String...) throws -> Program.Outcome {
            try Program.run(arguments + ["--config", "\(directory.path)/reconciled.yaml"])
        }

        var questions: Int { channels.requests.count(.deposit) }

        func client() throws -> any ChannelClient {
            let account = try #require(configuration.accounts.first { $0.settings.hasDeposit })
            return try account.makeClient(
                limits: configuration.limits, clock: .fixed(ChannelWorld.now),
                archive: BillArchive(root: configuration.archiveDirectory), log: { _ in })
        }

        /// - Returns: the path of the answers.
        func fetch(_ days: ClosedRange<BusinessDay>) throws -> String {
            let outcome = try client().deposit(days) { _, _ in
                waits += 1
                return true
            }
            switch outcome {
            case .bill(let files): return try #require(files.first).path
            case .part(_, let problem), .noData(_, let problem), .retryLater(_, let problem), .giveUp(let problem):
                throw problem
            }
        }

        @discardableResult
        func take(_ path: String) throws -> StatementImport.Result {
            try StatementImport(newShop: "tea", recordsConninfo: conninfo, person: "tester", progress: { _ in })
                .run(path, connection)
        }

        func take(_ month: SellerMonth) throws {
            let file = try month.statement(of: .deposit)
            try take(directory.write(file.name, file.bytes))
        }

        /// All that a source can agree on with another: no number of the interface's own, no place in a file.
        func rows(counted: Bool = true) throws -> [String] {
            try connection.rows(
                """
                SELECT pot, month, booked_at, amount, class, reason, order_no, order_rule, code, code_text, type, balance,
                       business_no, refund_no, named_orders
                FROM recon.seller_rows WHERE counted = \(counted)
                ORDER BY booked_at, amount, order_no
                """)
        }

        var statements: [String] {
            get throws {
                try connection.rows(
                    "SELECT pot, rows, net, opening, closing FROM recon.seller_statements ORDER BY 1, 2")
            }
        }
    }

    private static let july = Result { () throws -> ClosedRange<BusinessDay> in
        try #require(BusinessDay("2026-07-01"))...(try #require(BusinessDay("2026-07-31")))
    }

    private static let month = Result { () throws -> SellerMonth in
        SellerMonth(seed: 5, firstDay: try july.get().lowerBound, orders: 300)
    }

    private static func source(_ month: SellerMonth) throws -> WorldBillSource {
        var source = WorldBillSource(try ChannelWorld.world.get())
        source.seller = month
        return source
    }

    @Test func whatIsFetchedIsWhatTheFileHas() throws {
        let (month, july) = (try Self.month.get(), try Self.july.get())
        let byFile = try Bench("file", Self.source(month))
        try byFile.connection.execute(month.records)
        try byFile.take(month)
        let fetched = try Bench("fetched", Self.source(month), openAnswers: 2)
        try fetched.connection.execute(month.records)
        let path = try fetched.fetch(july)
        try fetched.take(path)
        #expect(fetched.waits == 2 && fetched.questions == 3)
        #expect(try fetched.rows() == byFile.rows() && byFile.rows().count == Int(month.rows(of: .deposit)))
        #expect(try fetched.statements == byFile.statements)
        #expect(
            try fetched.connection.rows("SELECT * FROM recon.order_money ORDER BY order_no")
                == byFile.connection.rows("SELECT * FROM recon.order_money ORDER BY order_no"))
        #expect(
            try fetched.connection.rows(
                "SELECT count(DISTINCT serial_no), bool_and(serial_no ~ '^BL5') FROM recon.seller_rows")
                == ["\(month.rows(of: .deposit))|t"])
        // Asked for again it is the same file, and days that overlap count once.
        #expect(try fetched.fetch(july) == path)
        guard case .known = try fetched.take(path) else {
            Issue.record("imported twice")
            return
        }
        let before = try fetched.rows()
        try fetched.take(fetched.fetch(july.lowerBound.advanced(by: 9)...july.upperBound.advanced(by: 40)))
        #expect(try fetched.rows() == before && !fetched.rows(counted: false).isEmpty)
    }

    /// A month that is in both, in whichever order they come.
    @Test(arguments: [true, false]) func aFileAndAnAnswerOfTheSameDaysCountOnce(isFileFirst: Bool) throws {
        let (month, july) = (try Self.month.get(), try Self.july.get())
        let bench = try Bench("both \(isFileFirst)", Self.source(month))
        if isFileFirst { try bench.take(month) }
        try bench.take(bench.fetch(july))
        let before = try bench.rows()
        if !isFileFirst { try bench.take(month) }
        #expect(try bench.rows() == before && before.count == Int(month.rows(of: .deposit)))
        #expect(try bench.rows(counted: false).count == before.count)
    }

    /// Another time, another description, one movement less, one more: nobody can say which of both is right.
    @Test(arguments: 0...3) func aFileAndAnAnswerThatDisagreeAreNotBothTaken(way: Int) throws {
        let (month, july) = (try Self.month.get(), try Self.july.get())
        var rows = month.depositRows
        switch way {
        case 0: rows[3].bookedAt += 1
        case 1: rows[3].description = "0020001|交易退款"
        case 2: rows.remove(at: 3)
        default: rows.insert(rows[3], at: 3)
        }
        if way == 3 { rows[3].serialNo = "BL0" }
        for isFileFirst in [true, false] {
            let bench = try Bench("disagree \(way) \(isFileFirst)", Source(rows: rows))
            let answers = try bench.fetch(july)
            if isFileFirst { try bench.take(month) } else { try bench.take(answers) }
            let before = try bench.rows()
            let problem = #expect(throws: Problem.self) {
                if isFileFirst { try bench.take(answers) } else { try bench.take(month) }
            }
            #expect(problem?.code == .statementSourcesDisagree, "\(way)")
            #expect(try bench.rows() == before && bench.rows(counted: false).isEmpty)
        }
    }

    /// A day of a sale: more than an answer can have in an hour, and almost as many in one second.
    @Test func aMonthThatNoAnswerHoldsArrivesWhole() throws {
        let july = try Self.july.get()
        let noon = july.lowerBound.advanced(by: 10).startEpochSeconds + 12 * 3600
        let moments = (0..<12_000).map { noon + Int64($0 % 3600) } + [Int64](repeating: noon + 7200, count: 4990)
        var balanceFen: Int64 = 100_000_000
        let rows = moments.sorted().enumerated().map { number, moment in
            balanceFen -= Int64(number + 1)
            return SimulatedDepositRow(
                bookedAt: moment, serialNo: "S\(number)", amountFen: -Int64(number + 1), balanceFen: balanceFen,
                description: "0020002|交易退款-保证金退款", orderNo: "4123456789\(100_000 + number)")
        }
        let bench = try Bench("sale", Source(rows: rows), openAnswers: 4)
        try bench.take(bench.fetch(july))
        let total = rows.reduce(0) { $0 + $1.amountFen }
        #expect(
            try bench.statements
                == ["deposit|\(rows.count)|\(Fen.yuan(total))|1000000.00|\(Fen.yuan(balanceFen))"])
        #expect(
            try bench.connection.rows("SELECT count(DISTINCT serial_no), count(balance) FROM recon.seller_rows")
                == ["\(rows.count)|\(rows.count)"])
        // With ten more in that second nobody can say whether there are others.
        let more =
            rows
            + (0..<10).map { number in
                var row = rows[rows.count - 1]
                row.serialNo = "T\(number)"
                return row
            }
        let cut = try Bench("cut", Source(rows: more))
        let problem = #expect(throws: Problem.self) { try cut.fetch(july) }
        #expect(problem?.code == .channelRowsCut)
    }

    @Test func theCommandAsksAndImports() throws {
        let days = SystemDays.over
        let rows = (0..<3).map { number in
            SimulatedDepositRow(
                bookedAt: days.lowerBound.startEpochSeconds + Int64(number), serialNo: "C\(number)", amountFen: -100,
                balanceFen: 1000 - 100 * Int64(number), description: "0020002|交易退款-保证金退款", orderNo: "")
        }
        let bench = try Bench(
            "command", Source(rows: rows), clock: SystemDays.clock, keys: ServiceWorld.keys.get())
        let arguments = ["import", "--deposit", "--shop", "tea", "--from", "\(days.lowerBound)"]
        func run(_ more: String...) throws -> Program.Outcome {
            try Program.run(arguments + more + ["--config", "\(bench.directory.path)/reconciled.yaml"])
        }
        #expect(try run().errors.contains("statement.unknown_shop"))
        let outcome = try run("--new-shop")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("deposit, 3 rows, in 0.00, out 3.00"))
        #expect(try run().output.contains("imported before"))
        #expect(try bench.statements == ["deposit|3|-3.00|11.00|8.00"])
        let notOver = try run("--to", "\(SystemDays.notOver)")
        #expect(notOver.errors.contains("command.day_not_over") && notOver.status == 64)
        let other = try run("--account", "2088000000000009")
        #expect(other.errors.contains("command.kind_not_configured") && other.errors.contains("2088000000000001"))
        #expect(try run("--to", "2020-01-01").status == 64)
        for wrong in [
            ["import", "--deposit", "--from", "yesterday"], ["import", "--deposit", "--shop", "tea"],
            ["import", "a.csv", "--shop", "tea", "--from", "yesterday"], ["import", "--shop", "tea"],
            ["import", "a.csv", "--deposit", "--shop", "tea", "--from", "yesterday"],
        ] {
            #expect(try Program.run(wrong).status == 64, "\(wrong)")
        }
        let check = try bench.run("check")
        #expect(check.output.contains("the deposit may be asked for"), "\(check.output)")
    }

    @Test func anAppWithoutThePermissionIsToldWhichItNeeds() throws {
        let bench = try Bench("permission", Source(rows: nil))
        let problem = #expect(throws: Problem.self) { try bench.fetch(Self.july.get()) }
        #expect(problem?.code == .channelPermission && problem?.hint.contains("bail.query") == true)
        #expect(try bench.client().probe().contains { $0.hint.contains("bail.query") })
    }
}
