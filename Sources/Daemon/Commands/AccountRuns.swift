import ArgumentParser
import Bills
import Channels
import Ledger
import Orders
import Postgres
import Vocabulary

/// Runs accounts one after the other, prints a line for each, and remembers what the command has to end with. A failure
/// of one account does not keep the others from their run.
struct AccountRuns {
    let configuration: Configuration
    let clock: Clock
    private let log: ExchangeLog
    private let progress = ProgressLine()
    private let remains: ProcessRemains
    private var worst = ExitStatus.green
    private var failure: ExitStatus?

    init(configuration: Configuration, clock: Clock, log: @escaping ExchangeLog) {
        self.configuration = configuration
        self.clock = clock
        self.log = log
        remains = ProcessRemains(archive: configuration.archiveDirectory)
    }

    mutating func run(
        _ account: AccountConfiguration, _ day: BusinessDay, _ kind: BillKind, _ source: RunRequest.Source,
        by requester: Requester, liftShareLimitReason: String?
    ) throws {
        let unit = DayUnit(account.account, day, kind)
        let request = RunRequest(unit, source: source, by: requester, liftShareLimitReason: liftShareLimitReason)
        do {
            var parts = try configuration.runParts(
                account, source: source, clock: clock, log: log, progress: progress.reporter)
            parts.remains = remains
            let result = try reconcile(request, parts)
            progress.clear()
            try Output.line("\(account.account)  \(day)  \(kind)  \(result.verdict.rawValue)  run \(result.runID)")
            if let reason = result.reason { Output.complain(reason.description) }
            if result.verdict.exitStatus.rawValue > worst.rawValue { worst = result.verdict.exitStatus }
        } catch {
            progress.clear()
            let problem = asProblem(error).located(unit.place)
            Output.complain(problem.description)
            failure = failure ?? problem.code.exit
        }
    }

    /// - Throws: the exit status, unless it is 0.
    func end() throws {
        let status = failure ?? worst
        guard status == .green else {
            throw ExitCode(status.rawValue)
        }
    }
}

extension Configuration {
    /// What a run of an account needs in a command. A bill that is at hand is not fetched, so no key is read for it.
    package func runParts(
        _ account: AccountConfiguration, source: RunRequest.Source, clock: Clock, log: @escaping ExchangeLog = { _ in },
        progress: @escaping ProgressReporter
    ) throws -> RunParts {
        let client: any ChannelClient =
            source == .channel
            ? try account.makeClient(
                limits: limits, clock: clock, archive: BillArchive(root: archiveDirectory), log: log)
            : ChannelNotAsked(account: account.account)
        return runParts(account, client: client, clock: clock, progress: progress)
    }

    func runParts(
        _ account: AccountConfiguration, client: any ChannelClient, clock: Clock, progress: @escaping ProgressReporter
    ) -> RunParts {
        var billLimits = BillLimits()
        billLimits.inflatedBytesMax = limits.inflatedBytes
        var parts = RunParts(
            resultsConninfo: resultsConninfo, channel: account.channel, orders: ordersSource,
            rules: account.rules, client: client, archive: BillArchive(root: archiveDirectory), limits: billLimits,
            clock: clock, progress: progress)
        parts.pots = account.settings.pots
        parts.channels = channels
        parts.memoryBytesMax = limits.memoryBytes
        parts.plainPairs = retention.plainPairs
        return parts
    }
}

/// Stands where a channel would be, in a run whose bill is at hand already.
private struct ChannelNotAsked: ChannelClient {
    let account: ChannelAccount

    private var problem: Problem {
        Problem(
            .databaseError, "a run of a bill at hand asked the channel", at: Place(account: account),
            hint: "This is a fault of the program: please report it.")
    }

    func fetch(_ unit: DayUnit, report: @escaping @Sendable (_ bytesDone: Int64) -> Void) -> FetchOutcome {
        .giveUp(problem)
    }
    func probe() -> [Problem] { [problem] }
    var expiries: [Expiry] { [] }
}
