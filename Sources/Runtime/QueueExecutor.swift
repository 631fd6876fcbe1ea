import Dispatch

/// A serial queue that an actor runs on: its methods run there, blocks and source handlers of that queue may use it
/// directly, and blocking calls in it hold up nothing else.
package final class QueueExecutor: SerialExecutor {
    package let queue: DispatchQueue

    package init(label: String) { queue = DispatchQueue(label: label) }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    package func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }
    package func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
