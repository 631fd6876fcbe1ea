import Channels
import FoundationEssentials
import Glibc
import Ledger
import Orders
import Postgres
import PrivateCluster
import Simulation
import TestCluster
import Testing
import Vocabulary

@testable import Daemon

/// Three days of three accounts, each reached in another way, whose bills come over the wire. The first two days are
/// concluded and people have decided on some of what was found; the third was never tried.
enum ChannelWorld {
    /// Platform certificates, the public key, and Alipay's public key.
    static let certificates = ChannelAccount(channel: .wechatpay, account: "1900999001")
    static let publicKey = ChannelAccount(channel: .wechatpay, account: "1900999002")
    static let alipay = ChannelAccount(channel: .alipay, account: "2088000000000001")
    /// Never concluded on any day.
    static let alipayCertificates = ChannelAccount(channel: .alipay, account: "2088000000000002")

    static let firstDay = BusinessDay("2026-11-18") ?? BusinessDay(number: 0)
    static let concluded = firstDay.next
    static let untried = firstDay.advanced(by: 2)
    /// Afternoon of the second day after the last: every bill is there.
    static let now = untried.next.endEpochSeconds + 15 * 3600

    static let world = Result {
        // A record without a time would keep the third day's neighbours from their conclusion.
        var plan = FaultPlan.full
        plan.hasUntimedRecords = false
        return try World(
            seed: 4711, days: firstDay...untried,
            accounts: SimulatedAccount.standard + [.alipay(alipayCertificates.account)], paymentsPerDay: 90,
            faults: plan)
    }

    /// Keys take seconds to make, so all tests share them.
    static let keys = Result { () throws -> KeyMaterial in
        try KeyMaterial.generate(for: world.get().accounts.map(\.id), clock: .fixed(now))
    }

    static var options: SimulatedChannelsOptions {
        var options = SimulatedChannelsOptions()
        options.keyModes = [publicKey.account: .publicKey]
        options.certificateModes = [alipayCertificates.account: true]
        return options
    }

    /// The database to begin with; tests work on copies of it.
    static let ledger = Result { () throws -> String in
        let name = "channel_world"
        let bench = try ChannelBench(WorldBench("channel_world_in_the_making", world.get()))
        for account in [certificates, publicKey, alipay] {
            for day in [firstDay, concluded] {
                let result = try bench.run(account, day)
                try #require(result.verdict == .discrepancies)
            }
            try bench.world.sql(decisions(account))
        }
        bench.world.disconnect()
        try TestCluster.shared.get().createDatabase(name, template: "channel_world_in_the_making")
        return name
    }

    /// One discrepancy of the second day is accepted, another acknowledged, each with a note.
    private static func decisions(_ account: ChannelAccount) -> String {
        """
        WITH found AS (
            SELECT i.account_id, i.item_id, row_number() OVER (ORDER BY i.item_id) AS place
            FROM ledger.item i JOIN ledger.account a USING (account_id)
            WHERE a.account = '\(account.account)' AND i.bill_date = '\(concluded)' AND i.status = 'open'),
        accepted AS (
            UPDATE ledger.item i SET status = 'resolved', resolution = 'accepted', resolved_by = 'li.mei',
                   resolved_at = clock_timestamp(), note = 'seen with the bank'
            FROM found f WHERE f.place = 1 AND (i.account_id, i.item_id) = (f.account_id, f.item_id)
            RETURNING i.account_id, i.item_id),
        acknowledged AS (
            UPDATE ledger.item i SET status = 'acknowledged', note = 'asked the shop'
            FROM found f WHERE f.place = 2 AND (i.account_id, i.item_id) = (f.account_id, f.item_id)
            RETURNING i.account_id, i.item_id)
        INSERT INTO ledger.item_event (account_id, item_id, event, actor)
        SELECT account_id, item_id, 'resolved', 'li.mei' FROM accepted
        UNION ALL SELECT account_id, item_id, 'acknowledged', 'li.mei' FROM acknowledged
        """
    }
}

/// The daemon's own parts, configured by a file as on the command line, against the simulated channels over HTTP.
final class ChannelBench {
    let world: WorldBench
    private(set) var channels: SimulatedChannels
    /// The daemon's; the channels have theirs.
    var clock: Clock
    private let channelsClock: Clock
    /// The money that the channels tell of; nil for accounts without a money side.
    private let funds: SimulatedFunds?
    /// Applied to the configuration file's text before each run.
    var change: (String) -> String = { $0 }
    private(set) var description: ClientDescription

    convenience init(_ name: String) throws {
        try self.init(WorldBench("unhappy_\(name)", ChannelWorld.world.get(), copyOf: ChannelWorld.ledger.get()))
    }

    /// - Parameter clock: nil for the afternoon of the second day after the world's last.
    init(_ world: WorldBench, clock: Clock? = nil, funds: SimulatedFunds? = nil) throws {
        self.world = world
        self.funds = funds
        channelsClock = clock ?? .fixed(world.world.days.upperBound.next.endEpochSeconds + 15 * 3600)
        self.clock = channelsClock
        channels = try Self.start(world.world, funds, channelsClock)
        description = try channels.writeKeys(to: world.directory + "/keys")
    }

    deinit { channels.stop() }

    private static func start(
        _ world: World, _ funds: SimulatedFunds?, _ clock: Clock
    ) throws -> SimulatedChannels {
        try SimulatedChannels.start(
            source: funds.map { WorldBillSource($0) } ?? WorldBillSource(world), keys: ChannelWorld.keys.get(),
            clock: clock, options: ChannelWorld.options)
    }

    /// New channels in place of the old ones, without any fault, and the daemon's clock and configuration set right.
    /// - Parameter channelsClock: another one for the channels.
    func heal(channelsClock other: Clock? = nil) throws {
        channels.stop()
        channels = try Self.start(world.world, funds, other ?? channelsClock)
        description = try channels.writeKeys(to: world.directory + "/keys")
        clock = channelsClock
        change = { $0 }
    }

    func strike(
        _ kind: ChannelFaultKind, at step: ChannelStep, of account: ChannelAccount, day: BusinessDay? = nil,
        _ duration: ChannelFault.Duration = .always
    ) throws {
        try channels.faults.add(ChannelFault(kind, at: step, of: account, day: day, duration))
    }

    var configurationPath: String { world.directory + "/reconciled.yaml" }
    var archivePath: String { world.directory + "/archive" }

    /// Paths of what the archive holds, half-received files among them.
    func archivedFiles() throws -> [String] {
        guard FileManager.default.fileExists(atPath: archivePath) else { return [] }
        return try FileManager.default.subpathsOfDirectory(atPath: archivePath).filter { $0.contains(".") }.sorted()
    }

    /// The accounts of the world, which may be fewer than there are keys for.
    func writeConfiguration() throws {
        let accounts = Set(world.world.accounts.map(\.id.account))
        var channels = description
        channels.wechatpay.removeAll { !accounts.contains($0.mchid) }
        channels.alipay.removeAll { !accounts.contains($0.partnerID) }
        let file = ConfigurationFile(
            conninfo: world.conninfo, archive: archivePath, world: world.world, channels: channels,
            funds: funds)
        try Output.write(change(file.text), to: configurationPath)
    }

    /// - Parameter user: who the run is towards files, once its keys are read; nil for the caller.
    func run(
        _ account: ChannelAccount, _ day: BusinessDay, _ kind: BillKind = .trade,
        source: RunRequest.Source = .channel,
        asOwnerOfFiles user: uid_t? = nil, progress: @escaping ProgressReporter = { _ in }
    ) throws -> RunResult {
        try writeConfiguration()
        let configuration = try Configuration.load(configurationPath)
        let configured = try #require(configuration.accounts.first { $0.account == account })
        let parts = try configuration.runParts(configured, source: source, clock: clock, progress: progress)
        return try FileUser.become(user) {
            try reconcile(RunRequest(DayUnit(account, day, kind), source: source, by: .person("test")), parts)
        }
    }
}
