import Channels
import Dispatch
import Ledger
import Rules
import Postgres
import Runtime
import Vocabulary

/// The service. What wakes it, and what it does then:
///
///     the clock: a day is due, a wait is over          → look round, at all that can tell nobody
///     the database: a request, a lease ended           → look round, at what waits
///     a run of its own ended                           → tell of it, look round, at its account
///     the beat: each second at work, each minute idle  → prolong leases, say what it does, feed the watchdog
///     the database went away, or its pause is over     → connect again, then look round, at everything
///     SIGHUP                                           → read the configuration
///     SIGTERM, SIGINT                                  → begin nothing, end what runs, stop
///
/// To look round is: queue the days that are due of the accounts whose turn it is, claim as many runs as there is room for, and
/// set the clock to when something is due next; now and then also: take over what a dead process left, and do the day's
/// housekeeping. What a look costs must not grow with the number of accounts, nor the number of looks with that of services:
/// whoever worked on a run looks at its account. Everything here runs on one queue; each run has its own.
package actor Worker {
    private let executor = QueueExecutor(label: "worker")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let setup: WorkerSetup
    private let announcer: Announcer
    private let alarms: AlarmDelivery
    private let housekeeping: Housekeeping
    private let stop = StopSignal()

    private var configuration: Configuration
    private var clients: [ChannelAccount: any ChannelClient]
    /// Numbers of the accounts in the ledger; empty while there is no session.
    private var accounts: [Int32: AccountConfiguration] = [:]
    private var session: ControlSession?
    /// The session whose connection was lost: the server may not have noticed, and hold its locks still.
    private var formerSession: SessionIdentity?
    private var closing: [ControlSession] = []
    /// Those of the runs.
    private var sessions = RunSessions()
    /// By themselves, since a run that was lost may begin anew before its first slot has ended.
    private var slots: [ObjectIdentifier: RunSlot] = [:]

    private var beat: WakeTimer?
    private var reconnect: WakeTimer?
    private var watchdog: WakeTimer?
    private var reconnectSeconds = Worker.reconnectSecondsMin
    private var beatSeconds = 0.0
    private var isReady = false
    private var isDatabaseAway = false
    private var isStopping = false
    /// A look that waits for its turn on the queue.
    private var lookDue: Look?
    /// What the schedule knows of each account; the days of one without a plan are looked at.
    private var plans = AccountPlans()
    private var nextLook: NextLook?
    /// When dead processes are looked for again, at the latest with the next look after it.
    private var wholeLookEpochSeconds: Int64 = 0
    /// The processes that there were then. One of them may have died before it looked at an account.
    private var processes: Set<Int32> = []
    private var shownStatus = ""
    /// Of the configuration on disk, which is not the one in use.
    private var refusal: Problem?

    private static let reconnectSecondsMin = 0.1
    /// The longest pause between two tries to connect.
    private static let reconnectSecondsMax = 5.0
    private static let workingBeatSeconds = 1.0
    /// How often dead processes are looked for: one that dies sends no notification.
    private static let othersLookSeconds: Int64 = 5
    private static let idleBeatSeconds = 60.0

    /// - Parameter clients: of every account, made before anything starts: a key that cannot be read is told at once.
    package init(_ setup: WorkerSetup, _ configuration: Configuration) throws(Problem) {
        self.setup = setup
        self.configuration = configuration
        announcer = setup.announcer
        alarms = AlarmDelivery(announcer: setup.announcer)
        housekeeping = Housekeeping(announcer: setup.announcer)
        announcer.setLevel(configuration.logLevel)
        clients = try configuration.makeClients(setup.clock, stop, log: announcer.noteExchange)
    }

    // MARK: What wakes it

    /// Starts everything; the worker lives until it has stopped.
    package nonisolated func start() { onQueue { $0.begin() } }
    package nonisolated func clockRang() { onQueue { $0.lookAtWhatIsDue() } }
    package nonisolated func reload() { onQueue { $0.readConfiguration() } }
    package nonisolated func terminate() { onQueue { $0.beginToStop() } }

    private nonisolated func onQueue(_ body: @escaping @Sendable (isolated Worker) -> Void) {
        executor.queue.async { self.assumeIsolated(body) }
    }

    private func begin() {
        // The sources live as long as the process; what they call does nothing once the worker has stopped.
        beat = WakeTimer(queue: executor.queue) { self.assumeIsolated { $0.timeToBeat() } }
        reconnect = WakeTimer(queue: executor.queue) { self.assumeIsolated { $0.connect() } }
        if let seconds = announcer.watchdogSeconds {
            watchdog = WakeTimer(queue: executor.queue) { self.assumeIsolated { $0.feedWatchdog() } }
            watchdog?.set(everySeconds: seconds / 2)
        }
        announcer.status("connecting to the database")
        connect()
    }

    // MARK: The database

    private func connect() {
        guard !isStopping else { return }
        guard session == nil else { return lookAtAll() }
        do {
            session = try ControlSession(
                configuration.resultsConninfo, after: formerSession, accounts: { try self.enter(configuration, $0) },
                queue: executor.queue, onEntering: { try setup.remains?.noteCrashes(as: $0, $1) }
            ) { self.assumeIsolated { $0.heardFromDatabase() } }
        } catch {
            let problem = asProblem(error)
            // What a person must put right keeps the service from starting; a server that is away does not.
            if !isReady, ![.unavailable, .tryAgainLater].contains(problem.code.exit) { return end(problem) }
            return tryAgain(after: problem)
        }
        formerSession = nil
        reconnect?.unset()
        if !isReady {
            isReady = true
            announcer.tell(.started, "started with \(accounts.count) accounts, configuration \(configuration.file)")
            announcer.ready("started")
        }
        setBeat()
        deliverAlarms()
        lookAtAll()
    }

    /// Notes the accounts and their rules, and remembers their numbers.
    private func enter(_ configuration: Configuration, _ connection: borrowing Connection) throws -> [Int32] {
        accounts = [:]
        try tellChannels(configuration.channels.all, connection)
        for account in configuration.accounts {
            let number = try RunJournal.account(
                account.account, account.rules, kinds: account.kinds, pots: account.settings.pots, connection)
            accounts[number] = account
        }
        return accounts.keys.sorted()
    }

    private func heardFromDatabase() { withSession { _ in } }

    /// Takes up what the session was told, if only along with an answer: then its socket has nothing more to say.
    private func hear(_ session: ControlSession) throws {
        let told = try session.connection.takeNotifications()
        let news = Set(told.map { QueueNews($0.payload) })
        if news.contains(.alarm) { deliverAlarms() }
        let worthALook = news.filter(isWorthALook)
        guard !worthALook.isEmpty else { return }
        forgetPlans(worthALook)
        if lookDue == nil { onQueue { $0.lookRound($0.lookDue ?? .forARun) } }
        lookDue = (worthALook.map(Look.init(after:)) + [lookDue ?? .forARun]).max()
    }

    /// A run that ended leaves room for others once its lease is free, one of the worker's own once its slot is.
    private func isWorthALook(_ news: QueueNews) -> Bool {
        switch news {
        case .queued, .unknown: true
        case .released(let runID, _, _): !slots.values.contains { $0.run.lease.runID == runID }
        case .ended, .alarm: false
        }
    }

    /// Another service looks itself at the account whose run it ended; a command does not.
    private func forgetPlans(_ news: Set<QueueNews>) {
        for word in news {
            if case .unknown = word { plans.forgetAll() }
            if case .released(_, let account, isByService: false) = word { plans.forget(account) }
        }
    }

    /// Leases end with the session: the next one ends those of the runs, which are done again.
    private func lost(_ error: any Error) {
        guard let session else { return }
        formerSession = session.identity
        letGo(session) {}
        // By now the address may lead to another server.
        sessions.letGo()
        tryAgain(after: asProblem(error))
    }

    private func letGo(_ session: ControlSession, then: @escaping @Sendable () -> Void) {
        self.session = nil
        closing.append(session)
        let closed = ObjectIdentifier(session)
        session.close {
            self.assumeIsolated { $0.closing.removeAll { ObjectIdentifier($0) == closed } }
            then()
        }
    }

    private func tryAgain(after problem: Problem) {
        if !isDatabaseAway { announcer.tell(.databaseLost, problem) }
        isDatabaseAway = true
        let pauseSeconds = Int(Self.reconnectSecondsMax)
        shownStatus =
            "the database does not answer as it should, trying again every \(pauseSeconds) s: \(problem.summary)"
        announcer.status(shownStatus)
        announcer.startsLater(seconds: 3 * Int(Self.reconnectSecondsMax) + 10)
        reconnect?.set(afterSeconds: reconnectSeconds)
        reconnectSeconds = min(reconnectSeconds * 2, Self.reconnectSecondsMax)
    }

    /// Does something in the control session. One that went away is given up; anything else that the database refuses, a
    /// lock that somebody holds for too long, ends no run and is tried again.
    private func withSession(_ body: (ControlSession) throws -> Void) {
        guard let session else { return }
        do {
            try body(session)
            try hear(session)
        } catch {
            if session.connection.isUsable { tryAgain(after: asProblem(error)) } else { lost(error) }
        }
    }

    // MARK: Looking round

    private func lookAtAll() {
        plans.forgetAll()
        lookRound(.whole)
    }

    private func lookAtWhatIsDue() {
        plans.forgetDue(nowEpochSeconds: setup.clock.epochSeconds())
        lookRound(.whole)
    }

    private func lookRound(_ look: Look) {
        lookDue = nil
        guard !isStopping else { return }
        withSession { session in
            let now = setup.clock.epochSeconds()
            let isWhole = look == .whole || now >= wholeLookEpochSeconds
            var next = NextLook(epochSeconds: dailyRun(after: now))
            if isWhole {
                try lookForTheDead(session)
                try noteRefusal(session.connection)
                wholeLookEpochSeconds = now + Self.othersLookSeconds
            }
            try queueDays(now, &next, session.connection)
            while let run = try claim(now, session) {
                begin(run)
                // People's come first: there is none.
                if slots.count >= configuration.service.runsAtOnce, !run.requester.isPerson { break }
            }
            // Whoever let go of a run looks at what waits; that they live is asked a little later.
            if isWhole || look > .forARun {
                try considerOthers(now, &next, session)
            } else {
                if let nextLook { next.consider(nextLook) }
                next.consider(wholeLookEpochSeconds, "other daemons' leases")
            }
            if isDatabaseAway { announcer.tell(.databaseBack, "the database is back") }
            (isDatabaseAway, reconnectSeconds) = (false, Self.reconnectSecondsMin)
            nextLook = next
            setup.ringAt(next.epochSeconds)
            setBeat()
            showStatus()
            if slots.isEmpty { setup.onIdle?(now, next.epochSeconds) }
        }
        if session != nil { housekeeping.keep(configuration, today: setup.clock.today) }
        // At once: when nothing runs, the next look by the clock is a minute away.
        if slots.isEmpty { takeBeat() }
    }

    private func lookForTheDead(_ session: ControlSession) throws {
        let alive = try RegisteredProcess.forgetDead(session.connection)
        let left = try RunQueue.takeOver(session.connection)
        announcer.tell(of: left)
        if !left.isEmpty { deliverAlarms() }
        if !left.isEmpty || !processes.isSubset(of: alive) { plans.forgetAll() }
        processes = alive
    }

    /// What may be due without a word from anybody.
    private func considerOthers(_ now: Int64, _ next: inout NextLook, _ session: ControlSession) throws {
        let numbers = accounts.keys.sorted()
        // While there is no room, the end of a run is the next moment at which a wait that is over matters.
        let isFull = slots.count >= configuration.service.runsAtOnce
        if isFull { return next.consider(wholeLookEpochSeconds, "a place") }
        if let wait = try RunQueue.nextTry(numbers, afterEpochSeconds: now, session.connection) {
            next.consider(wait.epochSeconds, of: wait.unit)
        }
        if try RunQueue.othersWork(session.process, numbers, session.connection) {
            next.consider(wholeLookEpochSeconds, "other daemons' leases")
        }
    }

    private func queueDays(_ now: Int64, _ next: inout NextLook, _ connection: borrowing Connection) throws {
        let unplanned = accounts.filter { !plans.has($0.key) }.sorted { $0.key < $1.key }
        for (accountID, account) in unplanned {
            try plans.set(
                accountID,
                DueDays(
                    accountID: accountID, account: account, expiries: clients[account.account]?.expiries ?? [],
                    overdueAfterSeconds: configuration.service.overdueAfterSeconds, nowEpochSeconds: now
                ).queue(connection))
        }
        let outages = plans.consider(&next)
        if !unplanned.isEmpty { try outages.note(of: configuration.serviceName, connection) }
    }

    private func noteRefusal(_ connection: borrowing Connection) throws {
        let alarm = refusal.map { Alarm(cause: AlarmCause.refusedConfiguration, nil, problem: $0) }
        if let alarm { try AlarmJournal.raise(alarm, of: .service(configuration.serviceName), connection) }
        try AlarmJournal.endOthers(
            .configurationRefused, than: alarm.map { [$0.cause] } ?? [], of: .service(configuration.serviceName),
            connection)
    }

    /// The first of all accounts' daily runs.
    private func dailyRun(after now: Int64) -> Int64 {
        accounts.values.map { Schedule.nextDailyRun($0.channel.hours, afterEpochSeconds: now) }.min()
            ?? now + BusinessDay.secondsPerDay
    }

    /// People's requests have a place of their own, so that they start at once whatever the schedule has to do.
    private func claim(_ now: Int64, _ session: ControlSession) throws -> ClaimedRun? {
        let room = configuration.service.runsAtOnce - slots.count
        guard room >= 0, !slots.values.contains(where: \.run.isSuspect) else { return nil }
        return try RunQueue.claim(
            session.process, accounts: accounts.keys.sorted(), isForPeople: room == 0, isIdle: slots.isEmpty,
            nowEpochSeconds: now, session.connection)
    }

    // MARK: Runs

    private func begin(_ run: ClaimedRun) {
        guard let account = accounts[run.lease.accountID], let client = clients[run.account] else { return }
        let slot = RunSlot(run)
        slots[ObjectIdentifier(slot)] = slot
        announcer.tell(
            .runBegun, "run \(run.lease.runID) of \(run.unit), asked for by \(run.requester.name)",
            EventSubject(run))
        var parts = configuration.runParts(account, client: client, clock: setup.clock) { slot.report($0) }
        parts.stop = stop
        parts.sessions = sessions
        parts.onOrders = { slot.readsOrders(in: $0) }
        parts.onIndexProblem = { [announcer] in announcer.tell(.indexingFailed, asProblem($0)) }
        Milestone.reached("claimed", of: run)
        DispatchQueue(label: "run \(run.lease.runID)").async { [parts] in
            let ended = slot.work(parts)
            self.onQueue { $0.runEnded(slot, ended) }
        }
    }

    private func runEnded(_ slot: RunSlot, _ ended: EndedRun) {
        slots[ObjectIdentifier(slot)] = nil
        announcer.tell(of: slot.run, ended.ending)
        if !ended.isNoted, case .givenBack(let problem) = ended.ending {
            withSession { try giveBack(slot.run, problem, $0) }
        }
        if isStopping { return endIfIdle() }
        plans.forget(slot.run.lease.accountID)
        lookRound(ended.isNoted ? .atAccounts : .whole)
    }

    /// The run could not note its own end: its session could not be had, or went away.
    private func giveBack(_ run: ClaimedRun, _ problem: Problem, _ session: ControlSession) throws {
        let pauseSeconds: Int64 = 5
        // The server may still work on the lost session's last statement, whose locks the next try would wait for.
        try run.lease.endSession(session.connection)
        if isStopping { return try RunQueue.giveBack(run.lease, session.connection) }
        try RunQueue.wait(
            run.lease, untilEpochSeconds: setup.clock.epochSeconds() + pauseSeconds, problem, session.connection)
    }

    // MARK: Signs of life

    private func setBeat() {
        let seconds = slots.isEmpty ? Self.idleBeatSeconds : Self.workingBeatSeconds
        guard seconds != beatSeconds else { return }
        beatSeconds = seconds
        beat?.set(everySeconds: seconds)
    }

    private func timeToBeat() {
        // Nothing has run since the last beat, or for a minute.
        if slots.isEmpty { sessions.letGo() }
        takeBeat()
    }

    private func takeBeat() {
        showStatus()
        if isStopping { for slot in slots.values { slot.cancel() } }
        withSession { session in
            var progress: [Int64: String] = [:]
            for slot in slots.values where slot.run.lease.process == session.process {
                progress[slot.run.lease.runID] = slot.stepText
            }
            try session.process.beat(status: shownStatus, progress: progress, session.connection)
        }
    }

    /// This queue answers, and no run has been silent for too long.
    private func feedWatchdog() {
        if slots.values.contains(where: \.isSilent) { return }
        announcer.isAlive()
    }

    private func showStatus() {
        let status = statusText()
        guard status != shownStatus else { return }
        shownStatus = status
        announcer.status(status)
    }

    private func statusText() -> String {
        let working = slots.values.map(\.text).sorted()
        if isStopping { return "stopping; " + (working.isEmpty ? "nothing runs" : working.joined(separator: "; ")) }
        let doing =
            working.isEmpty ? nextLook.map { "idle; next: \($0.text)" } ?? "idle" : working.joined(separator: "; ")
        return (refusal == nil ? "" : "the configuration on disk is refused, an older one is in use; ") + doing
    }

    private func deliverAlarms() {
        alarms.deliver(
            configuration.resultsConninfo, accounts: accounts.keys.sorted(), service: configuration.serviceName,
            command: configuration.onAlarm)
    }

    // MARK: Reloading and stopping

    /// The new configuration is taken whole, or the old one stays.
    private func readConfiguration() {
        guard !isStopping else { return }
        announcer.reloading()
        defer { announcer.ready(shownStatus) }
        do {
            var new = try setup.readConfiguration()
            let newClients = try new.makeClients(setup.clock, stop, log: announcer.noteExchange)
            let needsRestart = new.resultsConninfo != configuration.resultsConninfo
            new.resultsConninfo = configuration.resultsConninfo
            configuration = new
            // The shop may be elsewhere; runs under way go on with what they began with.
            sessions = RunSessions()
            refusal = nil
            announcer.setLevel(new.logLevel)
            clients = newClients
            let note = needsRestart ? "; results.conninfo changed, which needs a restart: the old one stays in use" : ""
            announcer.tell(.reloaded, "configuration read: \(new.accounts.count) accounts\(note)")
        } catch {
            let text = (error as? Problems)?.description ?? asProblem(error).description
            announcer.tell(.reloadRefused, "configuration refused, the old one stays in use: \(text)")
            refusal = Problem(
                .configurationRefused, "the configuration on disk was refused, an older one is in use",
                at: Place(file: configuration.file), cause: (error as? Problems)?.all.first ?? asProblem(error))
            showStatus()
            return lookRound(.whole)
        }
        withSession { session in
            let served = try enter(configuration, session.connection)
            try session.process.serves(served, session.connection)
            try RunQueue.serve(served, session.connection)
        }
        lookAtAll()
    }

    private func beginToStop() {
        guard !isStopping else { return }
        isStopping = true
        stop.raise()
        announcer.tell(.stopping, "stopping; \(slots.count) runs go back into the queue")
        announcer.stopping("stopping")
        for slot in slots.values { slot.cancel() }
        endIfIdle()
    }

    private func endIfIdle() {
        guard slots.isEmpty else { return }
        withSession { try $0.process.leave($0.connection) }
        alarms.end()
        housekeeping.end()
        announcer.tell(.stopped, "stopped")
        finish(.green)
    }

    /// The service cannot start.
    private func end(_ problem: Problem) {
        announcer.tell(.stopped, problem)
        finish(problem.code.exit)
    }

    private func finish(_ status: ExitStatus) {
        isStopping = true
        (beat, reconnect, watchdog) = (nil, nil, nil)
        guard let session else { return setup.onStopped(status) }
        letGo(session) { [setup] in setup.onStopped(status) }
    }
}
