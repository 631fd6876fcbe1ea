import Bills
import Channels
import Ledger
import Matching
import Orders
import Postgres
import Vocabulary

/// What is asked for: one account, one day, and where its bill comes from.
package struct RunRequest: Sendable {
    package enum Source: Hashable, Sendable {
        /// Fetched from the channel; a day that it no longer keeps is taken from the archive.
        case channel
        /// The bill at hand.
        case archived
        /// Files that a person downloaded.
        case files([String])
    }

    package var account: ChannelAccount
    package var day: BusinessDay
    package var source: Source
    /// `schedule`, `catch_up`, `rematch`, `import`, or the person or role.
    package var requestedBy: String
    package var liftShareLimitReason: String?

    package init(
        account: ChannelAccount, day: BusinessDay, source: Source, requestedBy: String,
        liftShareLimitReason: String? = nil
    ) {
        self.account = account
        self.day = day
        self.source = source
        self.requestedBy = requestedBy
        self.liftShareLimitReason = liftShareLimitReason
    }
}

/// With what it is done.
package struct RunParts: Sendable {
    package var resultsConninfo: String
    package var orders: OrdersSource
    package var rules: AccountRules
    package var client: any ChannelClient
    package var archive: BillArchive
    package var limits: BillLimits
    /// What the table that matches a day may take.
    package var memoryBytesMax: Int64 = 256 << 20
    package var clock: Clock
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

package struct RunResult: Hashable, Sendable {
    package var runID: Int64
    package var verdict: Verdict
    /// Why the verdict is `incomplete`.
    package var reason: Problem?
}

/// The whole day on one screen: get the bill, read both sides, conclude. Everything else is a detail of one of these.
package func reconcile(_ request: RunRequest, _ parts: RunParts) throws -> RunResult {
    let ledger = try openLedger(parts.resultsConninfo)
    let accountID = try RunJournal.account(request.account, parts.rules, ledger)
    let runID = try withAccountLock(accountID, ledger) {
        try RunJournal.begin(accountID, request.day, requestedBy: request.requestedBy, ledger)
    }
    let result: RunResult
    do {
        let bill = try obtainBill(request, parts, accountID, ledger)
        let billID = try RunJournal.received(bill.files, bill.source, accountID, request.day, runID: runID, ledger)
        var input = DayInput(
            accountID: accountID, account: request.account, day: request.day, runID: runID, rules: parts.rules,
            files: bill.files, source: bill.source, billID: billID, liftShareLimitReason: request.liftShareLimitReason)
        input.pace.memoryBytesMax = parts.memoryBytesMax
        let verdict = try conclude(input, parts, ledger)
        result = RunResult(runID: runID, verdict: verdict)
    } catch {
        let problem = asProblem(error).located(Place(account: request.account, day: request.day))
        result = try end(runID, accountID, request.day, with: problem, parts, ledger)
    }
    if result.verdict != .incomplete { try tryAgain(after: request, parts, accountID) }
    return result
}

/// Ends a run without a conclusion: with the verdict `incomplete` when the inputs were at fault, else as failed. The
/// session may be what was lost; then another one looks whether the conclusion was reached all the same.
private func end(
    _ runID: Int64, _ accountID: Int32, _ day: BusinessDay, with problem: Problem, _ parts: RunParts,
    _ ledger: borrowing Connection
) throws -> RunResult {
    func note(_ session: borrowing Connection) throws -> RunResult {
        if let verdict = try RunJournal.verdict(accountID, runID, session) {
            return RunResult(runID: runID, verdict: verdict)
        }
        guard problem.code.exit == .incomplete else {
            try RunJournal.failed(accountID, day, runID, problem, session)
            throw problem
        }
        try RunJournal.incomplete(accountID, day, runID, problem, session)
        return RunResult(runID: runID, verdict: .incomplete, reason: problem)
    }
    if ledger.isUsable { return try note(ledger) }
    let other: Connection
    do { other = try openLedger(parts.resultsConninfo) } catch { throw problem }
    return try note(other)
}

/// A session on the results' database, whose schema is this program's.
package func openLedger(_ conninfo: String) throws -> Connection {
    do {
        let connection = try Connection(conninfo, name: "reconciled")
        try Schema.requireCurrent(connection)
        return connection
    } catch let error as PostgresError { throw error.problem("connecting to the results database") }
}

/// How often a settlement that met another one is tried again from its beginning.
private let settlementTries = 4

private func conclude(_ input: DayInput, _ parts: RunParts, _ ledger: borrowing Connection) throws -> Verdict {
    for attempt in 1...settlementTries {
        do {
            return try withAccountLock(input.accountID, ledger) {
                try reconcileDay(
                    input, ledger, orders: parts.orders,
                    bill: { sink in
                        try decodeBill(input.files, of: input.account, day: input.day, limits: parts.limits, sink: sink)
                    },
                    progress: { step, done in
                        parts.progress(Progress(account: input.account, day: input.day, step: step, done: done))
                    })
            }
        } catch let error as PostgresError where error.isRetryable && attempt < settlementTries {
            continue
        }
    }
    throw Problem(.databaseRetry, "other settlements kept coming in between", hint: "Run it again.")
}

/// A day that found no conclusion may find one now that another day's bill is known: so the order of the days does not
/// matter (contract section 3.4). Each success may help another, hence the loop.
private func tryAgain(
    after request: RunRequest, _ parts: RunParts, _ accountID: Int32
) throws {
    guard request.requestedBy != "rematch" else { return }
    let ledger = try openLedger(parts.resultsConninfo)
    var isMoving = true
    while isMoving {
        isMoving = false
        for day in try RunJournal.daysToTryAgain(accountID, ledger) where day != request.day {
            let again = RunRequest(account: request.account, day: day, source: .archived, requestedBy: "rematch")
            if try reconcile(again, parts).verdict != .incomplete { isMoving = true }
        }
    }
}

/// Whatever happened, as something that has a code and says what to do.
package func asProblem(_ error: any Error) -> Problem {
    switch error {
    case let problem as Problem: problem
    case let database as PostgresError:
        database.problem(
            database.isConnectionLost ? "the connection to the database was lost" : "the database refused a statement")
    default:
        Problem(.databaseError, "unexpected: \(error)", hint: "This is a fault of the program: please report it.")
    }
}
