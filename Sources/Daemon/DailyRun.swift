import Bills
import Channels
import Ledger
import Matching
import Orders
import Postgres
import Vocabulary

/// With what a run is done.
package struct RunParts: Sendable {
    package var resultsConninfo: String
    package var orders: OrdersSource
    package var rules: AccountRules
    package var client: any ChannelClient
    package var archive: BillArchive
    package var limits: BillLimits
    /// What the table that matches a day may take.
    package var memoryBytesMax: Int64 = 256 << 20
    package var plainPairs = PlainPairs.kept
    package var clock: Clock
    package var stop = StopSignal()
    /// Called with what ends the reading of the orders.
    package var onOrders: @Sendable (Canceller?) -> Void = { _ in }
    /// What a command leaves behind should it die in the run; the service has its own.
    var remains: ProcessRemains?
    package var progress: ProgressReporter

    package init(
        resultsConninfo: String, orders: OrdersSource, rules: AccountRules, client: any ChannelClient,
        archive: BillArchive, limits: BillLimits, clock: Clock, progress: @escaping ProgressReporter
    ) {
        self.resultsConninfo = resultsConninfo
        self.orders = orders
        self.rules = rules
        self.client = client
        self.archive = archive
        self.limits = limits
        self.clock = clock
        self.progress = progress
    }
}

/// What a run came to.
package enum RunEnding: Hashable, Sendable {
    case concluded(Verdict)
    case incomplete(Problem)
    /// The run is in the queue again until then.
    case waits(untilEpochSeconds: Int64, Problem)
    case failed(Problem)
    /// Nobody's fault: the service stops, the database went away, or another process took over. The run is done again.
    case givenBack(Problem)
}

/// The whole day on one screen: get the bill, read both sides, conclude. Everything else is a detail of one of these.
/// - Parameter files: what a person downloaded by hand, for a run of source `files`.
/// - Throws: only when not even the failure could be noted; then the lease ends with the process, or its time.
package func perform(
    _ run: ClaimedRun, files: [String] = [], _ parts: RunParts, _ ledger: borrowing Connection
) throws -> RunEnding {
    do {
        try run.lease.workedOn(by: ledger)
        var bill = try obtainBill(run, files: files, parts, ledger)
        bill.files = inPartOrder(bill.files, of: run.account, day: run.day, limits: parts.limits)
        Milestone.reached("bill in the archive", of: run)
        let billID = try RunJournal.received(
            bill.files, bill.source, run.lease.accountID, run.day, runID: run.lease.runID, ledger)
        try tellOfRestored(bill.files, run, ledger)
        Milestone.reached("bill received", of: run)
        let verdict = try conclude(run, bill, billID: billID, parts, ledger)
        Milestone.reached("verdict committed", of: run)
        try run.lease.release(ledger)
        return .concluded(verdict)
    } catch {
        return try end(run, after: error, parts, ledger)
    }
}

/// How often a settlement that met another one is tried again from its beginning.
private let settlementTries = 4

private func conclude(
    _ run: ClaimedRun, _ bill: ObtainedBill, billID: Int64, _ parts: RunParts, _ ledger: borrowing Connection
) throws -> Verdict {
    var input = DayInput(
        accountID: run.lease.accountID, account: run.account, day: run.day, runID: run.lease.runID, rules: parts.rules,
        files: bill.files, source: bill.source, billID: billID, liftShareLimitReason: run.liftShareLimitReason)
    input.lease = run.lease
    input.isBillProven = bill.isProven
    input.program = programVersion
    input.pace.memoryBytesMax = parts.memoryBytesMax
    input.plainPairs = parts.plainPairs
    for attempt in 1...settlementTries {
        do {
            return try reconcileDay(
                input, ledger, orders: parts.orders,
                bill: { sink in
                    try decodeBill(bill.files, of: run.account, day: run.day, limits: parts.limits, sink: sink)
                },
                archived: { files, account, day, sink in
                    try BillArchive.prove(files, of: account, day: day)
                    return try decodeBill(files, of: account, day: day, limits: parts.limits, sink: sink)
                },
                onOrders: parts.onOrders,
                progress: { step, done in
                    if done == 0 { Milestone.reached(step, of: run) }
                    parts.progress(Progress(account: run.account, day: run.day, step: step, done: done))
                })
        } catch let error as PostgresError where error.isRetryable && attempt < settlementTries {
            continue
        }
    }
    throw Problem(
        .databaseRetry, "other settlements kept coming in between",
        hint: "Nothing was changed; run it again when fewer of its account's days are run at once.")
}

/// A session on the results' database, whose schema is this program's.
package func openLedger(_ conninfo: String) throws -> Connection {
    do {
        let connection = try Connection(conninfo, name: RunQueue.sessionName)
        try Schema.requireCurrent(connection)
        return connection
    } catch let error as PostgresError { throw error.problem("connecting to the results database") }
}
