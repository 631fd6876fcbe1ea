import Channels
import FoundationEssentials
import Ledger
import Postgres
import PrivateCluster
import Simulation
import TestCluster
import TestTurns
import Testing
import Vocabulary

@testable import Daemon

/// Three days that are over by the system's clock, which is the service's; the day after them has no bill yet, whatever
/// the time of day.
enum ServiceWorld {
    static let world = Result {
        var plan = FaultPlan.full
        plan.hasUntimedRecords = false
        return try World(seed: 20, days: SystemDays.over, paymentsPerDay: 12, faults: plan)
    }

    static let keys = Result { () throws -> KeyMaterial in
        try KeyMaterial.generate(for: world.get().accounts.map(\.id), clock: SystemDays.clock)
    }

    /// A database with the world's orders, to be copied.
    static let orders = Result { () throws -> String in
        _ = try WorldBench("service_world", world.get(), isKept: true)
        return "service_world"
    }

    /// The money of the world, with every fault of its own.
    static let funds = Result { try SimulatedFunds(world.get(), .full) }

    /// What people can query after each run of an undisturbed catch-up, oldest day first; to begin with, after none.
    static let undisturbed = Result { try states(ServiceInstallation("undisturbed")) }

    /// The same of both kinds of bills. The first day's money comes before its trade bill, which then settles both.
    static let undisturbedWithFunds = Result { () throws -> [[String]] in
        let installation = try ServiceInstallation("undisturbed_funds", funds: funds.get())
        return try states(installation, first: installation.firstUnit(.funds))
    }

    private static func states(
        _ installation: ServiceInstallation, first: DayUnit? = nil
    ) throws -> [[String]] {
        try installation.writeConfiguration()
        let configuration = try Configuration.load(installation.configurationPath)
        var states = [try installation.everything()]
        var units = installation.bench.world.dayList.flatMap { day in
            configuration.accounts.flatMap { account in account.kinds.map { DayUnit(account.account, day, $0) } }
        }
        if let first { units = [first] + units.filter { $0 != first } }
        for unit in units {
            let account = try #require(configuration.accounts.first { $0.account == unit.account })
            let parts = try configuration.runParts(
                account, source: .channel, clock: SystemDays.clock, progress: { _ in })
            let request = RunRequest(unit, source: .channel, by: .person("test"))
            try #require(try reconcile(request, parts).verdict != .incomplete)
            states.append(try installation.everything())
        }
        return states
    }
}

/// A database with a world's orders, simulated channels, and a configuration file for `reconciled serve`.
final class ServiceInstallation {
    let bench: WorldBench
    let channels: SimulatedChannels
    /// What the service connects to; another one than the bench's own when something stands in between.
    var conninfo: String
    /// Added to the configuration file.
    var options = "service:\n  runs_at_once: 1\n"
    private let description: ClientDescription
    /// The money that the channels tell of; nil for accounts without a money side.
    private let funds: SimulatedFunds?
    private var watch: Watch?

    /// - Parameter cluster: another one than all tests share; it has the template too.
    init(
        _ name: String, on cluster: PrivateCluster? = nil, _ world: World? = nil, funds: SimulatedFunds? = nil
    ) throws {
        self.funds = funds
        let isShared = cluster == nil && world == nil
        let world = try world ?? ServiceWorld.world.get()
        bench = try WorldBench(
            "service_\(name)", world, copyOf: isShared ? ServiceWorld.orders.get() : nil, on: cluster)
        conninfo = bench.conninfo
        channels = try SimulatedChannels.start(
            source: funds.map { WorldBillSource($0) } ?? WorldBillSource(world), keys: ServiceWorld.keys.get())
        description = try channels.writeKeys(to: bench.directory + "/keys")
        for account in world.accounts {
            for day in 1...2 {
                let late = world.days.upperBound.advanced(by: day)
                try channels.faults.add(
                    ChannelFault(.notReady, at: .apply, of: account.id, day: late, .always))
            }
        }
    }

    deinit {
        watch = nil
        channels.stop()
    }

    var configurationPath: String { bench.directory + "/reconciled.yaml" }

    func writeConfiguration(_ change: (String) -> String = { $0 }) throws {
        let file = ConfigurationFile(
            conninfo: conninfo, archive: bench.directory + "/archive", world: bench.world, channels: description,
            funds: funds)
        try Output.write(change(file.text + options), to: configurationPath)
    }

    func start(_ environment: [String: String] = [:]) throws -> ServiceProcess {
        if !FileManager.default.fileExists(atPath: configurationPath) { try writeConfiguration() }
        return try ServiceProcess(configuration: configurationPath, environment: environment)
    }

    func program(_ arguments: String...) throws -> Program.Outcome {
        try Program.run(arguments + ["--config", configurationPath])
    }

    /// How many days of how many kinds of bills there are.
    var unitCount: Int { bench.world.dayList.count * bench.world.accounts.count * (funds == nil ? 1 : 2) }

    func firstUnit(_ kind: BillKind) -> DayUnit {
        DayUnit(bench.world.accounts[0].id, bench.world.days.lowerBound, kind)
    }

    /// Everything that people can query, of both kinds of bills where there are both.
    func everything() throws -> [String] {
        try bench.everything() + (funds == nil ? [] : bench.everythingOfMoney())
    }

    /// What `everything` is in the end if nothing disturbs the service.
    func undisturbed() throws -> [String] {
        let states = try (funds == nil ? ServiceWorld.undisturbed : ServiceWorld.undisturbedWithFunds).get()
        return try #require(states.last)
    }

    /// Asks for a run as a person does, before any service has told of its accounts.
    func request(_ unit: DayUnit) throws {
        try writeConfiguration()
        let configuration = try Configuration.load(configurationPath)
        let account = try #require(configuration.accounts.first { $0.account == unit.account })
        let ledger = try Connection(bench.conninfo, name: "tests")
        let accountID = try RunJournal.account(account.account, account.rules, pots: account.settings.pots, ledger)
        _ = try RunQueue.request(
            UnitKey(accountID, unit.day, unit.kind), by: .person("test"), source: .channel, ledger)
    }

    func value(_ sql: String) throws -> String { try bench.rows("SELECT \(sql)").first ?? "" }

    /// Waits until a condition holds, looking at it whenever the queue says something.
    /// - Parameter orItsEnd: the end of the service will do as well.
    func waitUntil(_ condition: String, _ service: ServiceProcess? = nil, orItsEnd: Bool = false) throws {
        let patience = Patience()
        while !patience.isOver {
            service?.listen()
            if orItsEnd, service?.hasEnded == true { return }
            // A test may have restarted the server: then a new session looks.
            do {
                if watch == nil { watch = try Watch(bench.conninfo, hearing: RunQueue.channelName) }
                if try watch?.holds(condition) == true { return }
                try watch?.pause()
            } catch {
                guard error.isConnectionLost else { throw error }
                watch = nil
            }
        }
        let runs = try bench.rows("SELECT * FROM recon.runs ORDER BY run_id").joined(separator: "\n")
        try #require(Bool(false), "never: \(condition)\n\(runs)\n\(service?.text ?? "")")
    }

    /// Every day of the world is concluded, and nothing of it is to be done.
    var isConcluded: String {
        let last = bench.world.days.upperBound
        return """
            (SELECT count(*) FROM ledger.day WHERE concluded) = \(unitCount) AND NOT EXISTS (
                SELECT FROM ledger.run WHERE bill_date <= '\(last)' AND state IN ('queued', 'fetching', 'matching'))
            """
    }

    /// Waits until a killed process has left nothing in the server: what it had begun is rolled back, or committed.
    func waitUntilForgotten() throws {
        try Watch(bench.conninfo).wait(
            until: """
                NOT EXISTS (SELECT FROM pg_stat_activity
                            WHERE datname = current_database() AND application_name LIKE 'reconciled%')
                """)
    }

    /// Has the service reach the server through a proxy.
    func connect(through proxy: ServerProxy) throws {
        let cluster = try TestCluster.shared.get()
        let direct = "host='\(cluster.directory)' port='5432'"
        try #require(conninfo.contains(direct))
        conninfo = conninfo.replacing(direct, with: "host=127.0.0.1 port=\(proxy.port)")
        conninfo += " sslmode=disable gssencmode=disable"
    }
}
