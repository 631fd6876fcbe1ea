import ArgumentParser
import Channels
import Dispatch
import Glibc
import Ledger
import Runtime
import Vocabulary

struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Runs the service: fetches each day's bills when they are due, and takes requests.",
        discussion: """
            It needs nobody: it fetches, retries as the channels' rules say, catches
            up after downtime, and takes requests from `reconciled reconcile` and
            from recon.reconcile() in psql. Several may run on one database.

            SIGTERM ends it (a run under way goes back into the queue), SIGHUP makes
            it read its configuration again. It may be killed at any moment.

            Examples:
              reconciled serve --config reconciled.yaml
              systemctl enable --now reconciled
            """)

    @OptionGroup var configurationFile: ConfigurationArguments

    func run() throws {
        let announcer = Announcer()
        defer { announcer.settle() }
        let status: ExitStatus
        do { status = try serve(announcer) } catch {
            // Under systemd this is all that anybody sees of it.
            announcer.tell(
                .stopped, "cannot start: \((error as? Problems)?.description ?? asProblem(error).description)")
            throw error is Problems || error is Problem ? ExitCode(exitStatus(of: error).rawValue) : error
        }
        guard status == .green else { throw ExitCode(status.rawValue) }
    }

    private func exitStatus(of error: any Error) -> ExitStatus {
        (error as? Problems)?.all.first?.code.exit ?? (error as? Problem)?.code.exit ?? .internalError
    }

    /// Blocks the main thread until the worker has stopped.
    private func serve(_ announcer: Announcer) throws -> ExitStatus {
        SignalSource.ignoreBrokenPipes()
        let arguments = configurationFile
        let configuration = try arguments.load()
        try BillArchive(root: configuration.archiveDirectory).removeLeftovers()
        let ended = DispatchSemaphore(value: 0)
        let status = Guarded(ExitStatus.green)
        let queue = DispatchQueue(label: "signals and clock")
        let worker = Guarded<Worker?>(nil)
        let clock = WakeTimer(queue: queue) { worker.with { $0 }?.clockRang() }
        var setup = WorkerSetup(
            announcer: announcer, clock: .system, ringAt: { clock.set(atEpochSeconds: $0) },
            readConfiguration: { try arguments.load() },
            onStopped: {
                let last = $0
                status.with { $0 = last }
                ended.signal()
            })
        let remains = ProcessRemains(archive: configuration.archiveDirectory)
        setup.remains = remains
        let made = try Worker(setup, configuration)
        worker.with { $0 = made }
        let signals = [
            SignalSource(SIGTERM, queue: queue) { made.terminate() },
            SignalSource(SIGINT, queue: queue) { made.terminate() },
            SignalSource(SIGHUP, queue: queue) { made.reload() },
        ]
        for signal in signals { signal.waitUntilRegistered() }
        made.start()
        ended.wait()
        remains.end()
        return withExtendedLifetime(signals) { status.with { $0 } }
    }
}
