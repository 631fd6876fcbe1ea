import Dispatch
import Glibc
import Runtime
import TestTurns
import Testing

/// What threads share, and what wakes them.
@Suite(.serialized, .waiting) struct QueueTests {
    private struct Odd: Error, Equatable { let number: Int }

    @Test func aGuardedValueIsTouchedByOneAtATime() {
        let (threads, steps) = (8, 2000)
        let sum = Guarded(0)
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            for _ in 0..<steps { sum.with { $0 += 1 } }
        }
        #expect(sum.with { $0 } == threads * steps)
    }

    @Test func aConditionIsWaitedForAndWhatFailsLetsGo() throws {
        let state = Guarded(0)
        let waiting = QueuedWork("waiting") { state.with(when: { $0 == 3 }) { $0 * 10 } }
        for _ in 1...3 { state.with { $0 += 1 } }
        #expect(try waiting.wait() == 30)
        #expect(throws: Odd(number: 3)) { try state.with { throw Odd(number: $0) } }
        #expect(state.with { $0 } == 3)
    }

    @Test func workOnAQueueGivesItsOutcomeAsOftenAsAsked() throws {
        let done = QueuedWork("done") { 7 }
        #expect(try done.wait() == 7)
        #expect(try done.wait() == 7)
        let failed = QueuedWork<Int>("failed") { throw Odd(number: 1) }
        #expect(throws: Odd(number: 1)) { try failed.wait() }
        #expect(throws: Odd(number: 1)) { try failed.wait() }
    }

    private actor Counter {
        private let executor: QueueExecutor
        private var count = 0
        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

        init(_ executor: QueueExecutor) { self.executor = executor }

        func isOnQueue() -> Bool {
            dispatchPrecondition(condition: .onQueue(executor.queue))
            return true
        }
        nonisolated func countFromQueue() -> Int { assumeIsolated { $0.counted() } }
        private func counted() -> Int {
            count += 1
            return count
        }
    }

    @Test func anActorRunsOnItsQueueAndBlocksOfTheQueueMayUseIt() async {
        let executor = QueueExecutor(label: "test")
        let counter = Counter(executor)
        #expect(await counter.isOnQueue())
        #expect(executor.queue.sync { counter.countFromQueue() } == 1)
    }

    private func fires(_ set: (WakeTimer) -> Void, times: Int = 1) -> Bool {
        let fired = DispatchSemaphore(value: 0)
        let timer = WakeTimer(queue: DispatchQueue(label: "timer")) { fired.signal() }
        set(timer)
        return (0..<times).allSatisfy { _ in fired.wait(timeout: .now() + .seconds(Patience.seconds)) == .success }
    }

    @Test func aTimerFiresByEitherClockAndIsSetAgain() {
        #expect(fires { $0.set(afterSeconds: 0) })
        #expect(fires { $0.set(atEpochSeconds: 1) })
        #expect(fires({ $0.set(everySeconds: 0.001) }, times: 3))
        #expect(
            fires {
                $0.set(afterSeconds: 1e6)
                $0.set(afterSeconds: 0)
            })
        #expect(
            fires {
                $0.unset()
                $0.set(afterSeconds: 0)
            })
    }

    @Test func aSignalIsToldOfAndEndsNothing() {
        let heard = DispatchSemaphore(value: 0)
        let source = SignalSource(SIGUSR2, queue: DispatchQueue(label: "signal")) { heard.signal() }
        source.waitUntilRegistered()
        kill(getpid(), SIGUSR2)
        #expect(heard.wait(timeout: .now() + .seconds(Patience.seconds)) == .success)
    }

    @Test func aSocketIsToldOfWhenItHasSomethingAndWhenItsPeerIsGone() {
        var ends: [Int32] = [-1, -1]
        #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0)
        let (own, other) = (ends[0], ends[1])
        let read = Guarded<[Int]>([])
        let source = ReadSource(own, queue: DispatchQueue(label: "socket")) {
            var bytes = [UInt8](repeating: 0, count: 16)
            let count = recv(own, &bytes, bytes.count, Int32(MSG_DONTWAIT))
            if count >= 0 { read.with { if $0.last != 0 { $0.append(count) } } }
        }
        #expect(send(other, "abc", 3, 0) == 3)
        #expect(read.with(when: { !$0.isEmpty }) { $0 } == [3])
        close(other)
        #expect(read.with(when: { $0.last == 0 }) { $0 } == [3, 0])
        let ended = DispatchSemaphore(value: 0)
        source.cancel { ended.signal() }
        #expect(ended.wait(timeout: .now() + .seconds(Patience.seconds)) == .success)
        close(own)
    }
}
