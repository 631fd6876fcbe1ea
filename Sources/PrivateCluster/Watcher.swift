import Glibc
import Synchronization
import Runtime
import Vocabulary

/// A small shell that waits on a connection held by this process. It closes when we close it or when we die, however
/// that happens; then it stops the server and removes the directory. One path for both, so that the rare one is tested
/// by the common one.
final class Watcher: Sendable {
    private let child: ChildProcess
    /// Our end of the pair; -1 once it is closed.
    private let ownEnd: Atomic<Int32>

    /// SIGQUIT ends the server at once: its data is about to be removed. Files that a dying initdb still writes are
    /// swept up by trying again.
    private static let script = """
        trap '' HUP INT TERM
        read -r word && [ "$word" = leave ] && exit 0
        pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid" 2>/dev/null
        tries=0
        while [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null && [ $((tries += 1)) -le 500 ]; do sleep 0.02; done
        tries=0
        until rm -rf -- "$1" 2>/dev/null || [ $((tries += 1)) -gt 50 ]; do sleep 0.1; done
        """

    init(directory: String) throws(Problem) {
        var ends: [Int32] = [-1, -1]
        // A socket pair, because it alone is closed to other children from the start: one that inherited our end would
        // keep the watcher waiting.
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw Problem(
                .clusterFailed, "cannot make a pair of sockets: \(systemMessage())",
                hint: "Raise the limit of open files (ulimit -n).")
        }
        defer { close(ends[0]) }
        do throws(Problem) {
            child = try spawn(["/bin/sh", "-c", Self.script, "watcher", directory], input: ends[0])
        } catch {
            close(ends[1])
            throw error
        }
        ownEnd = Atomic(ends[1])
    }

    func cleanUp() {
        let held = ownEnd.exchange(-1, ordering: .acquiringAndReleasing)
        guard held >= 0 else { return }
        close(held)
        child.wait()
    }

    func leave() {
        let held = ownEnd.exchange(-1, ordering: .acquiringAndReleasing)
        guard held >= 0 else { return }
        _ = "leave\n".withCString { send(held, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
        close(held)
        child.wait()
    }
}
