import Dispatch
import Ledger
import Postgres
import Runtime
import Vocabulary

/// A run that is being worked on, as the worker sees it from outside.
final class RunSlot: Sendable {
    /// Silent for longer, a run hangs: transfers end within half an hour by their own limits and tell of themselves all the
    /// while, and no statement of a settlement comes near it.
    static let silentSecondsMax: UInt64 = 1800

    private struct State {
        var progress: Progress
        var pace = ProgressPace()
        var heardNanoseconds: UInt64
        var canceller: Canceller?
        var ordersCanceller: Canceller?
    }

    let run: ClaimedRun
    private let state: Guarded<State>

    private let uptimeNanoseconds: @Sendable () -> UInt64

    init(
        _ run: ClaimedRun,
        uptimeNanoseconds: @escaping @Sendable () -> UInt64 = { DispatchTime.now().uptimeNanoseconds }
    ) {
        self.run = run
        self.uptimeNanoseconds = uptimeNanoseconds
        state = Guarded(
            State(progress: Progress(run.unit, step: "starting"), heardNanoseconds: uptimeNanoseconds()))
    }

    func report(_ progress: Progress) {
        let now = uptimeNanoseconds()
        state.with {
            $0.progress = progress
            $0.pace.note(progress, atNanoseconds: now)
            $0.heardNanoseconds = now
        }
    }

    func works(in session: Canceller?) { state.with { $0.canceller = session } }

    func readsOrders(in session: Canceller?) { state.with { $0.ordersCanceller = session } }

    /// Ends what the run's sessions are doing in the databases, if anything.
    func cancel() {
        let (own, orders) = state.with { ($0.canceller, $0.ordersCanceller) }
        own?.cancel()
        orders?.cancel()
    }

    var text: String { text { _ in } }
    /// Without what the run is of.
    var stepText: String { text { ($0.account, $0.day, $0.kind) = (nil, nil, nil) } }

    private func text(_ shortened: (inout Progress) -> Void) -> String {
        let now = uptimeNanoseconds()
        var (progress, perSecond) = state.with { ($0.progress, $0.pace.perSecond(atNanoseconds: now)) }
        shortened(&progress)
        return progress.text(perSecond: perSecond)
    }

    var isSilent: Bool {
        let heard = state.with { $0.heardNanoseconds }
        return uptimeNanoseconds() - heard > Self.silentSecondsMax * 1_000_000_000
    }
}

/// How a run ended, and whether the database knows.
struct EndedRun: Sendable {
    var ending: RunEnding
    var isNoted: Bool
}

extension RunSlot {
    /// Does the run. Blocking: on a queue of its own.
    func work(_ parts: RunParts) -> EndedRun {
        do {
            let sessions = parts.sessions ?? RunSessions()
            let session = try sessions.takeLedger(parts.resultsConninfo)
            works(in: Canceller(session.connection))
            defer { works(in: nil) }
            let ending = try perform(run, parts, session.connection)
            sessions.keepLedger(session)
            return EndedRun(ending: ending, isNoted: true)
        } catch { return EndedRun(ending: .givenBack(asProblem(error)), isNoted: false) }
    }
}
