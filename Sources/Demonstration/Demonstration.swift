import Daemon
import Glibc
import Ledger
import Postgres
import PrivateCluster
import Runtime
import Simulation
import Vocabulary

/// Simulated days from nothing to a printed report: the same parts that a real installation uses, on a database and
/// channels of its own.
final class Demonstration {
    private let cluster: PrivateCluster
    private let world: World
    private let funds: SimulatedFunds
    private let month: SellerMonth
    private let clock: Clock
    private let progress: DemonstrationProgress
    private var channels: SimulatedChannels?

    private static let database = "reconciled"
    /// The days that the project's documents speak of, so that the same seed prints the same today and tomorrow.
    private static let firstDay = BusinessDay(year: 2026, month: 11, day: 19)
    private static let dayCount = 3
    /// Of a shop with records of its own, which lie in a database beside the other.
    private static let sellerDatabase = "seller"
    private static let sellerOrders = 400
    /// Fifteen hours into the second day after the last: each bill is there, and none is out of the channels' reach.
    private static let afterLastDaySeconds = BusinessDay.secondsPerDay + 15 * 3600

    /// The standard ones, each with its money booked in another way, so that every fault of the money has a day to show on.
    private static var accounts: [SimulatedAccount] {
        SimulatedAccount.standard.enumerated().map { index, account in
            var account = account
            var style = MoneyStyle()
            style.isRefundNet = index == 1
            style.hasFeesPot = index == 1
            style.settlementDays = index == 1 ? 1 : 0
            account.moneyStyle = style
            return account
        }
    }

    /// Below the cluster's own directory, so that whatever removes that removes this.
    private var directory: String { cluster.directory + "/demo" }
    var configurationPath: String { directory + "/reconciled.yaml" }

    init(seed: UInt64, paymentsPerDay: Int) throws {
        let first = Self.firstDay ?? Clock.system.today.advanced(by: -Self.dayCount - 1)
        let last = first.advanced(by: Self.dayCount - 1)
        progress = DemonstrationProgress()
        progress.phase("telling the story of the days")
        world = try World(
            seed: seed, days: first...last, accounts: Self.accounts, paymentsPerDay: paymentsPerDay, faults: .full)
        funds = SimulatedFunds(world, .full)
        // The month before the days.
        let (year, number, _) = first.components
        let monthDay = BusinessDay(year: year, month: number - 1, day: 1) ?? first
        month = SellerMonth(seed: seed, firstDay: monthDay, orders: Self.sellerOrders)
        // A clock that goes on from there: signatures carry its time.
        let offset = last.endEpochSeconds + Self.afterLastDaySeconds - Clock.system.epochSeconds()
        clock = Clock { Clock.system.epochSeconds() + offset }
        progress.phase("starting a private PostgreSQL")
        cluster = try PrivateCluster.start()
    }

    /// - Returns: whether every difference was found and nothing else, of the lists, of the money and of a seller's pots.
    func run() throws -> Bool {
        let configuration = try prepare()
        try reconcileAll(configuration)
        try importMonth(configuration)
        progress.clear()
        let connection = try connectResults(configuration)
        try printReport(connection)
        let score = try DemonstrationScore.count(world, on: connection)
        let money = try MoneyScore(funds, on: connection)
        let pots = try SellerScore(month, on: connection)
        try Output.write(try SellerReport.text(month, on: connection) + score.text + money.text + pots.text)
        return score.isPerfect && money.isPerfect && pots.isPerfect
    }

    private func prepare() throws -> Configuration {
        guard mkdir(directory, 0o700) == 0 else {
            throw Problem(
                .outputCannotCreate, "cannot create the directory: \(systemMessage())", at: Place(file: directory),
                hint: "Set TMPDIR to a directory that can be written to.")
        }
        let keys = QueuedWork("keys") { [world, clock] in
            try KeyMaterial.generate(for: world.accounts.map(\.id), clock: clock)
        }
        try cluster.createDatabase(Self.database)
        progress.phase("writing the shop's orders")
        do {
            let connection = try Connection(conninfo, name: "reconciled demo")
            try fillShop(connection)
            try Schema.migrate(connection)
            // What moves on the first day may be of the day before, whose bill nobody asks for. Not recon.close_period: by
            // the computer's clock that day may be still to come.
            _ = try connection.query(
                "INSERT INTO ledger.period (closed_through, closed_by) VALUES ($1::date, session_user)",
                [world.days.lowerBound.previous.description])
        }
        progress.phase("starting the channels")
        let channels = try startChannels(try keys.wait())
        self.channels = channels
        let description = try channels.writeKeys(to: directory + "/keys")
        let file = ConfigurationFile(
            conninfo: conninfo, archive: directory + "/bills", world: world, channels: description,
            funds: funds)
        try Output.write(file.text, to: configurationPath)
        return try Configuration.load(configurationPath)
    }

    private var conninfo: String { cluster.conninfo(database: Self.database) }

    private func startChannels(_ keys: KeyMaterial) throws -> SimulatedChannels {
        try SimulatedChannels.start(source: WorldBillSource(funds), keys: keys, clock: clock)
    }

    private func fillShop(_ connection: borrowing Connection) throws {
        try TaobaoSchema.create(connection)
        try TaobaoSchema.load(world, connection)
    }

    /// Day by day, as they come; a later day may still change what an earlier one left pending.
    private func reconcileAll(_ configuration: Configuration) throws {
        var done = 0
        for day in world.dayList {
            for account in configuration.accounts {
                for kind in account.kinds {
                    progress.run(done, of: world.accountDays.count * account.kinds.count, account.account, day)
                    let parts = try configuration.runParts(
                        account, source: .channel, clock: clock, progress: { [progress] in progress.step($0) })
                    let request = RunRequest(
                        DayUnit(account.account, day, kind), source: .channel, by: .person(requester()))
                    let result = try reconcile(request, parts)
                    if let reason = result.reason { throw reason }
                    done += 1
                }
            }
        }
    }

    private func importMonth(_ configuration: Configuration) throws {
        progress.phase("importing a month of a seller's statements")
        try cluster.createDatabase(Self.sellerDatabase)
        let records = cluster.conninfo(database: Self.sellerDatabase)
        try month.load(try Connection(records, name: "reconciled demo"))
        let files = directory + "/statements"
        try SellerMonthFiles(directory: files).write(month)
        let statements = StatementImport(
            newShop: "tea", recordsConninfo: records, person: requester(), progress: { [progress] in progress.step($0) }
        )
        let connection = try Connection(configuration.resultsConninfo, name: "reconciled demo")
        for pot in SellerPot.allCases {
            _ = try statements.run("\(files)/\(try month.statement(of: pot).name)", connection)
        }
    }

    private func printReport(_ connection: borrowing Connection) throws {
        let report = try DemonstrationReport.read(world, on: connection)
        try Output.write(report.text)
    }

    /// Stops everything; the database only when it is not to be kept.
    func end(keep: Bool) throws {
        guard keep else { return stop() }
        channels?.stop()
        let remove = cluster.keep()
        try Output.write(
            DemonstrationReport.farewell(
                psql: "\(cluster.binaries)/psql \"\(conninfo)\"", configuration: configurationPath, remove: remove))
    }

    func stop() {
        progress.clear()
        channels?.stop()
        cluster.stop()
    }
}
