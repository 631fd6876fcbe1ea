import Dispatch
import Testing

/// Runs the tests of a suite one after another on a thread of their own, when it is the suite's turn. Goes together with
/// `.serialized`.
///
/// Left to itself, the testing library begins every test at once on the threads that Swift shares out, as many as there
/// are cores. One that waits there for a child, a server or the database holds up all others, and each of them is said
/// to have taken as long as the row it stood in.
package struct OwnThread: SuiteTrait, TestScoping {
    fileprivate let turns: Turns

    package func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        await turns.take()
        do {
            try await withTaskExecutorPreference(ThreadExecutor()) { try await function() }
        } catch {
            await turns.giveBack()
            throw error
        }
        await turns.giveBack()
    }
}

extension Trait where Self == OwnThread {
    /// For tests that wait: for the database, a child process, a server.
    package static var waiting: Self { OwnThread(turns: waitingTurns) }

    /// For tests that work in this process alone.
    package static var working: Self { OwnThread(turns: workingTurns) }
}

/// Each has a server process or a child that works for it while it waits: fewer leave two cores idle, more only make each
/// of them longer.
private let waitingTurns = Turns(4)
/// Beside those that wait; another one would have no core.
private let workingTurns = Turns(1)

/// A serial queue has a thread for as long as it has work, however many others there are.
private final class ThreadExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "tests of a suite")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
