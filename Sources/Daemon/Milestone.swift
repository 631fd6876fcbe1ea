import FoundationEssentials
import Glibc
import Synchronization

/// Points of a run at which a test ends the process, to see that nothing is left of it. Inert in a release build.
enum Milestone {
    #if DEBUG
        /// Which one, counted from 1 over the life of the process.
        private static let fatalNumber = ProcessInfo.processInfo.environment["RECONCILED_KILL_AT_MILESTONE"].flatMap {
            Int($0)
        }
        private static let count = Atomic(0)
    #endif

    static func reached(_ name: String) {
        #if DEBUG
            guard let fatalNumber else { return }
            if count.add(1, ordering: .relaxed).newValue == fatalNumber { kill(getpid(), SIGKILL) }
        #endif
    }
}
