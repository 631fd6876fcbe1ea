import Bills
import Channels
import FoundationEssentials
import Rules
import Simulation
import TestTurns
import Testing
import Vocabulary

@testable import Daemon
@testable import Ledger

/// The money side over the wire, from the configuration file to what a funds day is concluded from: the daemon's own clients,
/// decoders and archive against the simulated channels.
@Suite(.serialized, .waiting) struct FundsFetchTests {
    private static func run(_ account: ChannelAccount, _ day: BusinessDay) -> ClaimedRun {
        ClaimedRun(
            lease: Lease(accountID: 1, runID: 1, process: RegisteredProcess(id: 1, kind: .command)),
            unit: DayUnit(account, day, .funds), source: .channel, requester: .person("test"), tries: 1)
    }

    /// Every account and day of a world, long after its last booking, too.
    @Test func everyFundsDayArrivesWithItsPotsAndBalances() throws {
        let world = try ChannelWorld.world.get()
        let funds = SimulatedFunds(world, .none)
        let bench = try ChannelBench(WorldBench("funds_fetch", world), funds: funds)
        try bench.writeConfiguration()
        let configuration = try Configuration.load(bench.configurationPath)
        var quiet = 0
        for account in configuration.accounts {
            let simulated = try #require(world.account(account.account))
            #expect(account.kinds == [.trade, .funds])
            #expect(account.settings.pots.map(\.rawValue) == funds.pots(simulated).map(\.rawValue))
            #expect(account.rules.settlementDays == Int64(funds.style(simulated).settlementDays))
            let parts = try configuration.runParts(account, source: .channel, clock: bench.clock, progress: { _ in })
            for day in world.dayList {
                let unit = DayUnit(account.account, day, .funds)
                let bill = try fetchBill(Self.run(account.account, day), parts)
                try bill.requireEach(parts.pots(of: .funds))
                quiet += bill.quietPots.count
                #expect(
                    parts.inPotOrder(bill.files) == bill.files && Set(bill.files.map(\.path)).count == bill.files.count)
                #expect(bill.files.allSatisfy { !$0.isImported })
                for file in bill.files {
                    let pot = try #require(file.pot)
                    let potDay = SimulatedFunds.PotDay(
                        account.account, try #require(SimulatedPot(rawValue: pot.rawValue)), day)
                    var netFen: Int64 = 0
                    let summary = try parts.fundsDecoder(unit, pot, isImport: false).decode(file, progress: { _ in }) {
                        netFen += $0.amountFen
                    }
                    #expect(summary.netFen == netFen)
                    #expect(netFen == funds.closingFen(potDay) - funds.openingFen(potDay))
                }
                guard account.rules.hasBalanceControl else {
                    #expect(bill.balances == nil)
                    continue
                }
                let potDay = SimulatedFunds.PotDay(account.account, .balance, day)
                #expect(
                    bill.balances
                        == PotBalances(
                            Pot("BALANCE"), openingFen: funds.openingFen(potDay), closingFen: funds.closingFen(potDay)))
            }
            #expect(account.rules.hasBalanceControl == (account.account.channel == .alipay))
        }
        #expect(quiet > 0)
    }

    /// What `check` asks: nothing is wrong where the channel tells of money, and each pot is named where it does not.
    @Test(arguments: [true, false]) func everyPotIsProbed(hasFunds: Bool) throws {
        let world = try ChannelWorld.world.get()
        let funds = SimulatedFunds(world, .none)
        let bench = try ChannelBench(
            WorldBench("funds_probe_\(hasFunds)", world), funds: hasFunds ? funds : nil)
        bench.change = { text in
            hasFunds ? text : text.replacing("app_id:", with: "pots: [BALANCE]\n    balance_control: true\n    app_id:")
        }
        try bench.writeConfiguration()
        let configuration = try Configuration.load(bench.configurationPath)
        for account in configuration.accounts where hasFunds || account.account.channel == .alipay {
            let client = try account.makeClient(
                limits: configuration.limits, clock: bench.clock, archive: BillArchive(root: bench.archivePath),
                log: { _ in })
            let problems = client.probe()
            guard !hasFunds else {
                #expect(problems == [], "\(account.account)")
                continue
            }
            #expect(
                problems.map(\.what) == [
                    "the merchant may not have the funds bill", "the app may not ask for the balance of a day",
                ])
            #expect(problems.allSatisfy { $0.code == .channelPermission && $0.place.pot == Pot("BALANCE") })
        }
        #expect(try bench.archivedFiles().isEmpty)
    }
}
