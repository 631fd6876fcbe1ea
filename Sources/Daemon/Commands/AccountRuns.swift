import ArgumentParser
import Bills
import Channels
import Ledger
import Orders
import Postgres
import Rules
import Vocabulary

/// Runs accounts one after the other, prints a line for each, and remembers what the command has to end with. A failure
/// of one account does not keep the others from their run.
struct AccountRuns {
    let configuration: Configuration
    let clock: Clock
    private let log: ExchangeLog
    private let isDry: Bool
    private let progress = ProgressLine()
    private let remains: ProcessRemains
    private var worst = ExitStatus.green
    private var failure: ExitStatus?

    /// - Parameter isDry: says what each run would come to, and does none.
    init(configuration: Configuration, clock: Clock, isDry: Bool, log: @escaping ExchangeLog) {
        self.isDry = isDry
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
            if isDry { return try rehearse(request, account) }
            var parts = try configuration.runParts(
                account, source: source, clock: clock, log: log, progress: progress.reporter)
            parts.remains = remains
            let result = try reconcile(request, parts)
            let text = "\(account.account)  \(day)  \(kind)  \(result.verdict.rawValue)  run \(result.runID)"
            try tell([text], result.verdict, result.reason)
        } catch {
            progress.clear()
            let problem = asProblem(error).located(unit.place)
            Output.complain(problem.description)
            failure = failure ?? problem.code.exit
        }
    }

    private mutating func rehearse(_ request: RunRequest, _ account: AccountConfiguration) throws {
        let archive = try DryArchive(place: request.unit.place)
        defer { archive.remove() }
        var configuration = configuration
        // The bill at hand lies in the archive itself, and nothing is written for it.
        if request.source != .archived { configuration.archiveDirectory = archive.path }
        let parts = try configuration.runParts(
            account, source: request.source, clock: clock, log: log, progress: progress.reporter)
        let rehearsal = try Daemon.rehearse(request, parts)
        try tell(rehearsal.lines(of: request), rehearsal.verdict, rehearsal.reason)
    }

    private mutating func tell(_ lines: [String], _ verdict: Verdict, _ reason: Problem?) throws {
        progress.clear()
        for line in lines { try Output.words(line) }
        if let reason { Output.complain(reason.description) }
        if verdict.exitStatus.rawValue > worst.rawValue { worst = verdict.exitStatus }
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

    var billLimits: BillLimits {
        var billLimits = BillLimits()
        billLimits.inflatedBytesMax = limits.inflatedBytes
        return billLimits
    }

    func runParts(
        _ account: AccountConfiguration, client: any ChannelClient, clock: Clock, progress: @escaping ProgressReporter
    ) -> RunParts {
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

    func fetch(_ unit: DayUnit, report: @escaping FetchReport) -> FetchOutcome {
        .giveUp(problem)
    }
    func probe() -> [Problem] { [problem] }
    var expiries: [Expiry] { [] }
}
