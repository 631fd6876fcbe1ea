import FoundationEssentials
import Glibc
import Ledger
import Synchronization

/// Points of a run at which a test ends the process, to see that nothing is left of it. Inert in a release build.
enum Milestone {
    #if DEBUG
        private static let environment = ProcessInfo.processInfo.environment
        /// At which one it is killed, counted from 1 over the life of the process.
        private static let fatalNumber = environment["RECONCILED_KILL_AT_MILESTONE"].flatMap { Int($0) }
        /// At which one of which run it dies of itself, each time: `bill received wechatpay:1900000001 2026-11-21`.
        private static let deadlyName = environment["RECONCILED_CRASH_AT_MILESTONE"]
        private static let count = Atomic(0)
    #endif

    /// - Parameter run: which one it is of, where that is known.
    static func reached(_ name: String, of run: ClaimedRun? = nil) {
        #if DEBUG
            if let deadlyName, let run, deadlyName == "\(name) \(run.account) \(run.day)" {
                fatalError("a test has it die here")
            }
            guard let fatalNumber else { return }
            if count.add(1, ordering: .relaxed).newValue == fatalNumber { kill(getpid(), SIGKILL) }
        #endif
    }
}
